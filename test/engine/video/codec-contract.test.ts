import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VideoTarget } from '../../../main/core/video/types.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import { MediaFailure } from '../../../main/engine/image/media-failure.js'
import { decodeFrames, openStream } from '../../../main/engine/video/decode-frames.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { settle } from '../../../main/engine/image/media-failure.js'
import { openVideoFile } from '../../../main/engine/video/open-input.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { finishedLayout } from '../../../main/engine/video/pixel-format.js'
import type { VideoCodec } from '../../../main/engine/video/video-codec.js'
import { systemFfmpeg } from '../../judges/find-ffmpeg.js'
import type { ClipOptions } from './clips.js'
import { makeClip, sourceOf } from './clips.js'
import { candidates } from './codecs.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-codec-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const ignore = (): void => undefined
const cover = { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }
const detector = {
  propose: () => Promise.resolve([{ box: { x: 0.4, y: 0.3, width: 0.2, height: 0.3 }, score: 0.9 }]),
  detectRemaining: () => Promise.resolve([]),
  close: () => Promise.resolve(),
}
const targetOf = (format: VideoTarget['format'], changes: Partial<VideoTarget> = {}): VideoTarget => ({
  ...{ format, quality: 'standard', sound: 'remove', compatible: false },
  ...changes,
})
const openWith = async (codec: () => Promise<VideoCodec>, file: string) =>
  openVideo(await sourceOf(file), defaultVideoLimits, { codec, detector: () => Promise.resolve(detector), threads: 1 })

async function redactWith(codec: () => Promise<VideoCodec>, file: string, target: VideoTarget) {
  const staged = `${file}-staged`
  await writeFile(staged, '')
  const video = await openWith(codec, file)
  try {
    const found = await video.detect(signal, 'balanced', ignore)
    const written = await video.write(signal, cover, target, staged, ignore)
    const examined = written.ok ? await video.examine(signal, cover, target, 'balanced', staged, ignore) : undefined
    return { staged, found, written, examined }
  } finally {
    await video.close()
  }
}

/** What a way to FFmpeg tells of every frame of a file. */
async function framesOf(codec: VideoCodec, file: string) {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const open = await openStream(codec, opened, defaultVideoLimits)
  const frames: unknown[] = []
  try {
    for await (const { frame, ticks } of decodeFrames(signal, open, { limits: defaultVideoLimits, threads: 1 })) {
      const { width, height, format, colors } = frame
      const planes = frame.converter({ width, height }, finishedLayout(format, targetOf('webm')))
      frames.push({ ticks, width, height, format, colors, planes: (await planes.convert(frame)).toString('base64') })
      planes.free()
    }
    const { turn, pixelAspect, timeBase, codec: coding, sound } = open.stream
    return { turn, pixelAspect, timeBase, coding, sound, texts: open.texts.length > 0, frames }
  } finally {
    await open.close()
    await opened.handle.close()
  }
}

/** The first frame of a file as a smaller or larger picture. */
async function lookAt(
  codec: VideoCodec,
  file: string,
  width: number,
  kind: 'rgb' | 'grey',
): Promise<readonly number[]> {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const open = await openStream(codec, opened, defaultVideoLimits)
  try {
    for await (const { frame } of decodeFrames(signal, open, { limits: defaultVideoLimits, threads: 1 })) {
      const converter = frame.converter({ width, height: (width * 2) / 3 }, kind)
      const picture = [...(await converter.convert(frame))]
      converter.free()
      return picture
    }
    return []
  } finally {
    await open.close()
    await opened.handle.close()
  }
}

const uneven = [0, 40, 50, 130, 131, 400, 440, 900, 1900]
const turn = { a: 0, b: 1, c: -1, d: 0 } as const
const sorts: readonly (readonly [name: string, format: VideoTarget['format'], options: ClipOptions])[] = [
  ['MP4 with a variable rate', 'mp4', { timesMs: uneven }],
  ['Matroska with a variable rate', 'mp4', { container: 'matroska', timesMs: uneven }],
  ['WebM with a variable rate', 'webm', { container: 'webm', encoder: 'libvpx-vp9', timesMs: uneven }],
  ['HDR of 10 bits', 'mp4', { encoder: 'libx265', pixels: '420-10', hlg: true }],
  ['a turned clip that begins late', 'mp4', { turn, timesMs: [200, 240, 280] }],
  ['full chroma of an odd size', 'mp4', { pixels: '444', width: 97, height: 65, container: 'mov' }],
  [
    'oblong pixels, with sound',
    'mp4',
    { pixelAspect: [4, 3], sound: { encoder: 'aac', seconds: 0.4, beepSeconds: [0.1, 0.2] } },
  ],
]

