import type { Head } from './heads/head.js'
import { UnusableOutput, floats, strides } from './heads/head.js'
import { decodeLayer } from './heads/yolov8-face.js'

/** The 80 classes of COCO, a person first. */
const cocoClasses = 80

/** Answers below this are of no use to any rule on people. */
export const peopleScore = 0.2

/**
 * YOLOv8 trained on COCO (ultralytics), its three raw layers; only its answer for a person is read. Not among the heads
 * that a user's model may have: what it finds are no faces.
 */
export const yolov8Person: Head = {
  input: { planes: 'rgb', mean: 0, divisor: 255, padding: 114 },
  defaultScore: 0.25,
  matches: ({ outputNames }) => outputNames.length === strides.length,
  decode(outputs, size, minScore) {
    const layers = Object.keys(outputs).map((name) => floats(outputs, name))
    if (layers.length !== strides.length) throw new UnusableOutput('shape')
    // The finest layer has the most cells, whatever the outputs are called.
    layers.sort((a, b) => b.data.length - a.data.length)
    return layers.flatMap((layer, index) => decodeLayer(layer, size, strides[0] * 2 ** index, minScore, [cocoClasses]))
  },
}
