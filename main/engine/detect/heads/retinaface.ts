import type { InferenceSession } from '../onnx-runtime.js'
import type { Proposal } from '../../../core/detection/proposal.js'
import type { PixelSize } from '../../../core/geometry/box.js'
import type { Head } from './head.js'
import { at, cellsOf, centered, floatsOf, reaches, strides } from './head.js'

/** Sides of each stride's two square anchors, in pixels. */
const anchorSides = { 8: [32, 16], 16: [128, 64], 32: [512, 256] } as const
/** Centre of the first cell's anchors, in pixels: that of a 16 px square. */
const firstCenter = 7.5
const scoreOutput = 'face_rpn_cls_prob_reshape_stride'
const boxOutput = 'face_rpn_bbox_pred_stride'

/** RetinaFace (Deng et al. 2019, arXiv:1905.00641) with the MobileNet 0.25 of insightface and its output names. */
export const retinaface: Head = {
  input: { planes: 'rgb', mean: 0, divisor: 1, padding: 0 },
  defaultScore: 0.5,
  matches: ({ outputNames }) =>
    strides.every((stride) => [scoreOutput, boxOutput].every((name) => outputNames.includes(`${name}${stride}`))),
  decode: (outputs, size, minScore) => strides.flatMap((stride) => decodeLayer(outputs, size, stride, minScore)),
}

function decodeLayer(
  outputs: InferenceSession.ReturnType,
  size: PixelSize,
  stride: 8 | 16 | 32,
  minScore: number,
): Proposal[] {
  const { columns, count } = cellsOf(size, stride)
  const scores = floatsOf(outputs, `${scoreOutput}${stride}`, 4 * count)
  const boxes = floatsOf(outputs, `${boxOutput}${stride}`, 8 * count)
  const found: Proposal[] = []
  for (const [anchor, side] of anchorSides[stride].entries())
    for (let cell = 0; cell < count; cell++) {
      // First the background scores of both anchors, then the faces'.
      const score = at(scores, (anchor + 2) * count + cell)
      if (!reaches(score, minScore)) continue
      const first = 4 * anchor * count + cell
      const x = (cell % columns) * stride + firstCenter + at(boxes, first) * side
      const y = Math.floor(cell / columns) * stride + firstCenter + at(boxes, first + count) * side
      const width = side * Math.exp(at(boxes, first + 2 * count))
      const height = side * Math.exp(at(boxes, first + 3 * count))
      found.push(centered(x, y, width, height, score))
    }
  return found
}
