import { u8 } from './bytes.js'

export type LzwOutcome =
  | { readonly kind: 'exact' }
  /** Bytes stand after the end code, from this offset. */
  | { readonly kind: 'slack'; readonly offset: number }
  | { readonly kind: 'broken' }

const maxCodes = 4096

/**
 * Follows the LZW codes of a frame (GIF89a, appendix F) from the byte that gives the code size. They must make exactly
 * `pixels` pixels, then the end code; after it only zero bits up to the end of its byte. Marks the colours that occur.
 */
export function followGifLzw(bytes: Uint8Array, start: number, pixels: number, used: Uint8Array): LzwOutcome {
  const rootBits = u8(bytes, start)
  if (rootBits < 2 || rootBits > 8) return { kind: 'broken' }
  const clear = 1 << rootBits
  const lengths = new Uint32Array(maxCodes).fill(1)
  const firstColors = new Uint16Array(maxCodes)
  for (let color = 0; color < clear; color++) firstColors[color] = color
  const reader = new SubBlockBits(bytes, start + 1)
  let size = rootBits + 1
  let next = clear + 2
  let former = -1
  let made = 0
  for (;;) {
    const code = reader.code(size)
    if (code < 0) return { kind: 'broken' }
    if (code === clear) {
      size = rootBits + 1
      next = clear + 2
      former = -1
      continue
    }
    if (code === clear + 1) return made === pixels ? reader.end() : { kind: 'broken' }
    if (code > next || (code === next && former < 0) || (former < 0 && code >= clear)) return { kind: 'broken' }
    const isNew = code === next
    const length = isNew ? (lengths[former] ?? 0) + 1 : (lengths[code] ?? 0)
    const first = isNew ? (firstColors[former] ?? 0) : (firstColors[code] ?? 0)
    if (former >= 0 && next < maxCodes) {
      lengths[next] = (lengths[former] ?? 0) + 1
      firstColors[next] = firstColors[former] ?? 0
      next++
      if (next === 1 << size && size < 12) size++
    } else if (isNew) return { kind: 'broken' }
    used[first] = 1
    made += length
    if (made > pixels) return { kind: 'broken' }
    former = code
  }
}

/** Reads codes, least significant bit first, through the borders of data sub-blocks. */
class SubBlockBits {
  private readonly bytes: Uint8Array
  private position: number
  private blockEnd: number
  private bitBuffer = 0
  private bitCount = 0
  private isFull = true

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes
    this.position = position
    this.blockEnd = position
  }

  /** The next code, or -1 where the data ends. */
  code(size: number): number {
    while (this.bitCount < size) {
      if (this.position === this.blockEnd && !this.openBlock()) return -1
      this.bitBuffer |= u8(this.bytes, this.position++) << this.bitCount
      this.bitCount += 8
    }
    const value = this.bitBuffer & ((1 << size) - 1)
    this.bitBuffer >>>= size
    this.bitCount -= size
    return value
  }

  /** Every block but the last is full: freely chosen lengths could say something. */
  private openBlock(): boolean {
    const sizeBytes = u8(this.bytes, this.position)
    if (sizeBytes === 0 || this.position + sizeBytes >= this.bytes.length || !this.isFull) return false
    this.isFull = sizeBytes === 255
    this.position++
    this.blockEnd = this.position + sizeBytes
    return true
  }

  /** After the end code: whether only zero bits of its last byte and the terminator follow. */
  end(): LzwOutcome {
    if (this.bitBuffer !== 0) return { kind: 'broken' }
    const exact = this.position === this.blockEnd && u8(this.bytes, this.position) === 0
    return exact ? { kind: 'exact' } : { kind: 'slack', offset: this.position }
  }
}
