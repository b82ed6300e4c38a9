import { ascii, u32le, u8 } from '../structure/bytes.js'
import type { MetadataPart } from './part.js'
import { maxParts, sizeValue } from './part.js'
import { readTrailer } from './parts-jpeg.js'

const webpPicture: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF'])

/** Everything in a WebP beside the picture. */
export function readWebpParts(bytes: Uint8Array): MetadataPart[] {
  const end = Math.min(bytes.length, 8 + u32le(bytes, 4))
  return [...readChunks(bytes, 12, end), ...readTrailer(bytes.subarray(end))]
}

function readChunks(bytes: Uint8Array, start: number, end: number): MetadataPart[] {
  const parts: MetadataPart[] = []
  let offset = start
  while (offset + 8 <= end && parts.length < maxParts) {
    const type = ascii(bytes, offset, 4)
    const sizeBytes = u32le(bytes, offset + 4)
    const data = bytes.subarray(offset + 8, Math.min(end, offset + 8 + sizeBytes))
    if (type === 'ANMF') parts.push(...readChunks(bytes, offset + 24, Math.min(end, offset + 8 + sizeBytes)))
    if (!webpPicture.has(type)) parts.push(webpPart(type, data))
    offset += 8 + sizeBytes + (sizeBytes & 1)
  }
  return parts
}

/** The usual texts of a RIFF file about itself. */
const informationTexts: Readonly<Record<string, MetadataPart['kind']>> = {
  IART: 'person',
  ICOP: 'person',
  ICMT: 'text',
  ICRD: 'time',
  IKEY: 'text',
  INAM: 'text',
  ISBJ: 'text',
  ISFT: 'software',
}

function webpPart(type: string, data: Uint8Array): MetadataPart {
  if (type === 'EXIF')
    return { field: type, kind: 'other', content: 'exif', data: ascii(data, 0, 4) === 'Exif' ? data.subarray(6) : data }
  if (type === 'XMP ') return { field: 'XMP', kind: 'other', content: 'xmp', data }
  if (type === 'ICCP') return { field: type, kind: 'color', content: 'icc', data }
  const text = informationTexts[type]
  if (text) return { field: `chunk ${type}`, kind: text, content: 'text', data }
  return {
    field: `chunk ${type}`,
    kind: type === 'C2PA' ? 'history' : 'hidden-data',
    content: 'bytes',
    data,
    value: sizeValue(data),
  }
}

/** Everything in a GIF beside the picture: comments, texts, application data, the trailer. */
export function readGifParts(bytes: Uint8Array): MetadataPart[] {
  const parts: MetadataPart[] = []
  const tableBytes = (packed: number) => (packed & 0x80 ? 3 * (2 << (packed & 7)) : 0)
  let offset = 13 + tableBytes(u8(bytes, 10))
  while (offset < bytes.length && parts.length < maxParts) {
    const introducer = u8(bytes, offset)
    if (introducer === 0x3b) return [...parts, ...readTrailer(bytes.subarray(offset + 1))]
    if (introducer === 0x2c) {
      offset = readSubBlocks(bytes, offset + 11 + tableBytes(u8(bytes, offset + 9)), false).end
      continue
    }
    if (introducer !== 0x21) break
    const label = u8(bytes, offset + 1)
    const { data, end } = readSubBlocks(bytes, offset + 2, label !== 0xf9)
    parts.push(...gifExtension(label, data, bytes.subarray(offset + 2, end)))
    offset = end
  }
  return [...parts, ...readTrailer(bytes.subarray(Math.min(offset, bytes.length)))]
}

function gifExtension(label: number, data: Uint8Array, raw: Uint8Array): MetadataPart[] {
  if (label === 0xf9) return []
  if (label === 0xfe) return [{ field: 'comment extension', kind: 'text', content: 'text', data }]
  if (label === 0x01) return [{ field: 'plain text extension', kind: 'text', content: 'text', data: data.subarray(12) }]
  const name = label === 0xff ? ascii(data, 0, 11) : ''
  if (name === 'NETSCAPE2.0' && data.length === 14) return []
  if (name === 'XMP DataXMP') return [{ field: 'XMP', kind: 'other', content: 'xmp', data: raw.subarray(12) }]
  if (name === 'ICCRGBG1012') return [{ field: 'ICC', kind: 'color', content: 'icc', data: data.subarray(11) }]
  return [{ field: `extension ${name || label}`, kind: 'hidden-data', content: 'bytes', data, value: sizeValue(data) }]
}

function readSubBlocks(bytes: Uint8Array, start: number, keep: boolean): { data: Uint8Array; end: number } {
  const blocks: Uint8Array[] = []
  let offset = start
  while (offset < bytes.length) {
    const sizeBytes = u8(bytes, offset)
    if (keep) blocks.push(bytes.subarray(offset + 1, offset + 1 + sizeBytes))
    offset += 1 + sizeBytes
    if (sizeBytes === 0) break
  }
  return { data: Buffer.concat(blocks), end: Math.min(offset, bytes.length) }
}
