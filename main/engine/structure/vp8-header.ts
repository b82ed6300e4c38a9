import { u24le, u8 } from './bytes.js'

/** Where the parts of a VP8 key frame lie, counted from its first byte (RFC 6386, 9.1 and 9.2). */
export interface Vp8Layout {
  readonly firstPartitionBytes: number
  /** How many partitions hold coefficients. More than one has a table of sizes that nothing here follows. */
  readonly partitions: number
}

/** Frame tag, start code and size. */
export const vp8HeadBytes = 10

/** Reads the header that precedes all probabilities: as far as the number of partitions. */
export function readVp8Layout(frame: Uint8Array): Vp8Layout {
  const firstPartitionBytes = u24le(frame, 0) >> 5
  const bits = new BoolReader(frame, vp8HeadBytes, vp8HeadBytes + firstPartitionBytes)
  bits.skip(2)
  if (bits.flag()) skipSegmentation(bits)
  bits.skip(1 + 6 + 3)
  if (bits.flag() && bits.flag()) for (let delta = 0; delta < 8; delta++) if (bits.flag()) bits.skip(7)
  return { firstPartitionBytes, partitions: 1 << bits.number(2) }
}

function skipSegmentation(bits: BoolReader): void {
  const hasMap = bits.flag()
  const hasData = bits.flag()
  if (hasData) {
    bits.skip(1)
    for (let segment = 0; segment < 4; segment++) if (bits.flag()) bits.skip(8)
    for (let segment = 0; segment < 4; segment++) if (bits.flag()) bits.skip(7)
  }
  if (hasMap) for (let probability = 0; probability < 3; probability++) if (bits.flag()) bits.skip(8)
}

/** The boolean decoder of RFC 6386, 7, for bits that are as likely as not. */
class BoolReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number
  #value = 0
  #range = 255
  #shifts = 0

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes
    this.#end = Math.min(end, bytes.length)
    this.#at = start
    this.#value = this.#next() * 256 + this.#next()
  }

  flag(): boolean {
    const split = 1 + (((this.#range - 1) * 128) >> 8)
    const isSet = this.#value >= split * 256
    if (isSet) {
      this.#range -= split
      this.#value -= split * 256
    } else this.#range = split
    while (this.#range < 128) {
      this.#value *= 2
      this.#range *= 2
      if (++this.#shifts === 8) {
        this.#shifts = 0
        this.#value += this.#next()
      }
    }
    return isSet
  }

  number(bits: number): number {
    let value = 0
    for (let bit = 0; bit < bits; bit++) value = value * 2 + (this.flag() ? 1 : 0)
    return value
  }

  skip(bits: number): void {
    this.number(bits)
  }

  #next(): number {
    return this.#at < this.#end ? u8(this.#bytes, this.#at++) : 0
  }
}
