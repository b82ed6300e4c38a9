import { describe, expect, it } from 'vitest'
import type { BridgeEvent, ExportChoices } from '../../../main/core/contract/bridge.js'
import { exportChoicesSchema } from '../../../main/core/contract/bridge.js'
import type { EngineError, LookError } from '../../../main/core/contract/engine.js'
import type { WindowEngine } from '../../../main/core/contract/engine-protocol.js'
import type { FindRequest, PreviewRequest, ReleaseRequest } from '../../../main/core/contract/requests.js'
import type { Decision } from '../../../main/core/review/decision.js'
import { previewRequestSchema, releaseRequestSchema } from '../../../main/core/contract/requests.js'
import type { FinishedState, ItemState, MediaId } from '../../../main/core/job/item-state.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import { emptyJob } from '../../../main/core/job/job.js'
import type { Discovered } from '../../../main/core/ports.js'
import type { Result } from '../../../main/core/result.js'
import { err, ok } from '../../../main/core/result.js'
import type { FoundMedia, FoundPicture, FoundVideo } from '../../../main/core/review/found-media.js'
import { headOf } from '../../../main/core/people/head-region.js'
import { ordinaryLook } from '../../../main/core/session/preview-order.js'
import { createSession } from '../../../main/core/session/create-session.js'
import { reduceSession } from '../../../main/core/session/reduce-session.js'
import type { Session } from '../../../main/core/session/types.js'
import { emptySession } from '../../../main/core/session/types.js'

const face = { box: { x: 0.4, y: 0.4, width: 0.1, height: 0.1 }, confidence: 0.9, uncertain: false }
const found: FoundPicture = {
  kind: 'picture',
  size: { width: 100, height: 80 },
  frames: [{ width: 100, height: 80 }],
  animated: false,
  faces: [{ frame: 0, faces: [face] }],
  bareHeads: [],
  traces: [{ kind: 'location', field: 'GPSLatitude', value: '1' }],
}
const foundVideo: FoundVideo = {
  kind: 'video',
  size: { width: 100, height: 80 },
  durationSeconds: 2,
  framesPerSecond: 25,
  hasSound: true,
  tracks: [],
  reviewSeconds: [],
  traces: [],
}
const file = (name: string): Discovered => ({
  kind: 'file',
  source: { path: `/in/${name}`, relativePath: name, sizeBytes: 1_000, modifiedMs: 0 },
})
const choices: ExportChoices = exportChoicesSchema.parse({})
const died = err<LookError>({ of: 'engine', error: { code: 'engine-ended' } })
const coverage = { faces: 1, uncertain: 0, repeats: 0 }
const withheld: FinishedState = { status: 'needs-review', reason: { code: 'faces-remain', findings: [] }, coverage }

interface PendingFind {
  readonly request: FindRequest
  readonly signal: AbortSignal
  readonly answer: (result: Result<FoundMedia, LookError>) => Promise<void>
}

/** A session over an engine whose finds are answered by hand. */
function world(entries: readonly Discovered[], jobs = 1) {
  const finds: PendingFind[] = []
  const releases: ReleaseRequest[] = []
  const previews: PreviewRequest[] = []
  const states: FinishedState[] = []
  const ending: { states: readonly ItemState[]; error?: EngineError } = { states: [] }
  let view: Session = emptySession
  const notAsked = () => Promise.reject(new Error('not part of this test'))
  const engine: WindowEngine = {
    discover: (_signal, _request, onEntry) => {
      for (const entry of entries) onEntry(entry)
      return Promise.resolve(ok(undefined))
    },
    find: (signal, request) =>
      new Promise((resolve) => {
        finds.push({
          request,
          signal,
          answer: async (result) => {
            resolve(result)
            await settled()
          },
        })
      }),
    preview: (_signal, request) => {
      previews.push(request)
      return Promise.resolve(ok({ jpeg: new Uint8Array(), width: 1, height: 1 }))
    },
    release: (_signal, request, onEvent) => {
      releases.push(request)
      request.files.forEach((_, index) => {
        const state = ending.states[index] ?? states[index]
        if (state) onEvent({ sequence: index + 1, type: 'item-changed', id: mediaId(index + 1), state })
      })
      return Promise.resolve(ending.error ? err(ending.error) : ok(emptyJob))
    },
    inspect: notAsked,
    recognize: () => Promise.resolve(ok({ people: [], matches: [], unreadable: [], tracks: [], unreadableVideos: [] })),
    findPeople: notAsked,
    verify: notAsked,
  }
  const onEvent = (event: BridgeEvent): void => {
    if (event.type === 'session') view = reduceSession(view, event.events)
  }
  const session = createSession({ engine, onEvent, jobs, now: () => 0, thoroughness: () => 'balanced' })
  return {
    session,
    finds,
    releases,
    previews,
    states,
    ending,
    view: () => view,
    statusOf: (id: MediaId) => view.items.get(id)?.state.status,
  }
}

