// Cuts an ONNX graph at inner tensors and frees its input's height and width. Field numbers: onnx.proto3 of ONNX 1.x.
import { messageField, numberField, readMessage, textField, textsOf, writeMessage } from './protobuf.mjs'

const model = { graph: 7 }
const graph = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 }
const node = { input: 1, output: 2 }
const initializerName = 8
const valueInfoName = 1
const float32 = 1

/** A `ValueInfoProto` of a float tensor; a number is a fixed dimension, a text a symbolic one. */
const tensorInfo = (name, dimensions) =>
  writeMessage([
    textField(1, name),
    messageField(2, [
      messageField(1, [
        numberField(1, float32),
        messageField(
          2,
          dimensions.map((dimension) =>
            messageField(1, [typeof dimension === 'number' ? numberField(1, dimension) : textField(2, dimension)]),
          ),
        ),
      ]),
    ]),
  ])

/**
 * The model reduced to what `outputs` need. Nodes, weights and opset stay as they are, so the numbers do too.
 * @param bytes the ONNX file, @param input name of the picture input, 1 x 3 x H x W,
 * @param outputs names of inner tensors, 1 x channels x rows x columns each
 */
export function cutGraph(bytes, { input, outputs, channels }) {
  const fields = readMessage(bytes)
  const graphField = fields.find(({ number }) => number === model.graph)
  if (!graphField) throw new Error('not an ONNX file')
  const parts = readMessage(graphField.value)
  const nodes = parts.filter(({ number }) => number === graph.node)
  const described = nodes.map((field) => {
    const inside = readMessage(field.value)
    return { field, inputs: textsOf(inside, node.input), outputs: textsOf(inside, node.output) }
  })
  const producer = new Map(described.flatMap((entry) => entry.outputs.map((name) => [name, entry])))
  const needed = new Set()
  const tensors = new Set()
  const pending = [...outputs]
  while (pending.length > 0) {
    const name = pending.pop()
    tensors.add(name)
    const entry = producer.get(name)
    if (!entry || needed.has(entry.field)) continue
    needed.add(entry.field)
    pending.push(...entry.inputs)
  }
  for (const name of outputs) if (!producer.has(name)) throw new Error(`the graph has no tensor ${name}`)
  const kept = parts.filter(({ number, value }) => {
    if (number === graph.initializer) return tensors.has(textsOf(readMessage(value), initializerName)[0])
    return number !== graph.valueInfo && number !== graph.output && number !== graph.input
  })
  graphField.value = writeMessage([
    ...kept.filter((field) => field.number !== graph.node || needed.has(field)),
    { number: graph.input, wire: 2, value: tensorInfo(input, [1, 3, 'height', 'width']) },
    ...outputs.map((name, index) => ({
      number: graph.output,
      wire: 2,
      value: tensorInfo(name, [1, channels, `rows${index}`, `columns${index}`]),
    })),
  ])
  const inputs = parts.filter(({ number }) => number === graph.input)
  if (!inputs.some(({ value }) => textsOf(readMessage(value), valueInfoName)[0] === input))
    throw new Error(`the graph has no input ${input}`)
  return writeMessage(fields)
}
