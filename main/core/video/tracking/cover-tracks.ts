import type { DetectedFace } from '../../detection/types.js'
import type { Box } from '../../geometry/box.js'
import { areaOf, clip, grow, overlapArea } from '../../geometry/box.js'
import type { FrameMotion } from './motion.js'
import type { TrackingPolicy } from './policy.js'
import type { FaceTrack, VideoShape } from './track-faces.js'

/** What is covered in every frame, and where a person should look. */
export interface VideoCoverage {
  readonly faces: readonly (readonly DetectedFace[])[]
  /** Frames at which a face was lost without a visible reason. */
  readonly lostAt: readonly number[]
}

/** One frame of a track's cover. */
interface Cover {
  readonly frame: number
  readonly box: Box
}

/** The largest box this long before and after gives the size of a cover: boxes shrink when a face turns or blurs. */
const sizeWindowSeconds = 0.13
/** Growth of the cover on each side for each second away from the nearest sighting, as a share of its size. */
const gapGrowth = 0.45
const lostGrowth = 0.6
/** A glimpse does not prove that somebody is there for longer than this many times its own length. */
const glimpseFactor = 6
/** No cover grows beyond this share on each side. */
const maxGrowth = 1.2
/** A track is surely a face from here on; if such a one is lost, a person should look. */
const reviewConfidence = 0.5

/** Covers every track in every frame of its life and around it, never across a cut. */
export function coverTracks(
  tracks: readonly FaceTrack[],
  motions: readonly FrameMotion[],
  shape: VideoShape,
  policy: TrackingPolicy,
): VideoCoverage {
  const faces: DetectedFace[][] = motions.map(() => [])
  const add = (frame: number, face: DetectedFace): void => void faces[frame]?.push(face)
  return { faces, lostAt: addCovers(tracks, steadyPositions(motions), shape, policy, add) }
}

/** Frames from a track's end that its cover may reach over. */
export const farthestReach = (shape: VideoShape, policy: TrackingPolicy): number =>
  Math.ceil(policy.lostSeconds * shape.framesPerSecond)

/**
 * Hands every cover of these tracks to `add`, and returns the frames at which a face was lost without a visible reason, in
 * order. Tracks that were followed apart from each other may be covered apart too.
 */
export function addCovers(
  tracks: readonly FaceTrack[],
  steady: SteadyPositions,
  shape: VideoShape,
  policy: TrackingPolicy,
  add: (frame: number, face: DetectedFace) => void,
): readonly number[] {
  const lives = tracks.map((track) => lifeOf(track, steady, shape.framesPerSecond))
  const lostAt = new Set<number>()
  tracks.forEach((track, index) => {
    const { confidence } = track
    const life = lives[index] ?? []
    const addAll = (covers: readonly Cover[], isSeen: boolean): void => {
      const uncertain = confidence < reviewConfidence || !isSeen
      for (const { frame, box } of covers) add(frame, { box, confidence, uncertain })
    }
    addAll(life, true)
    addAll(standingCovers(track, steady, shape.framesPerSecond), false)
    const seenFrames = (track.sightings.length * shape.framesPerSecond) / shape.looksPerSecond
    const most = Math.ceil(policy.paddingSeconds * shape.framesPerSecond) + glimpseFactor * seenFrames
    const reach = Math.min(farthestReach(shape, policy), most)
    for (const step of [-1, 1] as const) {
      const end = step < 0 ? life[0] : life[life.length - 1]
      if (!end) continue
      const covers = beyond(end, step, reach, track, steady, shape.framesPerSecond)
      addAll(covers, false)
      const mayBeLost = confidence >= reviewConfidence && covers.length > 0
      if (mayBeLost && !explained(end, track, lives)) lostAt.add(end.frame)
    }
  })
  return [...lostAt].sort((a, b) => a - b)
}

interface Position {
  readonly x: number
  readonly y: number
}

/** How far the picture has moved since the first frame, for each frame. */
export type SteadyPositions = readonly Position[]

export function steadyPositions(motions: readonly FrameMotion[]): SteadyPositions {
  let x = 0
  let y = 0
  return motions.map(({ dx, dy }) => ({ x: (x += dx), y: (y += dy) }))
}

const moved = (box: Box, from: Position | undefined, to: Position | undefined): Box => ({
  ...box,
  x: box.x + (to?.x ?? 0) - (from?.x ?? 0),
  y: box.y + (to?.y ?? 0) - (from?.y ?? 0),
})

