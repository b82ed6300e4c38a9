import fc from 'fast-check'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Box } from '../../../main/core/geometry/box.js'
import { firstFrame } from '../../../main/core/video/tracking/motion.js'
import type { RgbImage } from '../../../main/core/ports.js'
import type { Thoroughness } from '../../../main/core/detection/types.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import type { FrameDetector, ScoredBox } from '../../../main/engine/video/frame-detector.js'
import { glimpseAt, looksAt, maxLooksAtOnce } from '../../../main/engine/video/frame-detector.js'
import { decodeFrames, openStream } from '../../../main/engine/video/decode-frames.js'
import { createFrameDetector } from '../../../main/engine/video/onnx-frame-detector.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { openVideoFile } from '../../../main/engine/video/open-input.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { FrameRecord } from '../../../main/engine/video/timeline.js'
import { samplePhotos } from '../../fixtures/sample-photos.js'
import { makeClip, sourceOf } from './clips.js'

const models = {
  modelsFolder: fileURLToPath(new URL('../../../models', import.meta.url)),
  userModelsFolder: path.join(os.tmpdir(), 'zaslona-no-models'),
}
const signal = new AbortController().signal
const codec = () => Promise.resolve(nodeAvCodec)
const width = 320
const height = 240
const frameCount = 16

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-find-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function realDetector(threads: number): Promise<FrameDetector> {
  const created = await createFrameDetector({ ...models, threads })
  if (!created.ok) throw new Error(created.error.code)
  return created.value
}

/** A camera that pans over a photo: the photo, made a little wider than the frame, and where the frame begins in it. */
async function panOver(file: string) {
  const photo = await sharp(file)
    .resize({ width: width + 2 * frameCount })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const top = Math.max(0, Math.floor((photo.info.height - height) / 4))
  const leftAt = (index: number): number => 2 * index
  const planesAt = (index: number): Buffer => {
    const planes = Buffer.alloc((width * height * 3) / 2, 128)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = 3 * ((y + top) * photo.info.width + x + leftAt(index))
        const [red = 0, green = 0, blue = 0] = photo.data.subarray(at, at + 3)
        planes[y * width + x] = 16 + (219 * (0.299 * red + 0.587 * green + 0.114 * blue)) / 255
      }
    }
    return planes
  }
  const { width: photoWidth, height: photoHeight } = photo.info
  const pointAt = ([x, y]: readonly [number, number], index: number) => ({
    x: Math.round(x * photoWidth) - leftAt(index),
    y: Math.round(y * photoHeight) - top,
  })
  return { planesAt, pointAt }
}

describe('a video of a photo that is really looked at', () => {
  it('has every face covered in every frame', { timeout: 120_000 }, async () => {
    const photo = samplePhotos[0]
    if (!photo) throw new Error('no photo')
    const pan = await panOver(photo.file)
    const timesMs = Array.from({ length: frameCount }, (_, index) => index * 40)
    const source = await makeClip(path.join(folder, 'pan.mp4'), { width, height, timesMs, planesAt: pan.planesAt })
    const detector = await realDetector(2)
    const video = await openVideo(source, defaultVideoLimits, {
      codec,
      detector: () => Promise.resolve(detector),
      threads: 2,
    })
    const found = await video.detect(signal, 'balanced', () => undefined)
    expect(found).toMatchObject({ ok: true, value: { frames: frameCount } })
    const staged = path.join(folder, 'staged.mp4')
    await writeFile(staged, '')
    const cover = { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }
    const target = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false } as const
    expect(await video.write(signal, cover, target, staged, () => undefined)).toMatchObject({ ok: true })
    const examined = await video.examine(signal, cover, target, 'balanced', staged, () => undefined)
    // Covers are no faces to the gate, and those behind them lie wholly under them: nothing is redacted again.
    expect(examined).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
    await video.close()
    await detector.close()

    const file = await openVideoFile(await sourceOf(staged), defaultVideoLimits)
    const stream = await openStream(nodeAvCodec, file, defaultVideoLimits)
    const covered = 16 + (219 * 128) / 255
    for await (const { frame, index } of decodeFrames(signal, stream, { limits: defaultVideoLimits, threads: 1 })) {
      const luma = await frame.converter(frame, { bits: 8, chroma: '420' }).convert(frame)
      for (const center of photo.faceCenters) {
        const { x, y } = pan.pointAt(center, index)
        if (x < 0 || x >= width || y < 0 || y >= height) continue
        expect(Math.abs((luma[y * width + x] ?? 0) - covered), `frame ${index} at ${x},${y}`).toBeLessThan(8)
      }
    }
    await stream.close()
    await file.handle.close()
  })

  it('is seen alike by threads and by one alone', { timeout: 120_000 }, async () => {
    const { data, info } = await sharp(samplePhotos[1]?.file)
      .resize({ width: 320 })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    // A look takes its picture's bytes with it.
    const image = (): RgbImage => ({ width: info.width, height: info.height, data: Uint8Array.from(data) })
    const [one, two] = [await realDetector(1), await realDetector(2)]
    const looks = [0, 1, 2, 3]
    const alone: (readonly ScoredBox[])[] = []
    for (const index of looks) alone.push(await one.propose(signal, [{ image: image(), mirrored: index % 2 === 1 }]))
    const together = await Promise.all(
      looks.map((index) => two.propose(signal, [{ image: image(), mirrored: index % 2 === 1 }])),
    )
    expect(together).toEqual(alone)
    expect(alone.every((boxes) => boxes.some(({ score }) => score > 0.5))).toBe(true)
    const people = await two.findPeople?.(signal, image())
    expect(people?.some(({ score }) => score > 0.5)).toBe(true)
    const left = await two.detectRemaining(signal, image(), 'fast')
    expect(left.some(({ confidence }) => confidence > 0.5)).toBe(true)
    await Promise.all([one.close(), two.close()])
    await expect(two.propose(signal, [{ image: image(), mirrored: false }])).rejects.toThrow()
  })
})

