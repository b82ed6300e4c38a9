import type { InputFormat } from '../../core/media/formats.js'

/** What the first bytes of a file say that it is. */
export type Identified =
  | { readonly kind: 'picture'; readonly format: InputFormat }
  /** Known and not handled; `name` is what people call it. */
  | { readonly kind: 'unsupported'; readonly name: string }
  | { readonly kind: 'unknown' }

/** How many bytes of the start `identify` looks at. */
export const identifyBytes = 4096

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end))

const magics: readonly { readonly at: number; readonly text: string; readonly result: Identified }[] = [
  { at: 0, text: '\xff\xd8\xff', result: picture('jpeg') },
  { at: 0, text: '\x89PNG\r\n\x1a\n', result: picture('png') },
  { at: 0, text: 'GIF87a', result: picture('gif') },
  { at: 0, text: 'GIF89a', result: picture('gif') },
  { at: 0, text: 'II*\0', result: picture('tiff') },
  { at: 0, text: 'MM\0*', result: picture('tiff') },
  { at: 0, text: 'II+\0', result: picture('tiff') },
  { at: 0, text: 'MM\0+', result: picture('tiff') },
  { at: 0, text: 'IIU\0', result: picture('raw') },
  { at: 0, text: 'IIRO', result: picture('raw') },
  { at: 0, text: 'IIRS', result: picture('raw') },
  { at: 0, text: 'MMOR', result: picture('raw') },
  { at: 0, text: 'FUJIFILMCCD-RAW', result: picture('raw') },
  { at: 0, text: '\xff\x0a', result: picture('jxl') },
  { at: 0, text: '\0\0\0\x0cJXL \r\n\x87\n', result: picture('jxl') },
  { at: 0, text: '\0\0\0\x0cjP  \r\n\x87\n', result: unsupported('JPEG 2000') },
  { at: 0, text: '\xff\x4f\xff\x51', result: unsupported('JPEG 2000') },
  { at: 0, text: '8BPS', result: unsupported('Photoshop') },
  { at: 0, text: '%PDF', result: unsupported('PDF') },
  { at: 0, text: 'PK\x03\x04', result: unsupported('ZIP') },
  { at: 0, text: '\x1f\x8b', result: unsupported('GZIP') },
  { at: 0, text: 'Rar!', result: unsupported('RAR') },
  { at: 0, text: "7z\xbc\xaf'", result: unsupported('7-Zip') },
  { at: 0, text: '\0\0\x01\0', result: unsupported('ICO') },
  { at: 0, text: '\x1aE\xdf\xa3', result: unsupported('Matroska or WebM video') },
  { at: 0, text: 'FLV\x01', result: unsupported('Flash video') },
  { at: 0, text: '\0\0\x01\xba', result: unsupported('MPEG video') },
  { at: 0, text: '\0\0\x01\xb3', result: unsupported('MPEG video') },
  { at: 0, text: '0&\xb2u\x8ef\xcf\x11', result: unsupported('Windows Media') },
  { at: 0, text: 'OggS', result: unsupported('Ogg') },
  { at: 0, text: 'ID3', result: unsupported('MP3') },
]

function picture(format: InputFormat): Identified {
  return { kind: 'picture', format }
}

function unsupported(name: string): Identified {
  return { kind: 'unsupported', name }
}

/** Names a file's format by its content alone; the file name is never asked. */
export function identify(bytes: Uint8Array): Identified {
  for (const { at, text, result } of magics) if (ascii(bytes, at, at + text.length) === text) return result
  if (ascii(bytes, 0, 4) === 'RIFF') return identifyRiff(ascii(bytes, 8, 12))
  const box = ascii(bytes, 4, 8)
  if (box === 'ftyp') return identifyBrands(brandsOf(bytes))
  if (['moov', 'mdat', 'wide', 'skip', 'free', 'pnot'].includes(box)) return unsupported('QuickTime or MP4 video')
  if (isBmp(bytes)) return unsupported('BMP')
  if (bytes.length > 188 && bytes[0] === 0x47 && bytes[188] === 0x47) return unsupported('MPEG transport stream')
  if (bytes.length > 196 && bytes[4] === 0x47 && bytes[196] === 0x47) return unsupported('MPEG transport stream')
  return identifyText(bytes)
}

function identifyRiff(kind: string): Identified {
  if (kind === 'WEBP') return picture('webp')
  return unsupported(kind === 'AVI ' ? 'AVI video' : 'RIFF')
}

/** Major brand first, then the compatible ones (ISO/IEC 14496-12, 4.3). */
function brandsOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sizeBytes = bytes.length >= 4 ? Math.min(view.getUint32(0), bytes.length) : 0
  const brands = [ascii(bytes, 8, 12)]
  for (let at = 16; at + 4 <= sizeBytes; at += 4) brands.push(ascii(bytes, at, at + 4))
  return brands
}

function identifyBrands(brands: readonly string[]): Identified {
  const major = brands[0] ?? ''
  if (major === 'crx ') return unsupported('Canon CR3')
  if (major === 'avif' || major === 'avis') return picture('avif')
  if (['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'].includes(major)) return picture('heic')
  // Other HEIF files (`mif1`, `msf1`, `miaf`) name their codec among the compatible brands; the items decide later.
  if (['mif1', 'msf1', 'mif2', 'miaf'].includes(major)) {
    return picture(brands.includes('avif') || brands.includes('avis') ? 'avif' : 'heic')
  }
  return unsupported('MP4 or QuickTime video')
}

function isBmp(bytes: Uint8Array): boolean {
  return ascii(bytes, 0, 2) === 'BM' && bytes.length >= 26 && bytes[6] === 0 && bytes[7] === 0
}

function identifyText(bytes: Uint8Array): Identified {
  const start = ascii(bytes, 0, Math.min(bytes.length, identifyBytes)).toLowerCase()
  if (/<svg[\s>]/.test(start)) return unsupported('SVG')
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml)/.test(start)) return unsupported('HTML or XML')
  if (start.startsWith('#extm3u') || start.startsWith('ffconcat')) return unsupported('playlist')
  return { kind: 'unknown' }
}
