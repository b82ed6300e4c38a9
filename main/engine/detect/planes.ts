import sharp from 'sharp'
import type { PixelSize } from '../../core/geometry/box.js'
import type { PixelBox } from '../../core/detection/proposal.js'
import type { Pass, Span } from '../../core/detection/plan.js'
import type { RgbImage } from '../../core/ports.js'
import type { InputLayout } from './heads/head.js'

/** A network's input: three planes of floats, `3 * width * height`. */
export interface Planes {
  readonly data: Float32Array<ArrayBuffer>
  readonly width: number
  readonly height: number
}

/** The coarsest stride of all heads: inputs are padded to its multiple. */
const stridePx = 32
/** No scaled picture is smaller than this; the network needs some cells. */
const minSidePx = 16

const upToStride = (px: number): number => Math.ceil(px / stridePx) * stridePx

/** The picture at a scale, from the smallest larger one at hand. */
export async function scaled(image: RgbImage, scale: number): Promise<RgbImage> {
  const width = Math.max(minSidePx, Math.round(image.width * scale))
  const height = Math.max(minSidePx, Math.round(image.height * scale))
  if (width === image.width && height === image.height) return image
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: width > image.width ? 'cubic' : 'lanczos3' })
    .raw()
    .toBuffer()
  return { width, height, data }
}

/** One tile of a scaled picture, as a network sees it. */
export interface Tile {
  readonly columns: Span
  readonly rows: Span
}

/** Size of the tile as the network sees it, turned, before padding. */
function seenSize({ columns, rows }: Tile, pass: Pass): PixelSize {
  return pass.quarterTurns === 0
    ? { width: columns.length, height: rows.length }
    : { width: rows.length, height: columns.length }
}

/** Cuts, mirrors, turns and pads a tile, and brings its levels to what the network expects. */
export function planesOf(image: RgbImage, tile: Tile, pass: Pass, layout: InputLayout, fixed?: PixelSize): Planes {
  const seen = seenSize(tile, pass)
  const width = fixed?.width ?? upToStride(seen.width)
  const height = fixed?.height ?? upToStride(seen.height)
  const area = width * height
  const levels = Float32Array.from({ length: 256 }, (_, level) => (level - layout.mean) / layout.divisor)
  const data = new Float32Array(3 * area).fill((layout.padding - layout.mean) / layout.divisor)
  // Walking along a row of the input means walking in the picture by `stepX`, to the next row by `stepY`.
  const line = 3 * image.width
  const turns = { 0: [3, line], 1: [-line, 3], 3: [line, -3] } as const
  const [alongX, alongY] = turns[pass.quarterTurns]
  const corner = {
    0: 3 * tile.columns.start + line * tile.rows.start,
    1: 3 * tile.columns.start + line * (tile.rows.start + tile.rows.length - 1),
    3: 3 * (tile.columns.start + tile.columns.length - 1) + line * tile.rows.start,
  }[pass.quarterTurns]
  const start = pass.mirrored ? corner + alongX * (seen.width - 1) : corner
  const stepX = pass.mirrored ? -alongX : alongX
  const [first, third] = layout.planes === 'rgb' ? [0, 2] : [2, 0]
  const pixels = image.data
  for (let y = 0; y < seen.height; y++) {
    let from = start + y * alongY
    const row = y * width
    for (let to = row; to < row + seen.width; to++, from += stepX) {
      data[to] = levels[pixels[from + first] ?? 0] ?? 0
      data[area + to] = levels[pixels[from + 1] ?? 0] ?? 0
      data[2 * area + to] = levels[pixels[from + third] ?? 0] ?? 0
    }
  }
  return { data, width, height }
}

/** A box of the network's input, in pixels of the scaled picture. */
export function backToPicture(box: PixelBox, tile: Tile, pass: Pass): PixelBox {
  const seen = seenSize(tile, pass)
  const { left, top, right, bottom } = pass.mirrored
    ? { ...box, left: seen.width - box.right, right: seen.width - box.left }
    : box
  const x = tile.columns.start
  const y = tile.rows.start
  switch (pass.quarterTurns) {
    case 0:
      return { left: x + left, top: y + top, right: x + right, bottom: y + bottom }
    case 1:
      return { left: x + top, top: y + seen.width - right, right: x + bottom, bottom: y + seen.width - left }
    case 3:
      return { left: x + seen.height - bottom, top: y + left, right: x + seen.height - top, bottom: y + right }
  }
}
