import { describe, expect, it } from 'vitest'
import type { Box } from '../../../main/core/geometry/box.js'
import { areaOf, overlapArea } from '../../../main/core/geometry/box.js'
import { coverTracks } from '../../../main/core/video/tracking/cover-tracks.js'
import { followHeads, headOf } from '../../../main/core/video/tracking/follow-heads.js'
import type { FrameMotion } from '../../../main/core/video/tracking/motion.js'
import { firstFrame } from '../../../main/core/video/tracking/motion.js'
import { trackingPolicies } from '../../../main/core/video/tracking/policy.js'
import type { Observation } from '../../../main/core/video/tracking/track.js'
import type { FaceTrack } from '../../../main/core/video/tracking/track-faces.js'
import { trackPieces } from '../../../main/core/video/tracking/track-faces.js'

const policy = trackingPolicies.balanced
const aspect = 16 / 9
const shape = { aspect, framesPerSecond: 30, looksPerSecond: 30 }
const frameCount = 61
/** Somebody who stands, and the head of somebody who comes in from below. */
const standing: Box = { x: 0.4, y: 0.2, width: 0.1, height: 0.6 }
const fromBelow: Box = { x: 0.6, y: 0.8, width: 0.15, height: 0.2 }

const motionsOf = (dx = 0): FrameMotion[] =>
  Array.from({ length: frameCount }, (_, frame) => (frame === 0 ? firstFrame : { dx, dy: 0, isCut: false }))

/** Looks at every fifteenth frame. */
function follow(
  personAt: (frame: number) => readonly Observation[],
  coverAt: (frame: number) => readonly Box[] = () => [],
  motions = motionsOf(),
  visibleAt: (frame: number) => readonly Box[] = () => [],
): readonly FaceTrack[] {
  const peopleAt = (frame: number) => (frame % 15 === 0 ? personAt(frame) : undefined)
  return [...trackPieces(() => [], motions, shape, policy)].flatMap((piece) =>
    followHeads(piece, peopleAt, coverAt, motions, shape, visibleAt),
  )
}

describe('headOf', () => {
  it('takes the upper part of somebody who stands, and all of somebody cut off by the lower border', () => {
    const head = headOf(standing, aspect)
    expect(head).toMatchObject({ x: 0.4, y: 0.2, width: 0.1 })
    expect(head?.height).toBeCloseTo(0.8 * 0.1 * aspect)
    expect(headOf(fromBelow, aspect)).toEqual(fromBelow)
  })

  it('has none where the head is outside of the picture, or too small to be told from a crowd', () => {
    expect(headOf({ ...standing, y: 0 }, aspect)).toBeUndefined()
    expect(headOf({ x: 0.4, y: 0.2, width: 0.02, height: 0.1 }, aspect)).toBeUndefined()
  })

  it('never reaches beyond the person', () => {
    for (let width = 0.03; width < 0.9; width += 0.07)
      for (let height = 0.05; height < 0.9; height += 0.07) {
        const person = { x: 0.05, y: 0.05, width, height }
        const head = headOf(person, aspect)
        if (head) expect(overlapArea(head, person)).toBeCloseTo(areaOf(head))
      }
  })
})

describe('followHeads', () => {
  it('has the head of somebody without a face in every frame between two looks, moved with the camera', () => {
    const at = (frame: number): Box => ({ ...standing, x: 0.2 + frame * 0.005 })
    const motions = motionsOf(0.005)
    const tracks = follow((frame) => [{ box: at(frame), score: 0.7 }], undefined, motions)
    expect(tracks).toHaveLength(1)
    const covered = coverTracks(tracks, motions, shape, policy)
    for (let frame = 0; frame < frameCount; frame++) {
      const head = headOf(at(frame), aspect) ?? standing
      const isHidden = covered.faces[frame]?.some(({ box }) => overlapArea(box, head) >= 0.95 * areaOf(head))
      expect(isHidden, `frame ${frame}`).toBe(true)
    }
    expect(covered.lostAt).toEqual([])
    expect(covered.faces[30]?.every(({ uncertain }) => uncertain)).toBe(true)
  })

  it('covers nobody whose face is covered', () => {
    const face = { x: 0.42, y: 0.23, width: 0.05, height: 0.09 }
    const person = (): readonly Observation[] => [{ box: standing, score: 0.9 }]
    expect(follow(person, () => [face])).toEqual([])
    expect(follow(person, () => [{ ...face, y: 0.7 }])).toHaveLength(1)
  })

  it('leaves one person of each visible face alone, the one that fits, and nobody behind', () => {
    const behind: Box = { x: 0.385, y: 0.15, width: 0.08, height: 0.6 }
    const people = (): readonly Observation[] => [behind, standing].map((box) => ({ box, score: 0.9 }))
    const face = { x: 0.42, y: 0.23, width: 0.05, height: 0.09 }
    const tracks = follow(people, undefined, undefined, () => [face])
    expect(tracks).toHaveLength(1)
    expect(tracks[0]?.sightings[0]?.observation.box.x).toBeCloseTo(behind.x)
    const second = { x: 0.405, y: 0.18, width: 0.04, height: 0.06 }
    expect(follow(people, undefined, undefined, () => [face, second])).toEqual([])
    // A cover that lies on the visible person hides nobody else.
    expect(
      follow(
        people,
        () => [{ ...face, x: 0.46, width: 0.02 }],
        undefined,
        () => [face],
      ),
    ).toHaveLength(1)
  })

  it('takes over when the face is seen no longer', () => {
    const face = { x: 0.42, y: 0.23, width: 0.05, height: 0.09 }
    const [track] = follow(
      () => [{ box: standing, score: 0.9 }],
      (frame) => (frame < 30 ? [face] : []),
    )
    expect(track?.sightings[0]?.frame).toBe(30)
    expect(track?.sightings.at(-1)?.frame).toBe(60)
  })

  it('wants two doubtful looks or one that is sure', () => {
    const seenAt = (frames: readonly number[], score: number) =>
      follow((frame) => (frames.includes(frame) ? [{ box: standing, score }] : [])).length
    expect(seenAt([30], 0.62)).toBe(0)
    expect(seenAt([30, 45], 0.62)).toBe(1)
    expect(seenAt([30], 0.7)).toBe(1)
    expect(seenAt([0, 15, 30, 45, 60], 0.45)).toBe(0)
  })

  it('never follows anybody across a cut', () => {
    const motions = motionsOf().map((motion, frame) => (frame === 20 ? { ...motion, isCut: true } : motion))
    const tracks = follow(() => [{ box: standing, score: 0.7 }], undefined, motions)
    expect(tracks.map(({ scene }) => [scene.first, scene.last])).toEqual([
      [0, 19],
      [20, 60],
    ])
    for (const { scene, sightings } of tracks)
      expect(sightings.every(({ frame }) => frame >= scene.first && frame <= scene.last)).toBe(true)
  })

  it('has nothing to say where nobody looked for people', () => {
    const never = (): never => {
      throw new Error('asked for covers')
    }
    expect(followHeads({ first: 0, last: 60, tracks: [] }, () => undefined, never, motionsOf(), shape)).toEqual([])
  })
})
