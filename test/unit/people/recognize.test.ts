import { expect, test } from 'vitest'
import { recognizeRequestSchema } from '../../../main/core/contract/requests.js'
import { createFaceMemory } from '../../../main/core/people/face-memory.js'
import { recognizePeople } from '../../../main/core/people/recognize.js'
import type { FaceDescription } from '../../../main/core/people/types.js'
import type { MediaWorkshop, OpenMedia, SourceFiles } from '../../../main/core/ports.js'
import { err, ok } from '../../../main/core/result.js'
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
  const context = { signal: controller.signal, workshop, sources, memory, onProgress: () => undefined }
  const running = recognizePeople(context, recognizeRequestSchema.parse({ files: [{ source, frames }] }))
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  controller.abort()
  const forgetting = { ...context, signal: new AbortController().signal }
  expect((await recognizePeople(forgetting, recognizeRequestSchema.parse({ files: [] }))).ok).toBe(true)
  answer()
  expect(await running).toEqual(err({ code: 'canceled' }))
  expect(late.descriptor.every((value) => value === 0)).toBe(true)
  expect(memory.of(source).size).toBe(0)
})
