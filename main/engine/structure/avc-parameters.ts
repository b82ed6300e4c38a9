import { u8 } from './bytes.js'

/** Reads the bits of a unit of H.264 after its header, without the bytes that keep start codes out (7.4.1). */
class UnitBits {
  readonly #bytes: readonly number[]
  #at = 0

  constructor(unit: Uint8Array) {
    this.#bytes = [...unit.subarray(1)].filter(
      (byte, index, all) => byte !== 3 || index < 2 || all[index - 1] !== 0 || all[index - 2] !== 0,
    )
  }

  bits(count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit++, this.#at++)
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1)
    return value
  }

  flag(): boolean {
    return this.bits(1) === 1
  }

  /** An Exp-Golomb code (9.1). */
  number(): number {
    let zeros = 0
    while (zeros < 32 && !this.flag()) zeros++
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  numbers(count: number): void {
    for (let index = 0; index < count; index++) this.number()
  }

  /** Whether only the stop bit and zeros up to the end of its byte are left (7.3.2.11). */
  isAtEnd(): boolean {
    const left = this.#bytes.length * 8 - this.#at
    return left >= 1 && left <= 8 && this.bits(left) === 2 ** (left - 1)
  }
}

const highProfiles: ReadonlySet<number> = new Set([100, 110, 122, 244])

/**
 * Whether a sequence parameter set (Rec. ITU-T H.264, 7.3.2.1) ends where its last field does: decoders stop there, and what
 * follows could be anything. What we never write (scaling lists, buffer models, more cut off than fills up a macroblock)
 * is none either.
 */
export function isExactAvcSequence(unit: Uint8Array): boolean {
  const bits = new UnitBits(unit)
  bits.bits(16)
  bits.bits(8)
  bits.number()
  if (highProfiles.has(u8(unit, 1))) {
    if (bits.number() === 3) bits.bits(1)
    bits.numbers(2)
    if (bits.bits(2) !== 0) return false
  }
  bits.number()
  const order = bits.number()
  if (order === 1) return false
  if (order === 0) bits.number()
  bits.number()
  bits.bits(1)
  bits.numbers(2)
  const isProgressive = bits.flag()
  bits.bits(isProgressive ? 1 : 2)
  if (bits.flag()) {
    const [left, right, top, bottom] = [bits.number(), bits.number(), bits.number(), bits.number()]
    if (left !== 0 || top !== 0 || right > 15 || bottom > 15) return false
  }
  return (!bits.flag() || skipUsability(bits)) && bits.isAtEnd()
}

/** Video usability information (annex E); false where it has a buffer model. */
function skipUsability(bits: UnitBits): boolean {
  const extendedShape = 255
  if (bits.flag() && bits.bits(8) === extendedShape) bits.bits(32)
  if (bits.flag()) bits.bits(1)
  if (bits.flag()) {
    bits.bits(4)
    if (bits.flag()) bits.bits(24)
  }
  if (bits.flag()) bits.numbers(2)
  if (bits.flag()) bits.bits(65)
  if (bits.bits(2) !== 0) return false
  bits.bits(1)
  if (bits.flag()) {
    bits.bits(1)
    bits.numbers(6)
  }
  return true
}

/** Whether a picture parameter set (7.3.2.2) of one slice group ends where its last field does. */
export function isExactAvcPicture(unit: Uint8Array): boolean {
  const bits = new UnitBits(unit)
  bits.numbers(2)
  bits.bits(2)
  if (bits.number() !== 0) return false
  bits.numbers(2)
  bits.bits(3)
  bits.numbers(3)
  bits.bits(3)
  if (bits.isAtEnd()) return true
  const further = new UnitBits(unit)
  further.numbers(2)
  further.bits(2)
  further.numbers(3)
  further.bits(3)
  further.numbers(3)
  further.bits(3)
  // The transform's size, no scaling lists, one more offset of the high profiles.
  further.bits(1)
  if (further.flag()) return false
  further.number()
  return further.isAtEnd()
}
