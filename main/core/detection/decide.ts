import type { PixelSize } from '../geometry/box.js'
import { crowdFeatures, crowdOf, openShares, ownFeatures } from './evidence.js'
import { FillMask } from './fill-mask.js'
import { mergePasses } from './merge.js'
import type { Pass } from './plan.js'
import type { Policy } from './policy.js'
import type { Candidate, PassProposals } from './proposal.js'
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

/**
 * Log-odds a candidate must exceed: more for large boxes, whose needless covering costs more of the picture, and more
 * where few other faces are, because a doubtful box among many faces usually is one. Smooth in both.
 */
export function requiredOdds(policy: Policy, heightPx: number, crowd: number): number {
  const alone = 1 / (1 + (crowd / policy.crowdSize) ** policy.crowdSteepness)
  const bySize = policy.oddsSmall + policy.oddsPerLogHeight * Math.log(Math.max(1, heightPx / policy.smallPx))
  return Math.min(policy.oddsMost + policy.oddsMostAlone * alone, bySize + policy.oddsAlone * alone)
}

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
      (odds > requiredOdds(policy, heightOf(box), crowd) && mask.coveredShare(box) < policy.explainedShare)
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
