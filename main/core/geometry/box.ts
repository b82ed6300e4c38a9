/**
 * A rectangle in the upright picture, as people see it: `x` and `y` are the top left corner, all four numbers are
 * shares of the picture's width and height (0–1). A detector may return a box that reaches beyond the picture.
 */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A size in pixels of the upright picture. */
export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** A rectangle of whole pixels of the upright picture, inside it. */
export interface PixelRect {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export const areaOf = (box: Box): number => Math.max(0, box.width) * Math.max(0, box.height)

/** Area of the overlap of two boxes. */
export function overlapArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

/** Share of the box that lies under the others together; 1 for an empty box. */
export function shareUnder(box: Box, others: readonly Box[]): number {
  const area = areaOf(box)
  if (area <= 0) return 1
  const touching = others.filter((other) => overlapArea(box, other) > 0)
  const cuts = (start: number, length: number, ends: readonly number[]): readonly number[] =>
    [start, start + length, ...ends.filter((end) => end > start && end < start + length)].sort((a, b) => a - b)
  const xs = cuts(
    box.x,
    box.width,
    touching.flatMap(({ x, width }) => [x, x + width]),
  )
  const ys = cuts(
    box.y,
    box.height,
    touching.flatMap(({ y, height }) => [y, y + height]),
  )
  let under = 0
  xs.slice(1).forEach((right, column) => {
    ys.slice(1).forEach((bottom, row) => {
      const left = xs[column] ?? right
      const top = ys[row] ?? bottom
      const cell = { x: left, y: top, width: right - left, height: bottom - top }
      const middle = { x: (left + right) / 2, y: (top + bottom) / 2 }
      const isUnder = touching.some(
        ({ x, y, width, height }) => middle.x > x && middle.x < x + width && middle.y > y && middle.y < y + height,
      )
      if (isUnder) under += areaOf(cell)
    })
  })
  return under / area
}

/** Intersection over union, 0–1. */
export function iou(a: Box, b: Box): number {
  const overlap = overlapArea(a, b)
  const union = areaOf(a) + areaOf(b) - overlap
  return union > 0 ? overlap / union : 0
}

/** The box with `share` of its own width and height added on each side; it may reach beyond the picture. */
export function grow(box: Box, share: number): Box {
  return {
    x: box.x - box.width * share,
    y: box.y - box.height * share,
    width: box.width * (1 + 2 * share),
    height: box.height * (1 + 2 * share),
  }
}

/** The part of the box inside the picture, or undefined where nothing of it is. */
export function clip(box: Box): Box | undefined {
  const x = Math.max(0, box.x)
  const y = Math.max(0, box.y)
  const width = Math.min(1, box.x + box.width) - x
  const height = Math.min(1, box.y + box.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : undefined
}