describe('looksAt', () => {
  const sides = (count: number, thoroughness: Thoroughness, longest: number): readonly number[] =>
    Array.from({ length: count }, (_, index) =>
      looksAt(index, thoroughness, longest).map(({ sidePx }) => sidePx),
    ).flat()

  it('takes turns between a fine and a coarse scale, both of them mirrored now and then', () => {
    expect(sides(4, 'balanced', 1920)).toEqual([1024, 640, 1024, 640])
    expect(sides(2, 'thorough', 1920)).toEqual([1280, 640, 1280, 640])
    const mirrored = Array.from({ length: 8 }, (_, index) => looksAt(index, 'balanced', 1920)[0])
    for (const side of [1024, 640])
      expect(new Set(mirrored.filter((look) => look?.sidePx === side).map((look) => look?.mirrored)).size).toBe(2)
  })

  it('enlarges a small video to twice its size at most', () => {
    expect(sides(2, 'balanced', 128)).toEqual([256, 160])
    expect(sides(2, 'balanced', 640)).toEqual([1024, 640])
    expect(glimpseAt(0, 128).sidePx).toBe(256)
    expect(glimpseAt(1, 1920)).toEqual({ sidePx: 384, mirrored: true })
  })
})

describe('looking at the frames of a video', () => {
  async function opened(propose: FrameDetector['propose'], more: Pick<FrameDetector, 'findPeople'> = {}) {
    const source = await makeClip(path.join(folder, 'looks.mp4'))
    const tool = { ...more, propose, detectRemaining: () => Promise.resolve([]), close: () => Promise.resolve() }
    return openVideo(source, defaultVideoLimits, { codec, detector: () => Promise.resolve(tool), threads: 8 })
  }

  it('has several looks under way, but never so many that memory runs out', async () => {
    let running = 0
    let most = 0
    const video = await opened(async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      return []
    })
    expect(await video.detect(signal, 'balanced', () => undefined)).toMatchObject({ ok: true })
    expect(most).toBeLessThanOrEqual(maxLooksAtOnce)
    expect(running).toBe(0)
    await video.close()
  })

  it('looks for people twice a second, and covers the head of one in whom nobody sees a face', async () => {
    const person: Box = { x: 0.25, y: 0.25, width: 0.25, height: 0.75 }
    let looks = 0
    const findPeople = (): Promise<readonly ScoredBox[]> => {
      looks++
      return Promise.resolve([{ box: person, score: 0.9 }])
    }
    for (const [thoroughness, least, most] of [
      ['fast', 0, 0],
      ['balanced', 1, 2],
    ] as const) {
      looks = 0
      const video = await opened(() => Promise.resolve([]), { findPeople })
      expect(await video.detect(signal, thoroughness, () => undefined)).toMatchObject({
        ok: true,
        value: { covered: least, uncertain: least },
      })
      expect(looks).toBeGreaterThanOrEqual(least)
      expect(looks).toBeLessThanOrEqual(most)
      const tracks = await video.tracks(signal)
      const [box] = tracks.ok ? (tracks.value[0]?.keyframes ?? []).map((keyframe) => keyframe.box) : []
      if (least > 0) expect(box).toMatchObject({ x: person.x, y: person.y, width: person.width })
      await video.close()
    }
  })

  it('fails when any look fails, the last one too', async () => {
    for (const failing of [0, 11]) {
      let index = 0
      const video = await opened(() => (index++ === failing ? Promise.reject(new Error('look')) : Promise.resolve([])))
      expect(await video.detect(signal, 'balanced', () => undefined)).toMatchObject({ ok: false })
      await video.close()
    }
  })
})