describe.each(candidates)('$name', ({ isHere, open }) => {
  it.skipIf(!isHere).each(sorts)(
    'writes what passes, every frame at its time: %s',
    async (name, format, options) => {
      const { path: file } = await makeClip(path.join(folder, `${name}-${format}`), options)
      const { staged, written, examined } = await redactWith(open, file, targetOf(format))
      expect(written).toEqual({ ok: true, value: undefined })
      expect(examined).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
      // Judged by node-av, whoever wrote it.
      const [original, copy] = [await framesOf(nodeAvCodec, file), await framesOf(nodeAvCodec, staged)]
      expect(secondsOf(copy)).toEqual(secondsOf(original))
      expect(copy.turn).toEqual(original.turn)
      expect(copy.sound).toBeUndefined()
      const told = ({ frames }: typeof copy) => (frames[0] as { colors: { transfer: number; matrix: number } }).colors
      expect(told(copy).transfer).toBe(told(original).transfer)
      expect(told(copy).matrix).toBe(told(original).matrix)
    },
    120_000,
  )

  it.skipIf(!isHere).each(sorts)(
    'reads the frames that node-av reads: %s',
    async (name, format, options) => {
      const { path: file } = await makeClip(path.join(folder, `${name}-${format}-read`), options)
      expect(await framesOf(await open(), file)).toEqual(await framesOf(nodeAvCodec, file))
    },
    120_000,
  )

  it.skipIf(!isHere).each([
    ['8 bits', {}],
    ['10 bits', { encoder: 'libx265', pixels: '420-10' }],
  ] as const)(
    'shows detectors what node-av shows them: %s',
    async (name, options) => {
      const { path: file } = await makeClip(path.join(folder, `look ${name}`), options)
      for (const [kind, width] of [
        ['rgb', 48],
        ['rgb', 150],
        ['grey', 48],
      ] as const) {
        const [own, judge] = [
          await lookAt(await open(), file, width, kind),
          await lookAt(nodeAvCodec, file, width, kind),
        ]
        expect(own.length).toBe(judge.length)
        const differences = own.map((value, at) => Math.abs(value - (judge[at] ?? 0)))
        expect(Math.max(...differences)).toBeLessThan(8)
        expect(differences.reduce((sum, value) => sum + value, 0) / own.length).toBeLessThan(3)
      }
    },
    120_000,
  )

  it.skipIf(!isHere)(
    'refuses damaged pictures',
    async () => {
      const { path: file } = await makeClip(path.join(folder, 'damaged.mp4'))
      const bytes = await readFile(file)
      bytes.fill(0xa5, bytes.indexOf('mdat') + 1200, bytes.indexOf('mdat') + 2600)
      await writeFile(file, bytes)
      // Whether opening already meets the damage depends on how far a program reads for it.
      const opened = await settle(signal, 'open', () => openWith(open, file))
      expect(opened.ok ? await opened.value.detect(signal, 'balanced', ignore) : opened).toEqual({
        ok: false,
        error: { kind: 'refused', reason: { code: 'corrupt' } },
      })
      if (opened.ok) await opened.value.close()
    },
    120_000,
  )

  it.skipIf(!isHere)(
    'stops when it is canceled',
    async () => {
      const { path: file } = await makeClip(path.join(folder, 'canceled.mp4'))
      const controller = new AbortController()
      const video = await openWith(open, file)
      const stopped = video.detect(controller.signal, 'balanced', () => controller.abort())
      expect(await stopped).toEqual({ ok: false, error: { kind: 'canceled' } })
      await video.close()
    },
    120_000,
  )

  it.skipIf(!isHere)(
    'makes 8 bits of 10, smaller',
    async () => {
      const { path: file } = await makeClip(path.join(folder, 'deep.mp4'), { encoder: 'libx265', pixels: '420-10' })
      const target = targetOf('mp4', { compatible: true, maxLongSidePx: 64 })
      const { staged, examined } = await redactWith(open, file, target)
      expect(examined).toMatchObject({ ok: true, value: { evidence: { findings: [] } } })
      const { coding, frames } = await framesOf(nodeAvCodec, staged)
      expect(coding).toBe('h264')
      expect(frames[0]).toMatchObject({ width: 64, format: 'yuv420p' })
    },
    120_000,
  )
})

