import { crc32 } from 'node:zlib'
import { allZero, ascii, slice, u16be, u32be, u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import type { PngHeader } from './png-pixels.js'
import { examinePixels } from './png-pixels.js'

/** Chunks that may stand in a finished PNG. Anything else says more than the picture. */
const structural: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'acTL', 'fcTL', 'fdAT', 'IEND'])

interface Chunk {
  readonly type: string
  readonly offset: number
  readonly data: Uint8Array
}

interface PngFrame {
  readonly width: number
  readonly height: number
  readonly offset: number
  readonly parts: Uint8Array[]
}

/** Walks a PNG or APNG (W3C PNG, third edition): allowed chunks in order, right CRCs, exact pixel data, no second picture. */
export function walkPng(bytes: Uint8Array, findings: FindingList): void {
  const chunks = readChunks(bytes, findings)
  const first = chunks[0]
  const header = first?.type === 'IHDR' ? readHeader(first.data) : undefined
  if (!header) {
    findings.malformedPart('IHDR', 8)
    return
  }
  checkOrder(chunks, findings)
  const palette = checkPalette(chunks, header, findings)
  const frames = collectFrames(chunks, header, findings)
  const used = new Uint8Array(256)
  for (const frame of frames) examinePixels(frame, header, used, findings)
  const unused = palette ? used.subarray(0, palette.data.length / 3).indexOf(0) : -1
  if (palette && frames.length > 0 && unused >= 0) findings.malformedPart('PLTE', palette.offset)
}

function readChunks(bytes: Uint8Array, findings: FindingList): Chunk[] {
  const chunks: Chunk[] = []
  let offset = 8
  while (offset + 12 <= bytes.length) {
    const sizeBytes = u32be(bytes, offset)
    const type = ascii(bytes, offset + 4, 4)
    const next = offset + 12 + sizeBytes
    if (next > bytes.length) break
    if (structural.has(type)) {
      if (crc32(slice(bytes, offset + 4, next - 4)) !== u32be(bytes, next - 4)) findings.malformedPart(type, offset)
      chunks.push({ type, offset, data: slice(bytes, offset + 8, next - 4) })
    } else findings.unexpectedPart(type, offset, sizeBytes + 12)
    offset = next
    if (type === 'IEND') {
      if (sizeBytes > 0) findings.malformedPart('IEND', offset)
      findings.unaccountedBytes(offset, bytes.length - offset)
      return chunks
    }
  }
  findings.malformedPart('IEND', offset)
  findings.unaccountedBytes(offset, bytes.length - offset)
  return chunks
}

function readHeader(data: Uint8Array): PngHeader | undefined {
  const [width, height, bitDepth, colorType] = [u32be(data, 0), u32be(data, 4), u8(data, 8), u8(data, 9)]
  const depths: Readonly<Record<number, readonly number[]>> = {
    0: [1, 2, 4, 8, 16],
    2: [8, 16],
    3: [1, 2, 4, 8],
    4: [8, 16],
    6: [8, 16],
  }
  const legal = data.length === 13 && width > 0 && height > 0 && depths[colorType]?.includes(bitDepth) === true
  if (!legal || u16be(data, 10) !== 0 || u8(data, 12) > 1) return undefined
  return { width, height, bitDepth, colorType, interlaced: u8(data, 12) === 1 }
}

/** Each single chunk at most once and where it belongs; pixel data in one run. */
function checkOrder(chunks: readonly Chunk[], findings: FindingList): void {
  const seen = new Map<string, number>()
  let former = ''
  for (const { type, offset } of chunks) {
    const times = seen.get(type) ?? 0
    const late = (type === 'PLTE' || type === 'tRNS' || type === 'acTL') && seen.has('IDAT')
    const interrupted = type === 'IDAT' && times > 0 && former !== 'IDAT'
    const repeated = times > 0 && !['IDAT', 'fcTL', 'fdAT'].includes(type)
    if (late || interrupted || repeated) findings.malformedPart(type, offset)
    seen.set(type, times + 1)
    former = type
  }
}

function checkPalette(chunks: readonly Chunk[], header: PngHeader, findings: FindingList): Chunk | undefined {
  const palette = chunks.find(({ type }) => type === 'PLTE')
  const transparency = chunks.find(({ type }) => type === 'tRNS')
  const entries = (palette?.data.length ?? 0) / 3
  if ((palette !== undefined) !== (header.colorType === 3)) findings.malformedPart('PLTE', palette?.offset ?? 8)
  if (palette && (!Number.isInteger(entries) || entries < 1 || entries > 1 << header.bitDepth))
    findings.malformedPart('PLTE', palette.offset)
  if (transparency) {
    const expected: Readonly<Record<number, number>> = { 0: 2, 2: 6 }
    const size = transparency.data.length
    const legal = header.colorType === 3 ? size >= 1 && size <= entries : size === expected[header.colorType]
    if (!legal) findings.malformedPart('tRNS', transparency.offset)
  }
  return header.colorType === 3 ? palette : undefined
}

/** The pictures of the file: one, or the frames of an animation whose numbering is complete. */
function collectFrames(chunks: readonly Chunk[], header: PngHeader, findings: FindingList): PngFrame[] {
  const control = chunks.find(({ type }) => type === 'acTL')
  const frames: PngFrame[] = []
  let sequence = 0
  let current: PngFrame | undefined
  for (const { type, offset, data } of chunks) {
    if (type === 'IDAT') {
      if (control && frames.length === 0) {
        if (!current) findings.hiddenPicture('APNG default image')
      }
      if (!current) frames.push((current = { width: header.width, height: header.height, offset, parts: [] }))
      current.parts.push(data)
    } else if (type === 'fcTL' || type === 'fdAT') {
      if (!control || u32be(data, 0) !== sequence++) findings.malformedPart(type, offset)
      if (type === 'fdAT') {
        if (current && data.length >= 4) current.parts.push(data.subarray(4))
        else findings.malformedPart(type, offset)
        continue
      }
      current = readFrameControl(data, offset, header, frames.length === 0)
      if (current) frames.push(current)
      else findings.malformedPart(type, offset)
    }
  }
  const animated = frames.length - (control && !startsWithFrame(chunks) ? 1 : 0)
  if (control && (control.data.length !== 8 || u32be(control.data, 0) !== animated))
    findings.malformedPart('acTL', control.offset)
  return frames
}

const startsWithFrame = (chunks: readonly Chunk[]): boolean =>
  chunks.find(({ type }) => type === 'fcTL' || type === 'IDAT')?.type === 'fcTL'

function readFrameControl(data: Uint8Array, offset: number, header: PngHeader, first: boolean): PngFrame | undefined {
  if (data.length !== 26 || u8(data, 24) > 2 || u8(data, 25) > 1) return undefined
  const [width, height, left, top] = [u32be(data, 4), u32be(data, 8), u32be(data, 12), u32be(data, 16)]
  const inside = width > 0 && height > 0 && left + width <= header.width && top + height <= header.height
  const whole = width === header.width && height === header.height && allZero(data, 12, 20)
  return inside && (whole || !first) ? { width, height, offset, parts: [] } : undefined
}
