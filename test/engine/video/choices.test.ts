import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AVCOL_TRC_BT709 } from 'node-av/constants'
import { avGetCodecName, avGetPixFmtName } from 'node-av/lib'
import type { AVPixelFormat } from 'node-av/constants'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requiredExaminations } from '../../../main/core/verdict/verdict.js'
import type { VideoCover } from '../../../main/core/video/ports.js'
import type { VideoPart, VideoTarget } from '../../../main/core/video/types.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import type { FrameDetector } from '../../../main/engine/video/frame-detector.js'
import { decodeFrames, openStream } from '../../../main/engine/video/decode-frames.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { openDemuxer } from '../../../main/engine/video/node-av/open-demuxer.js'
import { openVideoFile } from '../../../main/engine/video/open-input.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { readSound, soundRate } from '../../../main/engine/video/node-av/sound/read-sound.js'
import type { ClipOptions } from './clips.js'
import { makeClip, sourceOf } from './clips.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-choices-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const codec = () => Promise.resolve(nodeAvCodec)
const ignore = (): void => undefined
const cover: VideoCover = { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }
const detector: FrameDetector = {
  propose: () => Promise.resolve([{ box: { x: 0.4, y: 0.3, width: 0.2, height: 0.3 }, score: 0.9 }]),
  detectRemaining: () => Promise.resolve([]),
  close: () => Promise.resolve(),
}

let count = 0
async function redact(options: ClipOptions, changes: Partial<VideoTarget> = {}, part?: VideoPart) {
  const target: VideoTarget = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false, ...changes }
  const source = await makeClip(path.join(folder, `clip-${++count}`), options)
  const tools = { codec, detector: () => Promise.resolve(detector), threads: 1 }
  const video = await openVideo(source, defaultVideoLimits, tools, part)
  const staged = path.join(folder, `staged-${count}`)
  await writeFile(staged, '')
  const found = await video.detect(signal, 'balanced', ignore)
  const written = await video.write(signal, cover, target, staged, ignore)
  const examine = () => video.examine(signal, cover, target, 'balanced', staged, ignore)
  const poster = async () => {
    const file = `${staged}.jpg`
    await writeFile(file, '')
    return { file, made: await video.poster(signal, target, 'balanced', staged, file) }
  }
  return { video, staged, found, written, examine, poster, source }
}

const clean = { ok: true, value: { evidence: { findings: [] }, remaining: [] } }

async function streamsOf(file: string) {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const stream = await openStream(nodeAvCodec, opened, defaultVideoLimits)
  const { sound, size, index } = stream.stream
  await stream.close()
  const demuxer = await openDemuxer(opened)
  await demuxer.findStreamInfo(null)
  const codecs = demuxer.streams.map(({ codecpar }) => avGetCodecName(codecpar.codecId))
  const pixels = avGetPixFmtName((demuxer.streams[index]?.codecpar.format ?? -1) as AVPixelFormat)
  const transfer = demuxer.streams[index]?.codecpar.colorTrc
  await demuxer.closeInput()
  await opened.handle.close()
  return { codecs, sound, size, pixels, transfer }
}

/** Seconds of a file at which its sound begins and ends to be loud, and how long all of it is. */
async function beepOf(file: string): Promise<{ from: number; to: number; length: number }> {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const { sound } = await streamsOf(file)
  if (!sound) throw new Error('no sound')
  let [from, to, length] = [Infinity, 0, 0]
  const source = { file: opened, streamIndex: sound.index, originSeconds: 0, channels: 1 } as const
  for await (const { position, samples } of readSound(signal, source)) {
    samples.forEach((sample, index) => {
      if (Math.abs(sample) < 0.1) return
      from = Math.min(from, (position + index) / soundRate)
      to = (position + index) / soundRate
    })
    length = (position + samples.length) / soundRate
  }
  await opened.handle.close()
  return { from, to, length }
}

const times = (frames: number): number[] => Array.from({ length: frames }, (_, index) => index * 40)
const second = { encoder: 'aac', seconds: 2, beepSeconds: [0.6, 1.2] } as const

