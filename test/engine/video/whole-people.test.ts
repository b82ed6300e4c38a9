import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import { decodeFrames, openStream } from '../../../main/engine/video/decode-frames.js'
import type { FrameDetector } from '../../../main/engine/video/frame-detector.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { createFrameDetector } from '../../../main/engine/video/onnx-frame-detector.js'
import { openVideoFile } from '../../../main/engine/video/open-input.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { samplePhotos } from '../../fixtures/sample-photos.js'
import { makeClip, sourceOf } from './clips.js'

const { signal } = new AbortController()
const codec = () => Promise.resolve(nodeAvCodec)
const [width, height] = [480, 352]
const frameCount = 20
const pannedPx = 2

/** Four who stand, by places on their hips, and a place on the wall beside them, in shares of the photo. */
const hips = [
  [0.2, 0.77],
  [0.39, 0.78],
  [0.59, 0.72],
  [0.825, 0.75],
] as const
const wall = [0.94, 0.14] as const

let folder = ''
let detector: FrameDetector
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-bodies-'))
  const modelsFolder = fileURLToPath(new URL('../../../models', import.meta.url))
  const created = await createFrameDetector({
    ...{ modelsFolder, userModelsFolder: path.join(folder, 'none'), threads: 2 },
  })
  if (!created.ok) throw new Error(created.error.code)
  detector = created.value
})
afterAll(async () => {
  await detector.close()
  await rm(folder, { recursive: true, force: true })
})

/** A camera that pans over the photo of people who stand. */
async function panOverPhoto() {
  const { data, info } = await sharp(samplePhotos[3]?.file)
    .resize(width + pannedPx * frameCount)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const planesAt = (index: number): Buffer => {
    const planes = Buffer.alloc((width * height * 3) / 2, 128)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = 3 * (y * info.width + x + pannedPx * index)
        const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
        planes[y * width + x] = 16 + (219 * (0.299 * red + 0.587 * green + 0.114 * blue)) / 255
      }
    return planes
  }
  const placeAt = ([x, y]: readonly [number, number], index: number) =>
    Math.round(y * info.height) * width + Math.round(x * info.width) - pannedPx * index
  return { planesAt, placeAt }
}

/** The luma of every frame. */
async function framesOf(file: string): Promise<readonly Uint8Array[]> {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const stream = await openStream(nodeAvCodec, opened, defaultVideoLimits)
  const frames: Uint8Array[] = []
  for await (const { frame } of decodeFrames(signal, stream, { limits: defaultVideoLimits, threads: 1 }))
    frames.push((await frame.converter(frame, { bits: 8, chroma: '420' }).convert(frame)).subarray(0, width * height))
  await stream.close()
  await opened.handle.close()
  return frames
}

const covered = 16 + (219 * 128) / 255
const isCovered = (luma: number | undefined): boolean => Math.abs((luma ?? 0) - covered) < 6

describe('a video of people who stand', () => {
  it('has their heads or all of them covered in every frame', { timeout: 300_000 }, async () => {
    const pan = await panOverPhoto()
    const timesMs = Array.from({ length: frameCount }, (_, index) => index * 40)
    const clip = path.join(folder, 'pan.mp4')
    const source = await makeClip(clip, { width, height, timesMs, planesAt: pan.planesAt })
    const areas: number[] = []
    for (const extent of ['faces', 'heads', 'people'] as const) {
      const tools = { codec, detector: () => Promise.resolve(detector), threads: 2 }
      const video = await openVideo(source, defaultVideoLimits, tools)
      const found = await video.detect(signal, 'balanced', () => undefined, extent)
      expect(found).toMatchObject({ ok: true, value: { frames: frameCount } })
      const staged = path.join(folder, `${extent}.mp4`)
      await writeFile(staged, '')
      const cover = { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }
      const target = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false } as const
      expect(await video.write(signal, cover, target, staged, () => undefined)).toMatchObject({ ok: true })
      const examined = await video.examine(signal, cover, target, 'balanced', staged, () => undefined)
      expect(examined).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
      await video.close()

      const frames = await framesOf(staged)
      expect(frames).toHaveLength(frameCount)
      for (const [index, luma] of frames.entries()) {
        const name = `${extent}, frame ${index}`
        for (const place of samplePhotos[3]?.faceCenters ?? [])
          expect(isCovered(luma[pan.placeAt(place, index)]), name).toBe(true)
        const ofBodies = hips.map((place) => isCovered(luma[pan.placeAt(place, index)]))
        if (extent === 'people') expect(ofBodies, name).toEqual(hips.map(() => true))
        else {
          expect(ofBodies, name).toContain(false)
          expect(isCovered(luma[pan.placeAt(wall, index)]), name).toBe(false)
        }
      }
      const all = frames.reduce((sum, luma) => sum + luma.filter(isCovered).length, 0)
      areas.push(all / (frameCount * width * height))
    }
    const [faces = 1, heads = 1, people = 1] = areas
    expect(heads).toBeGreaterThan(1.2 * faces)
    expect(people).toBeGreaterThan(1.5 * heads)
  })

  it('does not begin where nothing could find whole people', async () => {
    const source = await makeClip(path.join(folder, 'plain.mp4'), { width: 128, height: 96 })
    const facesAlone: FrameDetector = {
      propose: (...looks) => detector.propose(...looks),
      detectRemaining: (...looks) => detector.detectRemaining(...looks),
      close: () => detector.close(),
    }
    const tools = { codec, detector: () => Promise.resolve(facesAlone), threads: 1 }
    const video = await openVideo(source, defaultVideoLimits, tools)
    for (const extent of ['heads', 'people'] as const)
      expect(await video.detect(signal, 'balanced', () => undefined, extent)).toMatchObject({
        ...{ ok: false, error: { kind: 'failed', error: { code: 'internal', detail: 'detector: model-missing' } } },
      })
    await video.close()
  })
})
