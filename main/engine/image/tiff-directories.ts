import { corrupt, truncated } from './media-failure.js'

export interface TiffField {
  readonly type: number
  readonly count: number
  /** Where the values lie in the file. */
  readonly offsetBytes: number
}

export interface TiffDirectory {
  readonly fields: ReadonlyMap<number, TiffField>
  /** Whole numbers of a field, at most 65,536 of them; empty where it is missing. */
  numbers(tag: number): readonly number[]
}

export const tiffTags = {
  subfileType: 254,
  width: 256,
  height: 257,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  stripByteCounts: 279,
  subDirectories: 330,
  jpegOffset: 513,
  jpegLength: 514,
  panasonicPreview: 0x2e,
  dngVersion: 50706,
} as const

const maxDirectories = 100_000
const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
}

/** The main chain of directories of a classic (TIFF 6.0) or BigTIFF file and, on demand, those that fields point to. */
export class TiffFile {
  readonly bytes: Buffer
  readonly #view: DataView
  readonly #little: boolean
  readonly #big: boolean

  constructor(bytes: Buffer) {
    if (bytes.length < 16) throw truncated()
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#little = bytes[0] === 0x49
    this.#big = bytes[this.#little ? 2 : 3] === 43
  }

  /** Directories in the order of their pages. A chain that comes back to itself ends there. */
  mainChain(): TiffDirectory[] {
    const seen = new Set<number>()
    const chain: TiffDirectory[] = []
    let offset = this.#big ? this.#u64(8) : this.#u32(4)
    while (offset !== 0 && !seen.has(offset) && chain.length < maxDirectories) {
      seen.add(offset)
      const { directory, next } = this.directoryAt(offset)
      chain.push(directory)
      offset = next
    }
    return chain
  }

  directoryAt(offset: number): { readonly directory: TiffDirectory; readonly next: number } {
    const entryBytes = this.#big ? 20 : 12
    const count = this.#big ? this.#u64(offset) : this.#u16(offset)
    const start = offset + (this.#big ? 8 : 2)
    if (start + count * entryBytes > this.bytes.length) throw truncated()
    const fields = new Map<number, TiffField>()
    for (let index = 0; index < count; index++) {
      const at = start + index * entryBytes
      fields.set(this.#u16(at), this.#field(at))
    }
    const end = start + count * entryBytes
    // Some writers leave out the zero that ends the chain.
    const hasNext = end + (this.#big ? 8 : 4) <= this.bytes.length
    const next = hasNext ? (this.#big ? this.#u64(end) : this.#u32(end)) : 0
    return { directory: { fields, numbers: (tag) => this.#numbers(fields.get(tag)) }, next }
  }

  #field(at: number): TiffField {
    const type = this.#u16(at + 2)
    const count = this.#big ? this.#u64(at + 4) : this.#u32(at + 4)
    const valueAt = at + (this.#big ? 12 : 8)
    const sizeBytes = (typeBytes[type] ?? 1) * count
    const isInline = sizeBytes <= (this.#big ? 8 : 4)
    return { type, count, offsetBytes: isInline ? valueAt : this.#big ? this.#u64(valueAt) : this.#u32(valueAt) }
  }

  #numbers(field: TiffField | undefined): number[] {
    if (!field) return []
    const width = typeBytes[field.type] ?? 1
    const count = Math.min(field.count, 65_536)
    if (field.offsetBytes + count * width > this.bytes.length) return []
    return Array.from({ length: count }, (_, index) => this.#number(field.type, field.offsetBytes + index * width))
  }

  #number(type: number, at: number): number {
    switch (type) {
      case 3:
        return this.#u16(at)
      case 4:
      case 13:
        return this.#u32(at)
      case 16:
      case 18:
        return this.#u64(at)
      default:
        return this.#view.getUint8(at)
    }
  }

  #u16(at: number): number {
    return this.#view.getUint16(at, this.#little)
  }

  #u32(at: number): number {
    return this.#view.getUint32(at, this.#little)
  }

  #u64(at: number): number {
    const value = this.#view.getBigUint64(at, this.#little)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt()
    return Number(value)
  }
}
