import type { PixelRect, PixelSize } from '../../core/geometry/box.js'
import type { EncodeTarget } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { boundsOf, clipRegion, maskOf, paintRegions, pixelateCellPx } from '../../core/redaction/paint.js'
import type { Color, RedactionLook, RedactionRegion } from '../../core/redaction/types.js'
import { reduce } from './encode-still.js'
import { flatten } from './sharp-decode.js'

/**
 * How far a decoded sample may lie from what was painted. Blocks that lie wholly inside a region are coded almost
 * exactly; near its border the block may reach outside and ring.
 */
const insideTolerance = 12
const borderTolerance = 72
/** Upsampling of halved chroma mixes the outermost pixels with what lies outside: only their average is held to anything. */
const seamTolerance = 255
const seamPx = 2
/** A GIF shows 256 colours, mixed from dots where its palette lacks one. */
const paletteTolerance = 64
/** Two coding squares and the reach of the resampling filter, in pixels of the finished picture. */
const borderPx = 20

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

/** One region as it lies in the finished picture. */
interface RegionView {
  readonly picture: Pixels
  readonly bounds: PixelRect
  /** 0 outside, otherwise one of `depths`; one byte for every pixel of `bounds`. */
  readonly depth: Uint8Array
}

interface Scale {
  readonly x: number
  readonly y: number
}

function viewOf(picture: Pixels, region: RedactionRegion, scale: Scale): RegionView {
  const parts = region.parts.map((part) => scaleInward(part, scale)).filter((part) => part.width > 0 && part.height > 0)
  if (parts.length === 0) return { picture, bounds: { left: 0, top: 0, width: 0, height: 0 }, depth: new Uint8Array() }
  const bounds = boundsOf(parts)
  return { picture, bounds, depth: depthOf(maskOf(parts, bounds), bounds, picture) }
}

/** The whole pixels of the finished picture that show nothing but the part. */
function scaleInward(part: PixelRect, scale: Scale): PixelRect {
  const left = Math.ceil(part.left * scale.x)
  const top = Math.ceil(part.top * scale.y)
  const width = Math.floor((part.left + part.width) * scale.x) - left
  return { left, top, width, height: Math.floor((part.top + part.height) * scale.y) - top }
}

const depths = { outside: 0, seam: 1, border: 2, inside: 3 } as const

/** How far each pixel is from the region's border; the picture's own border does not count. */
function depthOf(mask: Uint8Array, bounds: PixelRect, size: PixelSize): Uint8Array {
  const across = distances(mask, bounds, size, false)
  const down = distances(mask, bounds, size, true)
  const depth = new Uint8Array(mask.length)
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] !== 1) continue
    const distance = Math.min(across[at] ?? 0, down[at] ?? 0)
    depth[at] = distance > borderPx ? depths.inside : distance > seamPx ? depths.border : depths.seam
  }
  return depth
}

/** For each masked pixel the distance to the end of its run in the row or column, at most 255. */
function distances(mask: Uint8Array, bounds: PixelRect, size: PixelSize, vertical: boolean): Uint8Array {
  const result = new Uint8Array(mask.length)
  const length = vertical ? bounds.height : bounds.width
  const lines = vertical ? bounds.width : bounds.height
  const step = vertical ? bounds.width : 1
  const startsAtEdge = (vertical ? bounds.top : bounds.left) === 0
  const endsAtEdge = vertical ? bounds.top + bounds.height === size.height : bounds.left + bounds.width === size.width
  for (let line = 0; line < lines; line++) {
    const first = vertical ? line : line * bounds.width
    let run = startsAtEdge ? 255 : 0
    for (let index = 0; index < length; index++) {
      const at = first + index * step
      run = mask[at] === 1 ? Math.min(255, run + 1) : 0
      result[at] = run
    }
    run = endsAtEdge ? 255 : 0
    for (let index = length - 1; index >= 0; index--) {
      const at = first + index * step
      run = mask[at] === 1 ? Math.min(255, run + 1) : 0
      result[at] = Math.min(result[at] ?? 0, run)
    }
  }
  return result
}

function toleranceOf(depth: number, target: EncodeTarget): number {
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

/** `matches` for one colour, without a call for every pixel: large faces make up much of a picture. */
function isFilled(view: RegionView, target: EncodeTarget, color: Color): boolean {
  const { bounds, depth, picture } = view
  const { data } = picture
  const tolerances = Object.values(depths).map((level) => toleranceOf(level, target))
  let difference = 0
  let samples = 0
  for (let y = 0; y < bounds.height; y++) {
    let at = ((bounds.top + y) * picture.width + bounds.left) * 3
    const row = y * bounds.width
    for (let x = 0; x < bounds.width; x++, at += 3) {
      const level = depth[row + x] ?? 0
      if (level === depths.outside) continue
      const red = Math.abs((data[at] ?? 0) - color.red)
      const green = Math.abs((data[at + 1] ?? 0) - color.green)
      const blue = Math.abs((data[at + 2] ?? 0) - color.blue)
      if (Math.max(red, green, blue) > (tolerances[level] ?? 0)) return false
      difference += red + green + blue
      samples += 3
    }
  }
  return difference <= samples * insideTolerance
}

function everyPixel(view: RegionView, test: (at: number, depth: number, x: number, y: number) => boolean): boolean {
  const { bounds, depth, picture } = view
  for (let y = 0; y < bounds.height; y++) {
    for (let x = 0; x < bounds.width; x++) {
      const level = depth[y * bounds.width + x] ?? 0
      const at = ((bounds.top + y) * picture.width + bounds.left + x) * 3
      if (level > 0 && !test(at, level, x + bounds.left, y + bounds.top)) return false
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
