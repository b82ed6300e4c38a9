import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DetectedFace } from '../../../main/core/detection/types.js'
import type { Box } from '../../../main/core/geometry/box.js'
import type { VideoCover } from '../../../main/core/video/ports.js'
import type { VideoTarget } from '../../../main/core/video/types.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import { MediaFailure } from '../../../main/engine/image/media-failure.js'
import { decodeFrames, openStream } from '../../../main/engine/video/decode-frames.js'
import type { PixelAspect } from '../../../main/engine/video/describe-stream.js'
import { pixelAspectOf } from '../../../main/engine/video/describe-stream.js'
import type { FrameDetector } from '../../../main/engine/video/frame-detector.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { openVideoFile } from '../../../main/engine/video/open-input.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import type { ClipOptions } from './clips.js'
import { makeClip, sourceOf } from './clips.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-video-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const codec = () => Promise.resolve(nodeAvCodec)
const cover: VideoCover = { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }
const faceBox: Box = { x: 0.4, y: 0.3, width: 0.2, height: 0.3 }

/** Sees one face everywhere, and in finished frames what the test says. */
function detector(remaining: (look: number) => readonly DetectedFace[] = () => []): FrameDetector {
  let looks = 0
  return {
    propose: () => Promise.resolve([{ box: faceBox, score: 0.9 }]),
    detectRemaining: () => Promise.resolve(remaining(looks++)),
    close: () => Promise.resolve(),
  }
}

let count = 0
const target = (format: VideoTarget['format'], changes: Partial<VideoTarget> = {}): VideoTarget => ({
  format,
  quality: 'standard',
  sound: 'remove',
  compatible: false,
  ...changes,
})
const ignore = (): void => undefined

async function redact(options: ClipOptions, format: VideoTarget['format'], tool = detector()) {
  const source = await makeClip(path.join(folder, `clip-${++count}`), options)
  const video = await openVideo(source, defaultVideoLimits, {
    codec,
    detector: () => Promise.resolve(tool),
    threads: 1,
  })
  const staged = path.join(folder, `staged-${count}`)
  await writeFile(staged, '')
  const found = await video.detect(signal, 'balanced', ignore)
  const written = await video.write(signal, cover, target(format), staged, ignore)
  const examine = () => video.examine(signal, cover, target(format), 'balanced', staged, ignore)
  return { source, video, staged, found, written, examine }
}

/** When each frame of a file is shown, in milliseconds. */
async function timesOf(file: string): Promise<number[]> {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const stream = await openStream(nodeAvCodec, opened, defaultVideoLimits)
  const { num, den } = stream.stream.timeBase
  const times: number[] = []
  for await (const { ticks } of decodeFrames(signal, stream, { limits: defaultVideoLimits, threads: 1 }))
    times.push(Math.round((Number(ticks) * num * 1000) / den))
  await stream.close()
  await opened.handle.close()
  return times
}

async function firstAspect(file: string): Promise<PixelAspect | undefined> {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const stream = await openStream(nodeAvCodec, opened, defaultVideoLimits)
  let aspect: PixelAspect | undefined
  for await (const { frame } of decodeFrames(signal, stream, { limits: defaultVideoLimits, threads: 1 }))
    aspect ??= pixelAspectOf(stream.stream, frame)
  await stream.close()
  await opened.handle.close()
  return aspect
}

const uneven = [0, 40, 50, 130, 131, 400, 440, 900, 1900]

