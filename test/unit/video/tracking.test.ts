import { describe, expect, it } from 'vitest'
import type { Box } from '../../../main/core/geometry/box.js'
import { overlapArea, areaOf } from '../../../main/core/geometry/box.js'
import { coverTracks } from '../../../main/core/video/tracking/cover-tracks.js'
import type { FrameMotion } from '../../../main/core/video/tracking/motion.js'
import { firstFrame } from '../../../main/core/video/tracking/motion.js'
import { trackingPolicies } from '../../../main/core/video/tracking/policy.js'
import type { Observation } from '../../../main/core/video/tracking/track.js'
import { trackFaces } from '../../../main/core/video/tracking/track-faces.js'

const policy = trackingPolicies.balanced
const shape = { aspect: 16 / 9, framesPerSecond: 30, looksPerSecond: 30 }
const still: FrameMotion = { dx: 0, dy: 0, isCut: false }
const motionsOf = (count: number, motion: FrameMotion = still): FrameMotion[] =>
  Array.from({ length: count }, (_, frame) => (frame === 0 ? firstFrame : motion))
const faceAt = (x: number, y = 0.4): Box => ({ x, y, width: 0.05, height: 0.09 })
const seen = (box: Box, score = 0.8): Observation => ({ box, score })

function cover(frames: readonly (readonly Observation[] | undefined)[], motions: readonly FrameMotion[]) {
  const tracks = trackFaces((frame) => frames[frame], motions, shape, policy)
  return { tracks, ...coverTracks(tracks, motions, shape, policy) }
}

const isCovered = (faces: readonly { readonly box: Box }[], box: Box): boolean =>
  faces.some((face) => overlapArea(face.box, box) >= 0.95 * areaOf(box))

