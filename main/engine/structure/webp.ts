import { allZero, ascii, slice, u16le, u24le, u32le, u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import { readVp8Layout } from './vp8-header.js'

interface Chunk {
  readonly type: string
  readonly offset: number
  readonly data: Uint8Array
}

interface Size {
  readonly width: number
  readonly height: number
}

const flagAnimation = 0x02
const flagAlpha = 0x10

/**
 * Walks a WebP (RFC 9649): the RIFF size is the file's, padding is zero, the flags of VP8X agree with the chunks, and
 * only pictures, their transparency and the animation's timing are there.
 */
export function walkWebp(bytes: Uint8Array, findings: FindingList): void {
  const riffEnd = 8 + u32le(bytes, 4)
  if (riffEnd > bytes.length || riffEnd % 2 === 1) findings.malformedPart('RIFF', 4)
  findings.unaccountedBytes(riffEnd, bytes.length - riffEnd)
  const chunks = readChunks(bytes, 12, Math.min(riffEnd, bytes.length), findings)
  const first = chunks[0]
  if (first?.type === 'VP8X') walkExtended(bytes, chunks, first, findings)
  else {
    if (first?.type !== 'VP8 ' && first?.type !== 'VP8L') findings.malformedPart('WEBP', 12)
    walkPicture(chunks, undefined, findings, 12)
  }
}

function readChunks(bytes: Uint8Array, start: number, end: number, findings: FindingList): Chunk[] {
  const chunks: Chunk[] = []
  let offset = start
  while (offset + 8 <= end) {
    const sizeBytes = u32le(bytes, offset + 4)
    const dataEnd = offset + 8 + sizeBytes
    const next = dataEnd + (sizeBytes & 1)
    if (next > end) break
    if (sizeBytes & 1 && u8(bytes, dataEnd) !== 0) findings.unaccountedBytes(dataEnd, 1)
    chunks.push({ type: ascii(bytes, offset, 4), offset, data: slice(bytes, offset + 8, dataEnd) })
    offset = next
  }
  findings.unaccountedBytes(offset, end - offset)
  return chunks
}

function walkExtended(bytes: Uint8Array, chunks: readonly Chunk[], header: Chunk, findings: FindingList): void {
  const flags = u8(header.data, 0)
  const canvas = { width: 1 + u24le(header.data, 4), height: 1 + u24le(header.data, 7) }
  const animated = (flags & flagAnimation) !== 0
  if (header.data.length !== 10 || (flags & ~(flagAnimation | flagAlpha)) !== 0 || !allZero(header.data, 1, 4))
    findings.malformedPart('VP8X', header.offset)
  const rest = chunks.slice(1)
  if (!animated) {
    const hasAlpha = walkPicture(rest, canvas, findings, header.offset)
    if (hasAlpha !== ((flags & flagAlpha) !== 0)) findings.malformedPart('VP8X', header.offset)
    return
  }
  const control = rest[0]
  if (control?.type !== 'ANIM' || control.data.length !== 6) findings.malformedPart('ANIM', header.offset)
  let anyAlpha = false
  let frames = 0
  for (const chunk of rest.slice(control?.type === 'ANIM' ? 1 : 0)) {
    if (chunk.type !== 'ANMF') {
      findings.unexpectedPart(chunk.type, chunk.offset, chunk.data.length + 8)
      continue
    }
    frames++
    anyAlpha = walkFrame(bytes, chunk, canvas, findings) || anyAlpha
  }
  if (frames === 0 || (anyAlpha && (flags & flagAlpha) === 0)) findings.malformedPart('VP8X', header.offset)
}

/** One ANMF chunk; returns whether it is transparent. */
function walkFrame(bytes: Uint8Array, chunk: Chunk, canvas: Size, findings: FindingList): boolean {
  const { data, offset } = chunk
  const [left, top] = [2 * u24le(data, 0), 2 * u24le(data, 3)]
  const size = { width: 1 + u24le(data, 6), height: 1 + u24le(data, 9) }
  const inside = left + size.width <= canvas.width && top + size.height <= canvas.height
  if (data.length < 16 || !inside || (u8(data, 15) & 0xfc) !== 0) findings.malformedPart('ANMF', offset)
  const inner = readChunks(bytes, offset + 24, offset + 8 + data.length, findings)
  return walkPicture(inner, size, findings, offset)
}

/** The chunks of one picture: `VP8L`, or `VP8 ` after an optional `ALPH`. Returns whether it is transparent. */
function walkPicture(chunks: readonly Chunk[], size: Size | undefined, findings: FindingList, offset: number): boolean {
  let alpha: Chunk | undefined
  let picture: Chunk | undefined
  for (const chunk of chunks) {
    const second = picture !== undefined
    if (chunk.type === 'ALPH' && !alpha && !second && size) alpha = chunk
    else if ((chunk.type === 'VP8 ' || (chunk.type === 'VP8L' && !alpha)) && !second) picture = chunk
    else if (chunk.type === 'VP8 ' || chunk.type === 'VP8L') findings.hiddenPicture(`second ${chunk.type.trim()}`)
    else findings.unexpectedPart(chunk.type, chunk.offset, chunk.data.length + 8)
  }
  if (!picture) {
    findings.malformedPart('VP8', offset)
    return alpha !== undefined
  }
  const coded = picture.type === 'VP8L' ? readLossless(picture, findings) : readLossy(picture, findings)
  if (size && (coded.width !== size.width || coded.height !== size.height))
    findings.malformedPart(picture.type, picture.offset)
  if (alpha) checkAlpha(alpha, coded, findings)
  return alpha !== undefined || coded.alpha
}

/** Key frame header of a VP8 bitstream (RFC 6386, 9.1): not scaled, and its first partition lies inside the chunk. */
function readLossy({ data, offset }: Chunk, findings: FindingList): Size & { alpha: boolean } {
  const tag = u24le(data, 0)
  const keyFrame = (tag & 1) === 0 && ((tag >> 4) & 1) === 1 && ((tag >> 1) & 7) <= 3
  const startCode = u8(data, 3) === 0x9d && u8(data, 4) === 0x01 && u8(data, 5) === 0x2a
  const firstPartitionBytes = tag >> 5
  const [width, height] = [u16le(data, 6), u16le(data, 8)]
  const scaled = ((width | height) & 0xc000) !== 0
  if (!keyFrame || !startCode || scaled || 10 + firstPartitionBytes >= data.length)
    findings.malformedPart('VP8', offset)
  else if (readVp8Layout(data).partitions !== 1) findings.malformedPart('VP8', offset)
  return { width: width & 0x3fff, height: height & 0x3fff, alpha: false }
}

/** Header of a VP8L bitstream (RFC 9649, 3.4). */
function readLossless({ data, offset }: Chunk, findings: FindingList): Size & { alpha: boolean } {
  const fields = u32le(data, 1)
  if (u8(data, 0) !== 0x2f || data.length < 6 || fields >= 2 ** 29) findings.malformedPart('VP8L', offset)
  return { width: 1 + (fields & 0x3fff), height: 1 + ((fields >> 14) & 0x3fff), alpha: ((fields >> 28) & 1) === 1 }
}

function checkAlpha({ data, offset }: Chunk, size: Size, findings: FindingList): void {
  const flags = u8(data, 0)
  const method = flags & 3
  const exact = method === 1 || (method === 0 && data.length === 1 + size.width * size.height)
  if (data.length < 2 || !exact || (flags & 0xc0) !== 0 || ((flags >> 4) & 3) > 1)
    findings.malformedPart('ALPH', offset)
}
