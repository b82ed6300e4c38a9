import type { Box, PixelRect, PixelSize } from '../geometry/box.js'
import { clip } from '../geometry/box.js'
import type { GridOrigin } from '../geometry/grid.js'
import { codecGridPx, snapOutward } from '../geometry/grid.js'
import type { CoverPart } from '../redaction/plan-regions.js'
import { facePart } from '../redaction/plan-regions.js'
import type { Shape } from './decision.js'

/** A stretch of one row of grid squares, in pixels: `from` included, `to` not. */
interface RowSpan {
  readonly from: number
  readonly to: number
}

/** Where a shape reaches between two heights, in pixels. */
type Reach = (top: number, bottom: number) => readonly RowSpan[]

/**
 * The rectangles that cover a shape. A round shape becomes rows of whole squares of the coding grid, each as wide as the
 * shape is anywhere in its row: never less than was drawn, and nothing outside was computed from pixels inside.
 */
export function shapeParts(shape: Shape, size: PixelSize, grid: GridOrigin, growShare: number): readonly CoverPart[] {
  switch (shape.kind) {
    case 'face': {
      const part = facePart(shape.box, size, grid, growShare)
      return part ? [part] : []
    }
    case 'rectangle': {
      const rect = snapOutward(shape.box, size, grid)
      return rect ? [{ rect, faceSizePx: Math.max(rect.width, rect.height) }] : []
    }
    case 'ellipse':
      return rowParts(ellipseReach(shape.box, size), shape.box, size, grid)
    case 'brush':
      return rowParts(brushReach(shape, size), brushBounds(shape, size), size, grid)
    case 'below': {
      const top = Math.min(shape.left, shape.right)
      return rowParts(belowReach(shape, size), { x: 0, y: top, width: 1, height: 1 - top }, size, grid)
    }
  }
}

function rowParts(reach: Reach, bounds: Box, size: PixelSize, grid: GridOrigin): readonly CoverPart[] {
  const around = clip(bounds) && snapOutward(bounds, size, grid)
  if (!around) return []
  const rects: PixelRect[] = []
  let open: PixelRect[] = []
  for (let top = around.top; top < around.top + around.height;) {
    const line = Math.floor((top - grid.offsetY) / codecGridPx + 1) * codecGridPx + grid.offsetY
    const bottom = Math.min(size.height, line)
    const row = merged(reach(top, bottom).flatMap((stretch) => snapped(stretch, top, bottom, size, grid)))
    if (isSameRow(row, open)) open = open.map((rect) => ({ ...rect, height: bottom - rect.top }))
    else {
      rects.push(...open)
      open = row
    }
    top = bottom
  }
  rects.push(...open)
  const faceSizePx = Math.max(around.width, around.height)
  return rects.map((rect) => ({ rect, faceSizePx }))
}

const isSameRow = (a: readonly PixelRect[], b: readonly PixelRect[]): boolean =>
  a.length === b.length && a.every(({ left, width }, at) => b[at]?.left === left && b[at].width === width)

function snapped({ from, to }: RowSpan, top: number, bottom: number, size: PixelSize, grid: GridOrigin): PixelRect[] {
  const box = {
    x: from / size.width,
    y: top / size.height,
    width: Math.max(to - from, Number.EPSILON) / size.width,
    height: (bottom - top) / size.height,
  }
  const rect = snapOutward(box, size, grid)
  return rect ? [{ ...rect, top, height: bottom - top }] : []
}

/** Stretches of one row that overlap or touch, made one. */
function merged(row: readonly PixelRect[]): PixelRect[] {
  const result: PixelRect[] = []
  for (const rect of [...row].sort((a, b) => a.left - b.left)) {
    const last = result.at(-1)
    if (!last || rect.left > last.left + last.width) result.push(rect)
    else {
      const right = Math.max(last.left + last.width, rect.left + rect.width)
      result[result.length - 1] = { ...last, width: right - last.left }
    }
  }
  return result
}

function ellipseReach(box: Box, size: PixelSize): Reach {
  const radiusX = (box.width / 2) * size.width
  const radiusY = (box.height / 2) * size.height
  return discReach((box.x + box.width / 2) * size.width, (box.y + box.height / 2) * size.height, radiusX, radiusY)
}

function discReach(centerX: number, centerY: number, radiusX: number, radiusY: number): Reach {
  return (top, bottom) => {
    const nearest = Math.min(Math.max(centerY, top), bottom)
    const away = Math.abs(nearest - centerY) / radiusY
    if (away >= 1) return []
    const half = radiusX * Math.sqrt(1 - away * away)
    return [{ from: centerX - half, to: centerX + half }]
  }
}

type Brush = Extract<Shape, { kind: 'brush' }>

const brushRadiusPx = ({ radius }: Brush, size: PixelSize): number => radius * Math.max(size.width, size.height)

/** Between two points the stroke is a row of discs this share of the radius apart, and as much larger as that asks for. */
const discSpacing = 0.5

function brushReach(brush: Brush, size: PixelSize): Reach {
  const radius = brushRadiusPx(brush, size)
  const enlarged = Math.hypot(radius, (radius * discSpacing) / 2)
  const discs: Reach[] = []
  let last: { readonly x: number; readonly y: number } | undefined
  for (const point of brush.points) {
    const next = { x: point.x * size.width, y: point.y * size.height }
    const from = last ?? next
    const steps = Math.max(1, Math.ceil(Math.hypot(next.x - from.x, next.y - from.y) / (radius * discSpacing)))
    for (let step = last ? 1 : steps; step <= steps; step++) {
      const share = step / steps
      const x = from.x + (next.x - from.x) * share
      const y = from.y + (next.y - from.y) * share
      discs.push(discReach(x, y, enlarged, enlarged))
    }
    last = next
  }
  return (top, bottom) => discs.flatMap((disc) => disc(top, bottom))
}

function brushBounds(brush: Brush, size: PixelSize): Box {
  const reach = brushRadiusPx(brush, size) * 1.1
  const xs = brush.points.map(({ x }) => x)
  const ys = brush.points.map(({ y }) => y)
  const x = Math.min(...xs) - reach / size.width
  const y = Math.min(...ys) - reach / size.height
  return {
    x,
    y,
    width: Math.max(...xs) + reach / size.width - x,
    height: Math.max(...ys) + reach / size.height - y,
  }
}

function belowReach({ left, right }: Extract<Shape, { kind: 'below' }>, size: PixelSize): Reach {
  const atLeft = left * size.height
  const atRight = right * size.height
  return (_top, bottom) => {
    if (atLeft < bottom && atRight < bottom) return [{ from: 0, to: size.width }]
    if (atLeft >= bottom && atRight >= bottom) return []
    const crossing = (size.width * (bottom - atLeft)) / (atRight - atLeft)
    return [atLeft < bottom ? { from: 0, to: crossing } : { from: crossing, to: size.width }]
  }
}
