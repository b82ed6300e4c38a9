import { describe, expect, it, vi } from 'vitest'
import type { ExportChoices } from '../../../main/core/contract/bridge.js'
import { exportChoicesSchema } from '../../../main/core/contract/bridge.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import type { BridgeError } from '../../../main/core/contract/bridge.js'
import type { Result } from '../../../main/core/result.js'
import { err, ok } from '../../../main/core/result.js'
import type { PictureDecision } from '../../../main/core/review/decision.js'
import type { SessionItem } from '../../../main/core/session/types.js'
import { createDecisionOutbox } from '../../../renderer/state/decision-outbox.js'
import { countByFilter, isExportable, nextToReview, reviewQueue } from '../../../renderer/state/items.js'
import { keepLookInForce } from '../../../renderer/state/look.js'
import { createStore } from '../../../renderer/state/store.js'
import { defaultChoices } from '../../../renderer/state/window-state.js'
import { removedTraces } from '../../../renderer/screens/result/removed-traces.js'
import type { FakeBridge } from '../../support/fake-bridge.js'
import { createFakeBridge } from '../../support/fake-bridge.js'

const found = {
  kind: 'picture',
  width: 10,
  height: 10,
  frames: 1,
  durationSeconds: 0,
  faces: 1,
  uncertain: 0,
  doubt: 0.5,
  traces: { location: 2, device: 1 },
  traceFields: ['GPSLatitude', 'BodySerialNumber'],
} as const
const item = (index: number, change: Partial<SessionItem> = {}): SessionItem => ({
  id: mediaId(index),
  name: `${index}.jpg`,
  sizeBytes: 1,
  state: { status: 'found' },
  found,
  accepted: false,
  decisions: 0,
  ...change,
})
const withheld = {
  status: 'withheld',
  reason: { code: 'faces-remain', findings: [] },
  coverage: { faces: 1, uncertain: 0, repeats: 4 },
} as const
const safe = { status: 'safe', name: '1.jpg', coverage: { faces: 1, uncertain: 0, repeats: 0 } } as const

describe('the choices of an export', () => {
  it('begin as the command does', () => {
    expect(defaultChoices).toEqual(exportChoicesSchema.parse({}))
  })

  it('make new previews where they change what is seen, and only there', async () => {
    const store = createStore(createFakeBridge(), (run) => run())
    await vi.waitFor(() => expect(store.state().session).toBeDefined())
    const versionAfter = (change: Partial<ExportChoices>) => {
      store.dispatch({ type: 'chosen', choices: { ...store.state().choices, ...change } })
      return store.state().lookVersion
    }
    expect(versionAfter({ videoSound: 'keep', roundSize: true })).toBe(0)
    expect(versionAfter({ cover: 'heads' })).toBe(1)
  })
})

describe('the store', () => {
  it('applies all events of a frame at once, and none twice', async () => {
    const bridge = createFakeBridge({
      session: () => ok({ sequence: 2, phase: 'finding', discovering: false, items: new Map([[mediaId(1), item(1)]]) }),
    })
    const frames: (() => void)[] = []
    const store = createStore(bridge, (run) => frames.push(run))
    // An old one, which the snapshot holds already, before there is a snapshot.
    bridge.emitSession({ sequence: 1, type: 'items-removed', ids: [mediaId(1)] })
    await vi.waitFor(() => expect(store.state().session?.items.size).toBe(1))
    let told = 0
    store.subscribe(() => told++)
    bridge.emitSession({ sequence: 3, type: 'items-added', items: [item(2)] })
    bridge.emitSession({ sequence: 4, type: 'items-added', items: [item(3)] })
    expect(told).toBe(0)
    frames.at(-1)?.()
    expect(told).toBe(1)
    expect(store.state().session?.items.size).toBe(3)
  })

  it('applies what has happened before what is done after it', async () => {
    const bridge = createFakeBridge({
      session: () => ok({ sequence: 1, phase: 'ready', discovering: false, items: new Map([[mediaId(1), item(1)]]) }),
    })
    const store = createStore(bridge, () => undefined)
    await vi.waitFor(() => expect(store.state().session?.items.size).toBe(1))
    const seen: (boolean | undefined)[] = []
    store.subscribe(() => {
      if (store.state().screen.name === 'review') seen.push(store.state().session?.items.get(mediaId(1))?.accepted)
    })
    // The last file was accepted: the review that opens anew must not find it waiting for a look.
    bridge.emitSession({ sequence: 2, type: 'item-changed', item: item(1, { accepted: true }) })
    store.dispatch({ type: 'navigated', screen: { name: 'review' } })
    expect(seen).toEqual([true])
  })

  it('keeps files of a verification that come before its answer', async () => {
    const bridge = createFakeBridge()
    const store = createStore(bridge, (run) => run())
    await vi.waitFor(() => expect(store.state().session).toBeDefined())
    store.dispatch({ type: 'verification-asked' })
    bridge.emit({ type: 'verification', files: [{ name: 'a.jpg', outcome: ok({ findings: [], remarks: [] }) }] })
    bridge.emit({ type: 'verification-ended', outcome: ok(undefined) })
    store.dispatch({ type: 'verification-started', folder: 'from somebody' })
    expect(store.state().verification).toMatchObject({
      status: 'ended',
      folder: 'from somebody',
      files: [{ name: 'a.jpg' }],
    })
  })

  it('says the same thing once', async () => {
    const store = createStore(createFakeBridge({ settings: () => err({ code: 'not-now' }) }), (run) => run())
    await vi.waitFor(() => expect(store.state().notices).toHaveLength(1))
    store.dispatch({ type: 'noticed', error: { code: 'not-now' } })
    expect(store.state().notices).toHaveLength(1)
  })
})

