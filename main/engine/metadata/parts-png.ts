import { ascii, u32be, u8 } from '../structure/bytes.js'
import { exifKindOf } from './exif-traces.js'
import { inflateCapped } from './inflate-capped.js'
import type { MetadataPart } from './part.js'
import { latin1, maxParts, sizeValue } from './part.js'
import { readTrailer } from './parts-jpeg.js'

const picture: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'acTL', 'fcTL', 'fdAT', 'IEND'])
const color: ReadonlySet<string> = new Set(['gAMA', 'cHRM', 'sRGB', 'sBIT', 'cICP', 'mDCV', 'cLLI', 'bKGD', 'hIST'])

/** Everything in a PNG beside the picture: texts, profiles, unknown chunks, a hidden first picture, the trailer. */
export function readPngParts(bytes: Uint8Array): MetadataPart[] {
  const parts: MetadataPart[] = []
  let offset = 8
  let animated = false
  let framed = false
  let pixels = false
  while (offset + 12 <= bytes.length && parts.length < maxParts) {
    const sizeBytes = u32be(bytes, offset)
    const type = ascii(bytes, offset + 4, 4)
    const data = bytes.subarray(offset + 8, Math.min(bytes.length, offset + 8 + sizeBytes))
    offset += 12 + sizeBytes
    if (type === 'acTL') animated = true
    if (type === 'fcTL') framed = true
    if (type === 'IDAT' && !pixels) {
      pixels = true
      if (animated && !framed)
        parts.push({
          field: 'APNG default image',
          kind: 'hidden-picture',
          content: 'bytes',
          data,
          value: sizeValue(data),
        })
    }
    if (!picture.has(type)) parts.push(...readChunk(type, data))
    if (type === 'IEND') break
  }
  return [...parts, ...readTrailer(bytes.subarray(Math.min(offset, bytes.length)))]
}

function readChunk(type: string, data: Uint8Array): MetadataPart[] {
  if (color.has(type)) return [{ field: type, kind: 'color', content: 'bytes', data, value: sizeValue(data) }]
  if (type === 'tEXt') return [textPart(type, data, split(data), (rest) => rest)]
  if (type === 'zTXt') return [textPart(type, data, split(data), (rest) => inflateCapped(rest.subarray(1)))]
  if (type === 'iTXt') return [textPart(type, data, split(data), internationalText)]
  if (type === 'eXIf') return [{ field: type, kind: 'other', content: 'exif', data }]
  if (type === 'zxIf')
    return [{ field: type, kind: 'other', content: 'exif', data: inflateCapped(data.subarray(5)) ?? data }]
  if (type === 'iCCP') {
    const { keyword, rest } = split(data)
    return [
      { field: 'iCCP name', kind: 'color', content: 'text', data: data.subarray(0, keyword.length) },
      { field: type, kind: 'color', content: 'icc', data: inflateCapped(rest.subarray(1)) ?? data },
    ]
  }
  if (type === 'tIME') return [{ field: type, kind: 'time', content: 'bytes', data, value: timeOf(data) }]
  if (type === 'caBX') return [{ field: 'caBX C2PA', kind: 'history', content: 'bytes', data, value: sizeValue(data) }]
  if (type === 'pHYs')
    return [{ field: type, kind: 'other', content: 'bytes', data, value: `${u32be(data, 0)} × ${u32be(data, 4)}` }]
  return [{ field: type, kind: 'hidden-data', content: 'bytes', data, value: sizeValue(data) }]
}

function split(data: Uint8Array): { keyword: string; rest: Uint8Array } {
  const end = data.indexOf(0)
  const at = end < 0 ? data.length : end
  return { keyword: latin1(data, 0, Math.min(at, 80)), rest: data.subarray(at + 1) }
}

/** A text chunk; where the text cannot be read, how much of it there is. */
function textPart(
  type: string,
  raw: Uint8Array,
  { keyword, rest }: { keyword: string; rest: Uint8Array },
  read: (rest: Uint8Array) => Uint8Array | undefined,
): MetadataPart {
  const field = `${type} ${keyword}`
  const data = read(rest)
  if (!data) return { field, kind: kindOf(keyword), content: 'bytes', data: raw, value: sizeValue(raw) }
  if (keyword === 'XML:com.adobe.xmp') return { field, kind: 'other', content: 'xmp', data }
  if (keyword.startsWith('Raw profile type')) {
    const decoded = Buffer.from(
      latin1(data)
        .replace(/^\s*\w+\s+\d+/, '')
        .replaceAll(/\s/g, ''),
      'hex',
    )
    const exif = decoded.subarray(0, 4).toString('latin1') === 'Exif'
    return { field, kind: 'other', content: exif ? 'exif' : 'iptc', data: exif ? decoded.subarray(6) : decoded }
  }
  return { field, kind: kindOf(keyword), content: 'text', data: data.length > 0 ? data : raw }
}

/** ImageMagick repeats fields of EXIF and of colour profiles as texts, under these prefixes. */
function kindOf(keyword: string): MetadataPart['kind'] {
  if (keyword.startsWith('icc:')) return 'color'
  if (keyword.startsWith('exif:')) return exifKindOf(keyword.slice(5))
  if (/author|artist|creator|copyright/i.test(keyword)) return 'person'
  if (/time|date/i.test(keyword)) return 'time'
  if (/software/i.test(keyword)) return 'software'
  return /source|make|model/i.test(keyword) ? 'device' : 'text'
}

/** The text after compression flag, method, language and translated keyword (PNG, 11.3.3.4). */
function internationalText(rest: Uint8Array): Uint8Array | undefined {
  const language = rest.indexOf(0, 2)
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1)
  if (translated < 0) return undefined
  const text = rest.subarray(translated + 1)
  return u8(rest, 0) === 1 ? inflateCapped(text) : text
}

const timeOf = (data: Uint8Array): string =>
  `${(u8(data, 0) << 8) | u8(data, 1)}-${[2, 3].map((at) => pad(u8(data, at))).join('-')} ${[4, 5, 6].map((at) => pad(u8(data, at))).join(':')}`

const pad = (value: number): string => String(value).padStart(2, '0')
