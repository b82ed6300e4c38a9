// First, before the library is loaded.
import './mute-telemetry.js'

/** The only door to onnxruntime, see [Note: onnxruntime reports home]. */
export { InferenceSession, Tensor } from 'onnxruntime-node'
