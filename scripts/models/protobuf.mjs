// As much of the protobuf wire format as editing an ONNX file takes (https://protobuf.dev/programming-guides/encoding): a
// message is read as a list of fields, in order, and written back; what is not touched keeps its bytes.

function readVarint(bytes, at) {
  let value = 0n
  for (let shift = 0n; ; shift += 7n) {
    const byte = bytes[at.offset++]
    if (byte === undefined || shift > 63n) throw new Error('not a protobuf message')
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return value
  }
}

function varint(value) {
  const bytes = []
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...bytes, Number(rest)])
    bytes.push(Number(rest & 0x7fn) | 0x80)
  }
}

/** Fields of a message: `{ number, wire, value }`, where value is a Buffer (wire type 2, 1, 5) or a bigint (0). */
export function readMessage(bytes) {
  const fields = []
  const at = { offset: 0 }
  while (at.offset < bytes.length) {
    const key = Number(readVarint(bytes, at))
    const field = { number: key >> 3, wire: key & 7, value: undefined }
    if (field.wire === 0) field.value = readVarint(bytes, at)
    else {
      const length = field.wire === 1 ? 8 : field.wire === 5 ? 4 : field.wire === 2 ? Number(readVarint(bytes, at)) : -1
      if (length < 0 || at.offset + length > bytes.length) throw new Error('not a protobuf message')
      field.value = bytes.subarray(at.offset, at.offset + length)
      at.offset += length
    }
    fields.push(field)
  }
  return fields
}

export function writeMessage(fields) {
  return Buffer.concat(
    fields.flatMap(({ number, wire, value }) => {
      const key = varint((number << 3) | wire)
      if (wire === 0) return [key, varint(value)]
      return wire === 2 ? [key, varint(value.length), value] : [key, value]
    }),
  )
}

export const messageField = (number, fields) => ({ number, wire: 2, value: writeMessage(fields) })
export const textField = (number, text) => ({ number, wire: 2, value: Buffer.from(text) })
export const numberField = (number, value) => ({ number, wire: 0, value: BigInt(value) })

export const textsOf = (fields, number) =>
  fields.filter((field) => field.number === number).map(({ value }) => value.toString())
