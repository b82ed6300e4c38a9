import type { PixelRect, PixelSize } from '../../core/geometry/box.js'
import type { EncodeTarget } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { boundsOf, clipRegion, paintRegions, pixelateCellPx } from '../../core/redaction/paint.js'
import type { Color, RedactionLook, RedactionRegion } from '../../core/redaction/types.js'
import { reduce } from './encode-still.js'
import type { Depth, DepthRect } from './region-depth.js'
import { depthRects, depths } from './region-depth.js'
import { flatten } from './sharp-decode.js'

/**
 * How far a decoded sample may lie from what was painted. Blocks that lie wholly inside a region are coded almost
 * exactly; near its border the block may reach outside and ring.
 */
const insideTolerance = 12
const borderTolerance = 72
/** The outermost pixels are mixed with what lies outside: only their average is held to anything. */
const seamTolerance = 255
/** A GIF shows 256 colours, mixed from dots where its palette lacks one. */
const paletteTolerance = 64

/** The parts of regions in which the finished picture does not show what was to be painted, in source pixels. */
export async function uncoveredParts(
  finished: Pixels,
  original: Pixels | undefined,
  sourceSize: PixelSize,
  regions: readonly RedactionRegion[],
  look: RedactionLook,
  target: EncodeTarget,
): Promise<PixelRect[]> {
  const opaque = flatten(finished)
  const scale = { x: finished.width / sourceSize.width, y: finished.height / sourceSize.height }
  const clipped = regions.map((region) => clipRegion(region, sourceSize)).filter((region) => region.parts.length > 0)
  const expected = original && (await expectedPixels(original, clipped, look, target))
  return clipped
    .filter((region) => {
      const view = viewOf(opaque, region, scale)
      if (!isOpaque(finished, view)) return true
      if (look.style === 'fill') return !isFilled(view, target, look.color)
      if (look.style === 'pixelate') return !expected || !isPixelated(view, expected, region, scale, target)
      return (
        !expected || !matches(view, target, (at) => [expected[at] ?? 0, expected[at + 1] ?? 0, expected[at + 2] ?? 0])
      )
    })
    .map((region) => boundsOf(region.parts))
}

/** For a blurred picture what must be seen, for a pixelated one what must not be seen any more. */
async function expectedPixels(
  original: Pixels,
  regions: readonly RedactionRegion[],
  look: RedactionLook,
  target: EncodeTarget,
): Promise<Uint8Array> {
  if (look.style === 'blur') paintRegions(original, regions, look, () => undefined)
  return flatten(await reduce(original, target.maxSizePx)).data
}

/** One region as it lies in the finished picture, in rectangles that do not overlap. */
interface RegionView {
  readonly picture: Pixels
  readonly rects: readonly DepthRect[]
}

interface Scale {
  readonly x: number
  readonly y: number
}

function viewOf(picture: Pixels, region: RedactionRegion, scale: Scale): RegionView {
  const parts = region.parts.map((part) => scaleInward(part, scale)).filter((part) => part.width > 0 && part.height > 0)
  return { picture, rects: depthRects(parts, picture) }
}

/** The whole pixels of the finished picture that show nothing but the part. */
function scaleInward(part: PixelRect, scale: Scale): PixelRect {
  const left = Math.ceil(part.left * scale.x)
  const top = Math.ceil(part.top * scale.y)
  const width = Math.floor((part.left + part.width) * scale.x) - left
  return { left, top, width, height: Math.floor((part.top + part.height) * scale.y) - top }
}

function toleranceOf(depth: Depth, target: EncodeTarget): number {
  if (target.format === 'gif') return paletteTolerance
  return depth === depths.inside ? insideTolerance : depth === depths.border ? borderTolerance : seamTolerance
}

/**
 * Every sample near its expected value, and on the average of all samples much nearer. `expected` gets an offset into
 * three-channel pixels of the whole picture.
 */
function matches(view: RegionView, target: EncodeTarget, expected: (at: number) => readonly number[]): boolean {
  let difference = 0
  let samples = 0
  const isEverywhereNear = everyPixel(view, (at, depth) => {
    const wanted = expected(at)
    for (let channel = 0; channel < 3; channel++) {
      const distance = Math.abs((view.picture.data[at + channel] ?? 0) - (wanted[channel] ?? 0))
      if (distance > toleranceOf(depth, target)) return false
      difference += distance
      samples++
    }
    return true
  })
  return isEverywhereNear && difference <= samples * insideTolerance
}

/**
 * `matches` for one colour, without a call for every pixel: large faces make up much of a picture. What was painted in
 * one colour comes back in rows of the same bytes, each of which differs as much as the one above it.
 */
