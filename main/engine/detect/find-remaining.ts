import { addedModelPlan, verificationPlan } from '../../core/detection/plan.js'
import type { Proposal } from '../../core/detection/proposal.js'
import { addScored, remainingFaces } from '../../core/detection/remaining.js'
import type { DetectedFace, Thoroughness } from '../../core/detection/types.js'
import type { RgbImage } from '../../core/ports.js'
import type { Network } from './network.js'
import { proposalScore, runPasses } from './run-passes.js'

/** What the models that the user added find beyond doubt. */
export async function askAdded(
  signal: AbortSignal,
  added: readonly Network[],
  image: RgbImage,
): Promise<readonly Proposal[]> {
  const found: Proposal[] = []
  for (const network of added) {
    const passes = addedModelPlan(
      image,
      network.fixedInput && Math.min(network.fixedInput.width, network.fixedInput.height),
    )
    for (const { proposals } of await runPasses(signal, network, image, passes, network.head.defaultScore))
      found.push(...proposals)
  }
  return found
}

/** The release gate's look at a finished picture: with the product's own network, configured differently, and all added ones. */
export async function findRemaining(
  signal: AbortSignal,
  own: Network,
  added: readonly Network[],
  image: RgbImage,
  thoroughness: Thoroughness,
): Promise<readonly DetectedFace[]> {
  const proposals = await runPasses(signal, own, image, verificationPlan(image, thoroughness), proposalScore)
  return addScored(image, remainingFaces(image, proposals), await askAdded(signal, added, image))
}
