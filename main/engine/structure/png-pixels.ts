import { u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import { inflateExactly } from './inflate-exactly.js'

export interface PngHeader {
  readonly width: number
  readonly height: number
  readonly bitDepth: number
  readonly colorType: number
  readonly interlaced: boolean
}

interface Pass {
  readonly width: number
  readonly height: number
}

/** Adam7: where each pass begins and how far its pixels are apart. */
const adam7 = [
  { left: 0, top: 0, across: 8, down: 8 },
  { left: 4, top: 0, across: 8, down: 8 },
  { left: 0, top: 4, across: 4, down: 8 },
  { left: 2, top: 0, across: 4, down: 4 },
  { left: 0, top: 2, across: 2, down: 4 },
  { left: 1, top: 0, across: 2, down: 2 },
  { left: 0, top: 1, across: 1, down: 2 },
] as const

const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/**
 * The zlib stream of one picture must hold exactly its rows and nothing after them; where pixels are smaller than a byte,
 * the unused bits at the end of a row must be zero. Marks the palette entries that occur in `used`.
 */
export function examinePixels(
  frame: { readonly width: number; readonly height: number; readonly offset: number; readonly parts: Uint8Array[] },
  header: PngHeader,
  used: Uint8Array,
  findings: FindingList,
): void {
  const bitsPerPixel = (channels[header.colorType] ?? 1) * header.bitDepth
  const passes: readonly Pass[] = header.interlaced
    ? adam7
        .map(({ left, top, across, down }) => ({
          width: Math.ceil(Math.max(0, frame.width - left) / across),
          height: Math.ceil(Math.max(0, frame.height - top) / down),
        }))
        .filter(({ width, height }) => width > 0 && height > 0)
    : [frame]
  const rowBytes = (pass: Pass) => Math.ceil((pass.width * bitsPerPixel) / 8)
  const expected = passes.reduce((sum, pass) => sum + pass.height * (1 + rowBytes(pass)), 0)
  if (!isEvenlyCut(frame.parts)) findings.malformedPart('IDAT', frame.offset)
  const rows = inflateExactly(
    frame.parts.length === 1 ? (frame.parts[0] ?? new Uint8Array()) : Buffer.concat(frame.parts),
    expected,
  )
  if (!rows) {
    findings.malformedPart('IDAT', frame.offset)
    return
  }
  let at = 0
  for (const pass of passes) {
    const sound = examinePass(rows, at, pass, rowBytes(pass), bitsPerPixel, header.colorType === 3 ? used : undefined)
    if (!sound) {
      findings.malformedPart('IDAT', frame.offset)
      return
    }
    at += pass.height * (1 + rowBytes(pass))
  }
}

/** All chunks but the last of equal size: freely chosen lengths could say something. */
function isEvenlyCut(parts: readonly Uint8Array[]): boolean {
  const usual = parts[0]?.length ?? 0
  return parts.every(({ length }, index) =>
    index < parts.length - 1 ? length === usual : length <= usual && length > 0,
  )
}

function examinePass(
  rows: Uint8Array,
  start: number,
  pass: Pass,
  rowBytes: number,
  bitsPerPixel: number,
  used: Uint8Array | undefined,
): boolean {
  let above: Uint8Array = new Uint8Array(rowBytes)
  for (let row = 0; row < pass.height; row++) {
    const at = start + row * (1 + rowBytes)
    const filter = u8(rows, at)
    if (filter > 4) return false
    if (bitsPerPixel > 4 && !used) continue
    const line = rows.subarray(at + 1, at + 1 + rowBytes)
    unfilter(line, above, filter)
    above = line
    const spare = rowBytes * 8 - pass.width * bitsPerPixel
    if (spare > 0 && (u8(line, rowBytes - 1) & ((1 << spare) - 1)) !== 0) return false
    if (used) markIndices(line, pass.width, bitsPerPixel, used)
  }
  return true
}

/** Undoes the filter of a row whose pixels take at most one byte, in place. */
function unfilter(line: Uint8Array, above: Uint8Array, filter: number): void {
  let left = 0
  let aboveLeft = 0
  for (let index = 0; index < line.length; index++) {
    const up = u8(above, index)
    const predicted =
      filter === 1
        ? left
        : filter === 2
          ? up
          : filter === 3
            ? (left + up) >> 1
            : filter === 4
              ? paeth(left, up, aboveLeft)
              : 0
    left = (u8(line, index) + predicted) & 0xff
    line[index] = left
    aboveLeft = up
  }
}

function paeth(left: number, up: number, aboveLeft: number): number {
  const estimate = left + up - aboveLeft
  const [byLeft, byUp, byCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - aboveLeft)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : aboveLeft
}

function markIndices(line: Uint8Array, width: number, bits: number, used: Uint8Array): void {
  const mask = (1 << bits) - 1
  for (let pixel = 0; pixel < width; pixel++) {
    const bit = pixel * bits
    used[(u8(line, bit >> 3) >> (8 - bits - (bit & 7))) & mask] = 1
  }
}
