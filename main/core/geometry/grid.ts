import type { Box, PixelRect, PixelSize } from './box.js'
import { clip } from './box.js'

/** Side of the squares that JPEG, WebP and AVIF code chroma-subsampled pictures in, in pixels. */
export const codecGridPx = 16

/**
 * Where the lines of the source's coding grid lie in the upright picture: at `offsetX + n * codecGridPx`. Not zero when
 * an EXIF orientation turned a picture whose coded size is no multiple of the grid.
 */
export interface GridOrigin {
  readonly offsetX: number
  readonly offsetY: number
}

export const gridAtCorner: GridOrigin = { offsetX: 0, offsetY: 0 }

const down = (value: number, offset: number): number =>
  Math.floor((value - offset) / codecGridPx) * codecGridPx + offset
const up = (value: number, offset: number): number => Math.ceil((value - offset) / codecGridPx) * codecGridPx + offset

/** The smallest rectangle of whole grid squares (cut at the picture's border) that contains the box. */
export function snapOutward(box: Box, size: PixelSize, grid: GridOrigin = gridAtCorner): PixelRect | undefined {
  const inside = clip(box)
  if (!inside) return undefined
  const left = Math.max(0, down(inside.x * size.width, grid.offsetX))
  const top = Math.max(0, down(inside.y * size.height, grid.offsetY))
  const right = Math.min(size.width, up((inside.x + inside.width) * size.width, grid.offsetX))
  const bottom = Math.min(size.height, up((inside.y + inside.height) * size.height, grid.offsetY))
  return { left, top, width: right - left, height: bottom - top }
}
