import { u8 } from './bytes.js'

const lookupBits = 9

/** One Huffman table of a JPEG (ITU-T T.81, annex C), with a note of which of its symbols occurred. */
export interface HuffmanTable {
  /** For every value of the next nine bits `length << 8 | symbol`, 0 where the code is longer or does not exist. */
  readonly lookup: Uint16Array
  /** Largest code of each length 1–16, -1 where there is none. */
  readonly maxCode: Int32Array
  /** What to add to a code of a length to find its symbol. */
  readonly symbolOffset: Int32Array
  readonly symbols: Uint8Array
  readonly occurred: Uint8Array
  used: boolean
}

/** The table that 16 counts and their symbols describe, or undefined where the counts make no prefix code. */
export function buildHuffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | undefined {
  const lookup = new Uint16Array(1 << lookupBits)
  const maxCode = new Int32Array(17).fill(-1)
  const symbolOffset = new Int32Array(17)
  let code = 0
  let index = 0
  for (let length = 1; length <= 16; length++) {
    const count = u8(counts, length - 1)
    // The code of all ones is reserved, so that a code space may never be full (T.81, C.2).
    if (count > 0 && code + count >= 1 << length) return undefined
    symbolOffset[length] = index - code
    for (let number = 0; number < count; number++, code++, index++) {
      if (length <= lookupBits) {
        const first = code << (lookupBits - length)
        lookup.fill((length << 8) | u8(symbols, index), first, first + (1 << (lookupBits - length)))
      }
    }
    if (count > 0) maxCode[length] = code - 1
    code <<= 1
  }
  return { lookup, maxCode, symbolOffset, symbols, occurred: new Uint8Array(256), used: false }
}

/** Thrown inside the walker of one scan when its bits cannot be followed; never leaves this folder. */
export class BrokenScan extends Error {}

/** The most bytes that one block's codes can claim: 64 of 16 bits, each with 11 more. */
const longestBlockBytes = 256

/**
 * Reads the bits of an entropy-coded segment up to the first marker. They are copied without the stuffed zeros (T.81, B.1.1.5)
 * first, so that any 25 of them are one look away: a photo has millions of codes.
 */
export class ScanBits {
  readonly bytes: Uint8Array
  /** Where in `bytes` the segment begins, and once it was finished, where what was read of it ends. */
  position: number
  /** The segment without stuffing, and zeros for a block that claims more than there is. */
  private data: DataView
  private sizeBytes: number
  /** The next bit: in which byte of `data`, and which of its eight. */
  private at = 0
  private bit = 0

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes
    this.position = position
    ;({ data: this.data, sizeBytes: this.sizeBytes } = withoutStuffing(bytes, position))
  }

  /** The next 25 bits or more, at the upper end of 32. */
  private look(): number {
    return this.data.getUint32(this.at) << this.bit
  }

  private step(count: number): void {
    this.bit += count
    this.at += this.bit >>> 3
    this.bit &= 7
    if (this.isBeyond()) throw new BrokenScan()
  }

  private isBeyond(): boolean {
    return this.at > this.sizeBytes || (this.at === this.sizeBytes && this.bit > 0)
  }

  /** The next `count` bits, at most 16. */
  bits(count: number): number {
    if (count === 0) return 0
    const value = this.look() >>> (32 - count)
    this.step(count)
    return value
  }

  symbol(table: HuffmanTable): number {
    const word = this.look()
    const entry = (table.lookup[word >>> (32 - lookupBits)] ?? 0) || longCode(table, word)
    this.step(entry >> 8)
    table.occurred[entry & 0xff] = 1
    return entry & 0xff
  }

  /** Follows the coefficients of a block behind its first one, in a sequential scan (T.81, F.2.2.2). */
  coefficients(table: HuffmanTable): void {
    const { lookup, occurred } = table
    const { data } = this
    // In local variables, as one of a photo's many blocks can have 63 of them.
    let { at, bit } = this
    for (let coefficient = 1; coefficient < 64; coefficient++) {
      const word = data.getUint32(at) << bit
      const entry = (lookup[word >>> (32 - lookupBits)] ?? 0) || longCode(table, word)
      const symbol = entry & 0xff
      const size = symbol & 15
      occurred[symbol] = 1
      bit += (entry >> 8) + size
      at += bit >>> 3
      bit &= 7
      if (symbol === 0) break
      coefficient += symbol >> 4
      // Sixteen zeros stand before a further coefficient; of the other symbols without one, only the end exists.
      if (coefficient > (size > 0 ? 63 : 62) || size > 10 || (size === 0 && symbol !== 0xf0)) throw new BrokenScan()
    }
    this.at = at
    this.bit = bit
    if (this.isBeyond()) throw new BrokenScan()
  }

  /** Ends at a byte boundary. True where only the padding of ones (T.81, F.1.2.3) was left before the next marker. */
  finish(): boolean {
    const left = (8 - this.bit) & 7
    const isPadded = left === 0 || this.look() >>> (32 - left) === (1 << left) - 1
    const end = this.at + (left > 0 ? 1 : 0)
    this.position = afterStuffing(this.bytes, this.position, end)
    this.at = end
    this.bit = 0
    return isPadded && this.bytes[this.position] === 0xff && this.bytes[this.position + 1] !== 0
  }

  /** Steps over the expected restart marker. */
  restart(expected: number): void {
    if (!this.finish() || this.bytes[this.position + 1] !== 0xd0 + expected) throw new BrokenScan()
    this.position += 2
    this.at = 0
    ;({ data: this.data, sizeBytes: this.sizeBytes } = withoutStuffing(this.bytes, this.position))
  }
}

/** Length and symbol of a code that the lookup does not hold, in an entry's form. */
function longCode({ maxCode, symbols, symbolOffset }: HuffmanTable, word: number): number {
  for (let length = lookupBits + 1; length <= 16; length++) {
    const code = word >>> (32 - length)
    if (code <= (maxCode[length] ?? -1)) return (length << 8) | u8(symbols, code + (symbolOffset[length] ?? 0))
  }
  throw new BrokenScan()
}

/** What stands from `position` to the next marker, each 0xFF without the zero that follows it there. */
function withoutStuffing(bytes: Uint8Array, position: number): { data: DataView; sizeBytes: number } {
  const end = markerFrom(bytes, position)
  const data = new Uint8Array(end - position + longestBlockBytes)
  let sizeBytes = 0
  for (let from = position; from < end;) {
    const stuffed = bytes.indexOf(0xff, from)
    const to = stuffed < 0 || stuffed >= end ? end : stuffed + 1
    data.set(bytes.subarray(from, to), sizeBytes)
    sizeBytes += to - from
    from = to + 1
  }
  return { data: new DataView(data.buffer), sizeBytes }
}

/** Where the first 0xFF stands that no zero follows, or where the bytes end. */
function markerFrom(bytes: Uint8Array, position: number): number {
  let at = bytes.indexOf(0xff, position)
  while (at >= 0 && bytes[at + 1] === 0) at = bytes.indexOf(0xff, at + 2)
  return at < 0 ? bytes.length : at
}

/** Where in the file the first `count` bytes of what `withoutStuffing` brings end. */
function afterStuffing(bytes: Uint8Array, position: number, count: number): number {
  let at = position
  for (let left = count; left > 0;) {
    const stuffed = bytes.indexOf(0xff, at)
    if (stuffed < 0 || stuffed - at >= left) return at + left
    left -= stuffed + 1 - at
    at = stuffed + 2
  }
  return at
}
