import type { InferenceSession } from '../onnx-runtime.js'
import type { HeadName } from '../manifest.js'
import { headNames } from '../manifest.js'
import type { Head } from './head.js'
import { retinaface } from './retinaface.js'
import { scrfd } from './scrfd.js'
import { yolov8Face } from './yolov8-face.js'
import { yunet } from './yunet.js'

export const heads: Readonly<Record<HeadName, Head>> = { 'yolov8-face': yolov8Face, yunet, scrfd, retinaface }

/** The head whose outputs the model has; undefined where none or more than one fits. */
export function recognizeHead(session: Pick<InferenceSession, 'outputNames'>): HeadName | undefined {
  const fitting = headNames.filter((name) => heads[name].matches(session))
  return fitting.length === 1 ? fitting[0] : undefined
}
