import type { PixelSize } from '../geometry/box.js'
import { FillMask } from './fill-mask.js'
import type { Pass } from './plan.js'
import { hasLookedAt } from './hints.js'
import type { Candidate, PassProposals, PixelBox } from './proposal.js'
import { heightOf, overlapOf, smallerArea, widthOf } from './proposal.js'

/** Scores below this carry no information; a pass that saw nothing counts as this much. */
const floorScore = 0.002
/** Heights at which the network can answer, in pixels of what it sees. */
const visiblePx = { from: 7, to: 420 }
/** Log-heights outside the trained range count as its ends. */
const trainedLogHeight = { from: Math.log(6), to: Math.log(450) }

export const logit = (share: number): number => Math.log(share / (1 - share))
const evidenceOf = (score: number): number => logit(Math.min(0.9999, Math.max(floorScore, score)))

/** Height as the ranking sees it: natural logarithm of pixels of the picture, within the trained range. */
export function logHeight(box: PixelBox): number {
  return Math.min(trainedLogHeight.to, Math.max(trainedLogHeight.from, Math.log(heightOf(box))))
}

/**
 * What the passes say about one candidate, for the first ranking: the share of its fill that the certain faces leave
 * open, its best score, the second best and the mean over the passes in which a face of its size is visible at all,
 * the same against its height, and its shape. Nine numbers; the order is the table's.
 */
export function ownFeatures(
  candidate: Candidate,
  passes: readonly Pass[],
  resultOf: ReadonlyMap<number, PassProposals>,
  open: number,
): number[] {
  const height = heightOf(candidate.box)
  const seen: number[] = []
  for (const [index, pass] of passes.entries()) {
    const px = height * pass.scale
    const isVisible = pass.quarterTurns === 0 && px >= visiblePx.from && px <= visiblePx.to
    if (isVisible && (pass.hintedBelowPx === undefined || hasLookedAt(resultOf.get(index), candidate.box)))
      seen.push(evidenceOf(candidate.scores.get(index) ?? 0))
  }
  const top = evidenceOf(candidate.top)
  if (seen.length === 0) seen.push(top)
  seen.sort((a, b) => b - a)
  const second = seen[1] ?? top - 1.5
  const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length
  const size = logHeight(candidate.box)
  const shape = Math.log(widthOf(candidate.box) / height)
  return [open, top, second, mean, top * size, mean * size, size, size * size, shape]
}

/** A candidate with how likely it is by itself, 0–1. */
export interface Weighed {
  readonly box: PixelBox
  readonly share: number
}

/** Candidates less likely than this do not speak for others. */
const speaksFrom = 0.05
/** Standard deviation of log-height among faces that stand together, and reach in face heights. */
const likeSize = 0.6
const reachHeights = 5

/**
 * What the rest of the picture says: how many faces there are (squares of probabilities, so that a thousand doubtful
 * ones in a large picture do not make a crowd), how many of its size, how many of these near by, and how strongly an
 * overlapping one explains it. Four numbers; the order is the table's.
 */
export function crowdFeatures(candidate: PixelBox, others: readonly Weighed[]): number[] {
  const height = heightOf(candidate)
  const size = Math.log(height)
  let all = 0
  let alike = 0
  let near = 0
  let explained = 0
  for (const other of others) {
    if (other.box === candidate || other.share < speaksFrom) continue
    const shared = overlapOf(candidate, other.box) / smallerArea(candidate, other.box)
    if (shared > 0.1) {
      explained = Math.max(explained, other.share * shared)
      continue
    }
    const otherHeight = heightOf(other.box)
    const weight = other.share * other.share
    all += weight
    const steps = (Math.log(otherHeight) - size) / likeSize
    // Beyond three deviations the rest is below the table's precision.
    if (steps > 3 || steps < -3) continue
    const like = weight * Math.exp(-(steps * steps) / 2)
    alike += like
    const dx = (candidate.left + candidate.right - other.box.left - other.box.right) / 2
    const dy = (candidate.top + candidate.bottom - other.box.top - other.box.bottom) / 2
    const reach = reachHeights * Math.max(height, otherHeight)
    const distance = (dx * dx + dy * dy) / (reach * reach)
    if (distance < 9) near += like * Math.exp(-distance / 2)
  }
  return [Math.log1p(all), Math.log1p(alike), Math.log1p(near), explained]
}

/** Faces expected in the picture; counted like `crowdFeatures` does. */
export const crowdOf = (weighed: readonly Weighed[]): number =>
  weighed.reduce((sum, { share }) => sum + (share < speaksFrom ? 0 : share * share), 0)

/** Share of each candidate's fill that the fills of the certain ones leave open. */
export function openShares(size: PixelSize, candidates: readonly Candidate[], certain: readonly boolean[]): number[] {
  const mask = new FillMask(size)
  for (const [index, candidate] of candidates.entries()) if (certain[index]) mask.cover(candidate.box)
  return candidates.map((candidate) => mask.openShare(candidate.box))
}