describe('the look of redacted previews', () => {
  it('is told when the session is there, whenever it changes, and when the window starts anew', async () => {
    const bridge = createFakeBridge()
    const store = createStore(bridge, (run) => run())
    const looks: string[] = []
    keepLookInForce(store, ({ style }) => looks.push(style))
    await vi.waitFor(() => expect(store.state().session).toBeDefined())
    expect(looks).toEqual(['fill'])
    store.dispatch({ type: 'chosen', choices: { ...defaultChoices, style: 'blur' } })
    store.dispatch({ type: 'chosen', choices: { ...defaultChoices, style: 'blur', names: 'keep' } })
    expect(looks).toEqual(['fill', 'blur'])
    const { lookVersion } = store.state()
    store.dispatch({ type: 'cleared' })
    expect(looks).toEqual(['fill', 'blur', 'fill'])
    expect(store.state().lookVersion).toBeGreaterThan(lookVersion)
  })
})

describe('the outbox of decisions', () => {
  it('sends the last of many changes after a moment of quiet', async () => {
    vi.useFakeTimers()
    const bridge = createFakeBridge({ decide: () => ok(1) })
    const outbox = createDecisionOutbox(bridge, () => undefined)
    const last: PictureDecision = { kind: 'picture', throughout: [], frames: [{ frame: 0, cover: [], keep: [] }] }
    outbox.put(mediaId(1), { kind: 'picture', throughout: [], frames: [] })
    outbox.put(mediaId(1), last)
    await vi.advanceTimersByTimeAsync(1_000)
    vi.useRealTimers()
    expect(bridge.asked).toEqual([{ method: 'decide', request: { id: mediaId(1), decision: last } }])
  })

  const decision: PictureDecision = { kind: 'picture', throughout: [], frames: [] }

  it('keeps what was refused, says so, and tries it again', async () => {
    const errors: string[] = []
    let answer: Result<number, BridgeError> = err({ code: 'not-now' })
    const bridge = createFakeBridge({ decide: () => answer })
    const outbox = createDecisionOutbox(bridge, ({ code }) => errors.push(code))
    outbox.put(mediaId(1), decision)
    expect(await outbox.flush()).toBe(false)
    expect(await outbox.flush()).toBe(false)
    expect(errors).toEqual(['not-now', 'not-now'])
    expect(outbox.held(mediaId(1))).toBe(decision)
    answer = ok(1)
    expect(await outbox.flush()).toBe(true)
    expect(outbox.held(mediaId(1))).toBeUndefined()
    expect(bridge.asked).toHaveLength(3)
  })

  it('does not take a refusal that came by itself for an arrival', async () => {
    vi.useFakeTimers()
    const outbox = createDecisionOutbox(createFakeBridge({ decide: () => err({ code: 'not-now' }) }), () => undefined)
    outbox.put(mediaId(1), decision)
    await vi.advanceTimersByTimeAsync(1_000)
    vi.useRealTimers()
    expect(await outbox.flush()).toBe(false)
  })

  it('goes on after a bridge that rejected', async () => {
    const errors: string[] = []
    let isGone = true
    const decide = () => (isGone ? Promise.reject(new Error('gone')) : ok(1))
    const outbox = createDecisionOutbox(createFakeBridge({ decide }), ({ code }) => errors.push(code))
    outbox.put(mediaId(1), decision)
    expect(await outbox.flush()).toBe(false)
    expect(errors).toEqual(['internal'])
    isGone = false
    expect(await outbox.flush()).toBe(true)
  })

  it('sends a change that is made while the one before it is under way', async () => {
    const newer: PictureDecision = { kind: 'picture', throughout: [], frames: [{ frame: 0, cover: [], keep: [] }] }
    const bridge: FakeBridge = createFakeBridge({
      decide: (request) => {
        if (request.decision === decision) outbox.put(mediaId(1), newer)
        return ok(1)
      },
    })
    const outbox = createDecisionOutbox(bridge, () => undefined)
    outbox.put(mediaId(1), decision)
    expect(await outbox.flush()).toBe(true)
    expect(bridge.asked.map(({ request }) => request)).toEqual([
      { id: mediaId(1), decision },
      { id: mediaId(1), decision: newer },
    ])
  })

  it('lets go of a decision on a file that is no longer there', async () => {
    const errors: string[] = []
    const bridge = createFakeBridge({ decide: () => err({ code: 'unknown-item' }) })
    const outbox = createDecisionOutbox(bridge, ({ code }) => errors.push(code))
    outbox.put(mediaId(1), decision)
    expect(await outbox.flush()).toBe(false)
    expect(errors).toEqual(['unknown-item'])
    expect(await outbox.flush()).toBe(true)
  })
})

