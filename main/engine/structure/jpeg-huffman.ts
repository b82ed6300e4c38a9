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

/** Reads the bits of an entropy-coded segment; stops at the first marker. */
export class ScanBits {
  readonly bytes: Uint8Array
  position: number
  private bitBuffer = 0
  private bitCount = 0

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes
    this.position = position
  }

  /** Brings at least `needed` (at most 16) bits into the buffer, as far as there are any before the marker. */
  private fill(needed: number): void {
    while (this.bitCount < needed) {
      const byte = this.bytes[this.position]
      if (byte === undefined) return
      if (byte === 0xff) {
        if (this.bytes[this.position + 1] !== 0) return
        this.position++
      }
      this.position++
      this.bitBuffer = ((this.bitBuffer << 8) | byte) & 0xffffff
      this.bitCount += 8
    }
  }

  bits(count: number): number {
    if (count === 0) return 0
    if (this.bitCount < count) {
      this.fill(count)
      if (this.bitCount < count) throw new BrokenScan()
    }
    this.bitCount -= count
    return (this.bitBuffer >> this.bitCount) & ((1 << count) - 1)
  }

  symbol(table: HuffmanTable): number {
    if (this.bitCount < lookupBits) this.fill(lookupBits)
    const missing = lookupBits - this.bitCount
    const peek = missing > 0 ? this.bitBuffer << missing : this.bitBuffer >> -missing
    const entry = table.lookup[peek & ((1 << lookupBits) - 1)] ?? 0
    const length = entry >> 8
    const symbol = length === 0 ? this.longSymbol(table) : entry & 0xff
    if (length > this.bitCount) throw new BrokenScan()
    this.bitCount -= length
    table.occurred[symbol] = 1
    return symbol
  }

  private longSymbol(table: HuffmanTable): number {
    let code = this.bits(lookupBits)
    for (let length = lookupBits + 1; length <= 16; length++) {
      code = (code << 1) | this.bits(1)
      if (code <= (table.maxCode[length] ?? -1)) return u8(table.symbols, code + (table.symbolOffset[length] ?? 0))
    }
    throw new BrokenScan()
  }

  /** Ends at a byte boundary. True where only the padding of ones (T.81, F.1.2.3) was left before the next marker. */
  finish(): boolean {
    const padding = this.bitBuffer & ((1 << this.bitCount) - 1)
    const clean = this.bitCount < 8 && padding === (1 << this.bitCount) - 1
    this.bitCount = 0
    return clean && this.bytes[this.position] === 0xff && this.bytes[this.position + 1] !== 0
  }

  /** Steps over the expected restart marker. */
  restart(expected: number): void {
    if (!this.finish() || this.bytes[this.position + 1] !== 0xd0 + expected) throw new BrokenScan()
    this.position += 2
  }
}
