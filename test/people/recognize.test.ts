import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RecognizeRequest } from '../../main/core/contract/requests.js'
import { limitsSchema } from '../../main/core/contract/requests.js'
import type { RecognizedPeople } from '../../main/core/people/recognize.js'
import type { SourceFile } from '../../main/core/ports.js'
import type { FoundPicture } from '../../main/core/review/found-media.js'
import { tellingLooks } from '../../main/core/people/video/track-looks.js'
import { bodyOf } from '../../main/core/review/background.js'
import { createEngine, ordinaryOptions } from '../../main/engine/create-engine.js'
import { sourceOf } from '../engine/video/clips.js'
import { fill } from '../support/folders.js'
import { actor, clipOf, clipSize } from './people-clips.js'
import { portrait, sample } from './scenes.js'

const engine = createEngine(ordinaryOptions())

const { signal } = new AbortController()
const limits = limitsSchema.parse({})

interface Photo {
  readonly source: SourceFile
  readonly found: FoundPicture
}

async function photoOf(bytes: Uint8Array, name: string, folder: string): Promise<Photo> {
  fill(folder, { [name]: bytes })
  const source = await sourceOf(path.join(folder, name))
  const found = await engine.find(signal, { source, thoroughness: 'balanced', limits }, () => undefined)
  if (!found.ok || found.value.kind !== 'picture') throw new Error('nothing was found')
  return { source, found: found.value }
}

const fileOf = ({ source, found }: Photo): RecognizeRequest['files'][number] => ({
  source,
  frames: found.faces.map(({ frame, faces }) => ({
    frame,
    faces: faces.map(({ box }) => ({ box, visible: false })),
  })),
})

async function recognized(
  photos: readonly Photo[],
  keep: RecognizeRequest['keep'] = [],
  videos: RecognizeRequest['videos'] = [],
): Promise<RecognizedPeople & { readonly steps: readonly number[] }> {
  const steps: number[] = []
  const request = { files: photos.map(fileOf), videos, keep, jobs: 1, limits }
  const result = await engine.recognize(signal, request, ({ done }) => steps.push(done))
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return { ...result.value, steps }
}

/** The face whose middle is nearest to a place, in shares of the picture's width. */
const faceAt = ({ found }: Photo, across: number): number => {
  const faces = found.faces[0]?.faces ?? []
  const away = faces.map(({ box }) => Math.abs(box.x + box.width / 2 - across))
  return away.indexOf(Math.min(...away))
}

