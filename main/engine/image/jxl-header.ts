import { corrupt, truncated } from './media-failure.js'

/** What the head of a JPEG XL codestream says of an animation (ISO/IEC 18181-1, annex D). */
export interface JxlAnimation {
  /** Ticks of the file's clock in a second, as numerator and denominator. */
  readonly ticksPerSecond: { readonly numerator: number; readonly denominator: number }
  /** How often it plays, 0 for ever. */
  readonly loops: number
}

const maxBoxes = 100_000

/**
 * The bare codestream: the file itself, or what the `jxlc` or `jxlp` boxes of a container hold (ISO/IEC 18181-2). No other
 * box, EXIF, XMP or the pieces of a former JPEG, ever reaches the decoder.
 */
export function jxlCodestream(file: Buffer): Buffer {
  if (file.readUInt16BE(0) === 0xff0a) return file
  const pieces: Buffer[] = []
  let at = 0
  for (let count = 0; at + 8 <= file.length && count < maxBoxes; count++) {
    const declared = file.readUInt32BE(at)
    const headBytes = declared === 1 ? 16 : 8
    const sizeBytes = declared === 1 ? Number(file.readBigUInt64BE(at + 8)) : declared || file.length - at
    if (sizeBytes < headBytes) throw corrupt()
    const type = file.toString('latin1', at + 4, at + 8)
    if (at + sizeBytes > file.length) throw truncated()
    if (type === 'jxlc') pieces.push(file.subarray(at + headBytes, at + sizeBytes))
    if (type === 'jxlp') pieces.push(file.subarray(at + headBytes + 4, at + sizeBytes))
    at += sizeBytes
  }
  if (pieces.length === 0) throw truncated()
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
}

/** Undefined for a still picture. */
export function readJxlAnimation(codestream: Buffer): JxlAnimation | undefined {
  const bits = new BitReader(codestream.subarray(2))
  skipSize(bits)
  const isAllDefault = bits.flag()
  if (isAllDefault || !bits.flag()) return undefined
  bits.read(3)
  if (bits.flag()) skipSize(bits)
  if (bits.flag()) skipPreview(bits)
  if (!bits.flag()) return undefined
  const numerator = bits.choose([100, 0], [1000, 0], [1, 10], [1, 30])
  const denominator = bits.choose([1, 0], [1001, 0], [1, 8], [1, 10])
  const loops = bits.choose([0, 0], [0, 3], [0, 16], [0, 32])
  return { ticksPerSecond: { numerator, denominator }, loops }
}

function skipSize(bits: BitReader): void {
  const isSmall = bits.flag()
  const side = (): number => (isSmall ? bits.read(5) : bits.choose([1, 9], [1, 13], [1, 18], [1, 30]))
  side()
  if (bits.read(3) === 0) side()
}

function skipPreview(bits: BitReader): void {
  const isInEights = bits.flag()
  const side = (): number =>
    isInEights ? bits.choose([16, 0], [32, 0], [1, 5], [33, 9]) : bits.choose([1, 6], [65, 8], [321, 10], [1345, 12])
  side()
  if (bits.read(3) === 0) side()
}

type Choice = readonly [base: number, bits: number]

/** Bits from the lowest of each byte upwards. */
class BitReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  read(count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit++, this.#at++) {
      value += ((this.#bytes.readUInt8(this.#at >> 3) >> (this.#at & 7)) & 1) * 2 ** bit
    }
    return value
  }

  flag(): boolean {
    return this.read(1) === 1
  }

  /** The format's `U32`: two bits choose among four ranges. */
  choose(...choices: readonly [Choice, Choice, Choice, Choice]): number {
    const [base, bits] = choices[this.read(2)] ?? choices[0]
    return base + this.read(bits)
  }
}
