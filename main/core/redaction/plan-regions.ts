import type { DetectedFace, FrameFaces } from '../detection/types.js'
import type { PixelRect, PixelSize } from '../geometry/box.js'
import { grow } from '../geometry/box.js'
import type { GridOrigin } from '../geometry/grid.js'
import { snapOutward } from '../geometry/grid.js'
import type { FramePlan, RedactionRegion } from './types.js'

interface Part {
  readonly rect: PixelRect
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
  const parts: Part[] = []
  for (const { box } of faces) {
    const rect = snapOutward(grow(box, growShare), size, grid)
    if (rect) parts.push({ rect, faceSizePx: Math.max(1, box.width * size.width, box.height * size.height) })
  }
  return mergeTouching(parts).map((group) => ({
    parts: group.map((part) => part.rect),
    faceSizePx: Math.ceil(Math.max(...group.map((part) => part.faceSizePx))),
  }))
}

/** The plan of a whole file, one entry for each of its frames. */
export function planFrames(
  found: readonly FrameFaces[],
  frames: readonly PixelSize[],
  grid: GridOrigin,
  growShare: number,
): readonly FramePlan[] {
  return frames.map((size, frame) => ({
    frame,
    regions: planRegions(
      found.filter((entry) => entry.frame === frame).flatMap((entry) => entry.faces),
      size,
      grid,
      growShare,
    ),
  }))
}

/** Groups parts that are connected through overlapping or shared borders. */
function mergeTouching(parts: readonly Part[]): readonly (readonly Part[])[] {
  const groups: Part[][] = []
  for (const part of parts) {
    const touched = groups.filter((group) => group.some((other) => touches(part.rect, other.rect)))
    for (const group of touched) groups.splice(groups.indexOf(group), 1)
    groups.push([part, ...touched.flat()])
  }
  return groups
}

const touches = (a: PixelRect, b: PixelRect): boolean =>
  a.left <= b.left + b.width && b.left <= a.left + a.width && a.top <= b.top + b.height && b.top <= a.top + a.height
