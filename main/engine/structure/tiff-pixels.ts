import { u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import { inflateExactly } from './inflate-exactly.js'

export interface TiffPicture {
  readonly width: number
  readonly height: number
  readonly bitsPerPixel: number
  readonly compression: number
  readonly stripRows: number
}

const uncompressed = 1
const lzw = 5
const deflate = 8

/** Every strip must hold exactly its pixels: nothing after the end of its compressed stream, no further strip. */
export function examineStrips(
  bytes: Uint8Array,
  picture: TiffPicture,
  starts: readonly number[],
  sizes: readonly number[],
  findings: FindingList,
  offset: number,
): void {
  const { width, height, stripRows } = picture
  if (stripRows === 0 || Math.ceil(height / stripRows) !== starts.length) {
    findings.malformedPart('picture data', offset)
    return
  }
  const rowBytes = Math.ceil((width * picture.bitsPerPixel) / 8)
  for (const [index, start] of starts.entries()) {
    const rows = Math.min(stripRows, height - index * stripRows)
    const end = start + (sizes[index] ?? 0)
    if (end > bytes.length) return
    if (!holdsExactly(bytes.subarray(start, end), rowBytes * rows, picture.compression)) {
      findings.malformedPart('picture data', start)
      return
    }
  }
}

function holdsExactly(data: Uint8Array, expectedBytes: number, compression: number): boolean {
  if (compression === uncompressed) return data.length === expectedBytes
  if (compression === deflate) return inflateExactly(data, expectedBytes) !== undefined
  return compression === lzw && lzwHoldsExactly(data, expectedBytes)
}

const clearCode = 256
const endCode = 257

/** Follows TIFF's LZW (TIFF 6.0, section 13: most significant bit first, code size grown one code early). */
function lzwHoldsExactly(data: Uint8Array, expectedBytes: number): boolean {
  const lengths = new Uint32Array(4097).fill(1)
  let size = 9
  let next = 258
  let former = -1
  let made = 0
  let position = 0
  let bitBuffer = 0
  let bitCount = 0
  for (;;) {
    while (bitCount < size) {
      if (position === data.length) return false
      bitBuffer = ((bitBuffer << 8) | u8(data, position++)) & 0xffffff
      bitCount += 8
    }
    bitCount -= size
    const code = (bitBuffer >> bitCount) & ((1 << size) - 1)
    if (code === endCode) {
      const spare = bitBuffer & ((1 << bitCount) - 1)
      return made === expectedBytes && position === data.length && spare === 0
    }
    if (code === clearCode) {
      size = 9
      next = 258
      former = -1
      continue
    }
    if (code > next || (former < 0 && code > 255) || (code === next && former < 0)) return false
    const length = code === next ? (lengths[former] ?? 0) + 1 : (lengths[code] ?? 0)
    if (former >= 0) {
      if (next > 4094) return false
      lengths[next++] = (lengths[former] ?? 0) + 1
      if (next + 1 === 1 << size && size < 12) size++
    }
    made += length
    if (made > expectedBytes) return false
    former = code
  }
}
