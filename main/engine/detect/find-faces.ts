import type { RankingTable } from '../../core/detection/decide.js'
import { alonenessOf, decide, judge } from '../../core/detection/decide.js'
import { detectionPlan } from '../../core/detection/plan.js'
import type { Policy } from '../../core/detection/policy.js'
import { policies } from '../../core/detection/policy.js'
import { rankingTable } from '../../core/detection/ranking-table.js'
import type { PassProposals, Proposal } from '../../core/detection/proposal.js'
import type { LoneLook } from '../../core/detection/second-looks.js'
import { loneLooks, peopleLook } from '../../core/detection/second-looks.js'
import { addLoneAnswers, coverHeads } from '../../core/detection/second-opinion.js'
import type { DetectedFace, Thoroughness } from '../../core/detection/types.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { RgbImage } from '../../core/ports.js'
import type { Network } from './network.js'
import { peopleScore } from './people-head.js'
import type { ScaledImages } from './run-passes.js'
import { proposalScore, runPasses } from './run-passes.js'

/** The product's own networks. */
export interface OwnNetworks {
  readonly faces: Network
  /** Finds people as a whole; absent where the manifest names no such network. */
  readonly people?: Network
}

/** All that the networks say of a picture, before any decision. */
export interface Sightings {
  /** What the passes of the plan proposed. */
  readonly planned: readonly PassProposals[]
  /** What each lone look answered, in the order of `loneLooks`. */
  readonly lone: readonly (readonly Proposal[])[]
  readonly people: readonly Proposal[]
}

/** Looks at a picture in every way its size and the thoroughness call for. */
export async function lookAt(
  signal: AbortSignal,
  networks: OwnNetworks,
  image: RgbImage,
  thoroughness: Thoroughness,
  onProgress?: (share: number) => void,
): Promise<Sightings> {
  const plan = detectionPlan(image, thoroughness)
  const { before, after } = loneLooks(image, thoroughness)
  const lone = [...before, ...after]
  const passes = [...plan, ...lone.map(({ pass }) => pass)]
  const atHand: ScaledImages = new Map([[1, image]])
  const results = await runPasses(signal, networks.faces, image, passes, proposalScore, onProgress, atHand)
  const pass = networks.people && peopleLook(image, thoroughness)
  const people =
    networks.people && pass
      ? await runPasses(signal, networks.people, image, [pass], peopleScore, undefined, atHand)
      : []
  const answersOf = (index: number): readonly Proposal[] =>
    results.find((result) => result.pass === plan.length + index)?.proposals ?? []
  return {
    planned: results.filter((result) => result.pass < plan.length),
    lone: lone.map((_, index) => answersOf(index)),
    people: people.flatMap(({ proposals }) => proposals),
  }
}

/** Where the line is drawn; benches draw it elsewhere. */
export interface Line {
  readonly table: RankingTable
  readonly policy: Policy
}

/** Decides what is covered: the ranking first, then what stands by itself. */
export function facesIn(
  image: PixelSize,
  sightings: Sightings,
  thoroughness: Thoroughness,
  line: Line = { table: rankingTable, policy: policies[thoroughness] },
): readonly DetectedFace[] {
  const judgement = judge(image, detectionPlan(image, thoroughness), sightings.planned, line.table)
  const { before, after } = loneLooks(image, thoroughness)
  const alone = alonenessOf(line.policy, judgement.crowd)
  const add = (faces: readonly DetectedFace[], looks: readonly LoneLook[], first: number): readonly DetectedFace[] =>
    looks.reduce(
      (known, look, index) => addLoneAnswers(image, known, look, sightings.lone[first + index] ?? [], alone),
      faces,
    )
  const ranked = add(decide(image, judgement, line.policy), before, 0)
  return add(coverHeads(image, ranked, judgement, sightings.people), after, before.length)
}
