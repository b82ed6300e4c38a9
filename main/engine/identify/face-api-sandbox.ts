import { readFile } from 'node:fs/promises'
import vm from 'node:vm'
import type { RgbImage } from '../../core/ports.js'
import type { Point } from './align.js'
import type { IdentityBytes } from './identity-files.js'
import { identityFiles, libraryPath } from './identity-files.js'

/** The two networks of face-api, on TensorFlow's WebAssembly backend. */
export interface FaceNetworks {
  /** 68 points in pixels of a picture that shows one face. */
  landmarks(face: RgbImage): Promise<readonly Point[]>
  /** 128 numbers for an aligned face of 150 x 150 pixels. */
  descriptor(chip: RgbImage): Promise<Float32Array>
}

/** What is used of face-api 1.7.15 and of the TensorFlow.js 4.22.0 inside it. */
interface Tensor {
  dispose(): void
}
interface Network {
  loadFromWeightMap(weights: Readonly<Record<string, Tensor>>): void
}
interface FaceApi {
  readonly env: { setEnv(environment: object): void }
  readonly nets: {
    readonly faceLandmark68Net: Network & {
      detectLandmarks(input: Tensor): Promise<{ readonly positions: readonly Point[] }>
    }
    readonly faceRecognitionNet: Network & { computeFaceDescriptor(input: Tensor): Promise<Float32Array> }
  }
  readonly tf: {
    env(): { set(flag: string, value: boolean): void; setPlatform(name: string, platform: object): void }
    setWasmPaths(prefix: string, usePlatformFetch: boolean): void
    setBackend(name: string): Promise<boolean>
    tensor3d(values: Float32Array, shape: readonly [number, number, number]): Tensor
    readonly io: { decodeWeights(bytes: ArrayBuffer, layout: readonly unknown[]): Readonly<Record<string, Tensor>> }
  }
}

/**
 * Runs the library in a context of its own that holds arithmetic and WebAssembly and nothing else: no `process`, no
 * `require`, no `fetch`. Whatever it would ask of network or disk is not there; its weights and its WebAssembly code are
 * handed in as bytes that were compared with their SHA-256. (A context is no wall against hostile code; the package is
 * pinned by the lock file. It keeps a large library from doing what nobody asked it for.)
 */
export async function loadFaceNetworks(files: IdentityBytes): Promise<FaceNetworks> {
  const library = new vm.Script(await readFile(libraryPath(), 'utf8'), { filename: 'face-api.js' })
  const world = vm.createContext(allowedGlobals())
  vm.runInContext('globalThis.global = globalThis', world)
  library.runInContext(world)
  const faceApi = vm.runInContext('faceapi', world) as FaceApi
  await startBackend(faceApi, files.webAssembly)
  faceApi.env.setEnv(environmentWithoutCanvas)
  const { faceLandmark68Net, faceRecognitionNet } = faceApi.nets
  faceLandmark68Net.loadFromWeightMap(weightsOf(faceApi, files.landmarks, files.landmarksLayout))
  faceRecognitionNet.loadFromWeightMap(weightsOf(faceApi, files.recognition, files.recognitionLayout))
  return {
    landmarks: (face) =>
      withTensor(faceApi, face, async (tensor) =>
        (await faceLandmark68Net.detectLandmarks(tensor)).positions.map(({ x, y }) => ({ x, y })),
      ),
    descriptor: (chip) =>
      withTensor(faceApi, chip, async (tensor) =>
        Float32Array.from(await faceRecognitionNet.computeFaceDescriptor(tensor)),
      ),
  }
}

const allowedGlobals = (): object => ({
  performance,
  TextDecoder,
  TextEncoder,
  setTimeout,
  // Typed arrays of this world, so that bytes handed in are what the library takes for such.
  ArrayBuffer,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int32Array,
  Float32Array,
  // It reports through a console, and what it would say may hold numbers of a picture.
  console: { log: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
})

/** TensorFlow asks its platform for the WebAssembly file by name; it gets these bytes, and nothing for any other name. */
async function startBackend({ tf }: FaceApi, code: Uint8Array<ArrayBuffer>): Promise<void> {
  const prefix = 'models:'
  tf.env().setPlatform('zaslona', {
    fetch: (name: string) =>
      name === `${prefix}${identityFiles.webAssembly}`
        ? Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve(code.buffer) })
        : Promise.reject(new Error('nothing is fetched')),
    now: () => performance.now(),
    encode: (text: string) => new TextEncoder().encode(text),
    decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
    isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
    setTimeoutCustom: (then: () => void, delayMs: number) => setTimeout(then, delayMs),
  })
  // Not left to be found out: the one file at hand is the one with SIMD and without threads.
  tf.env().set('WASM_HAS_SIMD_SUPPORT', true)
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  tf.setWasmPaths(prefix, true)
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend does not start')
}

/** face-api compares its inputs with the classes of a browser; tensors are none of them. */
class Absent {
  readonly isAbsent = true
}
const refuse = (): never => {
  throw new Error('there is no canvas')
}
const environmentWithoutCanvas = {
  Canvas: Absent,
  CanvasRenderingContext2D: Absent,
  Image: Absent,
  ImageData: Absent,
  Video: Absent,
  createCanvasElement: refuse,
  createImageElement: refuse,
  createVideoElement: refuse,
  fetch: refuse,
  readFile: refuse,
}

function weightsOf(
  { tf }: FaceApi,
  bytes: Uint8Array<ArrayBuffer>,
  layout: Uint8Array,
): Readonly<Record<string, Tensor>> {
  const groups = JSON.parse(new TextDecoder().decode(layout)) as readonly { readonly weights: readonly unknown[] }[]
  return tf.io.decodeWeights(
    bytes.buffer,
    groups.flatMap(({ weights }) => weights),
  )
}

async function withTensor<Value>(
  { tf }: FaceApi,
  { width, height, data }: RgbImage,
  use: (tensor: Tensor) => Promise<Value>,
): Promise<Value> {
  const tensor = tf.tensor3d(Float32Array.from(data), [height, width, 3])
  try {
    return await use(tensor)
  } finally {
    tensor.dispose()
  }
}
