import { bend } from './bend.js'
import type { Pixels, RandomBytes } from './paint.js'
import { WienerRows } from './wiener.js'

/**
 * How strongly the fingerprint of the sensor is reduced. What it does and does not do was measured with
 * `npm run bench:fingerprint`, see docs/benchmarks.md.
 */
export interface SensorNoiseSettings {
  /** Largest shift of a pixel by the bending, in pixels and in each direction. */
  readonly bendPx: number
  /** Distance between the places that are shifted by chance; between them the shift changes smoothly. */
  readonly bendGridPx: number
  /** Details of less contrast than this are taken for noise; a standard deviation in levels. */
  readonly denoiseSigma: number
  /** Standard deviation of the fresh noise, in levels. */
  readonly noiseSigma: number
}

export const sensorNoiseSettings: SensorNoiseSettings = {
  bendPx: 3,
  bendGridPx: 48,
  denoiseSigma: 7,
  noiseSigma: 3,
}

/**
 * Weakens what ties a picture to one sensor, the pattern by which each of its pixels is a little brighter or darker than
 * its neighbours (photo response non-uniformity: Lukáš, Fridrich, Goljan 2006). Three steps: the picture is bent
 * irregularly by about a pixel, so that the pattern no longer lies where the reference has it; noise is taken out by the
 * locally adaptive Wiener filter; fresh noise is laid over. Pixels for which `isPainted` is 1 hold covers and stay.
 *
 * Where there is transparency the picture is not bent, and pixels that are not opaque stay as they are.
 */
export function reduceSensorNoise(
  pixels: Pixels,
  isPainted: Uint8Array,
  randomBytes: RandomBytes,
  settings: SensorNoiseSettings = sensorNoiseSettings,
): Pixels {
  const bent = pixels.channels === 4 ? pixels : bend(pixels, randomBytes, settings)
  const target = new Uint8Array(pixels.data.length)
  const filter = new WienerRows(bent, settings.denoiseSigma)
  const noise = gaussianLevels(settings.noiseSigma)
  const random = new Uint8Array(pixels.width * pixels.channels)
  for (let y = 0; y < pixels.height; y++) {
    const row = filter.next()
    randomBytes(random)
    writeRow(target, y, { pixels, isPainted, row, random, noise })
  }
  return { ...pixels, data: target }
}

interface RowParts {
  readonly pixels: Pixels
  readonly isPainted: Uint8Array
  readonly row: Float64Array
  readonly random: Uint8Array
  readonly noise: Float64Array
}

function writeRow(target: Uint8Array, y: number, { pixels, isPainted, row, random, noise }: RowParts): void {
  const { width, channels, data } = pixels
  for (let x = 0; x < width; x++) {
    const from = (y * width + x) * channels
    const stays = isPainted[y * width + x] === 1 || (channels === 4 && data[from + 3] !== 255)
    for (let channel = 0; channel < 3; channel++) {
      const at = x * channels + channel
      const fresh = (row[at] ?? 0) + (noise[random[at] ?? 0] ?? 0)
      target[from + channel] = stays ? (data[from + channel] ?? 0) : Math.max(0, Math.min(255, Math.round(fresh)))
    }
    if (channels === 4) target[from + 3] = data[from + 3] ?? 0
  }
}

/** 256 values that are normally distributed where a byte is evenly distributed. */
function gaussianLevels(sigma: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, byte) => sigma * probit((byte + 0.5) / 256))
}

/** The quantile of the standard normal distribution, by bisection. */
function probit(share: number): number {
  let low = -6
  let high = 6
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (normalShare(middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Abramowitz and Stegun 26.2.17. */
function normalShare(value: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(value))
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)) * series
  return value > 0 ? 1 - tail : tail
}
