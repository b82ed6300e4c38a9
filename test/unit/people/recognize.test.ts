import { describe, expect, test } from 'vitest'
import { recognizeRequestSchema } from '../../../main/core/contract/requests.js'
import { createFaceMemory } from '../../../main/core/people/face-memory.js'
import { comparePeople } from '../../../main/core/people/recognize.js'
import type { FaceDescription } from '../../../main/core/people/types.js'
import type { MediaWorkshop, OpenMedia, SourceFiles } from '../../../main/core/ports.js'
import { err, ok } from '../../../main/core/result.js'
import type { VideoWorkshop } from '../../../main/core/video/ports.js'
import { described } from './support.js'

const source = { path: '/in/a.jpg', relativePath: 'a.jpg', sizeBytes: 1, modifiedMs: 0 }
const box = { x: 0.1, y: 0.1, width: 0.1, height: 0.1 }
const frames = [{ frame: 0, faces: [{ box, visible: false }] }]

test('nothing of a face outlives the file that was forgotten while it was looked at', async () => {
  const memory = createFaceMemory()
  const controller = new AbortController()
  const late: FaceDescription = described(0.3)
  let answer: () => void = () => undefined
  const looking = new Promise<void>((resolve) => {
    answer = resolve
  })
  const media: Pick<OpenMedia, 'describe' | 'close'> = {
    describe: async () => {
      await looking
      return ok([{ frame: 0, descriptions: [late] }])
    },
    close: () => Promise.resolve(),
  }
  const workshop = { open: () => Promise.resolve(ok(media)) } as unknown as MediaWorkshop
  const sources = {} as unknown as SourceFiles
  const videos = { describe: () => Promise.reject(new Error('no video was named')) }
  const context = { signal: controller.signal, workshop, videos, sources, memory, onProgress: () => undefined }
  const running = comparePeople(context, recognizeRequestSchema.parse({ files: [{ source, frames }] }))
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  controller.abort()
  const forgetting = { ...context, signal: new AbortController().signal }
  expect((await comparePeople(forgetting, recognizeRequestSchema.parse({ files: [] }))).ok).toBe(true)
  answer()
  expect(await running).toEqual(err({ code: 'canceled' }))
  expect(late.descriptor.every((value) => value === 0)).toBe(true)
  expect(memory.of(source).size).toBe(0)
})

describe('tracks of a video', () => {
  const video = { path: '/in/b.mp4', relativePath: 'b.mp4', sizeBytes: 1, modifiedMs: 0 }
  const look = (seconds: number) => ({ seconds, box })
  const photo: Pick<OpenMedia, 'describe' | 'close'> = {
    describe: () => Promise.resolve(ok([{ frame: 0, descriptions: [described(0)] }])),
    close: () => Promise.resolve(),
  }
  const workshop = { open: () => Promise.resolve(ok(photo)) } as unknown as MediaWorkshop

  const compare = async (faceAt: (seconds: number) => FaceDescription | undefined) => {
    const asked: number[][] = []
    const given: FaceDescription[] = []
    const memory = createFaceMemory()
    const context = {
      ...{ signal: new AbortController().signal, sources: {} as unknown as SourceFiles, memory, workshop },
      videos: {
        describe: (...[, , , looks]: Parameters<VideoWorkshop['describe']>) => {
          asked.push(looks.map(({ seconds }) => seconds))
          const faces = looks.map(({ seconds }) => faceAt(seconds))
          given.push(...faces.flatMap((face) => face ?? []))
          return Promise.resolve(ok(faces))
        },
      },
      onProgress: () => undefined,
    }
    const tracks = [
      { looks: [look(1), look(2)], visible: false },
      { looks: [look(3)], visible: true },
    ]
    const request = recognizeRequestSchema.parse({ files: [{ source, frames }], videos: [{ source: video, tracks }] })
    const told = await comparePeople(context, request)
    if (!told.ok) throw new Error(told.error.code)
    return { told: told.value, asked, given, context, request }
  }

  test('are grouped with the faces of photos, by what they look like on the average', async () => {
    const { told } = await compare((seconds) => described({ 1: 0.3, 2: 0.1 }[seconds] ?? 2))
    expect(told.people[0]).toEqual([{ file: 0, frame: 0, face: 0, telling: true }])
    expect(told.tracks).toEqual([
      { person: 0, video: 0, track: 0, telling: true },
      { person: 1, video: 0, track: 1, telling: true },
    ])
    expect(told.people[1]).toEqual([])
  })

  test('take part by their good looks; without one only where they are visible', async () => {
    const poor = (x: number) => described(x, { sharpness: 0 })
    const half = await compare((seconds) => (seconds === 1 ? poor(2) : described(0.1)))
    expect(half.told.tracks).toContainEqual({ person: 0, video: 0, track: 0, telling: true })
    const none = await compare(() => poor(0.1))
    expect(none.told.tracks).toEqual([{ person: 0, video: 0, track: 1, telling: false }])
    expect((await compare(() => undefined)).told.tracks).toEqual([])
  })

  test('are compared as two people where their good looks disagree', async () => {
    // A track that went over from somebody whom the photo shows to somebody else: on the average it would be like neither.
    const { told } = await compare((seconds) => described({ 1: 0.05, 2: 0.8 }[seconds] ?? 0.85))
    expect(told.tracks).toEqual([
      { person: 0, video: 0, track: 0, telling: true },
      { person: 1, video: 0, track: 0, telling: true },
      { person: 1, video: 0, track: 1, telling: true },
    ])
    expect(told.people[0]).toEqual([{ file: 0, frame: 0, face: 0, telling: true }])
  })

  test('are described once, and forgotten with their video', async () => {
    const { asked, given, context, request } = await compare(() => described(0.1))
    expect(asked).toEqual([[1, 2, 3]])
    await comparePeople(context, { ...request, videos: [{ source: video, tracks: [] }] })
    await comparePeople(context, request)
    expect(asked).toHaveLength(1)
    expect(given.some(({ descriptor }) => descriptor.some((value) => value !== 0))).toBe(true)
    await comparePeople(context, { ...request, videos: [] })
    expect(given.flatMap(({ descriptor }) => [...descriptor]).every((value) => value === 0)).toBe(true)
  })
})
