import { describe, expect, it } from 'vitest'
import { mediaId } from '../../../main/core/job/item-state.js'
import { err, ok } from '../../../main/core/result.js'
import type { Decision, PictureDecision } from '../../../main/core/review/decision.js'
import { changedDecision, decisionAfter, shownNumber } from '../../../renderer/review/shown-decision.js'
import { createDecisionOutbox } from '../../../renderer/state/decision-outbox.js'
import { createFakeBridge } from '../../support/fake-bridge.js'

const id = mediaId(1)
const own: PictureDecision = { kind: 'picture', throughout: [], frames: [] }
const decision: PictureDecision = { kind: 'picture', throughout: [], frames: [{ frame: 0, cover: [], keep: [] }] }

/** A session that counts decisions, and in which others are taken than those of the window. */
function world() {
  let decisions = 0
  const bridge = createFakeBridge({
    decide: () => ok(++decisions),
    decision: () => ok({ decisions, decision }),
  })
  const outbox = createDecisionOutbox(bridge, () => undefined)
  return { bridge, outbox, decideElsewhere: () => ++decisions }
}

describe('a decision that was taken elsewhere on the file under review', () => {
  it('is shown', async () => {
    const { bridge, outbox, decideElsewhere } = world()
    const latest = decideElsewhere()
    expect(await changedDecision({ bridge, outbox }, id, { shown: 0, latest })).toEqual({ decision, decisions: 1 })
  })

  it('is told from those of the window, which are shown already', async () => {
    const { bridge, outbox, decideElsewhere } = world()
    outbox.put(id, own)
    await outbox.flush()
    expect(await changedDecision({ bridge, outbox }, id, { shown: 0, latest: 1 })).toBeUndefined()
    const latest = decideElsewhere()
    expect(await changedDecision({ bridge, outbox }, id, { shown: 0, latest })).toEqual({ decision, decisions: 2 })
  })

  it('never takes the place of a change that waits to be sent', async () => {
    const { bridge, outbox, decideElsewhere } = world()
    const latest = decideElsewhere()
    outbox.put(id, own)
    expect(await changedDecision({ bridge, outbox }, id, { shown: 0, latest })).toBeUndefined()
    expect(outbox.held(id)).toBe(own)
    await outbox.flush()
  })

  it('is not what a person accepts who has not seen it', async () => {
    const { outbox, decideElsewhere } = world()
    outbox.put(id, own)
    expect(await shownNumber(outbox, id, 0)).toBe(1)
    const latest = decideElsewhere()
    expect(await shownNumber(outbox, id, 0)).toBeLessThan(latest)
  })
})

describe('a decision for many files', () => {
  it('does not lose what a person changed a moment before it was carried out', async () => {
    let known: Decision = decision
    let decisions = 1
    const bridge = createFakeBridge({
      decide: ({ decision: changed }) => {
        known = changed
        return ok(++decisions)
      },
      decision: () => ok({ decisions, decision: known }),
    })
    const outbox = createDecisionOutbox(bridge, () => undefined)
    outbox.put(id, own)
    expect(await decisionAfter({ bridge, outbox }, id)).toEqual({ decision: own, decisions: 2 })
  })

  it('leaves what is shown where a change is refused, or made while the session answers', async () => {
    const refusing = createFakeBridge({
      decide: () => err({ code: 'not-now' }),
      decision: () => ok({ decisions: 1, decision }),
    })
    const outbox = createDecisionOutbox(refusing, () => undefined)
    outbox.put(id, own)
    expect(await decisionAfter({ bridge: refusing, outbox }, id)).toBeUndefined()
    expect(outbox.held(id)).toBe(own)

    const later = createDecisionOutbox(refusing, () => undefined)
    const changing = createFakeBridge({
      decision: () => {
        later.put(id, own)
        return ok({ decisions: 1, decision })
      },
    })
    expect(await decisionAfter({ bridge: changing, outbox: later }, id)).toBeUndefined()
    await later.flush()
  })
})
