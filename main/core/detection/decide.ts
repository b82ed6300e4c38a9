import type { PixelSize } from '../geometry/box.js'
import { crowdFeatures, crowdOf, openShares, ownFeatures } from './evidence.js'
import { FillMask } from './fill-mask.js'
import { mergePasses } from './merge.js'
import type { Pass } from './plan.js'
import type { Policy } from './policy.js'
import type { Candidate, PassProposals, PixelBox } from './proposal.js'
import { heightOf, normalise } from './proposal.js'
import type { Ranking } from './ranking.js'
import { rank, sigmoid } from './ranking.js'
import type { DetectedFace } from './types.js'

/** The two trained networks: a candidate by itself, and with what the rest of the picture says. */
export interface RankingTable {
  readonly own: Ranking
  readonly withCrowd: Ranking
}

/** A candidate with all that is known of it. */
export interface Judged {
  readonly candidate: Candidate
  /** True where an anchor pass alone would keep it. */
  readonly certain: boolean
  /** Share of its fill that the certain faces leave open. */
  readonly open: number
  /** Features of the first ranking, and of the second; kept for training. */
  readonly own: readonly number[]
  readonly withCrowd: readonly number[]
  /** Log-odds of being a face. */
  readonly odds: number
}

/** The judged candidates of a picture and the faces expected in it. */
export interface Judgement {
  readonly judged: readonly Judged[]
  readonly crowd: number
}

/** Score from which an anchor pass alone decides. A later step may never drop such a box. */
const anchorScore = 0.25

/** Weighs every candidate, without deciding. */
export function judge(
  size: PixelSize,
  passes: readonly Pass[],
  proposals: readonly PassProposals[],
  table: RankingTable,
): Judgement {
  const candidates = mergePasses(proposals)
  const certain = candidates.map(({ scores }) =>
    [...scores].some(([pass, score]) => score >= anchorScore && (passes[pass]?.anchor ?? true)),
  )
  const open = openShares(size, candidates, certain)
  const resultOf = new Map(proposals.map((result) => [result.pass, result]))
  const own = candidates.map((candidate, index) => ownFeatures(candidate, passes, resultOf, open[index] ?? 0))
  const weighed = candidates.map(({ box }, index) => ({
    box,
    share: certain[index] ? 1 : sigmoid(rank(table.own, own[index] ?? [])),
  }))
  const speaking = weighed.filter(({ share }) => share >= 0.05)
  const judged = candidates.map((candidate, index) => {
    const features = [...(own[index] ?? []), ...crowdFeatures(candidate.box, speaking)]
    return {
      candidate,
      certain: certain[index] ?? false,
      open: open[index] ?? 0,
      own: own[index] ?? [],
      withCrowd: features,
      odds: rank(table.withCrowd, features),
    }
  })
  return { judged, crowd: crowdOf(weighed) }
}

/** How little of a crowd the faces of a picture are: 1 where there are none, falling smoothly to 0. */
export const alonenessOf = (policy: Policy, crowd: number): number =>
  1 / (1 + (crowd / policy.crowdSize) ** policy.crowdSteepness)

/**
 * Log-odds a candidate must exceed: more the more of the picture its needless covering would cost, and more where few
 * other faces are, because a doubtful box among many faces usually is one. Smooth in both.
 */
export function requiredOdds(policy: Policy, costPx: number, crowd: number): number {
  const alone = alonenessOf(policy, crowd)
  const bySize = policy.oddsSmall + policy.oddsPerLogCost * Math.log(Math.max(1, costPx / policy.smallPx))
  return Math.min(policy.oddsMost + policy.oddsMostAlone * alone, bySize + policy.oddsAlone * alone)
}

/**
 * What covering a box costs, as the height of a face that stands apart: the mean of its own height and of half the side
 * of the square that its fill would newly cover. Between faces covered already a doubtful box costs next to nothing.
 */
export const costOf = (box: PixelBox, covered: FillMask): number =>
  (heightOf(box) + Math.sqrt(covered.openArea(box)) / 2) / 2

/** Decides which candidates are covered; certain ones always are. */
export function decide(size: PixelSize, { judged, crowd }: Judgement, policy: Policy): DetectedFace[] {
  const mask = new FillMask(size)
  const faces: DetectedFace[] = []
  const order = [...judged].sort((a, b) => Number(b.certain) - Number(a.certain) || b.odds - a.odds)
  for (const { candidate, certain, odds } of order) {
    const { box, top } = candidate
    const keep =
      certain ||
      top >= policy.sureScore ||
      (odds > requiredOdds(policy, costOf(box, mask), crowd) && mask.coveredShare(box) < policy.explainedShare)
    if (!keep) continue
    mask.cover(box)
    faces.push({
      box: normalise(box, size),
      confidence: Math.max(top, sigmoid(odds)),
      uncertain: !certain && top < 0.25 && sigmoid(odds) < 0.5,
    })
  }
  return faces
}