describe('FrameRecord', () => {
  it('is the same after its video was closed meanwhile', () => {
    const seen = (score: number) => [{ box: { x: 0.25, y: 0.5, width: 0.125, height: 0.25 }, score }]
    const record = new FrameRecord()
    record.pixelAspect = { num: 4, den: 3 }
    record.lastDurationTicks = 40n
    for (let frame = 0; frame < 6; frame++)
      record.add(BigInt(frame * 40), { dx: frame / 8, dy: -frame / 16, isCut: frame === 0 || frame === 3 })
    record.setObservations(0, [])
    record.setObservations(2, [...seen(0.5), ...seen(0.25)])
    record.setObservations(5, seen(0.75), 'glimpse')
    record.setPeople(2, seen(0.5))
    record.setBodies(2, seen(0.5))
    record.setBodies(4, [])
    // As a message to another process and back brings it.
    const resumed = FrameRecord.resumed(structuredClone(record.parked()))
    expect(resumed).toMatchObject({
      ...{
        frames: 6,
        looks: { full: 2, glimpse: 1 },
        bodyLooks: 2,
        lastDurationTicks: 40n,
        pixelAspect: { num: 4, den: 3 },
      },
    })
    expect(resumed.motions).toEqual(record.motions)
    for (let frame = 0; frame < 6; frame++) {
      expect(resumed.ticksAt(frame)).toBe(record.ticksAt(frame))
      expect(resumed.observationsAt(frame)).toEqual(record.observationsAt(frame))
      expect(resumed.peopleAt(frame)).toEqual(record.peopleAt(frame))
      expect(resumed.bodiesAt(frame)).toEqual(record.bodiesAt(frame))
    }
    resumed.addObservations(3, seen(1))
    expect(resumed).toMatchObject({ looks: { full: 3, glimpse: 1 } })
  })

  it('keeps what was seen with its frame, whichever look ends first', () => {
    const record = new FrameRecord()
    for (let index = 0; index < 3; index++) record.add(BigInt(index), firstFrame)
    const box = (x: number): ScoredBox => ({ box: { x, y: 0.25, width: 0.5, height: 0.5 }, score: 0.5 })
    record.setObservations(2, [box(0.25)])
    record.setObservations(0, [box(0.5), box(0)])
    expect(record.observationsAt(0)?.map((seen) => seen.box.x)).toEqual([0.5, 0])
    expect(record.observationsAt(1)).toBeUndefined()
    expect(record.observationsAt(2)).toEqual([box(0.25)])
    expect(record.looks).toEqual({ full: 2, glimpse: 0 })
  })

  it('never gives back a smaller box or a lower score than was seen, nor a much larger one', () => {
    const share = fc.double({ min: -0.9, max: 1.4, noNaN: true })
    const side = fc.double({ min: 0.001, max: 0.5, noNaN: true })
    const seen = fc.tuple(share, share, side, side, fc.double({ min: 0, max: 1, noNaN: true }))
    const step = 1 / 16_384
    const rounding = 1e-12
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 8 }), (numbers) => {
        const record = new FrameRecord()
        record.add(0n, firstFrame)
        const boxes = numbers.map(([x, y, width, height, score]) => ({ box: { x, y, width, height }, score }))
        record.setObservations(0, boxes)
        const kept = record.observationsAt(0) ?? []
        expect(kept).toHaveLength(boxes.length)
        const sorted = [...boxes].sort((a, b) => b.score - a.score)
        sorted.forEach(({ box, score }, index) => {
          const own = kept[index]
          if (!own) throw new Error('missing')
          expect(own.score - score).toBeGreaterThanOrEqual(0)
          expect(own.score - score).toBeLessThanOrEqual(step)
          const left = box.x - own.box.x
          const right = own.box.x + own.box.width - (box.x + box.width)
          const top = box.y - own.box.y
          const bottom = own.box.y + own.box.height - (box.y + box.height)
          for (const grown of [left, right, top, bottom]) {
            expect(grown).toBeGreaterThanOrEqual(-rounding)
            expect(grown).toBeLessThanOrEqual(step + rounding)
          }
        })
        record.addObservations(0, [])
        expect(record.observationsAt(0)).toEqual(kept)
      }),
    )
  })

  it('keeps each frame apart, however many there are', () => {
    const record = new FrameRecord()
    const box = (x: number): ScoredBox => ({ box: { x, y: 0.25, width: 0.5, height: 0.5 }, score: 0.5 })
    for (let index = 0; index < 1_000; index++) {
      record.add(BigInt(index), firstFrame)
      record.setObservations(
        index,
        Array.from({ length: 100 }, () => box((index % 128) / 128)),
      )
    }
    for (let index = 0; index < 1_000; index += 37)
      expect(record.observationsAt(index)).toEqual(Array.from({ length: 100 }, () => box((index % 128) / 128)))
  })
})
