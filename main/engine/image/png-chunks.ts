import { crc32 } from 'node:zlib'
import { corrupt, truncated } from './media-failure.js'

export interface PngChunk {
  readonly type: string
  readonly data: Buffer
}

export const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/**
 * The chunks up to IEND (PNG, third edition, 5.3). A critical chunk with a wrong checksum is corruption; a wrong
 * ancillary one is left out.
 */
export function readPngChunks(file: Buffer): { readonly chunks: readonly PngChunk[]; readonly hasEnd: boolean } {
  const chunks: PngChunk[] = []
  let at = pngSignature.length
  while (at + 12 <= file.length) {
    const length = file.readUInt32BE(at)
    const end = at + 12 + length
    if (end > file.length) throw truncated()
    const type = file.toString('latin1', at + 4, at + 8)
    const isCritical = (file.readUInt8(at + 4) & 0x20) === 0
    const isIntact = crc32(file.subarray(at + 4, end - 4)) === file.readUInt32BE(end - 4)
    if (!isIntact && (isCritical || type === 'fdAT' || type === 'fcTL')) throw corrupt()
    if (type === 'IEND') return { chunks, hasEnd: true }
    if (isIntact) chunks.push({ type, data: file.subarray(at + 8, end - 4) })
    at = end
  }
  return { chunks, hasEnd: false }
}

export function writePngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.allocUnsafe(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}

export const writePng = (chunks: readonly PngChunk[]): Buffer =>
  Buffer.concat([
    pngSignature,
    ...chunks.map((chunk) => writePngChunk(chunk.type, chunk.data)),
    writePngChunk('IEND', new Uint8Array()),
  ])