/** The cover from the first to the last sighting: as large as the largest box nearby, interpolated where nothing was seen. */
function lifeOf({ sightings }: FaceTrack, steady: SteadyPositions, rate: number): readonly Cover[] {
  const window = Math.max(1, Math.round(sizeWindowSeconds * rate))
  const widened = sightings.map(({ frame, observation: { box } }, index) => {
    let { width, height } = box
    for (let near = index - window; near <= index + window; near++) {
      const other = sightings[near]
      if (!other || Math.abs(other.frame - frame) > window) continue
      width = Math.max(width, other.observation.box.width)
      height = Math.max(height, other.observation.box.height)
    }
    return { frame, box: resized(box, width, height) }
  })
  return widened.flatMap((cover, index) => {
    const next = widened[index + 1]
    return next ? [cover, ...between(cover, next, steady, rate)] : [cover]
  })
}

const resized = (box: Box, width: number, height: number): Box => ({
  x: box.x - (width - box.width) / 2,
  y: box.y - (height - box.height) / 2,
  width,
  height,
})

function between(from: Cover, to: Cover, steady: SteadyPositions, rate: number): Cover[] {
  const covers: Cover[] = []
  for (let frame = from.frame + 1; frame < to.frame; frame++) {
    const share = (frame - from.frame) / (to.frame - from.frame)
    const a = moved(from.box, steady[from.frame], steady[frame])
    const b = moved(to.box, steady[to.frame], steady[frame])
    const mix = (one: number, other: number): number => one + (other - one) * share
    const width = Math.max(a.width, b.width)
    const height = Math.max(a.height, b.height)
    const middle = { x: mix(a.x + a.width / 2, b.x + b.width / 2), y: mix(a.y + a.height / 2, b.y + b.height / 2) }
    const away = Math.min(frame - from.frame, to.frame - frame)
    const box = { x: middle.x - width / 2, y: middle.y - height / 2, width, height }
    covers.push({ frame, box: grow(box, Math.min(maxGrowth, (away / rate) * gapGrowth)) })
  }
  return covers
}

/** In gaps longer than this nobody knows when the face moved on. */
const standingGapSeconds = 0.3

/**
 * In a long gap the face may as well have stayed where it was last seen, or have been where it is seen next all the
 * time, and a wrong sighting at either end would lead the interpolated cover astray: both places are covered too.
 */
function standingCovers({ sightings }: FaceTrack, steady: SteadyPositions, rate: number): readonly Cover[] {
  const covers: Cover[] = []
  sightings.forEach(({ frame: from, observation: { box } }, index) => {
    const next = sightings[index + 1]
    if (!next || next.frame - from <= standingGapSeconds * rate) return
    for (let frame = from + 1; frame < next.frame; frame++) {
      covers.push({ frame, box: moved(box, steady[from], steady[frame]) })
      covers.push({ frame, box: moved(next.observation.box, steady[next.frame], steady[frame]) })
    }
  })
  return covers
}

/** The cover before or after a track's life: it goes with the camera and grows. */
function beyond(
  end: Cover,
  step: -1 | 1,
  reach: number,
  track: FaceTrack,
  steady: SteadyPositions,
  rate: number,
): Cover[] {
  const covers: Cover[] = []
  for (let away = 1; away <= reach; away++) {
    const frame = end.frame + step * away
    if (frame < track.scene.first || frame > track.scene.last) break
    const box = grow(moved(end.box, steady[end.frame], steady[frame]), Math.min(maxGrowth, (away / rate) * lostGrowth))
    if (clip(box)) covers.push({ frame, box })
  }
  return covers
}

/** Share of a box that must lie outside the picture or under another track to explain why it is not seen any more. */
const explainedShare = 0.25

/** A track may end at a cut, at the picture's border, or behind another track. */
function explained(end: Cover, track: FaceTrack, lives: readonly (readonly Cover[])[]): boolean {
  const { frame, box } = end
  if (frame === track.scene.first || frame === track.scene.last) return true
  const inside = clip(grow(box, 0.1))
  if (!inside || areaOf(inside) < areaOf(grow(box, 0.1)) * (1 - explainedShare / 2)) return true
  return lives.some((life) => {
    const first = life[0]?.frame ?? 0
    const cover = life[frame - first]
    return cover !== undefined && cover !== end && overlapArea(cover.box, box) > explainedShare * areaOf(box)
  })
}