/** All that was promised so far has happened. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

const first = mediaId(1)
const second = mediaId(2)

describe('a session', () => {
  it('lists what was dropped, with what is refused, and begins to look', async () => {
    const refused: Discovered = {
      kind: 'refused',
      path: '/in/a.xmp',
      failure: { kind: 'refused', reason: { code: 'sidecar' } },
    }
    const { session, view, finds } = world([file('a.jpg'), refused, file('b.jpg')])
    session.add(['/in'])
    await settled()
    expect([...view().items.values()].map(({ name, state }) => [name, state.status])).toEqual([
      ['a.jpg', 'finding'],
      ['a.xmp', 'refused'],
      ['b.jpg', 'waiting'],
    ])
    expect(view().phase).toBe('finding')
    expect(finds).toHaveLength(1)
    expect(JSON.stringify([...view().items.values()])).not.toContain('/in')
  })

  it('takes up what is added again after it was refused, as the file that it is by now', async () => {
    const entries: Discovered[] = [file('a.jpg')]
    const { session, finds, view } = world(entries)
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(err({ of: 'item', failure: { kind: 'refused', reason: { code: 'truncated' } } }))
    expect([...view().items.values()].map(({ state }) => state.status)).toEqual(['refused'])
    const copied: Discovered = {
      kind: 'file',
      source: { path: '/in/a.jpg', relativePath: 'a.jpg', sizeBytes: 2_000, modifiedMs: 1 },
    }
    entries.splice(0, 1, copied)
    session.add(['/in'])
    await settled()
    expect([...view().items.values()].map(({ state, sizeBytes }) => [state.status, sizeBytes])).toEqual([
      ['finding', 2_000],
    ])
    expect(finds[1]?.request.source).toEqual(copied.source)
  })

  it('keeps what is known of a file that is added again and is the same', async () => {
    const { session, finds, view } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    session.handle('accept', { items: [{ id: first, decisions: 0 }], accepted: true })
    session.add(['/in'])
    await settled()
    expect([...view().items.values()]).toMatchObject([{ id: first, accepted: true, state: { status: 'found' } }])
    expect(finds).toHaveLength(1)
  })

  it.each([
    [{ code: 'input-inside-output', output: '/in', input: '/in/a.jpg' }, undefined],
    [{ code: 'model-missing', file: 'face.onnx' }, 'model-missing'],
  ] as const)('says no longer what another folder for the copies mends: %o', async (error, after) => {
    const { session, finds, view, ending } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    session.setOutput('/in', 'in')
    ending.error = error
    session.handle('export', { ids: [first], choices })
    await settled()
    expect(view().problem?.code).toBe(error.code)
    session.setOutput('/elsewhere', 'elsewhere')
    expect(view().problem?.code).toBe(after)
  })

  it('goes on with the preferred file', async () => {
    const { session, finds } = world([file('a.jpg'), file('b.jpg'), file('c.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('prefer', { id: mediaId(3) })
    await finds[0]?.answer(ok(found))
    expect(finds[1]?.request.source.path).toBe('/in/c.jpg')
  })

  it('begins nothing while it is paused', async () => {
    const { session, finds, view } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('pause', undefined)
    await finds[0]?.answer(ok(found))
    expect(finds).toHaveLength(1)
    expect(view().phase).toBe('paused')
    session.handle('resume', undefined)
    expect(finds).toHaveLength(2)
  })

  it('tries a file again after the engine died, says which it was, and gives it up the second time', async () => {
    const { session, finds, view, statusOf } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(died)
    expect(view().engineRestart).toEqual({ item: first, others: [], count: 1 })
    expect(finds).toHaveLength(2)
    await finds[1]?.answer(died)
    expect(statusOf(first)).toBe('failed')
  })

  it('counts one restart for each death, and names all that was under way', async () => {
    const { session, finds, view } = world([file('a.jpg'), file('b.jpg'), file('c.jpg')], 2)
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(died)
    await finds[1]?.answer(died)
    expect(view().engineRestart).toEqual({ item: first, others: [second], count: 1 })
    // The next death is another one, also with the same file.
    await finds[2]?.answer(died)
    expect(finds[2]?.request.source.path).toBe('/in/c.jpg')
    expect(view().engineRestart).toEqual({ item: mediaId(3), others: [], count: 2 })
  })

  it('counts a death for itself although a file was under way in the one before, and was answered', async () => {
    const { session, finds, view } = world([file('a.jpg'), file('b.jpg'), file('c.jpg')], 2)
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(died)
    await finds[1]?.answer(ok(found))
    await finds[2]?.answer(died)
    expect(view().engineRestart?.count).toBe(2)
  })

  it('looks alone at each file with which the engine died, so that the right one is given up', async () => {
    const { session, finds, view, statusOf } = world([file('a.jpg'), file('bad.jpg')], 2)
    session.add(['/in'])
    await settled()
    await Promise.all([finds[0]?.answer(died), finds[1]?.answer(died)])
    expect([statusOf(first), statusOf(second)]).toEqual(['finding', 'waiting'])
    await finds[2]?.answer(ok(found))
    await finds[3]?.answer(died)
    expect([statusOf(first), statusOf(second)]).toEqual(['found', 'failed'])
    expect(view().engineRestart).toEqual({ item: second, others: [], count: 2 })
  })

  it('stops before the first file when the engine cannot work, and loses none', async () => {
    const { session, finds, view, statusOf } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(err({ of: 'engine', error: { code: 'model-missing', file: 'x' } }))
    expect(view().problem).toEqual({ code: 'model-missing', file: 'x' })
    expect([statusOf(first), statusOf(second)]).toEqual(['waiting', 'waiting'])
    session.handle('resume', undefined)
    expect(view().problem).toBeUndefined()
    expect(finds).toHaveLength(2)
  })

  it('exports with a decision that covers every found face, and shows names without folders', async () => {
    const { session, finds, releases, states, view } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    expect(session.handle('export', { ids: [first], choices })).toEqual(err({ code: 'no-output' }))
    session.setOutput('/out', 'out')
    states.push({ status: 'safe', output: '/out/photo-1.jpg', verdict: undefined as never, coverage })
    expect(session.handle('export', { ids: [first], choices }).ok).toBe(true)
    await settled()
    expect(releases[0]?.files[0]?.decision).toEqual({
      kind: 'picture',
      frames: [{ frame: 0, cover: [{ kind: 'face', box: face.box, of: 0 }], keep: [] }],
    })
    expect(view().items.get(first)?.state).toEqual({ status: 'safe', name: 'photo-1.jpg', coverage })
  })

  it('counts the heads that nothing covers, and tells of a released photo how many it shows', async () => {
    const head = { x: 0.6, y: 0.1, width: 0.1, height: 0.2 }
    const { session, finds, states, view } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok({ ...found, bareHeads: [{ frame: 0, bareHeads: [head, { ...head, x: 0.8 }] }] }))
    const item = () => view().items.get(first)
    expect(item()).toMatchObject({ bareHeads: 2, state: { status: 'found' } })
    session.setOutput('/out', 'out')
    const released: FinishedState = { status: 'safe', output: '/out/x.jpg', verdict: undefined as never, coverage }
    const exported = async (cover: 'faces' | 'heads') => {
      states[0] = released
      session.handle('export', { ids: [first], choices: { ...choices, cover } })
      await settled()
      const state = item()?.state
      return state?.status === 'safe' ? state.coverage.bareHeads : state
    }
    expect(await exported('faces')).toBe(2)
    const decision: Decision = {
      kind: 'picture',
      frames: [{ frame: 0, cover: [{ kind: 'rectangle', box: head }], keep: [] }],
    }
    session.handle('decide', { id: first, decision })
    expect(item()).toMatchObject({ bareHeads: 1, state: { status: 'found' } })
    expect(await exported('faces')).toBe(1)
    session.handle('decide', { id: first, decision })
    expect(await exported('heads')).toBeUndefined()
  })

  it('covers a found face that a decision forgot, and one exported before must be exported again', async () => {
    const { session, finds, releases, states, statusOf } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    session.setOutput('/out', 'out')
    states.push(withheld)
    session.handle('export', { ids: [first], choices })
    await settled()
    expect(statusOf(first)).toBe('withheld')
    session.handle('decide', { id: first, decision: { kind: 'picture', frames: [] } })
    expect(statusOf(first)).toBe('found')
    session.handle('export', { ids: [first], choices })
    await settled()
    expect(releases[1]?.files[0]?.decision).toMatchObject({ frames: [{ cover: [{ kind: 'face', of: 0 }] }] })
  })

  it('does not let go of a file while it is being exported', async () => {
    const { session, finds, statusOf } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    session.setOutput('/out', 'out')
    session.handle('export', { ids: [first], choices })
    expect(session.handle('remove', { ids: [first] })).toEqual(err({ code: 'not-now' }))
    expect(session.handle('clear', undefined)).toEqual(err({ code: 'not-now' }))
    await settled()
    expect(statusOf(first)).toBe('found')
    expect(session.handle('remove', { ids: [first] }).ok).toBe(true)
  })

  it('tells the window of no folder, in a problem neither', async () => {
    const { session, finds, view } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    const error = { code: 'model-missing', file: '/home/alena/zaslona/models/x.onnx' } as const
    await finds[0]?.answer(err({ of: 'engine', error }))
    expect(view().problem).toEqual({ code: 'model-missing', file: 'x.onnx' })
  })

  it('passes every choice on, and says that videos are released without what is for photos alone', async () => {
    const { session, finds, releases } = world([file('a.jpg'), file('b.mp4')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    await finds[1]?.answer(ok(foundVideo))
    session.setOutput('/out', 'out')
    const chosen = exportChoicesSchema.parse({
      videoSound: 'distort',
      videoCompatible: true,
      maxSizePx: 1920,
      roundSize: true,
      defeatFingerprint: true,
      cover: 'heads',
    })
    session.handle('export', { ids: [first, second], choices: chosen })
    await settled()
    expect(releases).toHaveLength(1)
    expect(releases[0]).toMatchObject({ ...chosen, videosWithPhotoOptions: 'release-without' })
    expect(releases[0]?.files.map(({ source }) => source.path)).toEqual(['/in/a.jpg', '/in/b.mp4'])
  })

  it('exports the other files where one decision cannot be carried out', async () => {
    const { session, finds, releases, states, view, statusOf } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    await finds[1]?.answer(ok(found))
    session.setOutput('/out', 'out')
    const far: Decision = {
      kind: 'picture',
      frames: [{ frame: 0, cover: [{ kind: 'rectangle', box: { ...face.box, x: 90 } }], keep: [] }],
    }
    session.handle('decide', { id: first, decision: far })
    states.push({ status: 'safe', output: '/out/photo-1.jpg', verdict: undefined as never, coverage })
    session.handle('export', { ids: [first, second], choices })
    await settled()
    expect(releases.flatMap(({ files }) => files.map(({ source }) => source.path))).toEqual(['/in/b.jpg'])
    expect([statusOf(first), statusOf(second)]).toEqual(['failed', 'safe'])
    expect(view().problem).toBeUndefined()
  })

  it('lets the engine look for itself where found faces cannot be told to it', async () => {
    const { session, finds, releases } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    const wide = { ...face, box: { ...face.box, width: 90 } }
    await finds[0]?.answer(ok({ ...found, faces: [{ frame: 0, faces: [wide] }] }))
    session.setOutput('/out', 'out')
    session.handle('export', { ids: [first], choices })
    await settled()
    expect(releases[0]?.files.map(({ source, decision }) => [source.path, decision])).toEqual([
      ['/in/a.jpg', undefined],
    ])
  })

  it('takes six thousand faces of one picture', async () => {
    const { session, finds, releases } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok({ ...found, faces: [{ frame: 0, faces: Array.from({ length: 6_000 }, () => face) }] }))
    session.setOutput('/out', 'out')
    session.handle('export', { ids: [first], choices })
    await settled()
    expect(releaseRequestSchema.safeParse(releases[0]).success).toBe(true)
    expect(releases[0]?.files[0]?.decision).toMatchObject({ frames: [{ cover: { length: 6_000 } }] })
  })

  it('removes the sound and weakens nothing where nobody chose otherwise', async () => {
    const { session, finds, releases } = world([file('b.mp4')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(foundVideo))
    session.setOutput('/out', 'out')
    session.handle('export', { ids: [first], choices })
    await settled()
    expect(releases[0]).toMatchObject({ videoSound: 'remove', cover: 'faces', roundSize: false })
  })

  it('names what was being exported when the engine died', async () => {
    const { session, finds, ending, view, statusOf } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    await finds[1]?.answer(ok(found))
    session.setOutput('/out', 'out')
    ending.states = [{ status: 'running', stage: 'redact', progress: 0.7 }]
    ending.error = { code: 'engine-ended' }
    session.handle('export', { ids: [first, second], choices })
    await settled()
    expect(view().engineRestart).toEqual({ item: first, others: [], count: 1 })
    expect([statusOf(first), statusOf(second)]).toEqual(['found', 'found'])
  })

  it('shows heads covered in redacted previews where they are asked for', async () => {
    const { session, finds, previews } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    session.handle('look', { ...ordinaryLook, cover: 'heads' })
    const address = { id: first, kind: 'redacted', sidePx: 100, at: { unit: 'frame', frame: 0 }, version: 1 } as const
    await session.preview(new AbortController().signal, address)
    expect(previews[0]?.cover?.shapes).toEqual([{ kind: 'face', box: headOf(face.box), of: 0 }])
    expect(previewRequestSchema.safeParse(previews[0]).success).toBe(true)
  })

  it.each([
    ['a video', foundVideo],
    ['an animation', { ...found, animated: true }],
  ])('shows %s filled, whatever the style', async (_, moving) => {
    const { session, finds, previews } = world([file('a')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(moving))
    session.handle('look', { ...ordinaryLook, style: 'pixelate' })
    const address = { id: first, kind: 'redacted', sidePx: 100, at: { unit: 'frame', frame: 0 }, version: 1 } as const
    await session.preview(new AbortController().signal, address)
    expect(previews[0]?.cover?.style).toBe('fill')
  })

  it('tells a release where the kept people of a video were found, and how, whatever the window sent', async () => {
    const keyframes = [{ seconds: 0, box: face.box }]
    const track = { track: 0, confidence: 0.9, uncertain: false, fromSeconds: 0, toSeconds: 0, keyframes }
    const video: FoundMedia = {
      kind: 'video',
      size: found.size,
      durationSeconds: 1,
      framesPerSecond: 25,
      hasSound: false,
      tracks: [track],
      reviewSeconds: [],
      traces: [],
    }
    const { session, finds, releases } = world([file('a.mp4')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(video))
    session.setOutput('/out', 'out')
    const elsewhere = [{ seconds: 0, box: { ...face.box, x: 0.8 } }]
    const keep = [{ track: 0, reason: 'consented' as const, keyframes: elsewhere }]
    session.handle('decide', { id: first, decision: { kind: 'video', keep, cover: [], foundWith: 'fast' } })
    session.handle('export', { ids: [first], choices })
    await settled()
    const kept = [{ track: 0, reason: 'consented', keyframes }]
    expect(releases[0]?.files[0]?.decision).toEqual({ kind: 'video', keep: kept, cover: [], foundWith: 'balanced' })
  })

  it('shows a redacted preview only of a file whose faces are known', async () => {
    const { session, finds, previews } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    const address = { id: first, kind: 'redacted', sidePx: 100, at: { unit: 'frame', frame: 0 }, version: 0 } as const
    const { signal } = new AbortController()
    expect(await session.preview(signal, address)).toEqual(err({ code: 'not-now' }))
    await finds[0]?.answer(ok(found))
    await session.preview(signal, address)
    expect(previews[0]?.cover?.shapes).toEqual([{ kind: 'face', box: face.box, of: 0 }])
  })

  it('takes up what is dropped again while it is still being given up', async () => {
    const { session, finds, statusOf } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('cancel', undefined)
    session.add(['/in'])
    await settled()
    expect([statusOf(first), finds.length]).toEqual(['waiting', 1])
    await finds[0]?.answer(err({ of: 'item', failure: { kind: 'canceled' } }))
    expect([statusOf(first), finds.length]).toEqual(['finding', 2])
    await finds[1]?.answer(ok(found))
    expect(statusOf(first)).toBe('found')
  })

  it('gives up what is not found yet on cancel, and takes it up again when it is preferred', async () => {
    const { session, finds, statusOf } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('cancel', undefined)
    expect(finds[0]?.signal.aborted).toBe(true)
    await finds[0]?.answer(err({ of: 'item', failure: { kind: 'canceled' } }))
    expect([statusOf(first), statusOf(second)]).toEqual(['canceled', 'canceled'])
    session.handle('prefer', { id: second })
    expect(finds[1]?.request.source.path).toBe('/in/b.jpg')
  })
})
