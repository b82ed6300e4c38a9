import type { PassProposals, PixelBox } from './proposal.js'
import { heightOf } from './proposal.js'

/**
 * From this score on the coarser looks answer to almost every small face and to little else. Lower, ordinary pictures would
 * be looked at closely in many more places: at half of it in half as many again.
 */
const hintScore = 0.01

/** What the coarser passes take for faces less high than this, in pixels of the picture. */
export const hintsOf = (passes: readonly PassProposals[], belowPx: number): readonly PixelBox[] =>
  passes.flatMap(({ proposals }) =>
    proposals.filter(({ box, score }) => score >= hintScore && heightOf(box) < belowPx).map(({ box }) => box),
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
