import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limitsSchema } from '../../../main/core/contract/requests.js'
import type { DetectedFace } from '../../../main/core/detection/types.js'
import type { Box } from '../../../main/core/geometry/box.js'
import { failed } from '../../../main/core/job/reasons.js'
import type { VideoDecision } from '../../../main/core/review/decision.js'
import type { FoundTrack } from '../../../main/core/review/found-media.js'
import type { VideoCover } from '../../../main/core/video/ports.js'
import type { FaceIdentifier } from '../../../main/core/ports.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import { MediaFailure } from '../../../main/engine/image/media-failure.js'
import type { FrameDetector } from '../../../main/engine/video/frame-detector.js'
import { decodeFrames, openStream } from '../../../main/engine/video/decode-frames.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { openVideoFile } from '../../../main/engine/video/open-input.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { previewVideo } from '../../../main/engine/video/preview-video.js'
import { makeClip, sourceOf } from './clips.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-decided-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const codec = () => Promise.resolve(nodeAvCodec)
const ignore = (): void => undefined
const cover: VideoCover = { color: { red: 250, green: 10, blue: 250 }, growShare: 0.3 }
const speaker: Box = { x: 0.1, y: 0.2, width: 0.15, height: 0.2 }
const listener: Box = { x: 0.7, y: 0.2, width: 0.15, height: 0.2 }
const certain = (box: Box): DetectedFace => ({ box, confidence: 0.9, uncertain: false })

/** Sees both all the time, and in the finished video the speaker and whoever else is told. */
const seeing = (...others: readonly Box[]): FrameDetector => ({
  propose: () => Promise.resolve([speaker, listener].map((box) => ({ box, score: 0.9 }))),
  detectRemaining: () => Promise.resolve([speaker, ...others].map(certain)),
  close: () => Promise.resolve(),
})

/** Cannot tell what any of them looks like: the faces are drawn on by the test alone. */
const tellingNothing: FaceIdentifier = { describe: (_, __, boxes) => Promise.resolve(boxes.map(() => undefined)) }

type Decide = (tracks: readonly (FoundTrack & { readonly x: number })[]) => VideoDecision | undefined

/** Leaves the one on the left visible. */
const keepSpeaker: Decide = (tracks) => {
  const kept = tracks.find(({ x }) => x < 0.4)
  const keyframes = kept?.keyframes.map((keyframe) => ({ ...keyframe }))
  return { kind: 'video', keep: [{ track: kept?.track ?? 0, reason: 'consented', keyframes }], cover: [] }
}

async function redact(decide: Decide, tool: FrameDetector = seeing(), isExaminedFirst = false) {
  const source = await makeClip(path.join(folder, `clip-${Math.random()}`), { width: 320, height: 240 })
  const video = await openVideo(source, defaultVideoLimits, {
    codec,
    detector: () => Promise.resolve(tool),
    identifier: () => Promise.resolve(tellingNothing),
    threads: 1,
  })
  await video.detect(signal, 'balanced', ignore)
  const tracks = await video.tracks(signal)
  if (!tracks.ok) throw new Error('no tracks')
  const decision = decide(tracks.value.map((track) => ({ ...track, x: track.keyframes[0]?.box.x ?? 0 })))
  const decided = decision ? await video.decide(signal, decision) : undefined
  const staged = path.join(folder, `staged-${Math.random()}`)
  await writeFile(staged, '')
  const target = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false } as const
  if (isExaminedFirst) {
    await video.write(signal, cover, target, staged, ignore)
    await video.examine(signal, cover, target, 'balanced', staged, ignore)
  }
  const written = await video.write(signal, cover, target, staged, ignore)
  expect(written).toEqual({ ok: true, value: undefined })
  const examined = await video.examine(signal, cover, target, 'balanced', staged, ignore)
  const posterPath = `${staged}.jpg`
  await writeFile(posterPath, '')
  const poster = await video.poster(signal, target, 'balanced', staged, posterPath)
  await video.close()
  return {
    decided,
    poster,
    tracks: tracks.value,
    examined,
    isCovered: (box: Box, seconds: number) => isCovered(staged, box, seconds),
  }
}

async function isCovered(file: string, box: Box, seconds: number): Promise<boolean> {
  const order = { sidePx: 320, at: { unit: 'seconds', seconds }, limits: limitsSchema.parse({}) } as const
  const { jpeg, width, height } = await previewVideo(signal, await sourceOf(file), order, { codec, threads: 1 })
  const left = Math.round((box.x + box.width / 2) * width) - 4
  const top = Math.round((box.y + box.height / 2) * height) - 4
  const pixels = await sharp(jpeg).extract({ left, top, width: 8, height: 8 }).raw().toBuffer()
  const mean = (channel: number): number =>
    pixels.filter((_, at) => at % 3 === channel).reduce((sum, value) => sum + value, 0) / (pixels.length / 3)
  return mean(0) > 220 && mean(1) < 40 && mean(2) > 220
}

