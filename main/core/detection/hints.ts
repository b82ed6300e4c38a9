import type { PassProposals, PixelBox } from './proposal.js'
import { heightOf } from './proposal.js'

/**
 * A face up to this height, in pixels of the picture, may need a look at full size; from a score on at which the coarser
 * looks answer to almost every such face and to little else. With a first look at half size, on mosaics, tiles without
 * a hint held none of 772 faces under 20 px.
 */
const smallFacePx = 32
const hintScore = 0.01

/** What the coarser passes take for small faces. */
export const hintsOf = (passes: readonly PassProposals[]): readonly PixelBox[] =>
  passes.flatMap(({ proposals }) =>
    proposals.filter(({ box, score }) => score >= hintScore && heightOf(box) < smallFacePx).map(({ box }) => box),
  )

/** Whether the middle of a box lies in a window. */
export function isCentredIn(box: PixelBox, window: PixelBox): boolean {
  const x = (box.left + box.right) / 2
  const y = (box.top + box.bottom) / 2
  return x >= window.left && x < window.right && y >= window.top && y < window.bottom
}

/** Whether a pass looked where the box is. */
export const hasLookedAt = (pass: PassProposals | undefined, box: PixelBox): boolean =>
  pass?.windows === undefined || pass.windows.some((window) => isCentredIn(box, window))
