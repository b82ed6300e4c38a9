import { InferenceSession, Tensor } from './onnx-runtime.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { Proposal } from '../../core/detection/proposal.js'
import type { Head, InputLayout } from './heads/head.js'
import type { Planes } from './planes.js'

/** A loaded detector: its session and how to speak with it. */
export interface Network {
  readonly head: Head
  /** The one input size the graph accepts; absent where it takes any multiple of 32. */
  readonly fixedInput?: PixelSize
  /** Boxes in pixels of the input. Throws `UnusableOutput` where the answer cannot be read. */
  propose(planes: Planes, minScore: number): Promise<Proposal[]>
  release(): Promise<void>
}

/**
 * Opens a session on the processor, from bytes that were compared before and not from a path that could have been
 * exchanged since. With the arena the peak over inputs of many sizes is lower and no time is lost; the memory pattern
 * would keep a plan for each size (docs/detection.md).
 */
export async function openSession(bytes: Uint8Array, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: true,
    enableMemPattern: false,
    logSeverityLevel: 4,
  })
}

/** True for one picture of three planes of floats, of a fixed or of any size. */
export function takesOnePicture({ inputMetadata }: InferenceSession): boolean {
  const [input, ...others] = inputMetadata
  if (!input?.isTensor || others.length > 0 || input.type !== 'float32' || input.shape.length !== 4) return false
  const [batch, planes, height, width] = input.shape
  const oneOrAny = typeof batch === 'string' || batch === 1 || batch === -1
  return oneOrAny && planes === 3 && isFixed(height) === isFixed(width)
}

const isFixed = (dimension: number | string | undefined): dimension is number =>
  typeof dimension === 'number' && dimension > 0

function fixedInputOf(session: InferenceSession): PixelSize | undefined {
  const input = session.inputMetadata[0]
  if (!input?.isTensor) return undefined
  const [, , height, width] = input.shape
  return isFixed(height) && isFixed(width) ? { width, height } : undefined
}

/** `input` where the manifest says that the model is fed otherwise than its family. */
export function networkOf(session: InferenceSession, head: Head, input?: InputLayout): Network {
  const fixedInput = fixedInputOf(session)
  return {
    head: input ? { ...head, input } : head,
    ...(fixedInput ? { fixedInput } : {}),
    async propose({ data, width, height }, minScore) {
      const picture = new Tensor('float32', data, [1, 3, height, width])
      const outputs = await session.run({ [session.inputNames[0] ?? '']: picture })
      try {
        return head.decode(outputs, { width, height }, minScore)
      } finally {
        // Their memory is the runtime's; waiting for the collector would let it grow from picture to picture.
        for (const output of Object.values(outputs)) output.dispose()
        picture.dispose()
      }
    },
    release: () => session.release(),
  }
}
