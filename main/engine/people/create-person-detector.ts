import type { ModelError } from '../../core/contract/engine.js'
import { mergePasses } from '../../core/detection/merge.js'
import type { Pass } from '../../core/detection/plan.js'
import { normalise } from '../../core/detection/proposal.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { PersonDetector } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { manifestName, readPeopleModel } from '../detect/model-files.js'
import type { Network } from '../detect/network.js'
import { networkOf, openSession } from '../detect/network.js'
import { yolov8Person } from '../detect/people-head.js'
import { runPasses } from '../detect/run-passes.js'

/** Score from which an answer is a person: the more covered the better, as long as furniture stays out. */
const personScore = 0.2

/** Longest sides, in pixels, at which the network looks: people of all sizes. The coarse look is mirrored. */
const lookSidesPx = [640, 1536] as const

function passesFor({ width, height }: PixelSize): readonly Pass[] {
  const side = Math.max(width, height)
  return lookSidesPx.map((sidePx, index) => ({
    scale: Math.min(2, sidePx / side),
    mirrored: index === 0,
    quarterTurns: 0,
    anchor: true,
  }))
}

export async function createPersonDetector(
  modelsFolder: string,
  threads: number,
): Promise<Result<PersonDetector, ModelError>> {
  const model = await readPeopleModel(modelsFolder)
  if (!model.ok) return model
  if (!model.value) return err({ code: 'model-missing', file: manifestName })
  const { file, bytes } = model.value
  try {
    return ok(detectorOf(networkOf(await openSession(bytes, threads), yolov8Person)))
  } catch {
    return err({ code: 'model-unusable', file, detail: 'load' })
  }
}

const detectorOf = (network: Network): PersonDetector => ({
  detectPeople: async (signal, image) => {
    const found = mergePasses(await runPasses(signal, network, image, passesFor(image), personScore))
    return found.map(({ box, top }) => ({ box: normalise(box, image), confidence: top, uncertain: false }))
  },
  close: () => network.release(),
})