function secondsOf({ timeBase, frames }: Awaited<ReturnType<typeof framesOf>>): readonly number[] {
  return frames.map((frame) => {
    const milliseconds = (Number((frame as { ticks: bigint }).ticks) * timeBase.num * 1000) / timeBase.den
    return Math.round(milliseconds)
  })
}

describe.skipIf(!systemFfmpeg)('what an ffmpeg program is not trusted with', () => {
  const program = candidates[1]?.open ?? (() => Promise.reject(new Error('none')))
  const beyond = async (work: Promise<unknown>): Promise<string> => {
    const failure = await work.then(
      (result) => (result as { error?: unknown }).error,
      (error: unknown) => (error instanceof MediaFailure ? error.failure : error),
    )
    expect(failure).toMatchObject({ kind: 'refused', reason: { code: 'beyond-ffmpeg-program' } })
    return (failure as { reason: { what: string } }).reason.what
  }
  const cut = (file: string, ...options: readonly string[]): string => {
    const target = `${file}-made.mp4`
    const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...options, '-i', file, '-c', 'copy', target])
    expect(made.status).toBe(0)
    return target
  }

  it('refuses an edit list that leaves pictures out, which node-av follows', async () => {
    const { path: file } = await makeClip(path.join(folder, 'whole.mp4'))
    const shortened = cut(file, '-ss', '0.1')
    expect((await framesOf(nodeAvCodec, shortened)).frames.length).toBeLessThan(12)
    const video = await openWith(program, shortened)
    expect(await beyond(video.detect(signal, 'balanced', ignore))).toMatch(/edit list/)
    await video.close()
  }, 120_000)

  it.each([
    ['AVI', { container: 'avi', encoder: 'mpeg4' }, /AVI/],
    ['MPEG-TS', { container: 'mpegts' }, /MPEG-TS/],
    ['MPEG-4 in MP4', { encoder: 'mpeg4' }, /mpeg4/],
  ] as const)('refuses when it is opened: %s', async (name, options, words) => {
    const { path: file } = await makeClip(path.join(folder, name), options)
    expect(await beyond(openWith(program, file))).toMatch(words)
  })

  it('refuses to keep sound, to map tones, and to turn WebM', async () => {
    const sound = { encoder: 'aac', seconds: 0.4, beepSeconds: [0.1, 0.2] } as const
    const { path: loud } = await makeClip(path.join(folder, 'loud.mp4'), { sound })
    const writing = async (file: string, target: VideoTarget) => (await redactWith(program, file, target)).written
    expect(await beyond(writing(loud, targetOf('mp4', { sound: 'keep' })))).toMatch(/sound/)
    const { path: hdr } = await makeClip(path.join(folder, 'hdr'), { encoder: 'libx265', pixels: '420-10', hlg: true })
    expect(await beyond(writing(hdr, targetOf('mp4', { compatible: true })))).toMatch(/HDR/)
    const { path: turned } = await makeClip(path.join(folder, 'turned'), { turn })
    expect(await beyond(writing(turned, targetOf('webm')))).toMatch(/WebM/)
  }, 120_000)

  it('refuses a track that its container crops, whatever the version says of it', async () => {
    const { path: file } = await makeClip(path.join(folder, 'cropped.mp4'), { pixelAspect: [4, 3] })
    const bytes = await readFile(file)
    // The same length, another meaning.
    bytes.write('clap', bytes.indexOf('pasp'), 'latin1')
    await writeFile(file, bytes)
    expect(await beyond(openWith(program, file))).toMatch(/clap/)
  })

  it('refuses a Matroska that its container crops', async () => {
    const { path: file } = await makeClip(path.join(folder, 'cropped.mkv'), {
      container: 'matroska',
      pixelAspect: [4, 3],
    })
    const bytes = await readFile(file)
    // The width that is shown becomes one that is cut off.
    const display = bytes.indexOf(Buffer.from('54b0', 'hex'), bytes.indexOf(Buffer.from('1654ae6b', 'hex')))
    expect(display).toBeGreaterThan(0)
    bytes.set([0x54, 0xaa], display)
    await writeFile(file, bytes)
    expect(await beyond(openWith(program, file))).toMatch(/54aa/)
  })
})
