import sharp from 'sharp'
import type { Preview } from '../../core/contract/engine.js'
import type { Box, PixelRect, PixelSize } from '../../core/geometry/box.js'
import { clip } from '../../core/geometry/box.js'
import type { GridOrigin } from '../../core/geometry/grid.js'
import type { PreviewOrder } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { regionsOf } from '../../core/redaction/plan-regions.js'
import { shapeParts } from '../../core/review/shape-parts.js'
import { finishedSize } from '../../core/media/finished-size.js'
import { paintStyled } from './cover-and-resize.js'
import { flatten } from './sharp-decode.js'

/** What a preview is worth: sharp enough to judge a face, small enough for thousands. */
const previewQuality = 80

/** A small picture of full-size pixels, which are painted on where covers are asked for. */
export async function renderPreview(
  pixels: Pixels,
  grid: GridOrigin,
  { cover, sidePx, part }: Pick<PreviewOrder, 'cover' | 'sidePx' | 'part'>,
): Promise<Preview> {
  if (cover) {
    const parts = cover.shapes.flatMap((shape) => shapeParts(shape, pixels, grid, cover.growShare))
    paintStyled(pixels, regionsOf(parts), cover, finishedSize(pixels, cover))
  }
  const shown = part ? partOf(pixels, part) : { left: 0, top: 0, width: pixels.width, height: pixels.height }
  const { width, height } = finishedSize(shown, { maxSizePx: sidePx })
  const jpeg = await sharp(flatten(pixels).data, {
    raw: { width: pixels.width, height: pixels.height, channels: 3 },
    limitInputPixels: false,
  })
    .extract(shown)
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: previewQuality })
    .toBuffer()
  return { jpeg, width, height }
}

/** The whole pixels of a part of the picture; all of it for a part that lies outside. */
function partOf(size: PixelSize, part: Box): PixelRect {
  const { x, y, width, height } = clip(part) ?? { x: 0, y: 0, width: 1, height: 1 }
  const left = Math.min(size.width - 1, Math.floor(x * size.width))
  const top = Math.min(size.height - 1, Math.floor(y * size.height))
  return {
    left,
    top,
    width: Math.max(1, Math.min(size.width, Math.ceil((x + width) * size.width)) - left),
    height: Math.max(1, Math.min(size.height, Math.ceil((y + height) * size.height)) - top),
  }
}
