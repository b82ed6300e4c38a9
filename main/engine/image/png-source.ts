import { inflateSync } from 'node:zlib'
import type { DecodeLimits } from '../../core/ports.js'
import { openApng } from './apng-source.js'
import { corrupt, readingHeaders, truncated } from './media-failure.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import type { PngChunk } from './png-chunks.js'
import { readPngChunks, writePng } from './png-chunks.js'
import { decodeWithSharp, gridOf, readSharpMetadata, uprightSize } from './sharp-decode.js'

/** A profile of a camera or screen has a few kilobytes, of a press two megabytes. */
const maxProfileBytes = 8 * 1024 * 1024
/** Only the orientation is read from it. */
const maxExifBytes = 1024 * 1024

/**
 * Opens a still PNG or an APNG. The file is taken apart and only what decoding needs is put together again, so that no
 * compressed text or profile is ever inflated beyond its limit.
 */
export async function openPng(file: Buffer, limits: DecodeLimits, options: OpenOptions): Promise<PictureSource> {
  const { chunks, hasEnd } = readingHeaders(() => readPngChunks(file))
  const header = chunks[0]
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw hasEnd ? corrupt() : truncated()
  const coded = { width: header.data.readUInt32BE(0), height: header.data.readUInt32BE(4) }
  checkLimits([coded], limits)
  if (!chunks.some((chunk) => chunk.type === 'IDAT')) throw hasEnd ? corrupt() : truncated()
  const shared = chunks.filter(isNeeded)
  if (isAnimated(chunks)) return openApng(header, shared, chunks, coded, limits, options)
  const bytes = writePng(mergeData([header, ...shared, ...chunks.filter((chunk) => chunk.type === 'IDAT')]))
  const { orientation, hasAlpha } = await readSharpMetadata(bytes)
  const size = uprightSize(coded.width, coded.height, orientation)
  return {
    info: { format: 'png', size, frames: [size], animated: false, hasAlpha, grid: gridOf(size, orientation) },
    frame: () => decodeWithSharp(bytes, options),
  }
}

/** An animation control chunk counts only before the first IDAT (PNG, third edition, 11.3.6.1). */
function isAnimated(chunks: readonly PngChunk[]): boolean {
  const control = chunks.findIndex((chunk) => chunk.type === 'acTL')
  const data = chunks.findIndex((chunk) => chunk.type === 'IDAT')
  return control > 0 && control < data && chunks.some((chunk) => chunk.type === 'fcTL')
}

function isNeeded(chunk: PngChunk): boolean {
  switch (chunk.type) {
    case 'PLTE':
    case 'tRNS':
      return true
    case 'eXIf':
      return chunk.data.length <= maxExifBytes
    case 'iCCP':
      return profileFits(chunk.data)
    default:
      return false
  }
}

/** Name, zero byte, compression method, zlib stream. */
function profileFits(data: Buffer): boolean {
  const nameEnd = data.indexOf(0)
  if (nameEnd < 1 || nameEnd > 79) return false
  try {
    inflateSync(data.subarray(nameEnd + 2), { maxOutputLength: maxProfileBytes })
    return true
  } catch {
    return false
  }
}

/** Thousands of small IDAT chunks become one. */
function mergeData(chunks: readonly PngChunk[]): PngChunk[] {
  const data = Buffer.concat(chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data))
  return [...chunks.filter((chunk) => chunk.type !== 'IDAT'), { type: 'IDAT', data }]
}
