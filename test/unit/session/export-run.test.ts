import { describe, expect, it } from 'vitest'
import { exportChoicesSchema } from '../../../main/core/contract/bridge.js'
import { releaseRequestSchema } from '../../../main/core/contract/requests.js'
import type { FinishedState } from '../../../main/core/job/item-state.js'
import { err, ok } from '../../../main/core/result.js'
import type { Decision } from '../../../main/core/review/decision.js'
import type { FoundMedia } from '../../../main/core/review/found-media.js'
import {
  choices,
  coverage,
  face,
  file,
  first,
  found,
  foundVideo,
  second,
  settled,
  withheld,
  world,
} from './session-world.js'

describe('an export', () => {
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
      throughout: [],
      frames: [{ frame: 0, cover: [{ kind: 'face', box: face.box, of: 0 }], keep: [] }],
    })
    const released = { ...coverage, bareHeads: 0 }
    expect(view().items.get(first)?.state).toEqual({ status: 'safe', name: 'photo-1.jpg', coverage: released })
  })

  it('tells why a video came out without the picture that was asked for', async () => {
    const { session, finds, states, view } = world([file('a.mp4')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(foundVideo))
    session.setOutput('/out', 'out')
    const posterProblem = { code: 'disk-full' } as const
    states.push({ status: 'safe', output: '/out/x.mp4', verdict: undefined as never, coverage, posterProblem })
    session.handle('export', { ids: [first], choices: { ...choices, videoPoster: true } })
    await settled()
    expect(view().items.get(first)?.state).toMatchObject({ status: 'safe', posterProblem })
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
      throughout: [],
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
    session.handle('decide', { id: first, decision: { kind: 'picture', throughout: [], frames: [] } })
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
      videoPoster: true,
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
      throughout: [],
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
})
