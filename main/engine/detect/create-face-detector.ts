import type { ModelError } from '../../core/contract/engine.js'
import { decide, judge } from '../../core/detection/decide.js'
import { addedModelPlan, detectionPlan, verificationPlan } from '../../core/detection/plan.js'
import { policies } from '../../core/detection/policy.js'
import { rankingTable } from '../../core/detection/ranking-table.js'
import { addScored, remainingFaces } from '../../core/detection/remaining.js'
import type { Proposal } from '../../core/detection/proposal.js'
import type { DetectedFace } from '../../core/detection/types.js'
import type { FaceDetector, RgbImage } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { heads } from './heads/heads.js'
import type { ModelFolders, VerifiedModel } from './model-files.js'
import { readModels } from './model-files.js'
import type { Network } from './network.js'
import { networkOf, openSession } from './network.js'
import { proposalScore, runPasses } from './run-passes.js'

export interface DetectorOptions extends ModelFolders {
  /** Processor threads that one picture may use. */
  readonly threads: number
}

/** Loads every model in use after comparing its SHA-256; without all of them there is no detector. */
export async function createFaceDetector(options: DetectorOptions): Promise<Result<FaceDetector, ModelError>> {
  const models = await readModels(options)
  if (!models.ok) return models
  const networks: Network[] = []
  for (const model of models.value) {
    const network = await load(model, options.threads)
    if (!network.ok) {
      await Promise.all(networks.map((loaded) => loaded.release()))
      return network
    }
    networks.push(network.value)
  }
  const [own, ...added] = networks
  return own ? ok(detectorOf(own, added)) : err({ code: 'model-missing', file: 'manifest.json' })
}

async function load({ entry, bytes }: VerifiedModel, threads: number): Promise<Result<Network, ModelError>> {
  try {
    return ok(networkOf(await openSession(bytes, threads), heads[entry.head], entry.input))
  } catch {
    // The runtime's own words name paths and tensors; what a person can do is the same for all of them.
    return err({ code: 'model-unusable', file: entry.file, detail: 'load' })
  }
}

function detectorOf(own: Network, added: readonly Network[]): FaceDetector {
  /** What the models that the user added find beyond doubt. */
  const askAdded = async (signal: AbortSignal, image: RgbImage): Promise<Proposal[]> => {
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
  return {
    async detect(signal, image, thoroughness, onProgress): Promise<readonly DetectedFace[]> {
      const passes = detectionPlan(image, thoroughness)
      const proposals = await runPasses(signal, own, image, passes, proposalScore, onProgress)
      const faces = decide(image, judge(image, passes, proposals, rankingTable), policies[thoroughness])
      return addScored(image, faces, await askAdded(signal, image))
    },
    async detectRemaining(signal, image, thoroughness): Promise<readonly DetectedFace[]> {
      const passes = verificationPlan(image, thoroughness)
      const proposals = await runPasses(signal, own, image, passes, proposalScore)
      return addScored(image, remainingFaces(image, proposals), await askAdded(signal, image))
    },
    close: async () => {
      await Promise.all([own, ...added].map((network) => network.release()))
    },
  }
}
