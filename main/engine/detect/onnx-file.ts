/**
 * As much of the ONNX file format as tells, before a runtime touches it, whether a file is a model and whether it is whole:
 * one that keeps weights in further files would make the runtime read them from wherever the model says, unverified.
 * Field numbers: onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */

type Message = 'model' | 'function' | 'graph' | 'node' | 'attribute' | 'sparse' | 'tensor'

const inner: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 25: 'function' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
}
/** `TensorProto.external_data` and `TensorProto.data_location`. */
const externalData = 13
const dataLocation = 14
const graphField = 7
/** Graphs lie in graphs only for loops and branches. */
const maxDepth = 40

export type OnnxProblem = 'not-onnx' | 'external-data'

/** What speaks against giving these bytes to the runtime; undefined for a whole model. */
export function onnxProblem(bytes: Uint8Array): OnnxProblem | undefined {
  const reader: Reader = { bytes, offset: 0, external: false, graphs: 0 }
  const read = readMessage(reader, 'model', bytes.length, 0)
  if (!read || reader.graphs === 0) return 'not-onnx'
  return reader.external ? 'external-data' : undefined
}

interface Reader {
  readonly bytes: Uint8Array
  offset: number
  external: boolean
  graphs: number
}

/** Reads the fields up to `end`; false where they are no protobuf message (https://protobuf.dev/programming-guides/encoding). */
function readMessage(reader: Reader, message: Message, end: number, depth: number): boolean {
  if (depth > maxDepth) return false
  while (reader.offset < end) {
    const key = readVarint(reader, end)
    if (key === undefined || key < 8) return false
    const field = Math.floor(key / 8)
    const wire = key % 8
    const value = wire === 0 || wire === 2 ? readVarint(reader, end) : wire === 1 ? 8 : wire === 5 ? 4 : undefined
    if (value === undefined) return false
    if (message === 'tensor' && (field === externalData || (field === dataLocation && value === 1)))
      reader.external = true
    if (wire === 0) continue
    const next = reader.offset + value
    if (next > end) return false
    const kind = wire === 2 ? inner[message][field] : undefined
    if (message === 'model' && field === graphField && kind) reader.graphs++
    if (kind && !readMessage(reader, kind, next, depth + 1)) return false
    reader.offset = next
  }
  return reader.offset === end
}

/** An unsigned number of at most ten bytes; only ones a file can address need to be exact. */
function readVarint(reader: Reader, end: number): number | undefined {
  let value = 0
  for (let index = 0; index < 10; index++) {
    const byte = reader.offset < end ? reader.bytes[reader.offset++] : undefined
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return value
  }
  return undefined
}
