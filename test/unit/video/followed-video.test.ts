import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverTracks } from '../../../main/core/video/tracking/cover-tracks.js'
import { FollowedVideo } from '../../../main/core/video/tracking/followed-video.js'
import type { FrameMotion } from '../../../main/core/video/tracking/motion.js'
import { firstFrame } from '../../../main/core/video/tracking/motion.js'
import { trackingPolicies } from '../../../main/core/video/tracking/policy.js'
import type { Observation } from '../../../main/core/video/tracking/track.js'
import type { FaceTrack } from '../../../main/core/video/tracking/track-faces.js'
import { trackFaces } from '../../../main/core/video/tracking/track-faces.js'

const policy = trackingPolicies.balanced
const shape = { aspect: 16 / 9, framesPerSecond: 30, looksPerSecond: 30 }
const all = (tracks: readonly FaceTrack[]): readonly FaceTrack[] => tracks

interface Clip {
  readonly frames: readonly (readonly Observation[] | undefined)[]
  readonly motions: readonly FrameMotion[]
}

const follow = ({ frames, motions }: Clip, choose = all, onPiece = (): void => undefined): FollowedVideo =>
  new FollowedVideo((frame) => frames[frame], motions, shape, policy, choose, onPiece)

/** As the record of a video keeps them: 32-bit numbers. */
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.float({ min: Math.fround(min), max: Math.fround(max), noNaN: true })

const observation: fc.Arbitrary<Observation> = fc
  .tuple(number(-0.1, 1), number(-0.1, 1), number(0.02, 0.2), number(0.03, 0.3), number(0.003, 1))
  .map(([x, y, width, height, score]) => ({ box: { x, y, width, height }, score }))

const clip: fc.Arbitrary<Clip> = fc
  .array(
    fc.record({
      seen: fc.option(fc.array(observation, { maxLength: 6 }), { nil: undefined, freq: 8 }),
      dx: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      isCut: fc.nat(12).map((value) => value === 0),
    }),
    { minLength: 1, maxLength: 90 },
  )
  .map((frames) => ({
    frames: frames.map(({ seen }) => seen),
    motions: frames.map(({ dx, isCut }, index) => (index === 0 ? firstFrame : { dx, dy: 0, isCut })),
  }))

/** Somebody walks through a scene so long that it is followed in several pieces, unseen around their joints. */
function longClip(count: number): Clip {
  const walker = (frame: number): Observation => ({
    box: { x: Math.fround(0.2 + 0.5 * (frame / count)), y: 0.5, width: 0.0625, height: 0.125 },
    score: 0.75,
  })
  return {
    frames: Array.from({ length: count }, (_, frame) => (frame % 1_800 < 5 ? [] : [walker(frame)])),
    motions: Array.from({ length: count }, (_, frame) => (frame === 0 ? firstFrame : { dx: 0, dy: 0, isCut: false })),
  }
}

function expectSame(video: Clip, order: readonly number[]): void {
  const { frames, motions } = video
  const tracks = trackFaces((frame) => frames[frame], motions, shape, policy)
  const { faces, lostAt } = coverTracks(tracks, motions, shape, policy)
  const followed = follow(video)
  expect(followed.count).toBe(tracks.length)
  expect(followed.countBelow(0.5)).toBe(tracks.filter(({ confidence }) => confidence < 0.5).length)
  expect([...followed.tracks()]).toEqual(tracks)
  expect(followed.lostAt).toEqual(lostAt)
  for (const frame of order) expect(followed.facesAt(frame), `frame ${String(frame)}`).toEqual(faces[frame] ?? [])
}

describe('FollowedVideo', () => {
  it('covers in each frame what following and covering the whole video at once covers, in any order', () => {
    fc.assert(
      fc.property(clip, fc.infiniteStream(fc.nat(89)), (video, jumps) => {
        const { length } = video.frames
        const ordered = video.frames.map((_, frame) => frame)
        expectSame(video, [...ordered, ...[...jumps.take(10)].map((jump) => jump % length)])
      }),
      { numRuns: 60 },
    )
  })

  it('reaches over the joints of a scene that is followed in pieces', () => {
    const video = longClip(5_400)
    const joints = [1_800, 3_600].flatMap((joint) => Array.from({ length: 240 }, (_, index) => joint - 120 + index))
    expectSame(video, joints)
    const followed = follow(video)
    expect(followed.count).toBe(3)
    for (const frame of [1_800, 1_804, 3_600, 3_604]) expect(followed.facesAt(frame).length).toBeGreaterThan(0)
  })

  it('tells of every piece, so that nobody takes it for dead', () => {
    let pieces = 0
    follow(longClip(5_400), all, () => pieces++)
    expect(pieces).toBe(3)
  })

  it('covers and counts only the chosen tracks, and still knows the others', () => {
    const followed = follow(longClip(200), () => [])
    expect([...followed.tracks()]).toHaveLength(1)
    expect(followed.count).toBe(0)
    expect(followed.countBelow(1)).toBe(0)
    expect(followed.facesAt(100)).toEqual([])
    expect(followed.lostAt).toEqual([])
  })

  it('counts once whoever is covered before and after', () => {
    const beside = (tracks: readonly FaceTrack[]): readonly FaceTrack[] =>
      tracks.flatMap((track) => [
        { ...track, sightings: track.sightings.slice(0, 50) },
        { ...track, sightings: track.sightings.slice(120) },
      ])
    expect(follow(longClip(200), beside).count).toBe(1)
  })

  it('covers whoever stands behind a person who stays visible, but not that person', () => {
    const { motions } = longClip(90)
    const face: Observation = { box: { x: 0.4375, y: 0.25, width: 0.0625, height: 0.125 }, score: 0.75 }
    const front = { x: 0.375, y: 0.1875, width: 0.1875, height: 0.75 }
    const behind = { x: 0.4, y: 0.12, width: 0.14, height: 0.6 }
    const people = [behind, front].map((box) => ({ box, score: 0.9 }))
    // The visible one is not seen all the time.
    const seen = (frame: number): readonly Observation[] => (frame % 7 === 0 ? [] : [face])
    const isFace = ({ sightings: [first] }: FaceTrack): boolean => first?.observation.score === face.score
    const followedWith = (choose: (tracks: readonly FaceTrack[]) => readonly FaceTrack[]) =>
      new FollowedVideo(
        seen,
        motions,
        shape,
        policy,
        choose,
        () => undefined,
        (frame) => (frame % 15 === 0 ? people : undefined),
      )
    expect([...followedWith(all).tracks()]).toHaveLength(1)
    const followed = followedWith((tracks) => tracks.filter((one) => !isFace(one)))
    expect([...followed.tracks()].filter(isFace)).toHaveLength(1)
    const covers = followed.facesAt(40)
    expect(covers).toHaveLength(1)
    expect(covers[0]?.box.y).toBeLessThan(0.13)
  })
})
