import type { DecodeLimits } from '../../core/ports.js'
import { corrupt, readingHeaders, refuse, truncated } from './media-failure.js'
import type { PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import { decodeWithSharp, gridOf, isUntaggedCmyk, readSharpMetadata, uprightSize } from './sharp-decode.js'

const startOfScan = 0xda
const endOfImage = 0xd9

interface JpegParts {
  /** The first picture of the file with the segments that decoding needs, and no others. */
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
  readonly hasEnd: boolean
}

/**
 * Opens the primary picture of a JPEG file (ITU-T T.81). What decoding does not need never reaches the decoder: of the
 * application segments only JFIF, EXIF (for the orientation), the ICC profile and Adobe's (for the colour transform).
 * `orientationOfFile` is what the file around says of a JPEG without EXIF.
 */
export async function openJpeg(file: Buffer, limits: DecodeLimits, orientationOfFile?: number): Promise<PictureSource> {
  const parts = readingHeaders(() => readParts(file, orientationOfFile))
  checkLimits([parts], limits)
  const metadata = await readSharpMetadata(parts.bytes)
  const { orientation } = metadata
  const untaggedCmyk = isUntaggedCmyk(metadata)
  const size = uprightSize(parts.width, parts.height, orientation)
  return {
    info: {
      format: 'jpeg',
      size,
      frames: [size],
      animated: false,
      hasAlpha: false,
      grid: gridOf(size, orientation),
    },
    // A file may lack nothing but its end marker. Only then is damage before it the sign of a cut picture.
    frame: () => decodeWithSharp(parts.bytes, { failOn: parts.hasEnd ? 'error' : 'warning', untaggedCmyk }),
  }
}

function readParts(file: Buffer, orientationOfFile: number | undefined): JpegParts {
  const kept: Buffer[] = [file.subarray(0, 2)]
  let size: { width: number; height: number } | undefined
  let hasExif = false
  let at = 2
  for (;;) {
    at = skipToMarker(file, at)
    const marker = file.readUInt8(at + 1)
    if (marker === 0xd8 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2
      continue
    }
    if (marker === endOfImage) throw truncated()
    const length = file.readUInt16BE(at + 2)
    if (length < 2) throw corrupt()
    const end = at + 2 + length
    if (end > file.length) throw truncated()
    const segment = file.subarray(at, end)
    if (isFrameHeader(marker)) size = readFrameHeader(marker, segment)
    const isExif = marker === 0xe1 && startsWith(segment, 'Exif\0')
    if (!isApplicationOrComment(marker) || isNeeded(marker, segment) || (isExif && !hasExif)) kept.push(segment)
    if (isExif) hasExif = true
    at = end
    if (marker === startOfScan) break
  }
  if (!size) throw corrupt()
  if (!hasExif && orientationOfFile !== undefined) kept.splice(1, 0, orientationSegment(orientationOfFile))
  const scans = file.subarray(at, endOfScans(file, at))
  const hasEnd = scans.length >= 2 && scans.readUInt16BE(scans.length - 2) === 0xff00 + endOfImage
  kept.push(scans)
  if (!hasEnd) kept.push(Buffer.from([0xff, endOfImage]))
  return { bytes: Buffer.concat(kept), ...size, hasEnd }
}

/** An EXIF segment with nothing but the orientation. */
function orientationSegment(orientation: number): Buffer {
  const segment = Buffer.alloc(36)
  segment.write('\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01', 'latin1')
  segment.writeUInt16BE(orientation, 28)
  return segment
}

/** Where the next marker's 0xFF lies; stuffing and stray bytes between segments are passed over. */
function skipToMarker(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from)
  if (at < 0) throw truncated()
  while (file.readUInt8(at + 1) === 0xff) at++
  if (file[at + 1] === 0) return skipToMarker(file, at + 2)
  return at
}

const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

const isApplicationOrComment = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe

const startsWith = (segment: Buffer, text: string): boolean => segment.toString('latin1', 4, 4 + text.length) === text

const isNeeded = (marker: number, segment: Buffer): boolean =>
  (marker === 0xe0 && startsWith(segment, 'JFIF\0')) ||
  (marker === 0xe2 && startsWith(segment, 'ICC_PROFILE\0')) ||
  (marker === 0xee && startsWith(segment, 'Adobe'))

function readFrameHeader(marker: number, segment: Buffer): { width: number; height: number } {
  const precision = segment.readUInt8(4)
  if (precision !== 8) throw refuse({ code: 'unsupported-format', format: `JPEG, ${String(precision)} bit` })
  if (marker >= 0xc9) throw refuse({ code: 'unsupported-format', format: 'JPEG, arithmetic coding' })
  if (marker === 0xc3) throw refuse({ code: 'unsupported-format', format: 'JPEG, lossless' })
  if (marker > 0xc3) throw refuse({ code: 'unsupported-format', format: 'JPEG, hierarchical' })
  return { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) }
}

/** The offset behind the first end marker outside a segment, or the file's length. */
function endOfScans(file: Buffer, from: number): number {
  let at = from
  for (;;) {
    at = file.indexOf(0xff, at)
    if (at < 0 || at + 1 >= file.length) return file.length
    const marker = file.readUInt8(at + 1)
    if (marker === endOfImage) return at + 2
    if (marker === 0xff) at += 1
    else if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (at + 4 > file.length) return file.length
    else at += 2 + Math.max(2, file.readUInt16BE(at + 2))
  }
}
