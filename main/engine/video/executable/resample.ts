import type { PixelSize } from '../../../core/geometry/box.js'

/** Samples of one plane, one after the other, row by row. */
export interface SamplePlane extends PixelSize {
  readonly samples: Uint8Array | Uint16Array
}

/** For each place along one axis, the samples that it is made of and their weights. */
interface Axis {
  readonly taps: number
  /** First sample of each place. */
  readonly first: Int32Array
  /** `taps` of each place. */
  readonly weights: Float32Array
}

/** Reducing averages over everything that falls into a place; growing bends a cubic through four samples (Keys, a = −0.5). */
function axisOf(from: number, to: number): Axis {
  const ratio = from / to
  const taps = Math.min(from, to >= from ? 4 : Math.ceil(ratio) + 1)
  const first = new Int32Array(to)
  const weights = new Float32Array(to * taps)
  for (let place = 0; place < to; place++) {
    const shares = to >= from ? cubicShares(place, ratio) : areaShares(place, ratio)
    const start = Math.max(0, Math.min(from - taps, shares.start))
    first[place] = start
    shares.weights.forEach((weight, index) => {
      const at = Math.max(0, Math.min(from - 1, shares.start + index)) - start
      if (at >= 0 && at < taps) weights[place * taps + at] = (weights[place * taps + at] ?? 0) + weight
    })
  }
  return { taps, first, weights }
}

interface Shares {
  readonly start: number
  readonly weights: readonly number[]
}

function areaShares(place: number, ratio: number): Shares {
  const [left, right] = [place * ratio, (place + 1) * ratio]
  const start = Math.floor(left + 1e-9)
  const weights: number[] = []
  for (let at = start; at < right - 1e-9; at++) weights.push((Math.min(right, at + 1) - Math.max(left, at)) / ratio)
  return { start, weights }
}

function cubicShares(place: number, ratio: number): Shares {
  const center = (place + 0.5) * ratio - 0.5
  const start = Math.floor(center) - 1
  const weights = [0, 1, 2, 3].map((index) => cubic(Math.abs(center - start - index)))
  return { start, weights }
}

function cubic(distance: number): number {
  if (distance < 1) return 1.5 * distance ** 3 - 2.5 * distance ** 2 + 1
  return distance < 2 ? -0.5 * distance ** 3 + 2.5 * distance ** 2 - 4 * distance + 2 : 0
}

/** Brings planes of one size to another; keeps its tables and rows from plane to plane. */
export class Resampler {
  readonly #from: PixelSize
  readonly #to: PixelSize
  readonly #across: Axis
  readonly #down: Axis
  /** Rows of the source that were brought to the new width, by their number modulo how many there are. */
  readonly #rows: readonly Float32Array[]
  readonly #rowNumbers: Int32Array

  constructor(from: PixelSize, to: PixelSize) {
    this.#from = from
    this.#to = to
    this.#across = axisOf(from.width, to.width)
    this.#down = axisOf(from.height, to.height)
    this.#rows = Array.from({ length: this.#down.taps }, () => new Float32Array(to.width))
    this.#rowNumbers = new Int32Array(this.#down.taps)
  }

  resample({ samples }: SamplePlane): Float32Array {
    const { width, height } = this.#to
    const result = new Float32Array(width * height)
    const { taps, first, weights } = this.#down
    this.#rowNumbers.fill(-1)
    for (let y = 0; y < height; y++) {
      const start = first[y] ?? 0
      for (let tap = 0; tap < taps; tap++) {
        const weight = weights[y * taps + tap] ?? 0
        if (weight !== 0) addRow(result, y * width, this.#row(samples, start + tap), weight)
      }
    }
    return result
  }

  #row(samples: Uint8Array | Uint16Array, number: number): Float32Array {
    const place = number % this.#rows.length
    const row = this.#rows[place] ?? new Float32Array(this.#to.width)
    if (this.#rowNumbers[place] !== number) {
      reduceRow(samples, number * this.#from.width, row, this.#across)
      this.#rowNumbers[place] = number
    }
    return row
  }
}

function reduceRow(samples: Uint8Array | Uint16Array, offset: number, row: Float32Array, axis: Axis): void {
  const { taps, first, weights } = axis
  let at = 0
  for (let x = 0; x < row.length; x++) {
    const start = offset + (first[x] ?? 0)
    let sum = 0
    for (let tap = 0; tap < taps; tap++) sum += (samples[start + tap] ?? 0) * (weights[at++] ?? 0)
    row[x] = sum
  }
}

function addRow(result: Float32Array, offset: number, row: Float32Array, weight: number): void {
  for (let x = 0; x < row.length; x++) result[offset + x] = (result[offset + x] ?? 0) + (row[x] ?? 0) * weight
}
