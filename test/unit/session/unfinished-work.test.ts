import { describe, expect, it } from 'vitest'
import { mediaId } from '../../../main/core/job/item-state.js'
import { changedTextSize } from '../../../main/core/session/text-size.js'
import type { SessionItem } from '../../../main/core/session/types.js'
import { unfinishedWork } from '../../../main/core/session/unfinished-work.js'

const found: NonNullable<SessionItem['found']> = {
  kind: 'picture',
  width: 1,
  height: 1,
  frames: 1,
  durationSeconds: 0,
  faces: 1,
  uncertain: 0,
  doubt: 0,
  traces: {},
  traceFields: [],
}
const coverage = { faces: 1, uncertain: 0, repeats: 0 }
const item: SessionItem = {
  id: mediaId(1),
  name: 'a.jpg',
  sizeBytes: 1,
  state: { status: 'found' },
  found,
  accepted: false,
  decisions: 0,
}
const holding = (...items: readonly SessionItem[]) => ({
  phase: 'ready' as const,
  items: new Map(items.map((one, index) => [mediaId(index + 1), one])),
})

describe('closing', () => {
  it('loses nothing where nobody has looked at anything, or all of it is out', () => {
    expect(unfinishedWork({ phase: 'empty', items: new Map() })).toBeUndefined()
    expect(unfinishedWork(holding(item))).toBeUndefined()
    const safe: SessionItem = {
      ...item,
      accepted: true,
      decisions: 2,
      state: { status: 'safe', name: 'b', coverage },
    }
    expect(unfinishedWork(holding(safe))).toBeUndefined()
  })

  it('loses what somebody looked at or changed, and the export that is under way', () => {
    expect(unfinishedWork(holding(item, { ...item, accepted: true }))).toBe('decided')
    expect(unfinishedWork(holding({ ...item, decisions: 1 }))).toBe('decided')
    const withheld: SessionItem['state'] = {
      status: 'withheld',
      reason: { code: 'faces-remain', findings: [] },
      coverage,
    }
    expect(unfinishedWork(holding({ ...item, accepted: true, state: withheld }))).toBe('decided')
    expect(unfinishedWork({ ...holding(item), phase: 'exporting' })).toBe('exporting')
  })
})

describe('the size of the text', () => {
  it('goes by steps, stops at the ends, and comes back', () => {
    expect(changedTextSize(100, 'larger')).toBe(125)
    expect(changedTextSize(200, 'larger')).toBe(200)
    expect(changedTextSize(100, 'smaller')).toBe(100)
    expect(changedTextSize(175, 'usual')).toBe(100)
  })
})
