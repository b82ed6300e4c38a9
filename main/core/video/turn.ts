import type { PixelRect, PixelSize } from '../geometry/box.js'
import type { GridOrigin } from '../geometry/grid.js'
import { codecGridPx } from '../geometry/grid.js'

/**
 * How a stored picture is turned to stand upright: a stored position (x, y) is shown at (a·x + c·y, b·x + d·y), moved so
 * that the picture begins at zero. Only quarter turns and mirrorings, so exactly two of the four are 1 or −1.
 */
export interface Turn {
  readonly a: -1 | 0 | 1
  readonly b: -1 | 0 | 1
  readonly c: -1 | 0 | 1
  readonly d: -1 | 0 | 1
}

export const noTurn: Turn = { a: 1, b: 0, c: 0, d: 1 }

export const isTurned = ({ a, d }: Turn): boolean => a !== 1 || d !== 1

const fixedOne = 0x10000

/**
 * Reads the nine 32-bit numbers of a track's matrix (ISO/IEC 14496-12, 8.3.2), as FFmpeg hands them over: the first
 * six are 16.16 fixed point. Undefined for anything but quarter turns and mirrorings.
 */
export function readTurn(matrix: readonly number[]): Turn | undefined {
  const unit = (value: number | undefined): -1 | 0 | 1 | undefined => {
    if (value === 0) return 0
    // Some writers round 1 to 0xffff.
    if (value !== undefined && Math.abs(value - fixedOne) <= 1) return 1
    return value !== undefined && Math.abs(value + fixedOne) <= 1 ? -1 : undefined
  }
  const [a, b, c, d] = [unit(matrix[0]), unit(matrix[1]), unit(matrix[3]), unit(matrix[4])]
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined
  const isStraight = a !== 0 && d !== 0 && b === 0 && c === 0
  const isAcross = b !== 0 && c !== 0 && a === 0 && d === 0
  return isStraight || isAcross ? { a, b, c, d } : undefined
}

/** The nine numbers again, with the translation that puts the picture's corner at zero. */
export function writeTurn(turn: Turn, stored: PixelSize): readonly number[] {
  const { a, b, c, d } = turn
  const moveX = (a < 0 ? stored.width : 0) + (c < 0 ? stored.height : 0)
  const moveY = (b < 0 ? stored.width : 0) + (d < 0 ? stored.height : 0)
  const fixed = (value: number): number => value * fixedOne
  return [fixed(a), fixed(b), 0, fixed(c), fixed(d), 0, fixed(moveX), fixed(moveY), 2 ** 30]
}

export const uprightSize = (stored: PixelSize, { a }: Turn): PixelSize =>
  a === 0 ? { width: stored.height, height: stored.width } : stored

/** Where a rectangle of the upright picture lies in the stored one. */
export function toStored(rect: PixelRect, stored: PixelSize, turn: Turn): PixelRect {
  const { a, b, c, d } = turn
  const upright = uprightSize(stored, turn)
  const along = (start: number, length: number, total: number, sign: number): number =>
    sign > 0 ? start : total - start - length
  if (a !== 0)
    return {
      left: along(rect.left, rect.width, upright.width, a),
      top: along(rect.top, rect.height, upright.height, d),
      width: rect.width,
      height: rect.height,
    }
  return {
    left: along(rect.top, rect.height, upright.height, b),
    top: along(rect.left, rect.width, upright.width, c),
    width: rect.height,
    height: rect.width,
  }
}

/** Where the stored picture's coding grid lies in the upright one. */
export function gridOf(stored: PixelSize, turn: Turn): GridOrigin {
  const upright = uprightSize(stored, turn)
  const signX = turn.a !== 0 ? turn.a : turn.c
  const signY = turn.d !== 0 ? turn.d : turn.b
  return {
    offsetX: signX > 0 ? 0 : upright.width % codecGridPx,
    offsetY: signY > 0 ? 0 : upright.height % codecGridPx,
  }
}

/** Turns interleaved pixels of `channels` bytes upright. */
export function turnPixels(data: Uint8Array, stored: PixelSize, channels: number, turn: Turn): Uint8Array {
  if (!isTurned(turn)) return data
  const upright = uprightSize(stored, turn)
  const target = new Uint8Array(data.length)
  const stepX = (turn.a + turn.b * upright.width) * channels
  const startX = (turn.a < 0 ? upright.width - 1 : 0) + (turn.b < 0 ? (upright.height - 1) * upright.width : 0)
  const stepY = (turn.c + turn.d * upright.width) * channels
  const startY = (turn.c < 0 ? upright.width - 1 : 0) + (turn.d < 0 ? (upright.height - 1) * upright.width : 0)
  let from = 0
  for (let y = 0; y < stored.height; y++) {
    let to = (startX + startY) * channels + y * stepY
    for (let x = 0; x < stored.width; x++) {
      for (let channel = 0; channel < channels; channel++) target[to + channel] = data[from++] ?? 0
      to += stepX
    }
  }
  return target
}

/** Where a rectangle of the stored picture lies in the upright one. */
export function toUpright(rect: PixelRect, stored: PixelSize, { a, b, c, d }: Turn): PixelRect {
  // The inverse of a quarter turn or mirroring is its transpose.
  return toStored(rect, uprightSize(stored, { a, b, c, d }), { a, b: c, c: b, d })
}
