import type { RgbImage } from '../../core/ports.js'
import type { Point } from './align.js'

const leftCheek = 1
const rightCheek = 15
const noseTip = 30

/** How far the nose tip lies from the middle between the cheeks, 0 to 1 (at or beyond a cheek). */
export function turnOf(landmarks: readonly Point[]): number {
  const [left, right, nose] = [landmarks[leftCheek], landmarks[rightCheek], landmarks[noseTip]]
  if (!left || !right || !nose) return 1
  const [dx, dy] = [right.x - left.x, right.y - left.y]
  const length = dx * dx + dy * dy
  if (length === 0) return 1
  const along = ((nose.x - left.x) * dx + (nose.y - left.y) * dy) / length
  return Math.min(1, Math.abs(2 * along - 1))
}

/**
 * Standard deviation of the four-neighbour Laplacian against that of the brightness, over the inner half of an aligned
 * face. Dark and bright pictures of the same sharpness have the same value.
 */
export function sharpnessOf({ width, height, data }: RgbImage): number {
  const grey = new Float32Array(width * height)
  for (let at = 0; at < grey.length; at++)
    grey[at] = 0.299 * (data[3 * at] ?? 0) + 0.587 * (data[3 * at + 1] ?? 0) + 0.114 * (data[3 * at + 2] ?? 0)
  const brightness = new Spread()
  const detail = new Spread()
  for (let y = height >> 2; y < height - (height >> 2); y++)
    for (let x = width >> 2; x < width - (width >> 2); x++) {
      const at = y * width + x
      const value = grey[at] ?? 0
      const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0)
      brightness.add(value)
      detail.add(around - 4 * value)
    }
  return detail.deviation / Math.max(1, brightness.deviation)
}

class Spread {
  #count = 0
  #sum = 0
  #squares = 0

  add(value: number): void {
    this.#count++
    this.#sum += value
    this.#squares += value * value
  }

  get deviation(): number {
    const mean = this.#sum / Math.max(1, this.#count)
    return Math.sqrt(Math.max(0, this.#squares / Math.max(1, this.#count) - mean * mean))
  }
}
