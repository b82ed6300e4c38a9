import type { InferenceSession } from '../onnx-runtime.js'
import type { Proposal } from '../../../core/detection/proposal.js'
import type { PixelSize } from '../../../core/geometry/box.js'
import type { Head } from './head.js'
import { at, cellsOf, centered, floatsOf, reaches, strides } from './head.js'

/**
 * YuNet (Wu et al. 2023, doi:10.1007/s11633-023-1423-y), as in OpenCV's zoo: for each stride `cls`, `obj`
 * (`1 x cells x 1`) and `bbox` (`1 x cells x 4`: offset of the centre and log-size, in cells).
 */
export const yunet: Head = {
  input: { planes: 'bgr', mean: 0, divisor: 1, padding: 0 },
  defaultScore: 0.6,
  matches: ({ outputNames }) =>
    strides.every((stride) => ['cls', 'obj', 'bbox'].every((kind) => outputNames.includes(`${kind}_${stride}`))),
  decode: (outputs, size, minScore) => strides.flatMap((stride) => decodeLayer(outputs, size, stride, minScore)),
}

function decodeLayer(
  outputs: InferenceSession.ReturnType,
  size: PixelSize,
  stride: number,
  minScore: number,
): Proposal[] {
  const { columns, count } = cellsOf(size, stride)
  const classes = floatsOf(outputs, `cls_${stride}`, count)
  const objects = floatsOf(outputs, `obj_${stride}`, count)
  const boxes = floatsOf(outputs, `bbox_${stride}`, 4 * count)
  const found: Proposal[] = []
  for (let cell = 0; cell < count; cell++) {
    const score = Math.sqrt(share(at(classes, cell)) * share(at(objects, cell)))
    if (!reaches(score, minScore)) continue
    const x = ((cell % columns) + at(boxes, 4 * cell)) * stride
    const y = (Math.floor(cell / columns) + at(boxes, 4 * cell + 1)) * stride
    const width = Math.exp(at(boxes, 4 * cell + 2)) * stride
    const height = Math.exp(at(boxes, 4 * cell + 3)) * stride
    found.push(centered(x, y, width, height, score))
  }
  return found
}

/** Cut to 0–1, as the reference implementation does; what is no number stays so. */
const share = (value: number): number => Math.min(1, Math.max(0, value))
