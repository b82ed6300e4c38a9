import { Tensor } from '../../../main/engine/detect/onnx-runtime.js'
import { describe, expect, it } from 'vitest'
import type { Head } from '../../../main/engine/detect/heads/head.js'
import { recognizeHead } from '../../../main/engine/detect/heads/heads.js'
import { retinaface } from '../../../main/engine/detect/heads/retinaface.js'
import { scrfd } from '../../../main/engine/detect/heads/scrfd.js'
import { yolov8Face } from '../../../main/engine/detect/heads/yolov8-face.js'
import { yunet } from '../../../main/engine/detect/heads/yunet.js'

const size = { width: 96, height: 64 }
const strides = [8, 16, 32]
const cells = (stride: number): number => (96 / stride) * (64 / stride)

type Outputs = Record<string, Tensor>

/** An output that is `rest` everywhere but at the given indices. */
function output(dims: readonly number[], values: Readonly<Record<number, number>> = {}, rest = 0): Tensor {
  const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(rest)
  for (const [index, value] of Object.entries(values)) data[Number(index)] = value
  return new Tensor('float32', data, dims)
}

/** The only box, rounded to what single precision holds. */
function only(head: Head, outputs: Outputs): readonly number[] {
  const found = head.decode(outputs, size, 0.5)
  expect(found).toHaveLength(1)
  return found.flatMap(({ box, score }) =>
    [box.left, box.top, box.right, box.bottom, score].map((value) => Math.round(value * 1000) / 1000),
  )
}

function yoloLayers(channels = 65): Outputs {
  return Object.fromEntries(
    strides.map((stride) => {
      const count = cells(stride)
      const values = Object.fromEntries(Array.from({ length: count }, (_, cell) => [64 * count + cell, -30]))
      return [`layer${stride}`, output([1, channels, 64 / stride, 96 / stride], values)]
    }),
  )
}

function yunetOutputs(): Outputs {
  return Object.fromEntries(
    strides.flatMap((stride) => [
      [`cls_${stride}`, output([1, cells(stride), 1])],
      [`obj_${stride}`, output([1, cells(stride), 1], {}, 0.81)],
      [`bbox_${stride}`, output([1, cells(stride), 4])],
    ]),
  )
}

function scrfdOutputs(): Outputs {
  return Object.fromEntries(
    strides.flatMap((stride) => [
      [`${400 + stride}`, output([2 * cells(stride), 1])],
      [`${500 + stride}`, output([2 * cells(stride), 4])],
      [`${600 + stride}`, output([2 * cells(stride), 10])],
    ]),
  )
}

function retinafaceOutputs(): Outputs {
  return Object.fromEntries(
    strides.flatMap((stride) => [
      [`face_rpn_cls_prob_reshape_stride${stride}`, output([1, 4, 64 / stride, 96 / stride])],
      [`face_rpn_bbox_pred_stride${stride}`, output([1, 8, 64 / stride, 96 / stride])],
    ]),
  )
}

const data = (outputs: Outputs, name: string): Float32Array => outputs[name]?.data as Float32Array

describe('yolov8-face', () => {
  it('reads the expected distance of each side from the centre of the cell', () => {
    const outputs = yoloLayers()
    const layer = data(outputs, 'layer16')
    const count = cells(16)
    const cell = 6 + 2
    layer[64 * count + cell] = Math.log(3)
    // Left: bins 1 and 3 weigh the same, 2 cells. Top: bin 1. Right and bottom: all bins weigh the same, 7.5 cells.
    for (const bin of [1, 3]) layer[bin * count + cell] = 100
    layer[(16 + 1) * count + cell] = 100
    const [x, y] = [2.5 * 16, 1.5 * 16]
    expect(only(yolov8Face, outputs)).toEqual([x - 32, y - 16, x + 120, y + 120, 0.75])
  })

  it('does not depend on the order or the names of the layers', () => {
    const outputs = yoloLayers(80)
    data(outputs, 'layer32')[64 * cells(32)] = 30
    const reversed = Object.fromEntries(Object.entries(outputs).reverse())
    expect(only(yolov8Face, reversed)).toEqual(only(yolov8Face, outputs))
    expect(only(yolov8Face, outputs)).toEqual([16 - 240, 16 - 240, 16 + 240, 16 + 240, 1])
  })

  it('reads the usual export with centre, size and score', () => {
    const count = strides.reduce((sum, stride) => sum + cells(stride), 0)
    const found = { 7: 40, [count + 7]: 30, [2 * count + 7]: 10, [3 * count + 7]: 20, [4 * count + 7]: 0.5 }
    for (const channels of [5, 20])
      expect(only(yolov8Face, { output0: output([1, channels, count], found) })).toEqual([35, 20, 45, 40, 0.5])
  })

  it('refuses a detector of eighty kinds of things', () => {
    const count = strides.reduce((sum, stride) => sum + cells(stride), 0)
    expect(() => yolov8Face.decode({ output0: output([1, 84, count]) }, size, 0.5)).toThrow('shape')
  })
})

