import fs from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { exportChoicesSchema } from '../../main/core/contract/bridge.js'
import { limitsSchema } from '../../main/core/contract/requests.js'
import { recognizable } from '../../main/core/review/kept-tracks.js'
import type { VideoDecision } from '../../main/core/review/decision.js'
import type { FoundTrack } from '../../main/core/review/found-media.js'
import { createEngine, ordinaryOptions } from '../../main/engine/create-engine.js'
import { sourceOf } from '../engine/video/clips.js'
import { testFolder } from '../support/folders.js'
import type { Role, Spot } from './people-clips.js'
import { actor, between, clipOf, clipSize, differenceAround, picturesOf } from './people-clips.js'

const engine = createEngine(ordinaryOptions())
afterAll(() => engine.close())

const { signal } = new AbortController()
const limits = limitsSchema.parse({})
const rate = 25

/** The speaker goes behind something, and a stranger comes out in her place. */
const frames = 91
const speakerTo = 80
const strangerFrom = 88
const speakerWalks = between([80, 270], [800, 270], 0, speakerTo - 1)
const strangerWalks = between([830, 275], [840, 275], strangerFrom, frames - 1)
const speakerAt = (frame: number): Spot | undefined => (frame < speakerTo ? speakerWalks(frame) : undefined)
const strangerAt = (frame: number): Spot | undefined => (frame >= strangerFrom ? strangerWalks(frame) : undefined)

async function makeScene(file: string): Promise<void> {
  const speaker = await actor(3, { left: 1000, top: 120, width: 400, height: 460 }, [0.47, 0.5], 160)
  const stranger = await actor(6, { left: 194, top: 400, width: 400, height: 460 }, [0.5, 0.5], 160)
  const roles: readonly Role[] = [
    { looks: () => speaker, way: speakerAt },
    { looks: () => stranger, way: strangerAt },
  ]
  await clipOf(file, frames, () => ({ wall: '#8d8a80', roles }))
}

/** Whether a track has a face in a place at the time of a frame. */
const isAt = ({ keyframes }: FoundTrack, frame: number, spot: Spot | undefined): boolean =>
  keyframes.some(({ seconds, box }) => {
    const across = (box.x + box.width / 2) * clipSize.width - (spot?.[0] ?? Infinity)
    return Math.abs(seconds * rate - frame) < 4 && Math.abs(across) < 60
  })

test(
  'a track that a person left visible is covered where it goes over to somebody else, and visible before',
  { timeout: 900_000 },
  async () => {
    const folder = testFolder()
    const clip = path.join(folder, 'clip.mp4')
    await makeScene(clip)
    const source = await sourceOf(clip)
    const found = await engine.find(signal, { source, thoroughness: 'balanced', limits }, () => undefined)
    if (!found.ok || found.value.kind !== 'video') throw new Error('nothing was found')
    const kept = found.value.tracks.filter((track) => track.confidence > 0.5 && isAt(track, 0, speakerAt(0)))
    // What the person decided about is one track, which begins as the speaker and ends as the stranger.
    expect(kept.map((track) => isAt(track, frames - 1, strangerAt(frames - 1)))).toEqual([true])
    const keep = kept.map(({ track }) => ({ track, reason: 'consented' as const }))
    const decision: VideoDecision = { kind: 'video', keep, cover: [] }
    const output = path.join(folder, 'out')
    fs.mkdirSync(output)
    const released = await engine.release(
      signal,
      {
        ...exportChoicesSchema.parse({}),
        ...{ output, limits, jobs: 1, thoroughness: 'balanced' },
        videosWithPhotoOptions: 'release-without',
        files: [{ source, decision: recognizable(decision, found.value, 'balanced') }],
      },
      () => undefined,
    )
    if (!released.ok) throw new Error(released.error.code)
    const [item] = [...released.value.items.values()]
    if (item?.state.status !== 'safe') throw new Error(JSON.stringify(item?.state))

    const [original, finished] = [await picturesOf(clip), await picturesOf(item.state.output)]
    const isVisible = (frame: number, spot: Spot | undefined): boolean =>
      spot !== undefined &&
      differenceAround(original[frame] ?? new Uint8Array(), finished[frame] ?? new Uint8Array(), spot) < 8
    const all = Array.from({ length: frames }, (_, frame) => frame)
    expect(all.filter((frame) => isVisible(frame, strangerAt(frame)))).toEqual([])
    // What may be the stranger is covered as somebody who was lost there: for over a second before, too.
    expect(all.filter((frame) => isVisible(frame, speakerAt(frame))).length).toBeGreaterThan(speakerTo / 2)
  },
)
