import type { TraceKind } from '../../core/ports.js'

/** One part of an original that is not the visible picture. */
export interface MetadataPart {
  /** Its own name: `APP1 Exif`, `tEXt Author`, `trailing data`. */
  readonly field: string
  readonly kind: TraceKind
  /** What the data is written in, as far as it can be read further. */
  readonly content: 'exif' | 'xmp' | 'icc' | 'iptc' | 'text' | 'bytes'
  readonly data: Uint8Array
  /** What to show of it, where the data itself is no text. */
  readonly value?: string
  /** Other parts of the same file tell what this one holds, so that it is searched but not shown. */
  readonly toldElsewhere?: boolean
}

/** More parts than this only a hostile file has. */
export const maxParts = 4_000

/** Inflated text larger than this is not looked into: no honest text or profile is. */
export const maxInflatedBytes = 8_000_000

export const latin1 = (bytes: Uint8Array, start = 0, end = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', start, end)

export const utf8 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

/** A size as a value of a trace: `1 byte`, `3226469 bytes`. */
export const sizeText = (sizeBytes: number): string => `${sizeBytes} ${sizeBytes === 1 ? 'byte' : 'bytes'}`

export const sizeValue = (bytes: Uint8Array): string => sizeText(bytes.length)
