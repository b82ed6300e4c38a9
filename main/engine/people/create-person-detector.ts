import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { ModelError } from '../../core/contract/engine.js'
import { mergePasses } from '../../core/detection/merge.js'
import type { Pass } from '../../core/detection/plan.js'
import { normalise } from '../../core/detection/proposal.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { PersonDetector } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import type { Head } from '../detect/heads/head.js'
import { UnusableOutput, floats, strides } from '../detect/heads/head.js'
import { decodeLayer } from '../detect/heads/yolov8-face.js'
import { manifestName, sha256Of } from '../detect/model-files.js'
import type { Network } from '../detect/network.js'
import { networkOf, openSession } from '../detect/network.js'
import { runPasses } from '../detect/run-passes.js'

const entrySchema = z.object({
  file: z.string().regex(/^\w[\w.-]*\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
const manifestSchema = z.object({ people: z.tuple([entrySchema]) })

/** The bytes of the network that finds whole people, compared with their SHA-256. */
export async function readPersonModel(modelsFolder: string): Promise<Result<Uint8Array, ModelError>> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(path.join(modelsFolder, manifestName), 'utf8')))
    if (!parsed.success) return err({ code: 'model-unusable', file: manifestName, detail: 'manifest' })
    const [{ file, sha256 }] = parsed.data.people
    try {
      const bytes = await readFile(path.join(modelsFolder, file))
      return sha256Of(bytes) === sha256 ? ok(bytes) : err({ code: 'model-altered', file })
    } catch {
      return err({ code: 'model-missing', file })
    }
  } catch {
    return err({ code: 'model-missing', file: manifestName })
  }
}

/** The 80 classes of COCO, a person first. */
const cocoClasses = 80

/** YOLOv8 trained on COCO (ultralytics), its three raw layers; only its answer for a person is read. */
const yolov8Person: Head = {
  input: { planes: 'rgb', mean: 0, divisor: 255, padding: 114 },
  defaultScore: 0.25,
  matches: ({ outputNames }) => outputNames.length === strides.length,
  decode(outputs, size, minScore) {
    const layers = Object.keys(outputs).map((name) => floats(outputs, name))
    if (layers.length !== strides.length) throw new UnusableOutput('shape')
    layers.sort((a, b) => b.data.length - a.data.length)
    return layers.flatMap((layer, index) => decodeLayer(layer, size, strides[0] * 2 ** index, minScore, [cocoClasses]))
  },
}

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
  const bytes = await readPersonModel(modelsFolder)
  if (!bytes.ok) return bytes
  try {
    return ok(detectorOf(networkOf(await openSession(bytes.value, threads), yolov8Person)))
  } catch {
    return err({ code: 'model-unusable', file: 'yolov8n.onnx', detail: 'load' })
  }
}

const detectorOf = (network: Network): PersonDetector => ({
  detectPeople: async (signal, image) => {
    const found = mergePasses(await runPasses(signal, network, image, passesFor(image), personScore))
    return found.map(({ box, top }) => ({ box: normalise(box, image), confidence: top, uncertain: false }))
  },
  close: () => network.release(),
})
