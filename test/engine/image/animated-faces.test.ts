import { describe, expect, it } from 'vitest'
import sharp from 'sharp'
import type { DetectedFace, FrameFaces, FrameSight } from '../../../main/core/detection/types.js'
import type { FaceDetector, RgbImage } from '../../../main/core/ports.js'
import { openMedia } from '../../../main/engine/image/open-media.js'
import { toolsWith } from './support.js'

const size = { width: 160, height: 120 }
const limits = { maxPixels: 1e8, maxFrames: 100, maxFileBytes: 1e8 }

/** A still scene; `marks` says which frames have a first pixel by which the detector below knows them. */
function scene(mark: number, base = 0): Buffer {
  const data = Buffer.alloc(size.width * size.height * 3)
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [Math.floor(at / 3) % size.width, Math.floor(at / 3 / size.width)]
    data[at] = (base + 100 + Math.round(60 * Math.sin((x * 3 + y * (2 + base / 40)) / 9))) & 255
  }
  data.fill(mark, 0, 3)
  return data
}

async function animation(frames: readonly Buffer[]): Promise<Buffer> {
  const raw = { ...size, height: size.height * frames.length, channels: 3, pageHeight: size.height } as const
  return sharp(Buffer.concat(frames), { raw })
    .webp({ lossless: true, delay: frames.map(() => 100) })
    .toBuffer()
}

const face = (x: number): DetectedFace => ({
  box: { x, y: 0.4, width: 0.1, height: 0.15 },
  confidence: 0.8,
  uncertain: false,
})

/** Sees what the mark of a frame says. */
function detector(
  seen: Readonly<Record<number, readonly DetectedFace[]>>,
  heads: readonly DetectedFace['box'][] = [],
): FaceDetector {
  const detect = (_: AbortSignal, image: RgbImage) =>
    Promise.resolve({ faces: seen[image.data[0] ?? 0] ?? [], bareHeads: heads })
  return { detect, detectRemaining: () => Promise.resolve([]), close: () => Promise.resolve() }
}

async function followed(
  frames: readonly Buffer[],
  seen: Readonly<Record<number, readonly DetectedFace[]>>,
  heads: readonly DetectedFace['box'][] = [],
): Promise<readonly FrameSight[]> {
  const examiners = { walkStructure: () => ({ findings: [] }), findRemains: () => [] }
  const tools = {
    ...toolsWith(detector(seen, heads)),
    examiners,
    inspectMetadata: () => Promise.resolve([]),
  }
  const media = await openMedia(await animation(frames), limits, tools)
  const found = await media.detect(new AbortController().signal, 'balanced', () => undefined)
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return found.value
}

const centers = ({ faces }: FrameFaces): number[] => faces.map(({ box }) => box.x + box.width / 2)

describe('the faces of an animation', () => {
  it('are covered in a frame in which nobody saw them, where they were before and after', async () => {
    const found = await followed([scene(10), scene(20), scene(30)], { 10: [face(0.4)], 30: [face(0.44)] })
    expect(found).toHaveLength(3)
    const between = found[1]
    expect(between && centers(between).some((x) => x > 0.45 && x < 0.49)).toBe(true)
  })

  it('cover a head where they are followed to, and only there', async () => {
    const cover = face(0.4).box
    const elsewhere = { x: 0.8, y: 0.1, width: 0.1, height: 0.15 }
    const seen = { 10: [face(0.4)], 30: [face(0.4)] }
    const found = await followed([scene(10), scene(20), scene(30)], seen, [cover, elsewhere])
    expect(found.map(({ bareHeads }) => bareHeads)).toEqual([[elsewhere], [elsewhere], [elsewhere]])
  })

  it('are not carried across a cut', async () => {
    const other = Buffer.alloc(size.width * size.height * 3, 250)
    other.fill(20, 0, 3)
    const found = await followed([scene(10), other], { 10: [face(0.4)] })
    expect(found[1]?.faces).toEqual([])
  })

  it('are all covered, also those seen in one frame alone', async () => {
    const found = await followed([scene(10), scene(20), scene(30)], { 20: [face(0.1), face(0.7)] })
    expect(found[1]?.faces).toEqual(expect.arrayContaining([face(0.1), face(0.7)]))
  })
})