const sorts: readonly {
  readonly name: string
  readonly options: ClipOptions
  readonly format: VideoTarget['format']
}[] = [
  { name: 'MP4', options: {}, format: 'mp4' },
  { name: 'MP4 with a variable frame rate', options: { timesMs: uneven }, format: 'mp4' },
  { name: 'QuickTime', options: { container: 'mov' }, format: 'mp4' },
  { name: 'Matroska with a variable frame rate', options: { container: 'matroska', timesMs: uneven }, format: 'mp4' },
  { name: 'AVI', options: { container: 'avi', encoder: 'mpeg4' }, format: 'mp4' },
  { name: 'MPEG-TS', options: { container: 'mpegts' }, format: 'mp4' },
  { name: '3GP', options: { container: '3gp' }, format: 'mp4' },
  { name: 'WebM', options: { container: 'webm', encoder: 'libvpx-vp9', timesMs: uneven }, format: 'webm' },
  {
    name: 'WebM with full chroma and an odd size',
    options: { container: 'webm', encoder: 'libvpx-vp9', pixels: '444', width: 97, height: 65 },
    format: 'webm',
  },
  { name: 'HEVC of 10 bits', options: { encoder: 'libx265', pixels: '420-10' }, format: 'mp4' },
  { name: '4:4:4 of an odd size', options: { pixels: '444', width: 97, height: 65 }, format: 'mp4' },
  { name: 'a single frame', options: { timesMs: [0] }, format: 'mp4' },
  { name: 'a clip turned a quarter', options: { turn: { a: 0, b: 1, c: -1, d: 0 } }, format: 'mp4' },
  { name: 'a clip upside down', options: { turn: { a: -1, b: 0, c: 0, d: -1 } }, format: 'mp4' },
]

describe('a redacted video', () => {
  it.each(sorts)('passes its own examination with all frames in their time: $name', async ({ options, format }) => {
    const { source, video, staged, found, written, examine } = await redact(options, format)
    expect(written).toEqual({ ok: true, value: undefined })
    const expected = options.timesMs ?? Array.from({ length: 12 }, (_, index) => index * 40)
    expect(found).toMatchObject({ ok: true, value: { frames: expected.length, covered: 1 } })
    expect(await examine()).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
    expect(await timesOf(staged)).toEqual(await timesOf(source.path))
    await video.close()
  })

  it('holds no text of the original', async () => {
    const texts = {
      title: 'Secret meeting at home',
      location: '+53.9006+027.5590/',
      'com.example.owner': 'Alena from Minsk',
    }
    const { source, video, staged, examine } = await redact({ container: 'mov', texts }, 'mp4')
    const before = await readFile(source.path, 'latin1')
    const after = await readFile(staged, 'latin1')
    expect(before).toContain('Alena from Minsk')
    for (const text of [...Object.values(texts), 'x264', 'Lavf', 'Lavc']) expect(after).not.toContain(text)
    expect(await examine()).toMatchObject({ ok: true, value: { evidence: { findings: [] } } })
    await video.close()
  })

  it('is the same size upright, and stays turned as it was', async () => {
    const { video } = await redact({ turn: { a: 0, b: 1, c: -1, d: 0 } }, 'mp4')
    expect(video.info.size).toEqual({ width: 64, height: 96 })
    await video.close()
  })

  it.each([
    ['mp4', 'mp4'],
    ['mp4', 'webm'],
    ['webm', 'webm'],
    ['webm', 'mp4'],
  ] as const)('keeps pixels that are no squares, from %s to %s', async (container, format) => {
    const encoder = container === 'webm' ? 'libvpx-vp9' : 'libx264'
    const { video, staged, examine } = await redact({ container, encoder, pixelAspect: [4, 3] }, format)
    expect(await examine()).toMatchObject({ ok: true, value: { evidence: { findings: [] } } })
    expect(await firstAspect(staged)).toEqual({ num: 4, den: 3 })
    await video.close()
  })
})

