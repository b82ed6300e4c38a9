import { ascii, u16le, u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import { followGifLzw } from './gif-lzw.js'

/**
 * Walks a GIF89a: screen, colour tables, frames, their timing and the exact NETSCAPE loop extension, the trailer,
 * nothing else. The LZW data of every frame must end with its last pixel.
 */
export function walkGif(bytes: Uint8Array, findings: FindingList): void {
  const screen = u8(bytes, 10)
  if (ascii(bytes, 0, 6) !== 'GIF89a' || u8(bytes, 12) !== 0) findings.malformedPart('screen descriptor', 0)
  const globalBytes = screen & 0x80 ? 3 * (2 << (screen & 7)) : 0
  if (globalBytes === 0 && u8(bytes, 11) !== 0) findings.malformedPart('screen descriptor', 11)
  const walk: Walk = {
    bytes,
    findings,
    width: u16le(bytes, 6),
    height: u16le(bytes, 8),
    globalUsed: new Uint8Array(256),
    frames: 0,
    loops: 0,
    controls: 0,
  }
  let offset: number | undefined = 13 + globalBytes
  while (offset !== undefined && offset < bytes.length) {
    const introducer = u8(bytes, offset)
    if (introducer === 0x3b) {
      checkUnused(bytes, 13, globalBytes, walk.globalUsed, findings)
      if (walk.frames === 0 || walk.controls > 0) findings.malformedPart('trailer', offset)
      findings.unaccountedBytes(offset + 1, bytes.length - offset - 1)
      return
    }
    if (introducer === 0x21) offset = walkExtension(walk, offset)
    else if (introducer === 0x2c) offset = walkFrame(walk, offset)
    else {
      findings.unaccountedBytes(offset, bytes.length - offset)
      return
    }
  }
  findings.malformedPart('trailer', bytes.length)
}

interface Walk {
  readonly bytes: Uint8Array
  readonly findings: FindingList
  readonly width: number
  readonly height: number
  readonly globalUsed: Uint8Array
  frames: number
  loops: number
  /** Graphic control extensions since the last frame. */
  controls: number
}

/** Where the sub-blocks that begin at `offset` end (after their terminator), or undefined where the file does first. */
function skipSubBlocks(bytes: Uint8Array, offset: number): number | undefined {
  let at = offset
  while (at < bytes.length) {
    const sizeBytes = u8(bytes, at)
    at += 1 + sizeBytes
    if (sizeBytes === 0) return at
  }
  return undefined
}

function walkExtension(walk: Walk, offset: number): number | undefined {
  const { bytes, findings } = walk
  const label = u8(bytes, offset + 1)
  const end = skipSubBlocks(bytes, offset + 2)
  if (end === undefined) {
    findings.malformedPart('extension', offset)
    return undefined
  }
  if (label === 0xf9) {
    const packed = u8(bytes, offset + 3)
    const plain = end - offset === 8 && u8(bytes, offset + 2) === 4 && (packed & 0xe2) === 0 && ((packed >> 2) & 7) <= 3
    if (!plain || ((packed & 1) === 0 && u8(bytes, offset + 6) !== 0) || ++walk.controls > 1)
      findings.malformedPart('graphic control', offset)
    return end
  }
  const isLoop = label === 0xff && ascii(bytes, offset + 2, 14) === '\x0bNETSCAPE2.0\x03\x01'
  if (!isLoop) findings.unexpectedPart(extensionName(bytes, offset), offset, end - offset)
  else if (end - offset !== 19 || walk.frames > 0 || ++walk.loops > 1) findings.malformedPart('NETSCAPE2.0', offset)
  return end
}

function extensionName(bytes: Uint8Array, offset: number): string {
  const label = u8(bytes, offset + 1)
  if (label === 0xfe) return 'comment extension'
  if (label === 0x01) return 'plain text extension'
  if (label === 0xff) return `application extension ${ascii(bytes, offset + 3, 11)}`
  return `extension ${label.toString(16)}`
}

function walkFrame(walk: Walk, offset: number): number | undefined {
  const { bytes, findings } = walk
  const [left, top, width, height] = [1, 3, 5, 7].map((at) => u16le(bytes, offset + at)) as [
    number,
    number,
    number,
    number,
  ]
  const packed = u8(bytes, offset + 9)
  const localBytes = packed & 0x80 ? 3 * (2 << (packed & 7)) : 0
  const inside = width > 0 && height > 0 && left + width <= walk.width && top + height <= walk.height
  // Sort flag and interlacing (0x60) say nothing; the reserved bits must be zero.
  if (!inside || (packed & 0x18) !== 0 || (localBytes === 0 && (packed & 7) !== 0))
    findings.malformedPart('image descriptor', offset)
  walk.frames++
  walk.controls = 0
  const data = offset + 10 + localBytes
  const end = skipSubBlocks(bytes, data + 1)
  if (end === undefined) {
    findings.malformedPart('image data', data)
    return undefined
  }
  const used = localBytes > 0 ? new Uint8Array(256) : walk.globalUsed
  const outcome = followGifLzw(bytes, data, width * height, used)
  if (outcome.kind === 'slack') findings.unaccountedBytes(outcome.offset, end - 1 - outcome.offset)
  else if (outcome.kind === 'broken') findings.malformedPart('image data', data)
  checkUnused(bytes, offset + 10, localBytes, used, findings)
  return end
}

/** What libimagequant puts in the first entry of a palette that needs no transparent colour: its own name. */
const unusedFirstEntry = [76, 105, 113] as const

/** Entries of a colour table that no pixel uses must be black: they can hold anything. */
function checkUnused(
  bytes: Uint8Array,
  start: number,
  sizeBytes: number,
  used: Uint8Array,
  findings: FindingList,
): void {
  for (let entry = 0; entry < sizeBytes / 3; entry++) {
    if (used[entry] === 1) continue
    const at = start + 3 * entry
    const black = u8(bytes, at) === 0 && u8(bytes, at + 1) === 0 && u8(bytes, at + 2) === 0
    const signature = entry === 0 && unusedFirstEntry.every((value, channel) => bytes[at + channel] === value)
    if (!black && !signature) {
      findings.malformedPart('colour table', start)
      return
    }
  }
}
