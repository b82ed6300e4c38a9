import sharp from 'sharp'
import type { Preview } from '../../core/contract/engine.js'
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
  { cover, sidePx }: Pick<PreviewOrder, 'cover' | 'sidePx'>,
): Promise<Preview> {
  if (cover) {
    const parts = cover.shapes.flatMap((shape) => shapeParts(shape, pixels, grid, cover.growShare))
    paintStyled(pixels, regionsOf(parts), cover, finishedSize(pixels, cover))
  }
  const { width, height } = finishedSize(pixels, { maxSizePx: sidePx })
  const jpeg = await sharp(flatten(pixels).data, {
    raw: { width: pixels.width, height: pixels.height, channels: 3 },
    limitInputPixels: false,
  })
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: previewQuality })
    .toBuffer()
  return { jpeg, width, height }
}
