import type { PixelSize } from '../../geometry/box.js'

/** How the whole picture moved since the frame before, as cameras do: what was at (x, y) is now at (x + dx, y + dy). */
export interface FrameMotion {
  /** Shares of the picture's width and height. */
  readonly dx: number
  readonly dy: number
  /** The frame shows something else than the one before: nothing is followed across. */
  readonly isCut: boolean
}

export const firstFrame: FrameMotion = { dx: 0, dy: 0, isCut: true }

/** A small grey picture: `width * height` bytes, row by row. */
export interface GreyImage extends PixelSize {
  readonly data: Uint8Array
}

/** Longest side of the pictures that motion is measured on. */
export const measuredSidePx = 320
/** Halvings of it before the widest search. */
const levels = 4
/** Search around the middle at the coarsest level: this share of the shorter side. */
const coarseReachShare = 0.25

/** Reduces an interleaved picture to grey by averaging squares. */
export function greyOf(
  image: PixelSize & { readonly data: Uint8Array },
  channels: number,
  longestSidePx = measuredSidePx,
): GreyImage {
  const step = Math.max(1, Math.floor(Math.max(image.width, image.height) / longestSidePx))
  const width = Math.max(1, Math.floor(image.width / step))
  const height = Math.max(1, Math.floor(image.height / step))
  const data = new Uint8Array(width * height)
  // Green stands for all three; two samples of each square are enough.
  const middle = channels > 1 ? 1 : 0
  const half = step >> 1
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const first = (y * step * image.width + x * step) * channels + middle
      const second = ((y * step + half) * image.width + x * step + half) * channels + middle
      data[y * width + x] = ((image.data[first] ?? 0) + (image.data[second] ?? 0)) >> 1
    }
  }
  return { width, height, data }
}

function halved({ width, height, data }: GreyImage): GreyImage {
  const half = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) }
  const target = new Uint8Array(half.width * half.height)
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const at = 2 * y * width + 2 * x
      const sum = (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0)
      target[y * half.width + x] = sum >> 2
    }
  }
  return { ...half, data: target }
}

/** The picture at falling sizes, largest first. */
export function pyramidOf(image: GreyImage): readonly GreyImage[] {
  const pyramid = [image]
  for (let level = 1; level < levels; level++) {
    const last = pyramid[pyramid.length - 1]
    if (!last || Math.min(last.width, last.height) < 24) break
    pyramid.push(halved(last))
  }
  return pyramid
}

/** In pictures of more rows than this every third is enough. */
const denseRows = 60

/** Sum of the absolute differences of `length` bytes from `from` in one picture and from `to` in the other. */
function rowDifference(last: Uint8Array, from: number, next: Uint8Array, to: number, length: number): number {
  let sum = 0
  const shift = to - from
  for (let at = from; at < from + length; at++) {
    // In whole numbers, which the engine keeps out of floating point: this loop is most of what following costs.
    const difference = ((last[at] ?? 0) - (next[at + shift] ?? 0)) | 0
    sum = (sum + (difference < 0 ? -difference : difference)) | 0
  }
  return sum
}

/**
 * Mean absolute difference of the parts that lie over each other when `next` is moved back by (dx, dy) pixels; Infinity as
 * soon as it is certain to be `limit` or more.
 */
function differenceAt(last: GreyImage, next: GreyImage, dx: number, dy: number, limit = Infinity): number {
  const { width, height } = last
  const left = Math.max(0, -dx)
  const length = Math.min(width, width - dx) - left
  const top = Math.max(0, -dy)
  const bottom = Math.min(height, height - dy)
  // A displacement that leaves less than half in common proves nothing.
  if (length * (bottom - top) < (width * height) / 2) return Infinity
  const rowStep = height > denseRows ? 3 : 1
  const samples = length * Math.ceil((bottom - top) / rowStep)
  const enough = limit * samples
  let sum = 0
  for (let y = top; y < bottom; y += rowStep) {
    sum += rowDifference(last.data, y * width + left, next.data, (y + dy) * width + left + dx, length)
    if (sum >= enough) return Infinity
  }
  return sum / samples
}