describe('the engine that recognises people for the window', () => {
  let folder: string
  /** The same woman in both: at 0.62 of the width of the first, at 0.82 of that of the second. */
  let photos: readonly [Photo, Photo]

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'zaslona-people-'))
    photos = [await photoOf(await sample(3), 'a.jpg', folder), await photoOf(await sample(1), 'b.jpg', folder)]
  }, 180_000)
  afterAll(async () => {
    await engine.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  afterEach(async () => {
    await recognized([])
  })

  test('knows the woman of a photo in a video, and nobody else', { timeout: 300_000 }, async () => {
    const place = { left: 1000, top: 120, width: 400, height: 460 }
    const speaker = await actor(3, place, [0.47, 0.5], 300)
    const stranger = await actor(6, { left: 194, top: 400, width: 400, height: 460 }, [0.5, 0.5], 300)
    const clip = path.join(folder, 'clip.mp4')
    await clipOf(clip, 14, () => ({
      wall: '#8d8a80',
      roles: [
        { looks: () => speaker, way: (frame) => [260 + 2 * frame, 270] },
        { looks: () => stranger, way: (frame) => [700 - 2 * frame, 270] },
      ],
    }))
    const source = await sourceOf(clip)
    const found = await engine.find(signal, { source, thoroughness: 'balanced', limits }, () => undefined)
    if (!found.ok || found.value.kind !== 'video') throw new Error('nothing was found')
    const { tracks, size } = found.value
    const trackAt = (x: number): number =>
      tracks.findIndex(({ confidence, keyframes: [first] }) => {
        const middle = first ? first.box.x + first.box.width / 2 : 0
        return confidence > 0.5 && Math.abs(middle - x / clipSize.width) < 0.05
      })
    const video = { source, tracks: tracks.map((track) => ({ looks: [...tellingLooks(track, size)], visible: false })) }
    const [stage] = photos
    const told = await recognized([stage], [], [video])
    expect(told.unreadableVideos).toEqual([])
    const personOf = (x: number) => told.tracks.find(({ track }) => track === trackAt(x))?.person
    const woman = told.people.findIndex((person) => person.some(({ face }) => face === faceAt(stage, 0.64)))
    expect(personOf(260)).toBe(woman)
    const other = personOf(700)
    expect(other).toBeDefined()
    expect(told.people[other ?? -1]).toEqual([])
    // Between two frames and after the last nobody was found: these moments are of another file.
    for (const seconds of [0.021, 60]) {
      const box = { x: 0.2, y: 0.2, width: 0.2, height: 0.3 }
      const elsewhere = await recognized([], [], [{ source, tracks: [{ looks: [{ seconds, box }], visible: true }] }])
      const failure = { kind: 'refused', reason: { code: 'changed' } }
      expect(elsewhere.unreadableVideos).toEqual([{ video: 0, failure }])
    }
  })

  test('groups one woman of two photos, and nobody else', { timeout: 180_000 }, async () => {
    const [stage, street] = photos
    const told = await recognized(photos)
    const [together, ...alone] = told.people
    expect(together).toEqual([
      { file: 0, frame: 0, face: faceAt(stage, 0.62), telling: true },
      { file: 1, frame: 0, face: faceAt(street, 0.82), telling: true },
    ])
    expect(alone.length).toBeGreaterThan(0)
    expect(alone.every((person) => person.length === 1)).toBe(true)
    expect(told.steps.at(-1)).toBe(photos.flatMap(({ found }) => found.faces.flatMap(({ faces }) => faces)).length)
    // Places and nothing else: not one number of a descriptor.
    expect(JSON.stringify(told)).not.toMatch(/\d\.\d/)
  })

  test('keeps her where it is sure, by a face and by pictures, and says where not', { timeout: 180_000 }, async () => {
    const [stage, street] = photos
    fill(folder, { 'speaker.jpg': await portrait() })
    const speaker = faceAt(stage, 0.62)
    const byPicture = await recognized(photos, [{ faces: [], pictures: [path.join(folder, 'speaker.jpg')] }])
    const byFace = await recognized(photos, [{ faces: [{ file: 0, frame: 0, face: speaker }], pictures: [] }])
    for (const { matches } of [byPicture, byFace]) {
      expect(matches.filter(({ match }) => match === 'kept')).toEqual([
        { file: 0, frame: 0, face: speaker, person: 0, match: 'kept' },
      ])
      expect(matches.filter(({ match }) => match === 'perhaps')).toEqual([
        { file: 1, frame: 0, face: faceAt(street, 0.82), person: 0, match: 'perhaps' },
      ])
    }
    const keep = [{ faces: [], pictures: [stage.source.path] }]
    const files = photos.map(fileOf)
    expect(await engine.recognize(signal, { files, videos: [], keep, jobs: 1, limits }, () => undefined)).toEqual({
      ok: false,
      error: { code: 'reference-unusable', file: stage.source.path, problem: 'several-faces' },
    })
  })

  test('describes a face once, and forgets it when its file is named no more', { timeout: 180_000 }, async () => {
    const [stage] = photos
    const { people } = await recognized([stage])
    expect(people.length).toBeGreaterThan(1)
    const away = `${stage.source.path}.away`
    fs.renameSync(stage.source.path, away)
    // Not opened again: what it was is still known.
    expect(await recognized([stage])).toMatchObject({ people, unreadable: [] })
    await recognized([])
    expect(await recognized([stage])).toMatchObject({
      people: [],
      unreadable: [{ file: 0, failure: { kind: 'refused', reason: { code: 'vanished' } } }],
    })
    fs.renameSync(away, stage.source.path)
  })

  test('finds everybody as a whole, and shows one face alone', { timeout: 180_000 }, async () => {
    const [{ source, found }] = photos
    const bodies = await engine.findPeople(signal, { source, limits })
    if (!bodies.ok) throw new Error('nobody was found')
    const people = bodies.value.flatMap((frame) => frame.people.map(({ box }) => box))
    const faces = found.faces.flatMap((frame) => frame.faces.map(({ box }) => box))
    for (const face of faces) expect(bodyOf(face, people)?.height).toBeGreaterThan(2 * face.height)
    const part = faces[0] ?? { x: 0, y: 0, width: 1, height: 1 }
    const at = { unit: 'frame', frame: 0 } as const
    const shown = await engine.preview(signal, { source, sidePx: 64, at, part, limits })
    if (!shown.ok) throw new Error('no preview')
    const aspect = (part.width * found.size.width) / (part.height * found.size.height)
    expect(shown.value.width / shown.value.height).toBeCloseTo(aspect, 1)
    expect(Math.max(shown.value.width, shown.value.height)).toBe(64)
  })

  test('stops when it is told to', { timeout: 180_000 }, async () => {
    const stop = new AbortController()
    const request = { files: photos.map(fileOf), videos: [], keep: [], jobs: 1, limits }
    const result = await engine.recognize(stop.signal, request, () => stop.abort())
    expect(result).toEqual({ ok: false, error: { code: 'canceled' } })
  })
})
