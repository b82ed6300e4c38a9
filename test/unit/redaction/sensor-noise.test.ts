import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Pixels, RandomBytes } from '../../../main/core/redaction/paint.js'
import { reduceSensorNoise, sensorNoiseSettings } from '../../../main/core/redaction/sensor-noise.js'

const stream = (seed: number): RandomBytes => {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, seed), Buffer.alloc(16))
  return (target) => target.set(cipher.update(new Uint8Array(target.length)))
}
const nothingPainted = ({ width, height }: Pixels): Uint8Array => new Uint8Array(width * height)

/** Even grey times one plus a pattern: what a sensor makes of a wall. */
function wall(seed: number, width = 200, height = 160): { pixels: Pixels; pattern: Float64Array } {
  const random = new Uint8Array(width * height)
  stream(seed)(random)
  const pattern = Float64Array.from(random, (byte) => byte / 127.5 - 1)
  const data = new Uint8Array(width * height * 3)
  for (let at = 0; at < data.length; at++) data[at] = Math.round(150 + 4 * (pattern[Math.floor(at / 3)] ?? 0))
  return { pixels: { width, height, channels: 3, data }, pattern }
}

function correlation(pixels: Pixels, pattern: Float64Array): number {
  const values = Float64Array.from(pattern, (_, at) => pixels.data[at * pixels.channels] ?? 0)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let [product, energy, own] = [0, 0, 0]
  for (const [at, value] of values.entries()) {
    product += (value - mean) * (pattern[at] ?? 0)
    energy += (value - mean) ** 2
    own += (pattern[at] ?? 0) ** 2
  }
  return product / Math.sqrt(energy * own)
}

describe('reduceSensorNoise', () => {
  it('leaves little of a fixed pattern', () => {
    const { pixels, pattern } = wall(1)
    expect(correlation(pixels, pattern)).toBeGreaterThan(0.98)
    const reduced = reduceSensorNoise(pixels, nothingPainted(pixels), stream(9))
    expect(Math.abs(correlation(reduced, pattern))).toBeLessThan(0.05)
  })

  it('lays fresh noise of the wanted strength over it', () => {
    const data = new Uint8Array(200 * 200 * 3).fill(120)
    const even: Pixels = { width: 200, height: 200, channels: 3, data }
    const { data: noisy } = reduceSensorNoise(even, nothingPainted(even), stream(2))
    const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length
    const variance = noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length
    expect(mean).toBeCloseTo(120, 0)
    expect(Math.sqrt(variance)).toBeCloseTo(sensorNoiseSettings.noiseSigma, 0)
    expect(reduceSensorNoise(even, nothingPainted(even), stream(3)).data).not.toEqual(noisy)
    expect(reduceSensorNoise(even, nothingPainted(even), stream(2)).data).toEqual(noisy)
  })

  it('does not touch covers, nor what is not opaque', () => {
    const { pixels } = wall(4)
    const painted = nothingPainted(pixels).fill(1, 0, 200 * 80)
    const { data } = reduceSensorNoise(pixels, painted, stream(5))
    expect(data.subarray(0, 200 * 80 * 3)).toEqual(pixels.data.subarray(0, 200 * 80 * 3))
    expect(data.subarray(200 * 80 * 3)).not.toEqual(pixels.data.subarray(200 * 80 * 3))
    const half: Pixels = { width: 4, height: 4, channels: 4, data: new Uint8Array(64).fill(128) }
    expect(reduceSensorNoise(half, nothingPainted(half), stream(6)).data).toEqual(half.data)
  })

  it('keeps edges where they are, within the bending', () => {
    const [width, height] = [120, 60]
    const data = Uint8Array.from({ length: width * height * 3 }, (_, at) =>
      Math.floor(at / 3) % width < width / 2 ? 40 : 200,
    )
    const edge: Pixels = { width, height, channels: 3, data }
    const reduced = reduceSensorNoise(edge, nothingPainted(edge), stream(7))
    const reach = Math.ceil(sensorNoiseSettings.bendPx) + 2
    for (let y = 0; y < height; y++) {
      expect(reduced.data[(y * width + width / 2 - 1 - reach) * 3]).toBeLessThan(80)
      expect(reduced.data[(y * width + width / 2 + reach) * 3]).toBeGreaterThan(160)
    }
  })

  it.each([
    [1, 1],
    [1, 40],
    [3, 2],
  ])('takes pictures of %i x %i pixels', (width, height) => {
    const tiny: Pixels = { width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(90) }
    const { data } = reduceSensorNoise(tiny, nothingPainted(tiny), stream(8))
    expect(Math.max(...data) - Math.min(...data)).toBeLessThan(40)
  })
})
