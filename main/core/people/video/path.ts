import type { Box } from '../../geometry/box.js'
import { iou } from '../../geometry/box.js'
import type { FaceTrack } from '../../video/tracking/track-faces.js'
import type { KeepTrackPolicy } from './policy.js'

/** One sighting of a track, in its frame and at its time. */
export interface PathPoint {
  readonly frame: number
  readonly seconds: number
  readonly box: Box
  /** The network's own score, 0–1. */
  readonly score: number
}

/** A track with the times of its sightings, in order. */
export type Path = readonly PathPoint[]

export const pathOf = ({ sightings }: FaceTrack, secondsAt: (frame: number) => number): Path =>
  sightings.map(({ frame, observation: { box, score } }) => ({ frame, seconds: secondsAt(frame), box, score }))

/** Less than the clock of any video. */
const sameSeconds = 1e-6

type Moments = readonly { readonly seconds: number; readonly box: Box }[]

/** Index of the first entry that is not earlier. */
function indexAt(path: Moments, seconds: number): number {
  let low = 0
  let high = path.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((path[middle]?.seconds ?? 0) < seconds - sameSeconds) low = middle + 1
    else high = middle
  }
  return low
}

/** Where the face is at a moment, moving evenly; undefined where it was not seen within `gapSeconds` around it. */
export function placeAt(path: Moments, seconds: number, gapSeconds: number): Box | undefined {
  const at = indexAt(path, seconds)
  const next = path[at]
  if (!next) return undefined
  if (next.seconds <= seconds + sameSeconds) return next.box
  const last = path[at - 1]
  if (!last || next.seconds - last.seconds > gapSeconds) return undefined
  const share = (seconds - last.seconds) / (next.seconds - last.seconds)
  const mix = (a: number, b: number): number => a + (b - a) * share
  return {
    x: mix(last.box.x, next.box.x),
    y: mix(last.box.y, next.box.y),
    width: mix(last.box.width, next.box.width),
    height: mix(last.box.height, next.box.height),
  }
}

/** Where the face may be at a moment: as `placeAt`, over gaps of any length, and where it stood shortly before and after its life. */
export function placeAround(path: Moments, seconds: number, reachSeconds: number): Box | undefined {
  const [first, last] = [path[0], path.at(-1)]
  if (!first || !last || seconds < first.seconds - reachSeconds || seconds > last.seconds + reachSeconds)
    return undefined
  if (seconds <= first.seconds) return first.box
  return seconds >= last.seconds ? last.box : placeAt(path, seconds, Number.POSITIVE_INFINITY)
}

/**
 * For each entry whether the track got there steadily: plainly seen, shortly before as well, and in the place where it
 * was then or where its last step leads. The first entry is never steady.
 */
export function steadySteps(path: Path, policy: KeepTrackPolicy): readonly boolean[] {
  return path.map((point, index) => {
    const last = path[index - 1]
    if (!last || Math.min(point.score, last.score) < policy.leastScore) return false
    const seconds = point.seconds - last.seconds
    if (seconds > policy.maxGapSeconds) return false
    const before = path[index - 2]
    const isMoving = before !== undefined && last.seconds - before.seconds <= policy.maxGapSeconds
    const led = isMoving ? extended(before, last, seconds / (last.seconds - before.seconds)) : last.box
    return Math.max(iou(point.box, last.box), iou(point.box, led)) >= policy.leastStepIou
  })
}

const extended = (from: PathPoint, to: PathPoint, share: number): Box => ({
  ...to.box,
  x: to.box.x + (to.box.x - from.box.x) * share,
  y: to.box.y + (to.box.y - from.box.y) * share,
})