describe('yunet', () => {
  it('reads offset of the centre and size in cells', () => {
    const outputs = yunetOutputs()
    const cell = 12 + 3
    data(outputs, 'cls_8')[cell] = 1
    data(outputs, 'bbox_8').set([0.25, 0.5, Math.log(2), Math.log(4)], 4 * cell)
    expect(only(yunet, outputs)).toEqual([(3.25 - 1) * 8, (1.5 - 2) * 8, (3.25 + 1) * 8, (1.5 + 2) * 8, 0.9])
  })
})

describe('scrfd', () => {
  it('reads distances in strides from the corner of the cell, two anchors a cell', () => {
    const outputs = scrfdOutputs()
    const anchor = 2 * (6 + 4) + 1
    data(outputs, '416')[anchor] = 0.625
    data(outputs, '516').set([1, 0.5, 2, 1.5], 4 * anchor)
    expect(only(scrfd, outputs)).toEqual([(4 - 1) * 16, 0.5 * 16, (4 + 2) * 16, 2.5 * 16, 0.625])
  })
})

describe('retinaface', () => {
  it('reads offsets from the second anchor of a cell', () => {
    const outputs = retinafaceOutputs()
    const count = cells(8)
    const cell = 2 * 12 + 5
    data(outputs, 'face_rpn_cls_prob_reshape_stride8')[3 * count + cell] = 0.75
    const boxes = data(outputs, 'face_rpn_bbox_pred_stride8')
    for (const [index, delta] of [0.5, -0.25, Math.log(2), 0].entries()) boxes[(4 + index) * count + cell] = delta
    const [x, y] = [5 * 8 + 7.5 + 8, 2 * 8 + 7.5 - 4]
    expect(only(retinaface, outputs)).toEqual([x - 16, y - 8, x + 16, y + 8, 0.75])
  })

  it('takes the scores of the background for none', () => {
    const outputs = retinafaceOutputs()
    for (const stride of strides)
      data(outputs, `face_rpn_cls_prob_reshape_stride${stride}`).fill(1, 0, 2 * cells(stride))
    expect(retinaface.decode(outputs, size, 0.5)).toEqual([])
  })
})

const families: readonly (readonly [string, Head, () => Outputs, string])[] = [
  ['yolov8-face', yolov8Face, yoloLayers, 'layer8'],
  ['yunet', yunet, yunetOutputs, 'cls_8'],
  ['scrfd', scrfd, scrfdOutputs, '408'],
  ['retinaface', retinaface, retinafaceOutputs, 'face_rpn_cls_prob_reshape_stride8'],
]

describe.each(families)('%s', (name, head, outputs, scores) => {
  it('is recognised by its outputs', () => {
    expect(recognizeHead({ outputNames: Object.keys(outputs()) })).toBe(name)
  })

  it('finds nothing where nothing is', () => {
    expect(head.decode(outputs(), size, 0.5)).toEqual([])
  })

  it('fails on a score that is no number instead of taking it for a low one', () => {
    const broken = outputs()
    data(broken, scores)[data(broken, scores).length - 1] = Number.NaN
    expect(() => head.decode(broken, size, 0.5)).toThrow('not-finite')
  })

  it('fails on a box that is no number', () => {
    const broken = outputs()
    for (const tensor of Object.values(broken)) (tensor.data as Float32Array).fill(100)
    expect(head.decode(broken, size, 0.5).length).toBeGreaterThan(0)
    for (const tensor of Object.values(broken)) (tensor.data as Float32Array).fill(Number.POSITIVE_INFINITY)
    expect(() => head.decode(broken, size, 0.5)).toThrow('not-finite')
  })

  it('fails on outputs of another size', () => {
    expect(() => head.decode(outputs(), { width: 128, height: 64 }, 0.5)).toThrow('shape')
  })

  it('fails on a missing output', () => {
    const rest = Object.fromEntries(Object.entries(outputs()).filter(([output]) => output !== scores))
    expect(() => head.decode(rest, size, 0.5)).toThrow('shape')
  })
})