describe('the sound of a video', () => {
  it('is removed unless somebody asks for it', async () => {
    const { video, staged, examine } = await redact({ sound: second, timesMs: times(50) })
    expect(video.info.hasSound).toBe(true)
    expect((await streamsOf(staged)).codecs).toEqual(['h264'])
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it.each([
    ['AAC in MP4', { sound: second }, 'mp4', 'aac'],
    ['AAC in stereo', { sound: { ...second, channels: 2 } }, 'mp4', 'aac'],
    ['PCM in QuickTime', { container: 'mov', sound: { ...second, encoder: 'pcm_s16le' } }, 'mp4', 'aac'],
    ['MP2 in MPEG-TS', { container: 'mpegts', sound: { ...second, encoder: 'mp2' } }, 'mp4', 'aac'],
    [
      'Opus in WebM',
      { container: 'webm', encoder: 'libvpx-vp9', sound: { ...second, encoder: 'libopus' } },
      'webm',
      'opus',
    ],
    ['AAC into WebM', { sound: second }, 'webm', 'opus'],
  ] as const)('is kept at its time, coded anew: %s', async (_, options, format, codec) => {
    const { video, staged, examine } = await redact({ ...options, timesMs: times(50) }, { format, sound: 'keep' })
    expect((await streamsOf(staged)).codecs).toEqual([format === 'mp4' ? 'h264' : 'vp9', codec])
    const beep = await beepOf(staged)
    expect(beep.from).toBeCloseTo(0.6, 1)
    expect(beep.to).toBeCloseTo(1.2, 1)
    expect(Math.abs(beep.length - 2)).toBeLessThan(0.1)
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it('ends with the pictures', async () => {
    const { video, staged, examine } = await redact({ sound: second, timesMs: times(30) }, { sound: 'keep' })
    expect(Math.abs((await beepOf(staged)).length - 1.2)).toBeLessThan(0.06)
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it('is cut with the pictures', async () => {
    const part = { startSeconds: 0.4, endSeconds: 1.6 }
    const { video, staged, found, examine } = await redact(
      { sound: second, timesMs: times(50) },
      { sound: 'keep' },
      part,
    )
    expect(found).toMatchObject({ ok: true, value: { frames: 30 } })
    const beep = await beepOf(staged)
    expect(beep.from).toBeCloseTo(0.2, 1)
    expect(beep.to).toBeCloseTo(0.8, 1)
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it('is distorted at its time, in one channel', async () => {
    const sound = { ...second, channels: 2 } as const
    const { video, staged, examine } = await redact({ sound, timesMs: times(50) }, { sound: 'distort' })
    expect((await streamsOf(staged)).sound?.channels).toBe(1)
    const beep = await beepOf(staged)
    expect(beep.from).toBeCloseTo(0.6, 1)
    expect(beep.to).toBeCloseTo(1.2, 1)
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it('may be missing', async () => {
    const { video, staged, examine } = await redact({}, { sound: 'keep' })
    expect((await streamsOf(staged)).codecs).toEqual(['h264'])
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it('is found where it was to be removed, and missed where it was to be kept', async () => {
    const kept = await redact({ sound: second, timesMs: times(50) }, { sound: 'keep' })
    const removed = await redact({ sound: second, timesMs: times(50) })
    const [loud, silent] = [await readFile(kept.staged), await readFile(removed.staged)]
    await writeFile(kept.staged, silent)
    await writeFile(removed.staged, loud)
    const findings = { evidence: { findings: [{ code: 'sound-differs' }] } }
    expect(await kept.examine()).toMatchObject({ ok: true, value: findings })
    expect(await removed.examine()).toMatchObject({ ok: true, value: findings })
    await Promise.all([kept.video.close(), removed.video.close()])
  })
})

describe('a part of a video', () => {
  it('begins with its first frame and keeps the times between frames', async () => {
    const { video, staged, found, examine } = await redact(
      { timesMs: [0, 40, 100, 130, 500, 900] },
      {},
      { startSeconds: 0.1 },
    )
    expect(found).toMatchObject({ ok: true, value: { frames: 4 } })
    const opened = await openVideoFile(await sourceOf(staged), defaultVideoLimits)
    const stream = await openStream(nodeAvCodec, opened, defaultVideoLimits)
    const { num, den } = stream.stream.timeBase
    const shown: number[] = []
    for await (const { ticks } of decodeFrames(signal, stream, { limits: defaultVideoLimits, threads: 1 }))
      shown.push(Math.round((Number(ticks) * num * 1000) / den))
    expect(shown).toEqual([0, 30, 400, 800])
    expect(await examine()).toMatchObject(clean)
    await stream.close()
    await opened.handle.close()
    await video.close()
  })

  it.each([{ startSeconds: 60 }, { startSeconds: 0.41, endSeconds: 0.43 }])(
    'is refused where it has no frame: %o',
    async (part) => {
      const { video, found } = await redact({ timesMs: times(20) }, {}, part)
      expect(found).toEqual({ ok: false, error: { kind: 'refused', reason: { code: 'nothing-in-part' } } })
      await video.close()
    },
  )
})

describe('a video that is made smaller or simpler', () => {
  it.each(['mp4', 'webm'] as const)('is reduced after covering, and passes: %s', async (format) => {
    const { video, staged, examine } = await redact({ width: 384, height: 256 }, { format, maxShortSidePx: 150 })
    expect((await streamsOf(staged)).size).toEqual(
      format === 'mp4' ? { width: 226, height: 150 } : { width: 225, height: 150 },
    )
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it('keeps its size where it is small already', async () => {
    const { video, staged, examine } = await redact({}, { maxLongSidePx: 640 })
    expect((await streamsOf(staged)).size).toEqual({ width: 96, height: 64 })
    expect(await examine()).toMatchObject(clean)
    await video.close()
  })

  it.each([
    ['HDR', true],
    ['10 bits', false],
  ])('becomes 8-bit H.264 for every player: %s', async (_, hlg) => {
    const deep = { encoder: 'libx265', pixels: '420-10', width: 192, height: 128, hlg } as const
    const { video, staged, examine, poster } = await redact(deep, { compatible: true })
    const { codecs, pixels, transfer } = await streamsOf(staged)
    expect({ codecs, pixels }).toEqual({ codecs: ['h264'], pixels: 'yuv420p' })
    if (hlg) expect(transfer).toBe(AVCOL_TRC_BT709)
    expect(await examine()).toMatchObject(clean)
    expect((await poster()).made).toMatchObject(clean)
    await video.close()
  })

  it('stays HDR in 10 bits unless that is asked for', async () => {
    const { video, staged, examine, poster } = await redact({ encoder: 'libx265', pixels: '420-10', hlg: true })
    expect(await streamsOf(staged)).toMatchObject({ codecs: ['hevc'], pixels: 'yuv420p10le' })
    expect(await examine()).toMatchObject(clean)
    expect((await poster()).made).toMatchObject(clean)
    await video.close()
  })
})

describe('a poster', () => {
  it('shows the redacted video upright, and is examined', async () => {
    const { video, examine, poster } = await redact({ width: 192, height: 128, turn: { a: 0, b: 1, c: -1, d: 0 } })
    expect(await examine()).toMatchObject(clean)
    const { file, made } = await poster()
    expect(made).toMatchObject(clean)
    expect(made.ok && made.value.evidence.performed).toEqual(requiredExaminations)
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 128, height: 192, format: 'raw' })
    // The middle of the cover has its grey in all three channels.
    const at = (Math.round(0.45 * 192) * 128 + 64) * 3
    for (const channel of [0, 1, 2]) expect(Math.abs((data[at + channel] ?? 0) - 128)).toBeLessThan(8)
    await video.close()
  })

  it('with a face in it is not passed on', async () => {
    const { video, poster } = await redact({})
    const face = { box: { x: 0.1, y: 0.1, width: 0.1, height: 0.1 }, confidence: 0.9, uncertain: false }
    detector.detectRemaining = () => Promise.resolve([face])
    const { made } = await poster()
    detector.detectRemaining = () => Promise.resolve([])
    expect(made).toMatchObject({ ok: true, value: { remaining: [{ code: 'face-visible' }] } })
    await video.close()
  })
})