describe('the items of a session', () => {
  it('queues what was withheld first, then by doubt', () => {
    const items = [
      item(1, { found: { ...found, doubt: 0.1 } }),
      item(2, { found: { ...found, doubt: 0.9 } }),
      item(3, { state: withheld }),
      {
        id: mediaId(4),
        name: '4.jpg',
        sizeBytes: 1,
        state: { status: 'waiting' },
        accepted: false,
        decisions: 0,
      } as const,
    ]
    const queue = reviewQueue(items)
    expect(queue.map(({ id }) => id)).toEqual([mediaId(3), mediaId(2), mediaId(1)])
    expect(nextToReview(queue, mediaId(1))?.id).toBe(mediaId(3))
    expect(nextToReview([item(1)], mediaId(1))).toBeUndefined()
  })

  it('puts files that perhaps show somebody to keep before doubtful ones, exported or not', () => {
    const items = [item(1), item(2, { state: safe, perhaps: 1 }), item(3, { state: withheld })]
    const queue = reviewQueue(items)
    expect(queue.map(({ id }) => id)).toEqual([mediaId(3), mediaId(2), mediaId(1)])
    expect(nextToReview(queue, mediaId(3))?.id).toBe(mediaId(2))
    expect(countByFilter(items)).toMatchObject({ 'to-review': 2, safe: 1 })
  })

  it('counts each under what it is', () => {
    const items = [item(1), item(2, { accepted: true }), item(3, { state: withheld }), item(4, { state: safe })]
    expect(countByFilter(items)).toMatchObject({ all: 4, 'to-review': 1, 'looked-at': 1, withheld: 1, safe: 1 })
  })

  it('exports photos and videos, and none that was exported', () => {
    const video = item(2, { found: { ...found, kind: 'video' } })
    expect([item(1), video, item(3, { state: safe })].map(isExportable)).toEqual([true, true, false])
  })

  it('tells what was removed from released files only, each once', () => {
    const items = [item(1, { state: safe }), item(2, { state: safe }), item(3)]
    expect(removedTraces(items)).toEqual([
      { kind: 'gps', files: 2 },
      { kind: 'serial', files: 2 },
      { kind: 'device', files: 2 },
    ])
  })

  it('count tracks of positions in videos as positions, and names of places as these', () => {
    const video = (index: number, field: string) =>
      item(index, { state: safe, found: { ...found, traces: { location: 1 }, traceFields: [field] } })
    const kindsOf = (field: string) => removedTraces([video(1, field)]).map(({ kind }) => kind)
    for (const field of ['stream 2 gpmd', 'stream 1 camm', 'com.apple.quicktime.location.ISO6709', 'location-eng'])
      expect(kindsOf(field), field).toEqual(['gps'])
    expect(kindsOf('IPTC City')).toEqual(['place'])
    expect(kindsOf('stream 2 rtmd')).toEqual(['place'])
  })
})
