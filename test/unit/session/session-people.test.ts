import { describe, expect, it } from 'vitest'
import type { BridgeEvent } from '../../../main/core/contract/bridge.js'
import { exportChoicesSchema } from '../../../main/core/contract/bridge.js'
import type { EngineError } from '../../../main/core/contract/engine.js'
import type { WindowEngine } from '../../../main/core/contract/engine-protocol.js'
import type {
  FindPeopleRequest,
  PreviewRequest,
  RecognizeRequest,
  ReleaseRequest,
} from '../../../main/core/contract/requests.js'
import { recognizeRequestSchema } from '../../../main/core/contract/requests.js'
import type { MediaId } from '../../../main/core/job/item-state.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import { emptyJob } from '../../../main/core/job/job.js'
import { decideKept } from '../../../main/core/people/decide-kept.js'
import { groupAppearances } from '../../../main/core/people/group.js'
import type { PersonMatch, RecognizedPeople } from '../../../main/core/people/recognize.js'
import type { Result } from '../../../main/core/result.js'
import { err, ok } from '../../../main/core/result.js'
import type { PictureDecision } from '../../../main/core/review/decision.js'
import type { FoundMedia, FoundPicture, FoundVideo } from '../../../main/core/review/found-media.js'
import { createSession } from '../../../main/core/session/create-session.js'
import { reduceSession } from '../../../main/core/session/reduce-session.js'
import type { Session } from '../../../main/core/session/types.js'
import { emptySession } from '../../../main/core/session/types.js'
import { described, descriptorAt } from '../people/support.js'

/** Two faces in every photo: the first of each is the same person, the second somebody else each time. */
const boxes = [
  { x: 0.1, y: 0.1, width: 0.1, height: 0.1 },
  { x: 0.6, y: 0.1, width: 0.1, height: 0.1 },
] as const
const found: FoundPicture = {
  kind: 'picture',
  size: { width: 100, height: 80 },
  frames: [{ width: 100, height: 80 }],
  animated: false,
  faces: [{ frame: 0, faces: boxes.map((box) => ({ box, confidence: 0.9, uncertain: false })) }],
  bareHeads: [],
  traces: [],
}
/** Somebody who walks through the clip, and somebody small. */
const clip: FoundVideo = {
  kind: 'video',
  size: { width: 1000, height: 800 },
  durationSeconds: 4,
  framesPerSecond: 25,
  hasSound: false,
  tracks: [0.1, 0.02].map((side, track) => ({
    ...{ track, confidence: 0.9, uncertain: false, fromSeconds: 0, toSeconds: 3.75 },
    keyframes: Array.from({ length: 16 }, (_, index) => ({
      seconds: index / 4,
      box: { x: 0.1 + index / 100, y: 0.1, width: side, height: side + (index === 6 ? 0.01 : 0) },
    })),
  })),
  reviewSeconds: [],
  traces: [],
}
const moving: FoundPicture = { ...found, animated: true, frames: [...found.frames, ...found.frames] }
const choices = exportChoicesSchema.parse({})
const { signal } = new AbortController()
const [first, second, third] = [mediaId(1), mediaId(2), mediaId(3)] as const

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve()
}

const place = (file: number, face = 0) => ({ file, frame: 0, face })
const telling = (file: number, face = 0) => ({ ...place(file, face), telling: true })

