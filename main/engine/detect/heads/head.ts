import type { InferenceSession, Tensor } from '../onnx-runtime.js'
import type { Proposal } from '../../../core/detection/proposal.js'
import type { PixelSize } from '../../../core/geometry/box.js'

/** How the pixels enter a network: plane order, and `(level - mean) / divisor` for levels 0–255. */
export interface InputLayout {
  readonly planes: 'rgb' | 'bgr'
  readonly mean: number
  readonly divisor: number
  /** Level of the padding at the right and lower border. */
  readonly padding: number
}

/** Reads one family of networks. */
export interface Head {
  /** What networks of this family are fed with, where the manifest does not say otherwise. */
  readonly input: InputLayout
  /** Score from which an added model's answer is a face. */
  readonly defaultScore: number
  /** True when the network's outputs are called like this family's. What they hold shows when they are decoded. */
  matches(session: Pick<InferenceSession, 'outputNames'>): boolean
  /**
   * Boxes in pixels of the network's input of this size, with scores of at least `minScore`; overlapping ones are not
   * merged. Throws `UnusableOutput` where the outputs are not this family's or hold a value that is no number.
   */
  decode(outputs: InferenceSession.ReturnType, size: PixelSize, minScore: number): Proposal[]
}

/** A network's answer that cannot be read. The picture must not be released on it: a face may be in what is missing. */
export class UnusableOutput extends Error {
  readonly problem: 'shape' | 'not-finite'
  constructor(problem: 'shape' | 'not-finite') {
    super(problem)
    this.name = 'UnusableOutput'
    this.problem = problem
  }
}

/** Strides of all families' three detection layers, in pixels of the input. */
export const strides = [8, 16, 32] as const

/** Cells of one layer over an input. */
export function cellsOf(size: PixelSize, stride: number): { readonly columns: number; readonly count: number } {
  const columns = Math.ceil(size.width / stride)
  return { columns, count: columns * Math.ceil(size.height / stride) }
}

/** A float output with its dimensions. */
export interface Floats {
  readonly data: Float32Array
  readonly dims: readonly number[]
}

export function floats(outputs: InferenceSession.ReturnType, name: string): Floats {
  const tensor: Tensor | undefined = outputs[name]
  if (!(tensor?.data instanceof Float32Array)) throw new UnusableOutput('shape')
  return { data: tensor.data, dims: tensor.dims }
}

/** The data of an output that must hold exactly `length` numbers. */
export function floatsOf(outputs: InferenceSession.ReturnType, name: string, length: number): Float32Array {
  const { data } = floats(outputs, name)
  if (data.length !== length) throw new UnusableOutput('shape')
  return data
}

/** Element of an array whose length was compared before; beyond its end nothing passes for a number. */
export const at = (data: Float32Array, index: number): number => data[index] ?? Number.NaN

/**
 * True for a score to be decoded. Every score goes through here, as comparing alone would drop what is no number like a
 * low score.
 */
export function reaches(score: number, least: number): boolean {
  if (!Number.isFinite(score)) throw new UnusableOutput('not-finite')
  return score >= least
}

export function proposal(left: number, top: number, right: number, bottom: number, score: number): Proposal {
  // The sum of finite numbers of this size is finite; one that is not makes it so.
  if (!Number.isFinite(left + top + right + bottom)) throw new UnusableOutput('not-finite')
  return { box: { left, top, right, bottom }, score }
}

export const centered = (x: number, y: number, width: number, height: number, score: number): Proposal =>
  proposal(x - width / 2, y - height / 2, x + width / 2, y + height / 2, score)
