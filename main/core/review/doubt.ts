import type { DetectedFace } from '../detection/types.js'
import { countHeadsLeft } from './bare-heads.js'
import type { FoundMedia } from './found-media.js'

/** From this many faces on a picture counts as crowded: there somebody is most easily overlooked. */
const crowd = 25

/** An uncertain face is covered, a bare head is not: it counts as much as two of them. */
const bareHeadWeight = 2

/**
 * How much a person should look at a file, 0 (nothing speaks against it) to 1. Heads that nothing covers count most, and
 * uncertain faces: each is either somebody who might have been missed or a patch that need not be. Then crowds, and people
 * lost in a video.
 */
export function doubtOf(found: FoundMedia): number {
  const uncertain =
    found.kind === 'picture' ? countUncertain(found.faces.flatMap(({ faces }) => faces)) : weakTracks(found)
  const faces = found.kind === 'picture' ? largestCrowd(found.faces) : found.tracks.length
  const lost = found.kind === 'video' ? found.reviewSeconds.length : 0
  const heads = found.kind === 'picture' ? countHeadsLeft(found, undefined) : 0
  if (faces + heads === 0) return 0
  return 0.6 * saturating(uncertain + lost + bareHeadWeight * heads, 3) + 0.3 * saturating(faces, crowd) + 0.1
}

const countUncertain = (faces: readonly DetectedFace[]): number => faces.filter(({ uncertain }) => uncertain).length
const weakTracks = ({ tracks }: Extract<FoundMedia, { kind: 'video' }>): number =>
  tracks.filter(({ uncertain }) => uncertain).length
const largestCrowd = (frames: Extract<FoundMedia, { kind: 'picture' }>['faces']): number =>
  Math.max(0, ...frames.map(({ faces }) => faces.length))

/** Rises from 0 towards 1, and is about two thirds at `scale`. */
const saturating = (value: number, scale: number): number => 1 - Math.exp(-value / scale)