describe('following faces', () => {
  it('covers a walking face in every frame, also where it was not seen for a while', () => {
    const path = Array.from({ length: 60 }, (_, frame) => faceAt(0.2 + frame * 0.004))
    const frames = path.map((box, frame) => (frame > 20 && frame < 35 ? [] : [seen(box)]))
    const { tracks, faces } = cover(frames, motionsOf(60))
    expect(tracks).toHaveLength(1)
    path.forEach((box, frame) => expect(isCovered(faces[frame] ?? [], box), `frame ${frame}`).toBe(true))
  })

  it('keeps a face that flashes up in a single frame, and covers it before and after', () => {
    const frames = Array.from({ length: 40 }, (_, frame) => (frame === 20 ? [seen(faceAt(0.5), 0.4)] : []))
    const { faces } = cover(frames, motionsOf(40))
    for (let frame = 14; frame <= 26; frame++) expect(isCovered(faces[frame] ?? [], faceAt(0.5))).toBe(true)
    expect(faces[0]).toHaveLength(0)
  })

  it('does not cover a weak sighting that nothing repeats', () => {
    const frames = Array.from({ length: 40 }, (_, frame) => (frame === 20 ? [seen(faceAt(0.5), 0.1)] : []))
    expect(cover(frames, motionsOf(40)).tracks).toHaveLength(0)
  })

  it('covers a face that is seen weakly but steadily', () => {
    const frames = Array.from({ length: 40 }, () => [seen(faceAt(0.5), 0.06)])
    expect(cover(frames, motionsOf(40)).tracks).toHaveLength(1)
  })

  it('judges a weak face by the time in which it can have been seen: a short scene, or the way past the border', () => {
    const shown = (frames: number, first: number, box: Box): readonly (readonly Observation[])[] =>
      Array.from({ length: frames }, (_, frame) => (frame >= first && frame < first + 8 ? [seen(box, 0.03)] : []))
    const tracksOf = (frames: readonly (readonly Observation[])[], cuts: readonly number[] = []) => {
      const motions = motionsOf(frames.length).map((motion, frame) => ({
        ...motion,
        isCut: motion.isCut || cuts.includes(frame),
      }))
      return cover(frames, motions).tracks
    }
    expect(tracksOf(shown(8, 0, faceAt(0.5)))).toHaveLength(1)
    expect(tracksOf(shown(60, 20, faceAt(0.5)), [20, 28])).toHaveLength(1)
    expect(tracksOf(shown(60, 20, faceAt(0)))).toHaveLength(1)
    expect(tracksOf(shown(60, 52, faceAt(0.95)))).toHaveLength(1)
    // Who is in the middle of the picture could have been seen before and after.
    expect(tracksOf(shown(60, 20, faceAt(0.5)))).toHaveLength(0)
    expect(tracksOf(shown(60, 52, faceAt(0.5)))).toHaveLength(0)
    // One weak sighting alone proves nobody, wherever it is.
    expect(tracksOf(shown(60, 20, faceAt(0)).map((seenThere, frame) => (frame === 20 ? seenThere : [])))).toHaveLength(
      0,
    )
  })

  it('looks for a face over glimpses that are too coarse for it, as long as over full looks', () => {
    const glimpsed = { ...shape, looksPerSecond: 20, glimpsesPerSecond: 10 }
    const gap = Math.round(0.75 * 30)
    const frames = Array.from({ length: 60 + gap }, (_, frame) =>
      frame < 30 || frame >= 30 + gap ? [seen(faceAt(0.5), 0.3)] : [],
    )
    const motions = motionsOf(frames.length)
    expect(policy.gapSeconds * 30).toBeGreaterThan(gap)
    expect(trackFaces((frame) => frames[frame], motions, glimpsed, policy)).toHaveLength(1)
  })

  it('never reaches across a cut', () => {
    const motions = motionsOf(60).map((motion, frame) => (frame === 30 ? { ...motion, isCut: true } : motion))
    const frames = Array.from({ length: 60 }, (_, frame) => (frame < 30 ? [seen(faceAt(0.5))] : []))
    const { faces, lostAt } = cover(frames, motions)
    expect(faces[29]).not.toHaveLength(0)
    for (let frame = 30; frame < 60; frame++) expect(faces[frame]).toHaveLength(0)
    expect(lostAt).toHaveLength(0)
  })

  it('goes with the camera while a face is not seen', () => {
    const motion = { dx: 0.01, dy: 0, isCut: false }
    const path = Array.from({ length: 50 }, (_, frame) => faceAt(0.1 + frame * 0.01))
    const frames = path.map((box, frame) => (frame < 20 ? [seen(box)] : []))
    const { faces } = cover(frames, motionsOf(50, motion))
    for (let frame = 20; frame < 45; frame++) expect(isCovered(faces[frame] ?? [], path[frame] ?? faceAt(0))).toBe(true)
  })

  it('widens the cover and asks for a look where a face is lost in the middle of the picture', () => {
    const count = 40 + Math.ceil(policy.lostSeconds * 30)
    const frames = Array.from({ length: count }, (_, frame) => (frame < 30 ? [seen(faceAt(0.5))] : []))
    const { faces, lostAt } = cover(frames, motionsOf(count))
    expect(lostAt).toEqual([29])
    const widths = [31, 45, 60].map((frame) => faces[frame]?.[0]?.box.width ?? 0)
    expect(widths[1]).toBeGreaterThan(widths[0] ?? 1)
    expect(widths[2]).toBeGreaterThan(widths[1] ?? 1)
    expect(faces[29 + Math.ceil(policy.lostSeconds * 30) + 1]).toHaveLength(0)
  })

  it('stays where a face was last seen when it ends under another one, which is no reason to ask', () => {
    const frames = Array.from({ length: 80 }, (_, frame) => [
      seen(faceAt(0.5)),
      ...(frame < 30 ? [seen(faceAt(0.525), 0.5)] : []),
    ])
    const { tracks, faces, lostAt } = cover(frames, motionsOf(80))
    expect(tracks).toHaveLength(2)
    expect(lostAt).toHaveLength(0)
    for (let frame = 30; frame < 80; frame++) expect(isCovered(faces[frame] ?? [], faceAt(0.525))).toBe(true)
  })

  it('covers a face that the camera leaves and comes back to', () => {
    const move = (frame: number): number => (frame > 20 && frame <= 35 ? -0.03 : frame > 35 && frame <= 50 ? 0.03 : 0)
    const motions = motionsOf(70).map((motion, frame) => ({ ...motion, dx: move(frame) }))
    const frames = Array.from({ length: 70 }, (_, frame) => (frame <= 20 ? [seen(faceAt(0.2))] : []))
    const { faces } = cover(frames, motions)
    expect(faces[35]).toHaveLength(0)
    for (let frame = 50; frame < 70; frame++) expect(isCovered(faces[frame] ?? [], faceAt(0.2))).toBe(true)
  })

  it('is not led away by a wrong sighting after a long gap', () => {
    const elsewhere = faceAt(0.525, 0.42)
    const frames = Array.from({ length: 60 }, (_, frame) =>
      frame < 20 ? [seen(faceAt(0.5), 0.06)] : frame >= 40 ? [seen(elsewhere, 0.05)] : [],
    )
    const { faces } = cover(frames, motionsOf(60))
    for (let frame = 0; frame < 60; frame++)
      expect(isCovered(faces[frame] ?? [], frame < 40 ? faceAt(0.5) : elsewhere), `frame ${frame}`).toBe(true)
  })

  it('does not let noise beside a weakly seen face take its chain over', () => {
    const frames = Array.from({ length: 60 }, (_, frame) => {
      if (frame < 30) return [seen(faceAt(0.5), 0.06)]
      return frame < 35 ? [seen(faceAt(0.5 + 0.45 * 0.0506), 0.004)] : []
    })
    const { tracks } = cover(frames, motionsOf(60))
    expect(tracks).toHaveLength(1)
    expect(tracks[0]?.sightings).toHaveLength(30)
  })

  it('takes leaving through the border as an explanation', () => {
    const frames = Array.from({ length: 60 }, (_, frame) => {
      const x = 0.9 + frame * 0.005
      return x < 0.98 ? [seen(faceAt(x))] : []
    })
    expect(cover(frames, motionsOf(60)).lostAt).toHaveLength(0)
  })

  it('follows through frames that were not looked at', () => {
    const path = Array.from({ length: 120 }, (_, frame) => faceAt(0.2 + frame * 0.002))
    const frames = path.map((box, frame) => (frame % 8 === 0 ? [seen(box)] : undefined))
    const { tracks, faces } = cover(frames, motionsOf(120))
    expect(tracks).toHaveLength(1)
    path.slice(0, 113).forEach((box, frame) => expect(isCovered(faces[frame] ?? [], box), `frame ${frame}`).toBe(true))
  })

  it('keeps two people apart who stand side by side', () => {
    const frames = Array.from({ length: 30 }, () => [seen(faceAt(0.4)), seen(faceAt(0.47), 0.5)])
    const { tracks, faces } = cover(frames, motionsOf(30))
    expect(tracks).toHaveLength(2)
    for (const list of faces) expect(isCovered(list, faceAt(0.4)) && isCovered(list, faceAt(0.47))).toBe(true)
  })
})