interface Shift {
  readonly dx: number
  readonly dy: number
  readonly difference: number
}

/** What a pixel of displacement must gain in difference: walls and stripes match in many places, cameras move little. */
const restlessness = 0.05
const pixelsAt = (level: number): number => 2 ** level

function search(last: GreyImage, next: GreyImage, around: Shift, reach: number, level: number): Shift {
  let best: Shift = { ...around, difference: Infinity }
  let bestCost = Infinity
  for (let dy = around.dy - reach; dy <= around.dy + reach; dy++) {
    for (let dx = around.dx - reach; dx <= around.dx + reach; dx++) {
      const movingCost = restlessness * pixelsAt(level) * (Math.abs(dx) + Math.abs(dy))
      const difference = differenceAt(last, next, dx, dy, bestCost - movingCost)
      const cost = difference + movingCost
      if (cost < bestCost) {
        best = { dx, dy, difference }
        bestCost = cost
      }
    }
  }
  return best
}

/** Where a parabola through three neighbouring differences has its lowest point, −0.5 to 0.5. */
function vertex(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after
  return Number.isFinite(bend) && bend > 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0
}

/** A frame differs so much from the one before, however moved, that it must be another scene (of 255). */
const cutDifference = 26
/** …or its brightness levels are spread so differently. */
const cutHistogramShare = 0.45

/** Measures the motion between two frames, from coarse to fine (hierarchical block matching of the whole picture). */
export function measureMotion(last: readonly GreyImage[], next: readonly GreyImage[]): FrameMotion {
  let shift: Shift = { dx: 0, dy: 0, difference: Infinity }
  for (let level = Math.min(last.length, next.length) - 1; level >= 0; level--) {
    const [from, to] = [last[level], next[level]]
    if (!from || !to) continue
    const isCoarsest = level === last.length - 1
    const around = isCoarsest ? shift : { ...shift, dx: shift.dx * 2, dy: shift.dy * 2 }
    const reach = isCoarsest ? Math.max(1, Math.round(coarseReachShare * Math.min(from.width, from.height))) : 1
    shift = search(from, to, around, reach, level)
  }
  const [from, to] = [last[0], next[0]]
  if (!from || !to) return firstFrame
  const isCut = shift.difference > cutDifference || histogramDistance(from, to) > cutHistogramShare
  const { dx, dy, difference } = shift
  const fineX = vertex(differenceAt(from, to, dx - 1, dy), difference, differenceAt(from, to, dx + 1, dy))
  const fineY = vertex(differenceAt(from, to, dx, dy - 1), difference, differenceAt(from, to, dx, dy + 1))
  return { dx: (dx + fineX) / from.width, dy: (dy + fineY) / from.height, isCut }
}

/** Every so many pixels are enough to tell how brightness is spread; odd, so that no column is left out. */
const histogramStep = 5

const histogramLevels = 16

function histogramOf({ data }: GreyImage): Int32Array {
  const counts = new Int32Array(histogramLevels)
  for (let at = 0; at < data.length; at += histogramStep) {
    const level = (data[at] ?? 0) >> 4
    counts[level] = (counts[level] ?? 0) + 1
  }
  return counts
}

/** Share of the pixels whose level no pixel of the other picture takes, at 16 levels. */
function histogramDistance(a: GreyImage, b: GreyImage): number {
  const [one, other] = [histogramOf(a), histogramOf(b)]
  let difference = 0
  let total = 0
  for (let level = 0; level < histogramLevels; level++) {
    const [inOne, inOther] = [one[level] ?? 0, other[level] ?? 0]
    difference += Math.abs(inOne - inOther)
    total += inOne + inOther
  }
  return total > 0 ? difference / total : 0
}
