import type { OutputFormat } from '../../core/media/formats.js'
import type { FindingList } from './finding-list.js'

const jpegStart = Buffer.from([0xff, 0xd8, 0xff])
const brands = /^(?:isom|mp42|qt {2}|heic|avif|iso\d)/

/**
 * Looks for the first bytes of a picture or video inside another, as carving tools do, and names what it found. In
 * compressed data a JPEG start occurs by chance once in some tens of megabytes; the encoders then try again with more effort.
 */
export function embeddedPart(bytes: Uint8Array, format: OutputFormat): string | undefined {
  if (format === 'tiff') return undefined
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = buffer.indexOf(jpegStart, 9); at >= 0; at = buffer.indexOf(jpegStart, at + 3)) {
    const marker = buffer[at + 3] ?? 0
    if (marker >= 0xc0 && marker <= 0xef) return 'embedded JPEG'
  }
  if (format === 'avif') return undefined
  for (let at = buffer.indexOf('ftyp'); at >= 0; at = buffer.indexOf('ftyp', at + 4))
    if (brands.test(buffer.toString('latin1', at + 4, at + 8))) return 'embedded video or HEIF picture'
  return undefined
}

export function scanForEmbedded(bytes: Uint8Array, format: OutputFormat, findings: FindingList): void {
  const part = embeddedPart(bytes, format)
  if (part) findings.hiddenPicture(part)
}
