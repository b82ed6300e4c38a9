import type { PixelSize } from '../geometry/box.js'
import type { RedactionLook, RedactionRegion, RedactionStyle } from './types.js'

/**
 * Faces that are shorter than this in the finished picture are always filled. A mosaic of seven cells across them would
 * have cells of a few pixels, in which nothing could be proved: the examination needs samples that no coding disturbs.
 */
const leastStyledPx = 48

/** How one region is covered, `source` and `finished` being the picture's size before and after resizing. */
export function styleOf(
  region: RedactionRegion,
  look: RedactionLook,
  source: PixelSize,
  finished: PixelSize,
): RedactionStyle {
  const scale = Math.min(finished.width / source.width, finished.height / source.height)
  return region.faceSizePx * scale < leastStyledPx ? 'fill' : look.style
}

/**
 * What moves is always filled: noise and cells that differ from frame to frame could be averaged away, and a face that
 * moves across the cells shows more of itself in each.
 */
export const lookOf = (look: RedactionLook, isMoving: boolean): RedactionLook =>
  isMoving ? { ...look, style: 'fill' } : look
