import type { InferenceSession } from '../onnx-runtime.js'
import type { Proposal } from '../../../core/detection/proposal.js'
import type { PixelSize } from '../../../core/geometry/box.js'
import type { Floats, Head } from './head.js'
import { UnusableOutput, at, cellsOf, centered, floats, proposal, reaches, strides } from './head.js'

/** Bins of the distribution each side's distance is predicted as (Generalized Focal Loss, arXiv:2006.04388). */
const bins = 16
const scoreChannel = 4 * bins
/** One class, and no landmarks or five of two or three numbers: any more classes, and it is no face detector. */
const channelsBesideBox = [1, 11, 16]

/** Expected distance in cells from the cell's centre to one side: softmax over the bins, then the mean bin. */
function distance(data: Float32Array, side: number, cell: number, cells: number): number {
  const first = side * bins * cells + cell
  let largest = -Infinity
  for (let bin = 0, index = first; bin < bins; bin++, index += cells) {
    const value = at(data, index)
    if (value > largest) largest = value
  }
  let sum = 0
  let weighted = 0
  for (let bin = 0, index = first; bin < bins; bin++, index += cells) {
    const weight = Math.exp(at(data, index) - largest)
    sum += weight
    weighted += weight * bin
  }
  return weighted / sum
}

/**
 * Raw layer of one stride, `1 x (64 + channels beside the box) x rows x columns`; the 65th channel is the logit of the
 * first class's score.
 */
export function decodeLayer(
  { data, dims }: Floats,
  size: PixelSize,
  stride: number,
  minScore: number,
  besideBox: readonly number[] = channelsBesideBox,
): Proposal[] {
  const { columns, count } = cellsOf(size, stride)
  const [, channels = 0, rows] = dims
  const fits = dims.length === 4 && dims[3] === columns && rows === count / columns
  if (!fits || !besideBox.includes(channels - scoreChannel)) throw new UnusableOutput('shape')
  const minLogit = Math.log(minScore / (1 - minScore))
  const found: Proposal[] = []
  for (let cell = 0; cell < count; cell++) {
    const logit = at(data, scoreChannel * count + cell)
    if (!reaches(logit, minLogit)) continue
    const x = (cell % columns) + 0.5
    const y = Math.floor(cell / columns) + 0.5
    const left = (x - distance(data, 0, cell, count)) * stride
    const top = (y - distance(data, 1, cell, count)) * stride
    const right = (x + distance(data, 2, cell, count)) * stride
    const bottom = (y + distance(data, 3, cell, count)) * stride
    found.push(proposal(left, top, right, bottom, 1 / (1 + Math.exp(-logit))))
  }
  return found
}

/** The usual export, `1 x (4 + 1 + landmarks) x cells`: centre, size and score, decoded in the graph. */
function decodeFinished({ data, dims }: Floats, size: PixelSize, minScore: number): Proposal[] {
  const cells = strides.reduce((sum, stride) => sum + cellsOf(size, stride).count, 0)
  const [, channels = 0] = dims
  if (dims.length !== 3 || dims[2] !== cells || !channelsBesideBox.includes(channels - 4))
    throw new UnusableOutput('shape')
  const found: Proposal[] = []
  for (let cell = 0; cell < cells; cell++) {
    const score = at(data, 4 * cells + cell)
    if (!reaches(score, minScore)) continue
    const [x, y] = [at(data, cell), at(data, cells + cell)]
    found.push(centered(x, y, at(data, 2 * cells + cell), at(data, 3 * cells + cell), score))
  }
  return found
}

/** YOLOv8 trained on faces (ultralytics): three raw layers of strides 8, 16 and 32, or one decoded output. */
export const yolov8Face: Head = {
  input: { planes: 'rgb', mean: 0, divisor: 255, padding: 114 },
  defaultScore: 0.25,
  matches: ({ outputNames }) => outputNames.length === 1 || outputNames.length === strides.length,
  decode(outputs: InferenceSession.ReturnType, size: PixelSize, minScore: number): Proposal[] {
    const layers = Object.keys(outputs).map((name) => floats(outputs, name))
    const [only] = layers
    if (layers.length === 1 && only) return decodeFinished(only, size, minScore)
    if (layers.length !== strides.length) throw new UnusableOutput('shape')
    // The finest layer has the most cells, whatever the outputs are called.
    layers.sort((a, b) => b.data.length - a.data.length)
    return layers.flatMap((layer, index) => decodeLayer(layer, size, strides[0] * 2 ** index, minScore))
  },
}