describe('the examination of a finished video', () => {
  const findingsAfter = async (damage: (bytes: Buffer) => Buffer) => {
    const { video, staged, examine } = await redact({ texts: { title: 'Secret meeting at home' } }, 'mp4')
    await writeFile(staged, damage(await readFile(staged)))
    const examined = await examine()
    await video.close()
    return examined.ok ? examined.value.evidence.findings.map(({ code }) => code) : []
  }
  const box = (type: string, body: string): Buffer => {
    const header = Buffer.alloc(8)
    header.writeUInt32BE(8 + body.length)
    header.write(type, 4, 'latin1')
    return Buffer.concat([header, Buffer.from(body, 'latin1')])
  }

  it('finds a box at the end, and the text in it', async () => {
    const findings = await findingsAfter((bytes) => Buffer.concat([bytes, box('uuid', 'Secret meeting at home')]))
    expect(findings).toEqual(expect.arrayContaining(['unexpected-part', 'metadata-remains']))
  })

  it('finds bytes that belong to no box', async () => {
    expect(await findingsAfter((bytes) => Buffer.concat([bytes, Buffer.from('tail')]))).toContain('unaccounted-bytes')
  })

  it('finds a time that was put into the movie header', async () => {
    const findings = await findingsAfter((bytes) => {
      bytes.writeUInt32BE(3_800_000_000, bytes.indexOf('mvhd') + 8)
      return bytes
    })
    expect(findings).toContain('malformed-part')
  })

  it('finds that frames are missing', async () => {
    const { video, staged, examine } = await redact({}, 'mp4')
    const shorter = await redact({ timesMs: [0, 40, 80] }, 'mp4')
    await writeFile(staged, await readFile(shorter.staged))
    const examined = await examine()
    expect(examined.ok && examined.value.evidence.findings).toContainEqual({ code: 'picture-differs', what: 'frames' })
    await Promise.all([video.close(), shorter.video.close()])
  })

  it('finds that pixels are shown in another shape', async () => {
    const { video, staged, examine } = await redact({ pixelAspect: [4, 3] }, 'mp4')
    const squares = await redact({}, 'mp4')
    await writeFile(staged, await readFile(squares.staged))
    const examined = await examine()
    expect(examined.ok && examined.value.evidence.findings).toEqual([{ code: 'picture-differs', what: 'size' }])
    await Promise.all([video.close(), squares.video.close()])
  })

  it('finds a face that is not covered', async () => {
    const nobody: FrameDetector = { ...detector(), propose: () => Promise.resolve([]) }
    const { video, staged, examine } = await redact({}, 'mp4')
    const open = await redact({}, 'mp4', nobody)
    await writeFile(staged, await readFile(open.staged))
    const examined = await examine()
    const codes = examined.ok ? examined.value.evidence.findings.map(({ code }) => code) : []
    expect(new Set(codes)).toEqual(new Set(['region-uncovered']))
    expect(codes).toHaveLength(12)
    await Promise.all([video.close(), open.video.close()])
  })

  it('finds that a finished file cannot be decoded', async () => {
    const { video, staged, examine } = await redact({}, 'mp4')
    await truncate(staged, 900)
    const examined = await examine()
    expect(examined.ok && examined.value.evidence.findings.map(({ code }) => code)).toContain('undecodable')
    await video.close()
  })

  it('sees a face that was missed, and the next writing covers it', async () => {
    const missed: Box = { x: 0.05, y: 0.05, width: 0.15, height: 0.2 }
    const tool = detector((look) => (look === 0 ? [{ box: missed, confidence: 0.8, uncertain: false }] : []))
    const { video, staged, examine } = await redact({}, 'mp4', tool)
    const first = await examine()
    expect(first.ok && first.value.remaining).toHaveLength(1)
    const before = await readFile(staged)
    expect(await video.write(signal, cover, target('mp4'), staged, ignore)).toMatchObject({ ok: true })
    expect(before.equals(await readFile(staged))).toBe(false)
    expect(await examine()).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
    await video.close()
  })
})

