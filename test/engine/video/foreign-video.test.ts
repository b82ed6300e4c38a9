import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Thoroughness } from '../../../main/core/detection/types.js'
import type { RgbImage, SourceFile } from '../../../main/core/ports.js'
import { releasedModifiedMs } from '../../../main/core/naming/released-date.js'
import { isPositionTrack } from '../../../main/core/video/timed-tracks.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import { auditVideo, inspectVideo } from '../../../main/engine/video/foreign-video.js'
import type { FrameDetector } from '../../../main/engine/video/frame-detector.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import type { VideoCodec } from '../../../main/engine/video/video-codec.js'
import { makeClip, sourceOf } from './clips.js'
import { candidates } from './codecs.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-foreign-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const ignore = (): void => undefined
const face = { box: { x: 0.4, y: 0.4, width: 0.2, height: 0.2 }, confidence: 0.8, uncertain: false }

/** Sees a face wherever the picture is bright in its middle. */
const brightness: FrameDetector = {
  propose: () => Promise.resolve([]),
  detectRemaining: (_, image) => Promise.resolve(middleOf(image) > 180 ? [face] : []),
  close: () => Promise.resolve(),
}
const middleOf = ({ width, height, data }: RgbImage): number => data[3 * ((height >> 1) * width + (width >> 1))] ?? 0

const toolsWith = (codec: VideoCodec) => ({
  codec: () => Promise.resolve(codec),
  detector: () => Promise.resolve(brightness),
  threads: 2,
})
const requestOf = (source: SourceFile, thoroughness: Thoroughness = 'balanced') => ({
  source,
  limits: defaultVideoLimits,
  thoroughness,
})
const audited = (source: SourceFile, thoroughness?: Thoroughness, onProgress = ignore as (share: number) => void) =>
  auditVideo(signal, requestOf(source, thoroughness), toolsWith(nodeAvCodec), onProgress)

/** What the product makes of a clip with sound, with the date that released files have. */
async function released(format: 'mp4' | 'webm', sound: 'remove' | 'keep' | 'distort'): Promise<string> {
  const tone = { encoder: 'aac', seconds: 1, beepSeconds: [0.2, 0.6] } as const
  const clip = await makeClip(path.join(folder, 'clip.mp4'), { sound: tone })
  const video = await openVideo(clip, defaultVideoLimits, toolsWith(nodeAvCodec))
  const copy = path.join(folder, `copy-${sound}.${format}`)
  await writeFile(copy, '')
  await video.detect(signal, 'balanced', ignore)
  const cover = { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }
  const target = { format, quality: 'standard', sound, compatible: false } as const
  expect(await video.write(signal, cover, target, copy, ignore)).toMatchObject({ ok: true })
  await video.close()
  await utimes(copy, releasedModifiedMs / 1_000, releasedModifiedMs / 1_000)
  return copy
}

/** Grey noise, another in each scene, with a bright spot in the middle of some frames. */
function planes(scene: number, isBright: boolean): Buffer {
  const [width, height] = [96, 64]
  let state = 12_345 + scene * 7_919
  const luma = Buffer.alloc(width * height)
  for (let at = 0; at < luma.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const isInside = Math.abs((at % width) - 48) < 16 && Math.abs(Math.floor(at / width) - 32) < 16
    // Blocks of eight, which survive the encoder.
    luma[at] = isInside && isBright ? 235 : 40 + ((state >>> 16) & 63)
  }
  return Buffer.concat([luma, Buffer.alloc((width * height) / 2, 128)])
}

