import { u8 } from './bytes.js'

/** Types of open bitstream units (AV1 specification, 6.2.2). */
const sequenceHeader = 1
const temporalDelimiter = 2
const frame = 6

export type Av1Outcome =
  | { readonly kind: 'clean' }
  | { readonly kind: 'unexpected'; readonly unit: string; readonly offset: number; readonly sizeBytes: number }
  | { readonly kind: 'broken'; readonly offset: number }
  | { readonly kind: 'several-frames' }

const names: Readonly<Record<number, string>> = {
  3: 'frame header',
  4: 'tile group',
  5: 'metadata',
  7: 'redundant frame header',
  8: 'tile list',
  15: 'padding',
}

/**
 * The units of one coded picture: at most a delimiter, a sequence header, and exactly one frame with all its tiles. No
 * metadata, padding or reserved units, and no second way of saying the same.
 */
export function examineAv1(bytes: Uint8Array, start: number, end: number): Av1Outcome {
  const order: number[] = []
  let offset = start
  while (offset < end) {
    const header = u8(bytes, offset)
    const type = header >> 3
    const extended = (header & 4) !== 0
    // Forbidden bit, reserved bit, no extension (one operating point), size always present.
    if ((header & 0x81) !== 0 || extended || (header & 2) === 0) return { kind: 'broken', offset }
    const size = readLeb128(bytes, offset + 1, end)
    if (!size || size.next + size.value > end) return { kind: 'broken', offset }
    const next = size.next + size.value
    if (![temporalDelimiter, sequenceHeader, frame].includes(type) || (type === temporalDelimiter && size.value > 0))
      return { kind: 'unexpected', unit: `OBU ${names[type] ?? type}`, offset, sizeBytes: next - offset }
    order.push(type)
    offset = next
  }
  if (order.filter((type) => type === frame).length > 1) return { kind: 'several-frames' }
  const [first, ...rest] = order[0] === temporalDelimiter ? order.slice(1) : order
  return first === sequenceHeader && rest.length === 1 && rest[0] === frame
    ? { kind: 'clean' }
    : { kind: 'broken', offset: start }
}

/** A size in the shortest form (AV1 specification, 4.10.5). */
function readLeb128(bytes: Uint8Array, start: number, end: number): { value: number; next: number } | undefined {
  let value = 0
  for (let index = 0; index < 5 && start + index < end; index++) {
    const byte = u8(bytes, start + index)
    value += (byte & 0x7f) * 2 ** (7 * index)
    if ((byte & 0x80) === 0) return byte === 0 && index > 0 ? undefined : { value, next: start + index + 1 }
  }
  return undefined
}
