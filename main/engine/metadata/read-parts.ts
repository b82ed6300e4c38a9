import { ascii } from '../structure/bytes.js'
import { sniffFormat } from '../structure/walk-structure.js'
import type { MetadataPart } from './part.js'
import { readHeifParts } from './parts-heif.js'
import { readJpegParts } from './parts-jpeg.js'
import { readPngParts } from './parts-png.js'
import { readGifParts, readWebpParts } from './parts-riff-gif.js'

/**
 * Everything in an original that is not its visible picture, whatever the format; nothing for a format that is not
 * known. Damaged files are read as far as they can be.
 */
export function readParts(bytes: Uint8Array): readonly MetadataPart[] {
  try {
    switch (sniffFormat(bytes)) {
      case 'jpeg':
        return readJpegParts(bytes)
      case 'png':
        return readPngParts(bytes)
      case 'webp':
        return readWebpParts(bytes)
      case 'gif':
        return readGifParts(bytes)
      case 'tiff':
        return [{ field: 'TIFF', kind: 'other', content: 'exif', data: bytes }]
      case 'avif':
        return readHeifParts(bytes)
      case undefined:
        return readOther(bytes)
    }
  } catch {
    // Reading on would need bytes that are not there; what a damaged original holds cannot be listed.
    return []
  }
}

/** HEIC, JPEG XL, and raw files that are TIFF structures under another magic number (Olympus, Panasonic). */
function readOther(bytes: Uint8Array): readonly MetadataPart[] {
  const head = ascii(bytes, 0, 12)
  if (head.slice(4, 8) === 'ftyp' || head.slice(4, 8) === 'JXL ') return readHeifParts(bytes)
  if (/^(?:II(?:RO|RS|U\0)|MMOR)/.test(head)) return [{ field: 'TIFF', kind: 'other', content: 'exif', data: bytes }]
  return []
}
