import type { Box, PixelSize } from '../geometry/box.js'

/** A box in pixels of the upright picture, edges not cut at its border. */
export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** One answer of a network: where a face may be, before any decision. */
export interface Proposal {
  readonly box: PixelBox
  /** The network's own score, 0–1. */
  readonly score: number
}

/** What one pass over a picture proposed, with the pass's index in the plan. */
export interface PassProposals {
  readonly pass: number
  readonly proposals: readonly Proposal[]
  /** The parts of the picture the pass looked at, where that was not all of it. */
  readonly windows?: readonly PixelBox[]
}

/** Proposals of all passes that mean one thing: the best box and, for each pass, the best score given to it. */
export interface Candidate {
  readonly box: PixelBox
  /** Best score of any pass, 0–1. */
  readonly top: number
  /** Best score by index of the pass; a pass that saw nothing there is absent. */
  readonly scores: ReadonlyMap<number, number>
}

export const widthOf = (box: PixelBox): number => box.right - box.left
export const heightOf = (box: PixelBox): number => box.bottom - box.top
const areaOf = (box: PixelBox): number => widthOf(box) * heightOf(box)

/** Area of the overlap in square pixels. */
export function overlapOf(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 0 && height > 0 ? width * height : 0
}

/** Intersection over union, 0–1. */
export function pixelIou(a: PixelBox, b: PixelBox): number {
  const overlap = overlapOf(a, b)
  return overlap === 0 ? 0 : overlap / (areaOf(a) + areaOf(b) - overlap)
}

/** The smaller of the two areas, in square pixels. */
export const smallerArea = (a: PixelBox, b: PixelBox): number => Math.min(areaOf(a), areaOf(b))

/** The box as shares of the picture, 0–1; it may reach beyond. */
export function normalise(box: PixelBox, size: PixelSize): Box {
  return {
    x: box.left / size.width,
    y: box.top / size.height,
    width: widthOf(box) / size.width,
    height: heightOf(box) / size.height,
  }
}