/** A session of photos that were found, over an engine that recognises people as told. */
async function world(photos: readonly FoundMedia[] = [found, found, found]) {
  const recognized: RecognizeRequest[] = []
  const releases: ReleaseRequest[] = []
  const previews: PreviewRequest[] = []
  const bodies: FindPeopleRequest[] = []
  const answer: { value: Partial<RecognizedPeople>; error?: EngineError; hold?: boolean } = {
    value: { people: [photos.map((_, file) => telling(file))] },
  }
  let view: Session = emptySession
  const notAsked = () => Promise.reject(new Error('not part of this test'))
  const engine: WindowEngine = {
    discover: (_signal, _request, onEntry) => {
      for (const [index] of photos.entries()) {
        const source = { path: `/in/${index}.jpg`, relativePath: `${index}.jpg`, sizeBytes: 1_000, modifiedMs: 0 }
        onEntry({ kind: 'file', source })
      }
      return Promise.resolve(ok(undefined))
    },
    find: (_signal, { source }) => Promise.resolve(ok(photos[Number.parseInt(source.relativePath, 10)] ?? found)),
    preview: (_signal, request) => {
      previews.push(request)
      return Promise.resolve(ok({ jpeg: new Uint8Array(), width: 1, height: 1 }))
    },
    findPeople: (_signal, request) => {
      bodies.push(request)
      return Promise.resolve(ok([{ frame: 0, people: [] }]))
    },
    recognize: (signal, request, onProgress) => {
      recognized.push(recognizeRequestSchema.parse(request))
      onProgress({ done: 1, total: 6 })
      if (answer.hold === true)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(err({ code: 'canceled' }))))
      const told: Result<RecognizedPeople, EngineError> = answer.error
        ? err(answer.error)
        : ok({ people: [], matches: [], unreadable: [], tracks: [], unreadableVideos: [], ...answer.value })
      return Promise.resolve(told)
    },
    release: (_signal, request, onEvent) => {
      releases.push(request)
      for (const [index] of request.files.entries()) {
        const coverage = { faces: 1, uncertain: 0, repeats: 0 }
        const state = { status: 'planned', coverage } as const
        onEvent({ sequence: index + 1, type: 'item-changed', id: mediaId(index + 1), state })
      }
      return Promise.resolve(ok(emptyJob))
    },
    inspect: notAsked,
    verify: notAsked,
  }
  const onEvent = (event: BridgeEvent): void => {
    if (event.type === 'session') view = reduceSession(view, event.events)
  }
  const session = createSession({ engine, onEvent, jobs: 2, now: () => 0, thoroughness: () => 'balanced' })
  session.add(['/in'])
  await settled()
  session.setOutput('/out', 'out')
  return {
    session,
    recognized,
    releases,
    previews,
    bodies,
    answer,
    view: () => view,
    stateOf: (id: MediaId) => view.items.get(id)?.state,
    decisionOn: (id: MediaId): PictureDecision | undefined => {
      const told = session.handle('decision', { id })
      return told.ok && told.value.decision?.kind === 'picture' ? told.value.decision : undefined
    },
    accept: (...ids: readonly MediaId[]) =>
      session.handle('accept', {
        items: ids.map((id) => ({ id, decisions: view.items.get(id)?.decisions ?? 0 })),
        accepted: true,
      }),
    keep: (id: MediaId, change: Partial<PictureDecision['frames'][number]['keep'][number]> = {}) =>
      session.handle('decide', {
        id,
        decision: {
          kind: 'picture',
          frames: [{ frame: 0, cover: [], keep: [{ box: boxes[0], of: 0, reason: 'consented', ...change }] }],
        },
      }),
    export: async (ids: readonly MediaId[] = [first, second, third]) => {
      session.handle('export', { ids: [...ids], choices })
      await settled()
    },
  }
}

const keptIn = (decision: PictureDecision | undefined) =>
  decision?.frames.flatMap(({ keep }) => keep.map(({ of, reason, recognized }) => ({ of, reason, recognized })))

