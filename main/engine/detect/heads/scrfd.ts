import type { InferenceSession } from '../onnx-runtime.js'
import type { Proposal } from '../../../core/detection/proposal.js'
import type { PixelSize } from '../../../core/geometry/box.js'
import type { Head } from './head.js'
import { UnusableOutput, at, cellsOf, floatsOf, proposal, reaches, strides } from './head.js'

const anchorsPerCell = 2
/** Outputs of as many layers that RetinaFace and YuNet have; SCRFD's own have no lasting names. */
const otherFamilies = /^(face_rpn|cls)_/

/** Names of the outputs whose rows have this length, finest stride (most rows) first. */
function outputsOf(outputs: InferenceSession.ReturnType, length: number): string[] {
  const rows = (name: string): number => outputs[name]?.dims.at(-2) ?? 0
  return Object.keys(outputs)
    .filter((name) => outputs[name]?.dims.at(-1) === length)
    .sort((a, b) => rows(b) - rows(a))
}

/**
 * SCRFD (Guo et al. 2021, arXiv:2105.04714): for each stride scores (`anchors x 1`) and distances to the four sides
 * (`anchors x 4`, in strides), two anchors a cell; landmarks (`anchors x 10`) are not needed.
 */
export const scrfd: Head = {
  input: { planes: 'rgb', mean: 127.5, divisor: 128, padding: 0 },
  defaultScore: 0.4,
  matches: ({ outputNames }) =>
    (outputNames.length === 6 || outputNames.length === 9) && !outputNames.some((name) => otherFamilies.test(name)),
  decode(outputs: InferenceSession.ReturnType, size: PixelSize, minScore: number): Proposal[] {
    const scoreNames = outputsOf(outputs, 1)
    const boxNames = outputsOf(outputs, 4)
    if (scoreNames.length !== strides.length || boxNames.length !== strides.length) throw new UnusableOutput('shape')
    return strides.flatMap((stride, index) => {
      const { columns, count } = cellsOf(size, stride)
      const anchors = count * anchorsPerCell
      const scores = floatsOf(outputs, scoreNames[index] ?? '', anchors)
      const sides = floatsOf(outputs, boxNames[index] ?? '', 4 * anchors)
      const found: Proposal[] = []
      for (let anchor = 0; anchor < anchors; anchor++) {
        const score = at(scores, anchor)
        if (!reaches(score, minScore)) continue
        const cell = Math.floor(anchor / anchorsPerCell)
        const x = cell % columns
        const y = Math.floor(cell / columns)
        const left = (x - at(sides, 4 * anchor)) * stride
        const top = (y - at(sides, 4 * anchor + 1)) * stride
        const right = (x + at(sides, 4 * anchor + 2)) * stride
        const bottom = (y + at(sides, 4 * anchor + 3)) * stride
        found.push(proposal(left, top, right, bottom, score))
      }
      return found
    })
  },
}
