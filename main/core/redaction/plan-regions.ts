import type { DetectedFace } from '../detection/types.js'
import type { Box, PixelRect, PixelSize } from '../geometry/box.js'
import { grow } from '../geometry/box.js'
import type { GridOrigin } from '../geometry/grid.js'
import { snapOutward } from '../geometry/grid.js'
import type { RedactionRegion } from './types.js'

/** One rectangle to cover. */
export interface CoverPart {
  readonly rect: PixelRect
  /** See `RedactionRegion`. */
  readonly faceSizePx: number
}

/**
 * What to draw over the faces of one frame. Every face's box, grown by `growShare` of itself on each side, is snapped
 * outward to the source's coding grid: a codec spreads what a square holds over the whole square, so nothing outside a
 * snapped region was computed from pixels inside it. Parts that overlap or touch become one region.
 */
export function planRegions(
  faces: readonly DetectedFace[],
  size: PixelSize,
  grid: GridOrigin,
  growShare: number,
): readonly RedactionRegion[] {
  return regionsOf(faces.flatMap(({ box }) => facePart(box, size, grid, growShare) ?? []))
}

/** What covers one face, or undefined for one that lies outside the picture. */
export function facePart(box: Box, size: PixelSize, grid: GridOrigin, growShare: number): CoverPart | undefined {
  const rect = snapOutward(grow(box, growShare), size, grid)
  return rect && { rect, faceSizePx: Math.max(1, box.width * size.width, box.height * size.height) }
}

/** Makes one region of the parts that overlap or touch. */
export const regionsOf = (parts: readonly CoverPart[]): readonly RedactionRegion[] =>
  mergeTouching(parts).map((group) => ({
    parts: group.map((part) => part.rect),
    faceSizePx: Math.ceil(Math.max(...group.map((part) => part.faceSizePx))),
  }))

/** Groups parts that are connected through overlapping or shared borders. */
function mergeTouching(parts: readonly CoverPart[]): readonly (readonly CoverPart[])[] {
  const groups: CoverPart[][] = []
  for (const part of parts) {
    const touched = groups.filter((group) => group.some((other) => touches(part.rect, other.rect)))
    for (const group of touched) groups.splice(groups.indexOf(group), 1)
    groups.push([part, ...touched.flat()])
  }
  return groups
}

const touches = (a: PixelRect, b: PixelRect): boolean =>
  a.left <= b.left + b.width && b.left <= a.left + a.width && a.top <= b.top + b.height && b.top <= a.top + a.height