describe('a decision on a video', () => {
  it('covers everybody where nobody decided', async () => {
    const { examined, isCovered: covered } = await redact(() => undefined)
    expect(examined).toMatchObject({ ok: true, value: { evidence: { findings: [] } } })
    expect(await covered(speaker, 0.2)).toBe(true)
    expect(await covered(listener, 0.2)).toBe(true)
  })

  it('leaves a kept track visible, to the release gate too, and covers the others', async () => {
    const { decided, examined, poster, isCovered: covered } = await redact(keepSpeaker)
    expect(decided).toMatchObject({
      ok: true,
      value: { covered: 1, people: { kept: [{ frame: 0, reason: 'consented' }] } },
    })
    expect(examined).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
    expect(poster).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
    expect(await covered(speaker, 0.2)).toBe(false)
    expect(await covered(listener, 0.2)).toBe(true)
  })

  it('covers everybody where a track is kept by its number alone', async () => {
    const { isCovered: covered } = await redact((tracks) => ({
      kind: 'video',
      keep: tracks.map(({ track }) => ({ track, reason: 'consented' })),
      cover: [],
    }))
    expect(await covered(speaker, 0.2)).toBe(true)
    expect(await covered(listener, 0.2)).toBe(true)
  })

  it('fails, and shows nobody, where those who stay visible cannot be looked at again', async () => {
    const source = await makeClip(path.join(folder, `clip-${Math.random()}`), { width: 320, height: 240 })
    const tools = { codec, detector: () => Promise.resolve(seeing()), threads: 1 }
    const without = new MediaFailure(failed({ code: 'internal', detail: 'identifier: model-missing' }))
    const video = await openVideo(source, defaultVideoLimits, { ...tools, identifier: () => Promise.reject(without) })
    await video.detect(signal, 'balanced', ignore)
    const tracks = await video.tracks(signal)
    if (!tracks.ok) throw new Error('no tracks')
    const decision = keepSpeaker(tracks.value.map((track) => ({ ...track, x: track.keyframes[0]?.box.x ?? 0 })))
    if (!decision) throw new Error('nobody is kept')
    expect(await video.decide(signal, decision)).toEqual({ ok: false, error: without.failure })
    const staged = path.join(folder, `staged-${Math.random()}`)
    await writeFile(staged, '')
    const target = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false } as const
    await video.write(signal, cover, target, staged, ignore)
    await video.close()
    expect(await isCovered(staged, speaker, 0.2)).toBe(true)
  })

  it('covers a stranger whom the release gate sees beside a kept person', async () => {
    // Far enough into the place that covers of the kept person would have: their padding hid a stranger there.
    const stranger: Box = { ...speaker, x: speaker.x + 0.12 }
    const first = await redact(keepSpeaker, seeing(stranger))
    // The gate looks at the first and at the last moment of a kept person, whatever the sampling is.
    const remaining = [0, 11].map((frame) => ({ frame, box: stranger }))
    expect(first.examined).toMatchObject({ ok: true, value: { remaining } })
    const again = await redact(keepSpeaker, seeing(stranger), true)
    expect(await again.isCovered(stranger, 0)).toBe(true)
    expect(again.examined).toMatchObject({ ok: true, value: { remaining: [] } })
  })

  it('takes a face for covered only when nearly all of it lies under covers', async () => {
    // The cover reaches a little over a quarter of the width beyond the listener: two thirds of this one are under it.
    const behind: Box = { ...listener, x: listener.x - 0.095 }
    const { examined } = await redact(() => undefined, seeing(behind))
    expect(examined).toMatchObject({ ok: true, value: { remaining: [{ box: behind }] } })
  })

  it('covers what was drawn over a span, moving between its keyframes, and nothing after it', async () => {
    const at = (x: number): Box => ({ x, y: 0.7, width: 0.1, height: 0.15 })
    const { isCovered: covered } = await redact(() => ({
      kind: 'video',
      keep: [],
      cover: [
        {
          fromSeconds: 0,
          toSeconds: 0.3,
          keyframes: [
            { seconds: 0, box: at(0.1) },
            { seconds: 0.3, box: at(0.7) },
          ],
        },
      ],
    }))
    expect(await covered(at(0.1), 0)).toBe(true)
    expect(await covered(at(0.7), 0.28)).toBe(true)
    expect(await covered(at(0.1), 0.28)).toBe(false)
    expect(await covered(at(0.7), 0.44)).toBe(false)
  })
})

describe('a preview of a video', () => {
  /** Brighter from frame to frame. */
  const planesAt = (index: number): Buffer => {
    const planes = Buffer.alloc((96 * 64 * 3) / 2, 128)
    planes.fill(40 + index * 15, 0, 96 * 64)
    return planes
  }

  it.each(['mpegts', 'avi', 'mp4', 'matroska'] as const)(
    'shows the frame that the find saw at that moment: %s whose clock begins late',
    async (container) => {
      const timesMs = Array.from({ length: 12 }, (_, index) => 400 + index * 40)
      const encoder = container === 'avi' ? 'mpeg4' : 'libx264'
      const file = path.join(folder, `late-${container}`)
      const source = await makeClip(file, { container, encoder, timesMs, planesAt })
      const opened = await openVideoFile(source, defaultVideoLimits)
      const stream = await openStream(nodeAvCodec, opened, defaultVideoLimits)
      const { num, den } = stream.stream.timeBase
      const seconds: number[] = []
      for await (const { ticks } of decodeFrames(signal, stream, { limits: defaultVideoLimits, threads: 1 }))
        seconds.push((Number(ticks) * num) / den)
      await stream.close()
      await opened.handle.close()
      for (const index of [1, 7]) {
        const at = { unit: 'seconds', seconds: (seconds[index] ?? 0) + 0.01 } as const
        const order = { sidePx: 96, at, limits: limitsSchema.parse({}) }
        const { jpeg } = await previewVideo(signal, source, order, { codec, threads: 1 })
        const { channels } = await sharp(jpeg).stats()
        // Full range from the video's limited one.
        const expected = ((40 + index * 15 - 16) * 255) / 219
        expect(Math.abs((channels[0]?.mean ?? 0) - expected), `frame ${index}`).toBeLessThan(8)
      }
    },
  )
})
