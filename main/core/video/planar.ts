import type { PixelRect, PixelSize } from '../geometry/box.js'
import type { Color } from '../redaction/types.js'

/** How samples lie in memory. */
export interface PlanarLayout {
  readonly bits: 8 | 10
  /** Chroma planes of half the size, rounded up (4:2:0), or of the full size (4:4:4). */
  readonly chroma: '420' | '444'
}

/**
 * A picture in planar YUV without padding: the luma plane, then two chroma planes. Samples of more than 8 bits are
 * little-endian 16-bit numbers.
 */
export interface PlanarPicture extends PixelSize, PlanarLayout {
  readonly data: Uint8Array
}

/** One sample of each plane. */
export type YuvColor = readonly [luma: number, blue: number, red: number]

/** How RGB becomes YUV: the weights of red and blue in luma (Rec. ITU-T H.273, table 4) and the range of the numbers. */
export interface YuvCoding {
  readonly redWeight: number
  readonly blueWeight: number
  readonly fullRange: boolean
}

function planarBytes({ width, height }: PixelSize, { bits, chroma }: PlanarLayout): number {
  const side = (length: number): number => (chroma === '420' ? Math.ceil(length / 2) : length)
  return (width * height + 2 * side(width) * side(height)) * (bits > 8 ? 2 : 1)
}

export function toYuv(color: Color, coding: YuvCoding, bits: 8 | 10): YuvColor {
  const { redWeight, blueWeight, fullRange } = coding
  const [red, green, blue] = [color.red / 255, color.green / 255, color.blue / 255]
  const luma = redWeight * red + (1 - redWeight - blueWeight) * green + blueWeight * blue
  const blueDifference = (blue - luma) / (2 * (1 - blueWeight))
  const redDifference = (red - luma) / (2 * (1 - redWeight))
  const scale = 2 ** (bits - 8)
  const largest = 2 ** bits - 1
  const limit = (value: number): number => Math.max(0, Math.min(largest, Math.round(value)))
  const [lumaSpan, lumaBase, chromaSpan] = fullRange ? [largest, 0, largest] : [219 * scale, 16 * scale, 224 * scale]
  return [
    limit(lumaBase + lumaSpan * luma),
    limit(128 * scale + chromaSpan * blueDifference),
    limit(128 * scale + chromaSpan * redDifference),
  ]
}

/** One plane: where it begins and how a rectangle of the picture lies in it. */
interface Plane extends PixelSize {
  readonly offset: number
  readonly shift: 0 | 1
}

function planesOf({ width, height, chroma }: PlanarPicture): readonly [Plane, Plane, Plane] {
  const shift = chroma === '420' ? 1 : 0
  const size = shift === 1 ? { width: Math.ceil(width / 2), height: Math.ceil(height / 2) } : { width, height }
  const first = width * height
  return [
    { offset: 0, shift: 0, width, height },
    { offset: first, shift, ...size },
    { offset: first + size.width * size.height, shift, ...size },
  ]
}

/** The samples of the plane that a rectangle touches. */
function within(rect: PixelRect, plane: Plane): PixelRect {
  const divisor = plane.shift + 1
  const left = Math.max(0, Math.floor(rect.left / divisor))
  const top = Math.max(0, Math.floor(rect.top / divisor))
  const width = Math.min(plane.width, Math.ceil((rect.left + rect.width) / divisor)) - left
  const height = Math.min(plane.height, Math.ceil((rect.top + rect.height) / divisor)) - top
  return { left, top, width: Math.max(0, width), height: Math.max(0, height) }
}

const samplesOf = (picture: PlanarPicture): Uint8Array | Uint16Array =>
  picture.bits === 8
    ? picture.data
    : new Uint16Array(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength / 2)

/** Fills the rectangles with one colour, in every plane. */
export function fillRects(picture: PlanarPicture, rects: readonly PixelRect[], color: YuvColor): void {
  const samples = samplesOf(picture)
  planesOf(picture).forEach((plane, index) => {
    const value = color[index] ?? 0
    for (const rect of rects) {
      const { left, top, width, height } = within(rect, plane)
      if (width === 0) continue
      for (let y = top; y < top + height; y++) {
        const start = plane.offset + y * plane.width + left
        samples.fill(value, start, start + width)
      }
    }
  })
}

/**
 * How far decoded samples may lie from the colour, in steps of 8 bits: blocks wholly inside are coded almost exactly,
 * those at the border reach outside and ring, and the deblocking filter mixes the last three samples on either side.
 */
export const fillTolerance = { inside: 12, border: 72, mean: 12, borderPx: 20 } as const

/** True where the decoded picture shows the colour everywhere in the rectangle (the picture's own border is no border). */
export function isFilled(picture: PlanarPicture, rect: PixelRect, color: YuvColor): boolean {
  const samples = samplesOf(picture)
  const scale = 2 ** (picture.bits - 8)
  return planesOf(picture).every((plane, index) => {
    const area = within(rect, plane)
    const expected = color[index] ?? 0
    const reach = fillTolerance.borderPx >> plane.shift
    const inside = shrink(area, reach, plane)
    let difference = 0
    for (let y = area.top; y < area.top + area.height; y++) {
      const isInsideRow = y >= inside.top && y < inside.top + inside.height
      const row = plane.offset + y * plane.width
      for (let x = area.left; x < area.left + area.width; x++) {
        const distance = Math.abs((samples[row + x] ?? 0) - expected)
        const isInside = isInsideRow && x >= inside.left && x < inside.left + inside.width
        if (distance > (isInside ? fillTolerance.inside : fillTolerance.border) * scale) return false
        difference += distance
      }
    }
    return difference <= area.width * area.height * fillTolerance.mean * scale
  })
}

/** The rectangle without a margin along those of its sides that are not the plane's own border. */
function shrink(area: PixelRect, margin: number, plane: PixelSize): PixelRect {
  const left = area.left === 0 ? 0 : area.left + margin
  const top = area.top === 0 ? 0 : area.top + margin
  const right = area.left + area.width
  const bottom = area.top + area.height
  return {
    left,
    top,
    width: (right === plane.width ? right : right - margin) - left,
    height: (bottom === plane.height ? bottom : bottom - margin) - top,
  }
}

/** A 4:2:0 picture with its last column and row repeated where its width or height is odd: most codecs need even sizes. */
export function padToEven(picture: PlanarPicture): PlanarPicture {
  const width = picture.width + (picture.width % 2)
  const height = picture.height + (picture.height % 2)
  if (width === picture.width && height === picture.height) return picture
  const bytes = picture.bits === 8 ? 1 : 2
  const data = new Uint8Array(planarBytes({ width, height }, picture))
  const padded: PlanarPicture = { width, height, bits: picture.bits, chroma: picture.chroma, data }
  const source = samplesOf(picture)
  const target = samplesOf(padded)
  for (let y = 0; y < height; y++) {
    const from = Math.min(y, picture.height - 1) * picture.width
    target.set(source.subarray(from, from + picture.width), y * width)
    if (width !== picture.width) target[y * width + width - 1] = source[from + picture.width - 1] ?? 0
  }
  // An odd size rounds chroma up, so both chroma planes already have the right size.
  padded.data.set(picture.data.subarray(picture.width * picture.height * bytes), width * height * bytes)
  return padded
}
