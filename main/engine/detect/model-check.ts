import type { InferenceSession } from './onnx-runtime.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { UnusableOutput } from './heads/head.js'
import { heads, recognizeHead } from './heads/heads.js'
import type { HeadName } from './manifest.js'
import { headNameSchema } from './manifest.js'
import type { Network } from './network.js'
import { networkOf, openSession, takesOnePicture } from './network.js'
import type { OnnxProblem } from './onnx-file.js'
import { onnxProblem } from './onnx-file.js'
import type { Planes } from './planes.js'

/** Why a file cannot become a detector; `detail` of a `model-unusable` error. */
export type ModelProblem =
  | OnnxProblem
  /** The runtime does not load it: damaged, or made of operators it does not have. */
  | 'not-loadable'
  /** Its input is not one picture of three planes of floats. */
  | 'input'
  /** The head that was named does not exist. */
  | 'head-unknown'
  /** No head was named, and the outputs are called like none's or like those of several. */
  | 'head-not-recognized'
  /** The outputs do not hold what this head reads. */
  | 'output-shape'
  /** It answers with values that are no numbers. */
  | 'output-not-finite'

/** Not square, so that rows and columns cannot be confused; a multiple of every stride. */
const trialSize: PixelSize = { width: 320, height: 224 }

/** Loads a model and lets it look at a blank and at a random picture; the head it works with, or why it does not. */
export async function checkModel(bytes: Uint8Array, head: string | undefined): Promise<Result<HeadName, ModelProblem>> {
  const problem = onnxProblem(bytes)
  if (problem) return err(problem)
  const named = head === undefined ? undefined : headNameSchema.safeParse(head)
  if (named && !named.success) return err('head-unknown')
  let session: InferenceSession
  try {
    session = await openSession(bytes, 1)
  } catch {
    return err('not-loadable')
  }
  try {
    if (!takesOnePicture(session)) return err('input')
    const name = named?.data ?? recognizeHead(session)
    if (!name) return err('head-not-recognized')
    const failed = await tryOut(networkOf(session, heads[name]))
    return failed ? err(failed) : ok(name)
  } finally {
    await session.release()
  }
}

async function tryOut(network: Network): Promise<ModelProblem | undefined> {
  try {
    for (const planes of trialPlanes(network)) await network.propose(planes, 0)
    return undefined
  } catch (error) {
    return error instanceof UnusableOutput && error.problem === 'not-finite' ? 'output-not-finite' : 'output-shape'
  }
}

function trialPlanes({ head, fixedInput }: Network): Planes[] {
  const { width, height } = fixedInput ?? trialSize
  const level = (value: number): number => (value - head.input.mean) / head.input.divisor
  const blank = new Float32Array(3 * width * height).fill(level(head.input.padding))
  // The same noise each time: a model is not accepted or refused by chance. Multiplier of Park and Miller (1988).
  let state = 1
  const noise = blank.map(() => level((state = (state * 48_271) % 2_147_483_647) % 256))
  return [blank, noise].map((data) => ({ data, width, height }))
}