describe('a file that cannot be made safe', () => {
  const reasonOf = async (open: Promise<unknown>): Promise<unknown> => {
    try {
      await open
      return undefined
    } catch (error) {
      return error instanceof MediaFailure && error.failure.kind === 'refused' ? error.failure.reason : error
    }
  }
  const opened = async (file: string): Promise<unknown> =>
    reasonOf(
      openVideo(await sourceOf(file), defaultVideoLimits, {
        codec,
        detector: () => Promise.resolve(detector()),
        threads: 1,
      }),
    )

  it('is refused when it is cut off', async () => {
    const source = await makeClip(path.join(folder, 'whole.mp4'))
    const bytes = await readFile(source.path)
    // The movie box first, as web servers want it: then a shorter file still opens.
    const movie = bytes.indexOf('moov') - 4
    const media = bytes.indexOf('mdat') - 4
    const [front, tables, samples] = [
      bytes.subarray(0, media),
      Buffer.from(bytes.subarray(movie)),
      bytes.subarray(media, movie),
    ]
    const offsets = tables.indexOf('stco') + 12
    for (let entry = 0; entry < tables.readUInt32BE(offsets - 4); entry++)
      tables.writeUInt32BE(tables.readUInt32BE(offsets + entry * 4) + tables.length, offsets + entry * 4)
    const turned = Buffer.concat([front, tables, samples])
    const file = path.join(folder, 'cut.mp4')
    await writeFile(file, turned)
    expect(await opened(file)).toBeUndefined()
    await writeFile(file, turned.subarray(0, turned.length - 40))
    expect(await opened(file)).toEqual({ code: 'truncated' })
  })

  it('is refused when its coded pictures are damaged', async () => {
    const source = await makeClip(path.join(folder, 'damaged.mp4'))
    const bytes = await readFile(source.path)
    bytes.fill(0xa5, bytes.indexOf('mdat') + 1200, bytes.indexOf('mdat') + 2600)
    await writeFile(source.path, bytes)
    const video = await openVideo(await sourceOf(source.path), defaultVideoLimits, {
      detector: () => Promise.resolve(detector()),
      threads: 1,
      codec,
    })
    expect(await video.detect(signal, 'balanced', ignore)).toEqual({
      ok: false,
      error: { kind: 'refused', reason: { code: 'corrupt' } },
    })
    await video.close()
  })

  it.each([
    ['a playlist', '#EXTM3U\nhttp://127.0.0.1:9/secret.ts\n'],
    ['a list of other files', "ffconcat version 1.0\nfile '/etc/hostname'\n"],
    ['text', 'hello'],
  ])('is not followed anywhere: %s', async (name, text) => {
    const file = path.join(folder, `${name}.mp4`)
    await writeFile(file, text)
    expect(await opened(file)).toEqual({ code: 'not-a-picture' })
  })

  it('is refused above the limits', async () => {
    const source = await makeClip(path.join(folder, 'large.mp4'))
    const tools = { codec, detector: () => Promise.resolve(detector()), threads: 1 }
    const pixels = { ...defaultVideoLimits, maxFramePixels: 1000 }
    expect(await reasonOf(openVideo(source, pixels, tools))).toMatchObject({ code: 'too-many-pixels', pixels: 6144 })
    const bytes = { ...defaultVideoLimits, maxFileBytes: 100 }
    expect(await reasonOf(openVideo(source, bytes, tools))).toMatchObject({ code: 'file-too-large' })
    const video = await openVideo(source, { ...defaultVideoLimits, maxFrames: 5 }, tools)
    expect(await video.detect(signal, 'balanced', ignore)).toMatchObject({
      ok: false,
      error: { reason: { code: 'too-many-frames', limit: 5 } },
    })
    await video.close()
  })

  it('stops when it is canceled', async () => {
    const source = await makeClip(path.join(folder, 'canceled.mp4'))
    const controller = new AbortController()
    const tool: FrameDetector = {
      ...detector(),
      propose: () => {
        controller.abort()
        return Promise.resolve([])
      },
    }
    const video = await openVideo(source, defaultVideoLimits, {
      codec,
      detector: () => Promise.resolve(tool),
      threads: 1,
    })
    expect(await video.detect(controller.signal, 'balanced', ignore)).toEqual({
      ok: false,
      error: { kind: 'canceled' },
    })
    await video.close()
  })
})
