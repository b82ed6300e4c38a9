import type { ModelError } from '../../core/contract/engine.js'
import type { Pass } from '../../core/detection/plan.js'
import { normalise } from '../../core/detection/proposal.js'
import type { Thoroughness } from '../../core/detection/types.js'
import type { FaceDetector, RgbImage } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { heads } from '../detect/heads/heads.js'
import type { ModelFolders } from '../detect/model-files.js'
import { readModels } from '../detect/model-files.js'
import type { Network } from '../detect/network.js'
import { networkOf, openSession } from '../detect/network.js'
import { proposalScore, runPasses } from '../detect/run-passes.js'
import type { FrameDetector, ScoredBox } from './frame-detector.js'

/** Longest side of what the network sees in one look, in pixels. */
const coarsePx = 640
const finePx: Readonly<Record<Thoroughness, number>> = { fast: 832, balanced: 1024, thorough: 1280 }

/**
 * Looks at the frames in turn at different scales, sometimes mirrored: the same person is in all of them, so that
 * neighbouring frames bring what several passes over one picture would.
 */
function passesOf(image: RgbImage, index: number, thoroughness: Thoroughness): readonly Pass[] {
  const side = Math.max(image.width, image.height)
  const pass = (px: number, mirrored: boolean): Pass => ({ scale: px / side, mirrored, quarterTurns: 0, anchor: true })
  const fine = pass(finePx[thoroughness], index % 4 === 2)
  const coarse = pass(coarsePx, index % 4 === 3)
  if (thoroughness === 'thorough') return [fine, coarse]
  return [index % 2 === 0 ? fine : coarse]
}

/** A detector for frames over the verified models; `gate` looks at finished frames. */
export async function createFrameDetector(
  options: ModelFolders & { readonly threads: number },
  gate: FaceDetector,
): Promise<Result<FrameDetector, ModelError>> {
  const models = await readModels(options)
  if (!models.ok) return models
  const networks: Network[] = []
  for (const { entry, bytes } of models.value) {
    try {
      networks.push(networkOf(await openSession(bytes, options.threads), heads[entry.head]))
    } catch {
      return err({ code: 'model-unusable', file: entry.file, detail: 'load' })
    }
  }
  return ok({
    propose: async (signal, image, index, thoroughness) => {
      const found: ScoredBox[] = []
      for (const network of networks) {
        const passes = passesOf(image, index, thoroughness)
        for (const { proposals } of await runPasses(signal, network, image, passes, proposalScore))
          found.push(...proposals.map(({ box, score }) => ({ box: normalise(box, image), score })))
      }
      return found
    },
    detectRemaining: (signal, image, thoroughness) => gate.detectRemaining(signal, image, thoroughness),
    close: async () => {
      await Promise.all(networks.map((network) => network.release()))
    },
  })
}
