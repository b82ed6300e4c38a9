import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limitsSchema } from '../../../main/core/contract/requests.js'
import type { DetectedFace } from '../../../main/core/detection/types.js'
import type { Box } from '../../../main/core/geometry/box.js'
import type { VideoDecision } from '../../../main/core/review/decision.js'
import type { VideoCover } from '../../../main/core/video/ports.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import type { FrameDetector } from '../../../main/engine/video/frame-detector.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { previewVideo } from '../../../main/engine/video/preview-video.js'
import { makeClip, sourceOf } from './clips.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-decided-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const ignore = (): void => undefined
const cover: VideoCover = { color: { red: 250, green: 10, blue: 250 }, growShare: 0.3 }
const speaker: Box = { x: 0.1, y: 0.2, width: 0.15, height: 0.2 }
const listener: Box = { x: 0.7, y: 0.2, width: 0.15, height: 0.2 }
const certain = (box: Box): DetectedFace => ({ box, confidence: 0.9, uncertain: false })

/** Sees both all the time, and the speaker in the finished video too. */
const tool: FrameDetector = {
  propose: () => Promise.resolve([speaker, listener].map((box) => ({ box, score: 0.9 }))),
  detectRemaining: () => Promise.resolve([certain(speaker)]),
  close: () => Promise.resolve(),
}

async function redact(decide: (tracks: readonly { track: number; x: number }[]) => VideoDecision | undefined) {
  const source = await makeClip(path.join(folder, `clip-${Math.random()}`), { width: 320, height: 240 })
  const video = await openVideo(source, defaultVideoLimits, { detector: () => Promise.resolve(tool), threads: 1 })
  await video.detect(signal, 'balanced', ignore)
  const tracks = await video.tracks(signal)
  if (!tracks.ok) throw new Error('no tracks')
  const decision = decide(tracks.value.map(({ track, keyframes }) => ({ track, x: keyframes[0]?.box.x ?? 0 })))
  if (decision) await video.decide(signal, decision)
  const staged = path.join(folder, `staged-${Math.random()}`)
  await writeFile(staged, '')
  const target = { format: 'mp4', quality: 'standard' } as const
  const written = await video.write(signal, cover, target, staged, ignore)
  expect(written).toEqual({ ok: true, value: undefined })
  const examined = await video.examine(signal, cover, target, 'balanced', staged, ignore)
  await video.close()
  return { tracks: tracks.value, examined, isCovered: (box: Box, seconds: number) => isCovered(staged, box, seconds) }
}

async function isCovered(file: string, box: Box, seconds: number): Promise<boolean> {
  const order = { sidePx: 320, at: { unit: 'seconds', seconds }, limits: limitsSchema.parse({}) } as const
  const { jpeg, width, height } = await previewVideo(signal, await sourceOf(file), order, 1)
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
    const { examined, isCovered: covered } = await redact((tracks) => {
      const kept = tracks.find(({ x }) => x < 0.4)
      return { kind: 'video', keep: [{ track: kept?.track ?? -1, reason: 'consented' }], cover: [] }
    })
    expect(examined).toMatchObject({ ok: true, value: { evidence: { findings: [] }, remaining: [] } })
    expect(await covered(speaker, 0.2)).toBe(false)
    expect(await covered(listener, 0.2)).toBe(true)
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