describe('a video that somebody gives', () => {
  it.each(['mp4', 'webm'] as const)('is clean as %s of ours, and the copy of another date is not', async (format) => {
    const copy = await released(format, 'remove')
    const sampled = { code: 'frames-sampled', looked: 4, frames: 12 }
    expect(await audited(await sourceOf(copy))).toEqual({ findings: [], remarks: [sampled] })
    await utimes(copy, 1_700_000_000, 1_700_000_000)
    expect((await stat(copy)).mtimeMs).not.toBe(releasedModifiedMs)
    const touched = await audited(await sourceOf(copy))
    expect(touched.findings).toEqual([{ code: 'file-attribute', name: 'mtime' }])
  })

  it.each(['keep', 'distort'] as const)(
    'has voices where its sound was to %s, which is told and does not fail it',
    async (sound) => {
      const copy = await released('mp4', sound)
      expect(await audited(await sourceOf(copy), 'thorough')).toEqual({ findings: [], remarks: [{ code: 'sound' }] })
    },
  )

  it('is dated and heard in a container that is not vouched for, too', async () => {
    const clip = await makeClip(path.join(folder, 'clip.avi'), {
      container: 'avi',
      encoder: 'mpeg4',
      sound: { encoder: 'mp2', seconds: 1, beepSeconds: [0, 1] },
    })
    expect(await audited(clip)).toEqual({
      findings: [{ code: 'unknown-format' }, { code: 'file-attribute', name: 'mtime' }],
      remarks: [{ code: 'sound' }],
    })
  })

  it.each([
    ['in the middle', [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 2],
    ['of a single frame', [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], 5],
  ])('is looked at right behind a cut %s', async (_, bright, at) => {
    const clip = await makeClip(path.join(folder, 'cut.mp4'), {
      planesAt: (index) => planes(bright[index] ?? 0, bright[index] === 1),
    })
    const { findings } = await audited(clip)
    const faces = findings.filter(({ code }) => code === 'face-visible')
    // Once, however long it stays.
    expect(faces).toMatchObject([{ frame: at }])
  })

  it('is looked at in its last frame, and when asked in every one', async () => {
    const still = { planesAt: () => planes(0, true), timesMs: [0, 40, 80] }
    const short = await audited(await makeClip(path.join(folder, 'short.mp4'), still))
    expect(short.remarks).toEqual([{ code: 'frames-sampled', looked: 2, frames: 3 }])
    const shares: number[] = []
    const whole = await audited(await makeClip(path.join(folder, 'short.mp4'), still), 'thorough', (share) =>
      shares.push(share),
    )
    expect(whole.remarks).toEqual([])
    // Whoever waits learns of every frame that the work goes on.
    expect(shares).toHaveLength(3)
    expect(shares.at(-1)).toBeGreaterThan(0.5)
  })
})

describe.each(candidates.filter(({ isHere }) => isHere))('inspecting with $name', ({ open }) => {
  /** A clip whose sound became a track of something else, as far as the container says. */
  async function withTrack(tag: string, handler: string): Promise<SourceFile> {
    const file = path.join(folder, `track-${tag}.mp4`)
    await makeClip(file, { sound: { encoder: 'aac', seconds: 1, beepSeconds: [0, 1] } })
    const bytes = await readFile(file)
    for (const [from, to] of [
      ['soun', handler],
      ['mp4a', tag],
    ] as const) {
      const at = bytes.lastIndexOf(from)
      expect(at).toBeGreaterThan(0)
      bytes.write(to, at, 'latin1')
    }
    await writeFile(file, bytes)
    return sourceOf(file)
  }

  it.each([
    ['gpmd', 'meta', 'location'],
    ['camm', 'camm', 'location'],
    ['djmd', 'meta', 'location'],
    ['rtmd', 'meta', 'device'],
    ['mebx', 'meta', 'hidden-data'],
    ['tmcd', 'tmcd', 'time'],
    ['tx3g', 'sbtl', 'text'],
    ['zzzz', 'meta', 'hidden-data'],
  ])('names a track of %s', async (tag, handler, kind) => {
    const tools = toolsWith(await open())
    const { traces } = await inspectVideo(signal, requestOf(await withTrack(tag, handler)), tools, ignore)
    const field = tag === 'zzzz' ? 'stream 1' : `stream 1 ${tag}`
    expect(traces.filter((trace) => trace.field.startsWith('stream'))).toMatchObject([{ kind, field }])
    expect(isPositionTrack(field)).toBe(kind === 'location')
  })
})
