import { minimumGrowShare } from '../contract/requests.js'
import { countBareHeads, withoutCover } from '../detection/bare-heads.js'
import type { Box, PixelRect, PixelSize } from '../geometry/box.js'
import { grow } from '../geometry/box.js'
import { gridAtCorner } from '../geometry/grid.js'
import { isMoving } from '../media/is-moving.js'
import { drawnAt } from './cover-plan.js'
import type { PictureDecision } from './decision.js'
import type { FoundPicture } from './found-media.js'
import { shapeParts } from './shape-parts.js'

/** A head of which more than this lies under what a person drew is covered. */
const hiddenShare = 0.5
/** Drawn areas may have hundreds of parts: this many places each way tell how much of a head they hide. */
const samples = 8

/** Heads of a frame that neither the found faces nor what a person decided covers. */
export function headsLeft(
  { bareHeads, frames }: Pick<FoundPicture, 'bareHeads' | 'frames'>,
  decision: PictureDecision | undefined,
  frame: number,
): readonly Box[] {
  const heads = bareHeads.filter((entry) => entry.frame === frame).flatMap((entry) => entry.bareHeads)
  const cover = drawnAt(decision, frame)
  const size = frames[frame]
  if (heads.length === 0 || !size) return heads
  const faces = cover.flatMap((shape) => (shape.kind === 'face' ? [grow(shape.box, minimumGrowShare)] : []))
  const drawn = cover
    .filter(({ kind }) => kind !== 'face')
    .flatMap((shape) => shapeParts(shape, size, gridAtCorner, minimumGrowShare).map(({ rect }) => rect))
  return withoutCover(heads, faces).filter((head) => shareUnderRects(head, drawn, size) <= hiddenShare)
}

/** How many of them; of a moving picture in the frame with the most. */
export const countHeadsLeft = (found: FoundPicture, decision: PictureDecision | undefined): number =>
  countBareHeads(
    found.bareHeads.map(({ frame }) => ({ frame, bareHeads: headsLeft(found, decision, frame) })),
    isMoving(found),
  )

function shareUnderRects(box: Box, rects: readonly PixelRect[], size: PixelSize): number {
  if (rects.length === 0) return 0
  let under = 0
  for (let at = 0; at < samples * samples; at++) {
    const x = (box.x + (((at % samples) + 0.5) / samples) * box.width) * size.width
    const y = (box.y + ((Math.floor(at / samples) + 0.5) / samples) * box.height) * size.height
    const isUnder = ({ left, top, width, height }: PixelRect): boolean =>
      x >= left && x < left + width && y >= top && y < top + height
    if (rects.some(isUnder)) under++
  }
  return under / samples ** 2
}