describe('an export in which somebody stays visible', () => {
  it('compares nothing where everybody is covered, or only what is no face is left', async () => {
    const { keep, export: run, recognized, releases } = await world()
    keep(first, { reason: 'not-a-face' })
    await run()
    expect(recognized).toEqual([])
    expect(releases[0]?.files).toHaveLength(3)
  })

  it('withholds the photo that shows somebody who is covered in others, and exports the rest', async () => {
    const { keep, export: run, recognized, releases, stateOf } = await world()
    keep(first)
    await run()
    expect(recognized).toHaveLength(1)
    expect(recognized[0]?.files.map(({ frames }) => frames[0]?.faces.map(({ visible }) => visible))).toEqual([
      [true, false],
      [false, false],
      [false, false],
    ])
    expect(stateOf(first)).toMatchObject({
      status: 'withheld',
      reason: {
        code: 'person-inconsistent',
        findings: [{ code: 'person-inconsistent', frame: 0, box: boxes[0], covered: 2, visible: 1 }],
      },
    })
    expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['1.jpg', '2.jpg'])
  })

  it('compares with all photos of the session when one is exported alone', async () => {
    const { keep, export: run, recognized, releases, stateOf } = await world()
    keep(first)
    await run([first])
    expect(recognized[0]?.files).toHaveLength(3)
    expect(stateOf(first)?.status).toBe('withheld')
    expect(releases).toEqual([])
  })

  it('exports once the person is covered here, or is left visible all the same', async () => {
    const covered = await world()
    covered.keep(first)
    await covered.export()
    covered.session.handle('decide', { id: first, decision: { kind: 'picture', frames: [] } })
    await covered.export([first])
    expect(covered.releases.at(-1)?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg'])
    expect(covered.recognized).toHaveLength(1)

    const anyway = await world()
    anyway.keep(first, { anyway: true })
    await anyway.export()
    expect(anyway.releases[0]?.files).toHaveLength(3)
  })

  it('says nothing where being visible is the rule, or the covered picture tells nothing', async () => {
    const rule = await world()
    rule.keep(first)
    rule.keep(second)
    await rule.export()
    expect(rule.releases[0]?.files).toHaveLength(3)

    const poor = await world()
    poor.answer.value = { people: [[telling(0), { ...place(1), telling: false }]] }
    poor.keep(first)
    await poor.export()
    expect(poor.releases[0]?.files).toHaveLength(3)
  })

  it('does not export a photo that could not be compared', async () => {
    const { keep, export: run, answer, stateOf, releases } = await world()
    answer.value = { unreadable: [{ file: 0, failure: { kind: 'refused', reason: { code: 'changed' } } }] }
    keep(first)
    await run()
    expect(stateOf(first)).toEqual({ status: 'refused', reason: { code: 'changed' } })
    expect(releases[0]?.files).toHaveLength(2)
  })

  it('exports nothing where the comparison fails or is canceled, and everything can be exported again', async () => {
    const { session, keep, export: run, answer, releases, stateOf, view } = await world()
    keep(first)
    answer.error = { code: 'model-missing', file: '/models/face.bin' }
    await run()
    expect(view().problem).toEqual({ code: 'model-missing', file: 'face.bin' })
    expect([first, second, third].map((id) => stateOf(id)?.status)).toEqual(['found', 'found', 'found'])
    delete answer.error
    answer.hold = true
    await run()
    expect(view()).toMatchObject({ phase: 'exporting', people: { status: 'comparing', done: 1, total: 6 } })
    session.handle('cancel', undefined)
    await settled()
    expect(view().phase).toBe('ready')
    expect([first, second, third].map((id) => stateOf(id)?.status)).toEqual(['found', 'found', 'found'])
    expect(releases).toEqual([])
  })

  it('gives up a decision on a person whose faces are still compared', async () => {
    const { session, answer, releases, decisionOn, stateOf, export: run } = await world()
    answer.value = { people: [], matches: [{ ...place(1), person: 0, match: 'kept' }] }
    answer.hold = true
    const kept = session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    await settled()
    answer.hold = false
    await run()
    expect(await kept).toEqual(err({ code: 'canceled' }))
    expect(releases[0]?.files).toHaveLength(3)
    expect([first, second, third].map((id) => decisionOn(id))).toEqual([undefined, undefined, undefined])
    expect(stateOf(second)?.status).toBe('found')
  })

  it('gives up a decision on a person that was compared in the moment in which it began', async () => {
    const { session, answer, decisionOn } = await world()
    answer.value = { people: [], matches: [{ ...place(1), person: 0, match: 'kept' }] }
    const face = { id: first, frame: 0, of: 0 }
    for (let turns = 0; turns < 8; turns++) {
      const kept = session.keepPerson({ face, pictures: [], reason: 'consented' })
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      const before = keptIn(decisionOn(second))
      session.handle('export', { ids: [first, second, third], choices })
      await settled()
      const told = await kept
      expect(keptIn(decisionOn(second))).toEqual(before)
      if (told.ok) break
      expect(['canceled', 'not-now']).toContain(told.error.code)
      expect(before).toBeUndefined()
    }
  })

  it('compares a crowd, and leaves out what no request can hold', async () => {
    const crowdOf = (box: FoundPicture['faces'][number]['faces'][number]['box'], count: number): FoundPicture => ({
      ...found,
      faces: [{ frame: 0, faces: Array.from({ length: count }, () => ({ box, confidence: 0.9, uncertain: false })) }],
    })
    const {
      keep,
      export: run,
      recognized,
      releases,
      stateOf,
    } = await world([found, crowdOf(boxes[0], 6_000), crowdOf({ ...boxes[0], x: 9 }, 1)])
    keep(first, { anyway: true })
    keep(third)
    await run()
    expect(recognized[0]?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg', '1.jpg'])
    expect(stateOf(third)).toMatchObject({ status: 'failed' })
    expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg', '1.jpg'])
  })

  it('leaves moving pictures out', async () => {
    const { session, keep, export: run, recognized, releases } = await world([moving, found, found])
    keep(first)
    await run()
    expect(recognized).toEqual([])
    expect(releases[0]?.files).toHaveLength(3)
    session.handle('compare', undefined)
    await settled()
    expect(recognized[0]?.files).toHaveLength(2)
    expect(session.handle('people', { id: first })).toMatchObject({ value: { compared: false } })
  })
})

describe('people of a session', () => {
  it('tells who else is where, without a path, and what came in since', async () => {
    const { session, keep, view } = await world()
    expect(session.handle('people', { id: first })).toEqual(ok({ compared: false, missing: 3, faces: [], perhaps: [] }))
    session.handle('compare', undefined)
    await settled()
    expect(view().people).toEqual({ status: 'compared' })
    keep(second)
    const appearances = [first, second, third].map((id) => ({ id, frame: 0, of: 0, visible: id === second }))
    expect(session.handle('people', { id: first })).toEqual(
      ok({ compared: true, missing: 0, faces: [{ frame: 0, of: 0, appearances }], perhaps: [] }),
    )
  })

  it('keeps a person visible where the match is clear, and marks where it is not', async () => {
    const { session, accept, answer, decisionOn, view, recognized } = await world()
    accept(first, second, third)
    const match = (file: number, face: number, how: PersonMatch['match']): PersonMatch => ({
      ...place(file, face),
      person: 0,
      match: how,
    })
    answer.value = {
      people: [[telling(0), telling(1), telling(2)]],
      matches: [match(0, 0, 'kept'), match(1, 0, 'kept'), match(1, 1, 'part'), match(2, 0, 'perhaps')],
    }
    const kept = await session.keepPerson({
      face: { id: first, frame: 0, of: 0 },
      pictures: [],
      reason: 'public-figure',
    })
    expect(kept).toEqual(ok({ visible: 2, perhaps: 1 }))
    expect(recognized.at(-1)?.keep).toEqual([{ faces: [place(0)], pictures: [] }])
    expect(keptIn(decisionOn(first))).toEqual([{ of: 0, reason: 'public-figure', recognized: undefined }])
    expect(keptIn(decisionOn(second))).toEqual([
      { of: 0, reason: 'public-figure', recognized: true },
      { of: 1, reason: 'not-a-face', recognized: true },
    ])
    expect(decisionOn(third)).toBeUndefined()
    // What the program decided by itself, or could not decide, is to be looked at again.
    expect([first, second, third].map((id) => view().items.get(id)?.accepted)).toEqual([true, false, false])
    expect(view().items.get(third)?.perhaps).toBe(1)
    expect(session.handle('people', { id: third })).toMatchObject({ value: { perhaps: [{ frame: 0, of: 0 }] } })
    accept(third)
    expect(view().items.get(third)?.perhaps).toBe(0)

    await session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'public-figure' })
    expect(view().items.get(third)?.perhaps).toBe(1)
    session.handle('cover-person', { id: first, frame: 0, of: 0 })
    expect(view().items.get(third)?.perhaps).toBe(0)
  })

  it('takes no agreement to a decision that nobody has seen', async () => {
    const { session, answer, view, decisionOn } = await world()
    const seen = [first, second].map((id) => ({ id, decisions: view().items.get(id)?.decisions ?? 0 }))
    answer.value = { people: [], matches: [{ ...place(1), person: 0, match: 'kept' }] }
    await session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    expect(keptIn(decisionOn(second))).toHaveLength(1)
    expect(session.handle('accept', { items: seen, accepted: true })).toEqual(err({ code: 'not-now' }))
    expect([first, second].map((id) => view().items.get(id)?.accepted)).toEqual([false, false])
    const told = session.handle('decision', { id: second })
    const decisions = told.ok ? told.value.decisions : 0
    expect(session.handle('accept', { items: [{ id: second, decisions }], accepted: true }).ok).toBe(true)
    expect(view().items.get(second)?.accepted).toBe(true)
  })

  it('keeps the marks of everybody who was kept, but of those who are visible by now', async () => {
    const { session, answer, view } = await world()
    const marks = () => {
      const told = session.handle('people', { id: third })
      return told.ok ? told.value.perhaps : []
    }
    const keepFrom = async (id: MediaId, match: PersonMatch) => {
      answer.value = { people: [], matches: [match] }
      await session.keepPerson({ face: { id, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    }
    await keepFrom(first, { ...place(2, 0), person: 0, match: 'perhaps' })
    await keepFrom(second, { ...place(2, 1), person: 0, match: 'perhaps' })
    expect(marks()).toEqual([
      { frame: 0, of: 0 },
      { frame: 0, of: 1 },
    ])
    await keepFrom(second, { ...place(2, 1), person: 0, match: 'kept' })
    expect(marks()).toEqual([{ frame: 0, of: 0 }])
    expect(view().items.get(third)).toMatchObject({ perhaps: 1, accepted: false })
  })

  it('recognises by all faces that were pointed at, never by those that it recognised, and keeps others apart', async () => {
    const { session, answer, keep, recognized } = await world()
    answer.value = { people: [[telling(0), telling(1), telling(2)], [telling(0, 1)]] }
    session.handle('compare', undefined)
    await settled()
    keep(second)
    keep(third, { recognized: true })
    session.handle('decide', {
      id: first,
      decision: {
        kind: 'picture',
        frames: [{ frame: 0, cover: [], keep: [{ box: boxes[1], of: 1, reason: 'consented' }] }],
      },
    })
    await session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    expect(recognized.at(-1)?.keep).toEqual([
      { faces: [place(0), place(1)], pictures: [] },
      { faces: [place(0, 1)], pictures: [] },
    ])
  })

  it('covers a person everywhere, and what was exported must be exported again', async () => {
    const { session, keep, decisionOn, stateOf } = await world()
    session.handle('compare', undefined)
    await settled()
    keep(first)
    keep(third, { recognized: true })
    expect(session.handle('cover-person', { id: second, frame: 0, of: 0 })).toEqual(ok(2))
    expect(keptIn(decisionOn(first))).toEqual([])
    expect(keptIn(decisionOn(third))).toEqual([])
    expect(decisionOn(third)?.frames[0]?.cover).toHaveLength(2)
    expect(stateOf(third)?.status).toBe('found')
  })

  it('covers all that was recognised with a person, also where it is not among their appearances', async () => {
    const faces = [0, 0.1, 0.12, 0.1, -0.38, -0.37]
    const { session, answer, decisionOn } = await world(faces.map(() => found))
    // The engine's own rules: what is near the face that was pointed at, and what is near each other on the average.
    const references = [descriptorAt(0)]
    const matches = faces.flatMap((x, file) => {
      const [decided = 'covered'] = decideKept([{ box: boxes[0], description: described(x) }], [{ references }])
      return decided === 'covered' ? [] : [{ ...place(file), person: 0, match: decided }]
    })
    const appearances = faces.map((x, file) => ({ item: String(file), frame: 0, descriptor: descriptorAt(x) }))
    answer.value = { people: groupAppearances(appearances).map((group) => group.map((file) => telling(file))), matches }
    expect(answer.value.people).toHaveLength(2)
    const face = { id: first, frame: 0, of: 0 }
    expect(await session.keepPerson({ face, pictures: [], reason: 'consented' })).toEqual(
      ok({ visible: 6, perhaps: 0 }),
    )
    expect(session.handle('cover-person', face)).toEqual(ok(6))
    expect(faces.flatMap((_, file) => keptIn(decisionOn(mediaId(file + 1))))).toEqual([])

    // Pointed at from the other group, all that the program decided is taken back, and what a person did is not.
    await session.keepPerson({ face, pictures: [], reason: 'consented' })
    expect(session.handle('cover-person', { id: mediaId(6), frame: 0, of: 0 })).toEqual(ok(5))
    expect(faces.flatMap((_, file) => keptIn(decisionOn(mediaId(file + 1))))).toEqual([
      { of: 0, reason: 'consented', recognized: undefined },
    ])
  })

  it('shows one face by its place among those found, and nothing for a place that is none', async () => {
    const { session, previews } = await world()
    const address = { id: first, kind: 'original', sidePx: 96, version: 0 } as const
    const at = { unit: 'frame', frame: 0 } as const
    await session.preview(signal, { ...address, at, face: 1 })
    expect(previews[0]?.part?.x).toBeCloseTo(boxes[1].x - 0.35 * boxes[1].width)
    expect(previews[0]?.cover).toBeUndefined()
    expect(await session.preview(signal, { ...address, at, face: 2 })).toEqual(err({ code: 'unknown-item' }))
    expect(previews).toHaveLength(1)
  })

  describe('with videos', () => {
    const keepTrack = (session: Awaited<ReturnType<typeof world>>['session'], id: MediaId, anyway?: true) =>
      session.handle('decide', {
        id,
        decision: {
          kind: 'video',
          keep: [{ track: 0, reason: 'consented', ...(anyway ? { anyway } : {}) }],
          cover: [],
        },
      })
    const exportAll = (session: Awaited<ReturnType<typeof world>>['session']) =>
      session.handle('export', { ids: [first, second, third], choices })
    const seen = (video: number, isTelling = true) => ({ person: 0, video, track: 0, telling: isTelling })

    it('compares them where somebody is shown, by a few moments of each large track', async () => {
      const { session, recognized } = await world([found, clip])
      session.handle('compare', undefined)
      await settled()
      expect(recognized[0]?.videos).toEqual([])
      keepTrack(session, second)
      exportAll(session)
      await settled()
      const [video] = recognized[1]?.videos ?? []
      expect(video?.tracks.map(({ visible }) => visible)).toEqual([true, false])
      expect(video?.tracks[0]?.looks).toHaveLength(4)
      expect(video?.tracks[0]?.looks.map(({ seconds }) => seconds)).toContain(1.5)
      expect(video?.tracks[1]?.looks).toEqual([])
      // What was learned of it is asked to be remembered, and nothing else.
      session.handle('compare', undefined)
      await settled()
      expect(recognized[2]?.videos).toEqual([{ source: video?.source, tracks: [] }])
    })

    it('withholds a video that shows somebody who is covered in photos, until a person decides', async () => {
      const { session, answer, stateOf, releases } = await world([found, found, clip])
      answer.value = { people: [[telling(0), telling(1)]], tracks: [seen(0)] }
      keepTrack(session, third)
      exportAll(session)
      await settled()
      expect(stateOf(third)).toMatchObject({
        status: 'withheld',
        reason: {
          code: 'person-inconsistent',
          findings: [{ frame: 0, box: clip.tracks[0]?.keyframes[0]?.box, covered: 2, visible: 1 }],
        },
        coverage: { faces: 1 },
      })
      expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg', '1.jpg'])
      keepTrack(session, third, true)
      exportAll(session)
      await settled()
      expect(releases[1]?.files.map(({ source }) => source.relativePath)).toContain('2.jpg')
    })

    it('withholds a photo that shows somebody who is covered in a video', async () => {
      const { session, answer, stateOf, keep } = await world([found, clip])
      answer.value = { people: [[telling(0)]], tracks: [seen(0)] }
      keep(first)
      exportAll(session)
      await settled()
      expect(stateOf(first)).toMatchObject({
        status: 'withheld',
        reason: { findings: [{ frame: 0, covered: 1, visible: 1 }] },
      })
    })

    it('withholds a video for another video, and for a cover that tells nothing neither', async () => {
      const shown = async (telling: boolean) => {
        const { session, answer, stateOf } = await world([clip, clip])
        answer.value = { people: [[]], tracks: [seen(0), seen(1, telling)] }
        keepTrack(session, first)
        exportAll(session)
        await settled()
        return stateOf(first)?.status
      }
      expect(await shown(true)).toBe('withheld')
      expect(await shown(false)).not.toBe('withheld')
    })

    it('says nothing of somebody who is covered for a while in the video that shows her', async () => {
      const { session, answer, stateOf } = await world([clip, found])
      answer.value = { people: [[]], tracks: [seen(0), { ...seen(0), track: 1 }] }
      keepTrack(session, first)
      exportAll(session)
      await settled()
      expect(stateOf(first)?.status).not.toBe('withheld')
    })

    it('does not export a video that shows somebody and cannot be compared', async () => {
      const { session, answer, stateOf, releases } = await world([clip, found])
      const failure = { kind: 'failed', error: { code: 'worker-crashed' } } as const
      answer.value = { people: [], unreadableVideos: [{ video: 0, failure }] }
      keepTrack(session, first)
      exportAll(session)
      await settled()
      expect(stateOf(first)).toEqual({ status: 'failed', error: { code: 'worker-crashed' } })
      expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['1.jpg'])
    })

    it('compares nothing where nobody is shown', async () => {
      const { session, recognized } = await world([clip, found])
      exportAll(session)
      await settled()
      expect(recognized).toEqual([])
    })
  })

  it('looks for whole people once, and never in a moving picture', async () => {
    const { session, bodies } = await world([found, moving])
    const told = ok([{ frame: 0, people: [] }])
    expect(await session.bodies(first)).toEqual(told)
    expect(await session.bodies(first)).toEqual(told)
    expect(bodies).toHaveLength(1)
    expect(await session.bodies(second)).toEqual(ok([]))
    expect(bodies).toHaveLength(1)
  })

  it('refuses a poor reference without its path, and a face that is not there', async () => {
    const { session, answer } = await world()
    answer.error = { code: 'reference-unusable', file: '/secret/her.jpg', problem: 'poor-face' }
    expect(await session.keepPerson({ pictures: ['/secret/her.jpg'], reason: 'consented' })).toEqual(
      err({ code: 'reference-unusable', file: 'her.jpg', problem: 'poor-face' }),
    )
    expect(
      await session.keepPerson({ face: { id: first, frame: 0, of: 7 }, pictures: [], reason: 'consented' }),
    ).toEqual(err({ code: 'unknown-item' }))
  })

  it('has the engine forget what is removed, and everything when it starts anew', async () => {
    const { session, recognized, view } = await world()
    session.handle('remove', { ids: [first] })
    expect(recognized).toEqual([])
    session.handle('compare', undefined)
    await settled()
    session.handle('remove', { ids: [second] })
    expect(recognized.at(-1)?.files).toMatchObject([{ source: { relativePath: '2.jpg' }, frames: [] }])
    session.handle('clear', undefined)
    expect(recognized.at(-1)?.files).toEqual([])
    expect(view().people).toBeUndefined()
  })

  it('has the engine forget what a comparison left behind that was stopped', async () => {
    const { session, recognized, answer } = await world()
    answer.hold = true
    session.handle('compare', undefined)
    await settled()
    session.handle('cancel-comparison', undefined)
    answer.hold = false
    session.handle('clear', undefined)
    expect(recognized).toHaveLength(2)
    expect(recognized.at(-1)?.files).toEqual([])
    session.handle('clear', undefined)
    expect(recognized).toHaveLength(2)
  })
})
