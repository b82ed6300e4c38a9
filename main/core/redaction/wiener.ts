import type { Pixels } from './paint.js'

const reach = 2
const window = (2 * reach + 1) ** 2

/**
 * The locally adaptive Wiener filter (Lee 1980) over squares of five pixels, row by row: a sample keeps of its difference
 * to the local mean the share that the local variance has beyond that of noise. Flat areas become their mean, edges stay.
 */
export class WienerRows {
  readonly #pixels: Pixels
  readonly #noiseVariance: number
  readonly #sums: Float64Array
  readonly #squares: Float64Array
  readonly #row: Float64Array
  #y = 0

  constructor(pixels: Pixels, noiseSigma: number) {
    this.#pixels = pixels
    this.#noiseVariance = noiseSigma ** 2
    const samples = pixels.width * pixels.channels
    this.#sums = new Float64Array(samples)
    this.#squares = new Float64Array(samples)
    this.#row = new Float64Array(samples)
    for (let y = -reach; y <= reach; y++) this.#count(y, 1)
  }

  /** The next row, valid until the next call. */
  next(): Float64Array {
    const { channels } = this.#pixels
    for (let channel = 0; channel < channels; channel++) this.#filter(channel)
    this.#count(this.#y - reach, -1)
    this.#count(this.#y + reach + 1, 1)
    this.#y++
    return this.#row
  }

  /** Takes a row of pixels into the sums of all columns, or out of them; the border is repeated. */
  #count(y: number, sign: 1 | -1): void {
    const { height, data } = this.#pixels
    const samples = this.#sums.length
    const start = Math.max(0, Math.min(height - 1, y)) * samples
    for (let at = 0; at < samples; at++) {
      const value = data[start + at] ?? 0
      this.#sums[at] = (this.#sums[at] ?? 0) + sign * value
      this.#squares[at] = (this.#squares[at] ?? 0) + sign * value * value
    }
  }

  #filter(channel: number): void {
    const { width, channels, data } = this.#pixels
    const start = this.#y * width * channels
    const at = (x: number): number => Math.max(0, Math.min(width - 1, x)) * channels + channel
    let sum = 0
    let squares = 0
    for (let x = -reach; x <= reach; x++) {
      sum += this.#sums[at(x)] ?? 0
      squares += this.#squares[at(x)] ?? 0
    }
    for (let x = 0; x < width; x++) {
      const here = x * channels + channel
      const mean = sum / window
      const variance = squares / window - mean * mean
      const kept = variance > this.#noiseVariance ? 1 - this.#noiseVariance / variance : 0
      this.#row[here] = mean + kept * ((data[start + here] ?? 0) - mean)
      const leaving = at(x - reach)
      const entering = at(x + reach + 1)
      sum += (this.#sums[entering] ?? 0) - (this.#sums[leaving] ?? 0)
      squares += (this.#squares[entering] ?? 0) - (this.#squares[leaving] ?? 0)
    }
  }
}
