import type { RgbImage } from '../../core/ports.js'
import type { Point } from './align.js'

/** Left and right changed. */
export function mirrored({ width, height, data }: RgbImage): RgbImage {
  const target = new Uint8Array(data.length)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const from = 3 * (row * width + column)
      target.set(data.subarray(from, from + 3), 3 * (row * width + width - 1 - column))
    }
  return { width, height, data: target }
}

/** Runs of the 68 landmarks (iBUG 300-W) that a mirror turns round, and pairs that it swaps. */
const turnedRuns = [
  [0, 16],
  [17, 26],
  [31, 35],
  [48, 54],
  [55, 59],
  [60, 64],
  [65, 67],
] as const
const swappedPairs = [
  [36, 45],
  [37, 44],
  [38, 43],
  [39, 42],
  [40, 47],
  [41, 46],
] as const

/** For each landmark of a mirror image, which one of the face it is. */
const counterpart: readonly number[] = Array.from({ length: 68 }, (_, index) => {
  const run = turnedRuns.find(([first, last]) => index >= first && index <= last)
  if (run) return run[0] + run[1] - index
  const pair = swappedPairs.find((both) => both.some((member) => member === index))
  return pair ? pair[0] + pair[1] - index : index
})

/** Landmarks found in a mirror image of this width, as landmarks of the picture. */
export const mirroredBack = (found: readonly Point[], width: number): readonly Point[] =>
  counterpart.flatMap((index) => {
    const point = found[index]
    return point ? [{ x: width - 1 - point.x, y: point.y }] : []
  })

/** Root mean square distance of corresponding points. */
export function spreadOf(a: readonly Point[], b: readonly Point[]): number {
  const squares = a.map((point, index) => {
    const other = b[index] ?? point
    return (point.x - other.x) ** 2 + (point.y - other.y) ** 2
  })
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / Math.max(1, squares.length))
}
