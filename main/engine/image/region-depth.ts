import type { PixelRect, PixelSize } from '../../core/geometry/box.js'

/** How far inside a region pixels lie. */
export const depths = { seam: 0, border: 1, inside: 2 } as const
export type Depth = (typeof depths)[keyof typeof depths]

/** Upsampling of halved chroma mixes the outermost pixels with what lies outside. */
const seamPx = 2
/** Two coding squares and the reach of the resampling filter, in pixels of the finished picture. */
const borderPx = 20

/** A rectangle of pixels at one depth. */
export interface DepthRect extends PixelRect {
  readonly depth: Depth
}

/** From `start` up to but not including `end`. */
interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Cuts a region, the union of its parts, into rectangles of one depth that do not overlap. A pixel's depth follows from
 * its distance to the end of its run in the row or the column, whichever is nearer; the picture's own border is no end.
 * Parts must lie within the picture.
 */
export function depthRects(parts: readonly PixelRect[], size: PixelSize): readonly DepthRect[] {
  const xs = sortedEdges(parts.flatMap(({ left, width }) => [left, left + width]))
  const ys = sortedEdges(parts.flatMap(({ top, height }) => [top, top + height]))
  const columns = Math.max(0, xs.length - 1)
  const rows = Math.max(0, ys.length - 1)
  const filled = filledCells(parts, xs, ys, columns)
  const across = runs(filled, xs, columns, rows, 1, columns)
  const down = runs(filled, ys, rows, columns, columns, 1)
  const found: DepthRect[] = []
  for (let cell = 0; cell < filled.length; cell++) {
    const [runX, runY] = [across[cell], down[cell]]
    if (!runX || !runY) continue
    const column = cell % columns
    const row = (cell - column) / columns
    const x = { start: xs[column] ?? 0, end: xs[column + 1] ?? 0 }
    const y = { start: ys[row] ?? 0, end: ys[row + 1] ?? 0 }
    const inner = (px: number): readonly [Range, Range] => [
      intersection(x, shrunk(runX, px, size.width)),
      intersection(y, shrunk(runY, px, size.height)),
    ]
    addCell(found, [x, y], inner(seamPx), inner(borderPx))
  }
  return found
}

const sortedEdges = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b)

/** One byte for each cell between neighbouring edges: 1 where a part covers it. */
function filledCells(
  parts: readonly PixelRect[],
  xs: readonly number[],
  ys: readonly number[],
  columns: number,
): Uint8Array {
  const columnOf = new Map(xs.map((x, index) => [x, index]))
  const rowOf = new Map(ys.map((y, index) => [y, index]))
  const filled = new Uint8Array(columns * Math.max(0, ys.length - 1))
  for (const { left, top, width, height } of parts) {
    const from = columnOf.get(left) ?? 0
    const to = columnOf.get(left + width) ?? 0
    const last = rowOf.get(top + height) ?? 0
    for (let row = rowOf.get(top) ?? 0; row < last; row++) filled.fill(1, row * columns + from, row * columns + to)
  }
  return filled
}

/** For each filled cell the run of filled ones it belongs to, along lines of `length` cells that are `step` apart. */
function runs(
  filled: Uint8Array,
  edges: readonly number[],
  length: number,
  lines: number,
  step: number,
  lineStep: number,
): (Range | undefined)[] {
  const found = new Array<Range | undefined>(filled.length)
  for (let line = 0; line < lines; line++) {
    const first = line * lineStep
    for (let index = 0; index < length; index++) {
      if (filled[first + index * step] !== 1) continue
      let after = index + 1
      while (after < length && filled[first + after * step] === 1) after++
      const run = { start: edges[index] ?? 0, end: edges[after] ?? 0 }
      for (; index < after; index++) found[first + index * step] = run
    }
  }
  return found
}

/** The run without `px` pixels at each end that is not the picture's own. */
const shrunk = ({ start, end }: Range, px: number, side: number): Range => ({
  start: start === 0 ? 0 : start + px,
  end: end === side ? end : end - px,
})

const intersection = (a: Range, b: Range): Range => ({
  start: Math.max(a.start, b.start),
  end: Math.min(a.end, b.end),
})

type Ranges = readonly [x: Range, y: Range]

const isEmpty = ([x, y]: Ranges): boolean => x.end <= x.start || y.end <= y.start

function addCell(found: DepthRect[], cell: Ranges, withoutSeam: Ranges, inside: Ranges): void {
  if (isEmpty(withoutSeam)) {
    add(found, cell[0], cell[1], depths.seam)
    return
  }
  addAround(found, cell, withoutSeam, depths.seam)
  if (isEmpty(inside)) {
    add(found, withoutSeam[0], withoutSeam[1], depths.border)
    return
  }
  addAround(found, withoutSeam, inside, depths.border)
  add(found, inside[0], inside[1], depths.inside)
}

/** The outer rectangle without the inner one, which lies in it. */
function addAround(found: DepthRect[], [x, y]: Ranges, [innerX, innerY]: Ranges, depth: Depth): void {
  add(found, x, { start: y.start, end: innerY.start }, depth)
  add(found, { start: x.start, end: innerX.start }, innerY, depth)
  add(found, { start: innerX.end, end: x.end }, innerY, depth)
  add(found, x, { start: innerY.end, end: y.end }, depth)
}

function add(found: DepthRect[], x: Range, y: Range, depth: Depth): void {
  if (isEmpty([x, y])) return
  found.push({ left: x.start, top: y.start, width: x.end - x.start, height: y.end - y.start, depth })
}
