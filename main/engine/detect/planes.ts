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

/** A picture of this many pixels is a photograph: what kernels make of it differs by less than its noise, their time does not. */
const largePixels = 2_600_000
/**
 * From a quarter of the size on, libvips averages 2 x 2 pixels before it resamples; that takes it longer than a step
 * more.
 */
const oneStep = 0.26
const firstStep = 1 / 3

/** The picture at a scale, from the smallest larger one at hand, `stretch` times as wide as that. */
export async function scaled(image: RgbImage, scale: number, stretch = 1): Promise<RgbImage> {
  const width = Math.max(minSidePx, Math.round(image.width * scale * stretch))
  const height = Math.max(minSidePx, Math.round(image.height * scale))
  if (width === image.width && height === image.height) return image
  if (!isLarge(image)) return resample(image, { width, height }, width > image.width ? 'cubic' : 'lanczos3')
  if (scale >= oneStep) return resample(image, { width, height }, 'cubic')
  const between = {
    width: Math.max(width, Math.round(image.width * firstStep)),
    height: Math.max(height, Math.round(image.height * firstStep)),
  }
  return resample(await resample(image, between, 'cubic'), { width, height }, 'lanczos3')
}

const isLarge = ({ width, height }: PixelSize): boolean => width * height > largePixels

async function resample(image: RgbImage, size: PixelSize, kernel: 'cubic' | 'lanczos3'): Promise<RgbImage> {
  const { width, height } = size
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel })
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

/** Memory for one input after the other: making tens of megabytes anew for each takes longer than filling them. */
export class PlaneMemory {
  #numbers = new Float32Array(0)

  /** As many numbers, whatever they hold; valid until the next call. */
  take(length: number): Float32Array<ArrayBuffer> {
    if (this.#numbers.length < length) this.#numbers = new Float32Array(length)
    return this.#numbers.subarray(0, length)
  }
}

/** Memory that no look uses at present. */
const spareMemory: PlaneMemory[] = []

/**
 * Lends memory for as long as `use` takes and keeps it for the next picture: the system would clear the same tens of megabytes for each
 * anew. Looks that run at the same time get memory of their own.
 */
export async function withPlaneMemory<Value>(use: (memory: PlaneMemory) => Promise<Value>): Promise<Value> {
  const memory = spareMemory.pop() ?? new PlaneMemory()
  try {
    return await use(memory)
  } finally {
    if (spareMemory.length === 0) spareMemory.push(memory)
  }
}

/** Cuts, mirrors, turns and pads a tile, and brings its levels to what the network expects. */
export function planesOf(
  image: RgbImage,
  tile: Tile,
  pass: Pass,
  layout: InputLayout,
  fixed?: PixelSize,
  memory = new PlaneMemory(),
): Planes {
  const seen = seenSize(tile, pass)
  const width = fixed?.width ?? upToStride(seen.width)
  const height = fixed?.height ?? upToStride(seen.height)
  const area = width * height
  const levels = Float32Array.from(
    { length: 256 },
    (_, level) => ((pass.inverted ? 255 - level : level) - layout.mean) / layout.divisor,
  )
  const padding = (layout.padding - layout.mean) / layout.divisor
  const data = memory.take(3 * area)
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
  for (let plane = 0; plane < 3; plane++) {
    const end = (plane + 1) * area
    data.fill(padding, plane * area + seen.height * width, end)
    if (seen.width < width)
      for (let row = plane * area; row < end; row += width) data.fill(padding, row + seen.width, row + width)
  }
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