function isFilled({ picture, rects }: RegionView, target: EncodeTarget, color: Color): boolean {
  const data = Buffer.from(picture.data.buffer, picture.data.byteOffset, picture.data.length)
  const lineBytes = picture.width * 3
  let difference = 0
  let samples = 0
  for (const { left, top, width, height, depth } of rects) {
    const tolerance = toleranceOf(depth, target)
    const rowBytes = width * 3
    let start = top * lineBytes + left * 3
    let inRow = rowDifference(data, start, start + rowBytes, color, tolerance)
    for (let row = 0; row < height; row++, start += lineBytes) {
      const above = start - lineBytes
      const isRepeated =
        row === 0 ||
        (width >= comparedWidthPx && data.compare(data, above, above + rowBytes, start, start + rowBytes) === 0)
      if (!isRepeated) inRow = rowDifference(data, start, start + rowBytes, color, tolerance)
      if (inRow === undefined) return false
      difference += inRow
    }
    samples += rowBytes * height
  }
  return difference <= samples * insideTolerance
}

/** Comparing a shorter row with the one above takes longer than going through it. */
const comparedWidthPx = 64

/** How far a row's samples are from the colour, summed; undefined where one is farther than may be. */
function rowDifference(data: Buffer, start: number, end: number, color: Color, tolerance: number): number | undefined {
  const { red, green, blue } = color
  let difference = 0
  for (let at = start; at < end; at += 3) {
    const byRed = Math.abs((data[at] ?? 0) - red)
    const byGreen = Math.abs((data[at + 1] ?? 0) - green)
    const byBlue = Math.abs((data[at + 2] ?? 0) - blue)
    if (byRed > tolerance || byGreen > tolerance || byBlue > tolerance) return undefined
    difference += byRed + byGreen + byBlue
  }
  return difference
}

/** `test` gets the pixel's offset into three channels of the whole picture and where it is. */
function everyPixel(
  { picture, rects }: RegionView,
  test: (at: number, depth: Depth, x: number, y: number) => boolean,
): boolean {
  for (const { left, top, width, height, depth } of rects) {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) if (!test((y * picture.width + x) * 3, depth, x, y)) return false
    }
  }
  return true
}

/**
 * On the average of all cells the mean of a pixelated cell is disturbed by about nine levels; coding alone changes it by
 * less than one.
 */
const leastDisturbance = 1.5

/**
 * Within each cell all samples are alike, save near its border, so that nothing finer than a cell can be seen; and the
 * cells' colours are not those of the original.
 */
function isPixelated(
  view: RegionView,
  original: Uint8Array,
  region: RedactionRegion,
  scale: Scale,
  target: EncodeTarget,
): boolean {
  const cellPx = pixelateCellPx(region.faceSizePx)
  const source = boundsOf(region.parts)
  const columns = Math.ceil(source.width / cellPx) + 1
  const cells = new Map<number, CellLook>()
  everyPixel(view, (at, depth, x, y) => {
    const column = ((x + 0.5) / scale.x - source.left) / cellPx
    const row = ((y + 0.5) / scale.y - source.top) / cellPx
    const isCentral = Math.abs((column % 1) - 0.5) <= 0.2 && Math.abs((row % 1) - 0.5) <= 0.2
    const key = Math.floor(row) * columns + Math.floor(column)
    const cell = cells.get(key) ?? { low: [255, 255, 255], high: [0, 0, 0], difference: [0, 0, 0], count: 0 }
    cells.set(key, cell)
    cell.count++
    for (let channel = 0; channel < 3; channel++) {
      const value = view.picture.data[at + channel] ?? 0
      cell.difference[channel] = (cell.difference[channel] ?? 0) + value - (original[at + channel] ?? 0)
      if (!isCentral || depth !== depths.inside) continue
      cell.low[channel] = Math.min(cell.low[channel] ?? 255, value)
      cell.high[channel] = Math.max(cell.high[channel] ?? 0, value)
    }
    return true
  })
  const tolerance = target.format === 'gif' ? paletteTolerance : borderTolerance / 2
  const looks = [...cells.values()]
  const isCoarse = looks.every(({ low, high }) => low.every((value, at) => (high[at] ?? 0) - value <= tolerance))
  const differences = looks.flatMap(({ difference, count }) => difference.map((sum) => Math.abs(sum / count)))
  const disturbance = differences.reduce((sum, value) => sum + value, 0) / Math.max(1, differences.length)
  return isCoarse && (looks.length === 0 || disturbance >= leastDisturbance)
}

interface CellLook {
  readonly low: number[]
  readonly high: number[]
  /** Per channel, finished less original, summed. */
  readonly difference: number[]
  count: number
}

function isOpaque(finished: Pixels, view: RegionView): boolean {
  if (finished.channels === 3) return true
  return everyPixel(view, (at, depth) => depth === depths.seam || (finished.data[(at / 3) * 4 + 3] ?? 0) >= 250)
}
