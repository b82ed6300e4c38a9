import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import { paintRegions } from '../../../main/core/redaction/paint.js'
import type { RedactionLook, RedactionRegion, RedactionStyle } from '../../../main/core/redaction/types.js'

const width = 96
const height = 64
const look = (style: RedactionStyle): RedactionLook => ({ style, color: { red: 1, green: 2, blue: 3 } })
const fixedNoise = (target: Uint8Array): void => void target.fill(128)

function picture(channels: 3 | 4, value: (at: number) => number): Pixels {
  return { width, height, channels, data: Uint8Array.from({ length: width * height * channels }, (_, at) => value(at)) }
}

const noisy = (seed: number): Pixels => picture(4, (at) => (at * 7919 + seed * 104729) % 256)

const inside = (region: RedactionRegion, x: number, y: number): boolean =>
  region.parts.some(
    (part) => x >= part.left && x < part.left + part.width && y >= part.top && y < part.top + part.height,
  )

const regionArbitrary: fc.Arbitrary<RedactionRegion> = fc.record({
  parts: fc.array(
    fc.record({
      left: fc.integer({ min: -10, max: width }),
      top: fc.integer({ min: -10, max: height }),
      width: fc.integer({ min: 1, max: 60 }),
      height: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  faceSizePx: fc.integer({ min: 1, max: 50 }),
})

describe('paintRegions', () => {
  it.each(['fill', 'pixelate', 'blur'] as const)(
    '%s changes nothing outside and leaves nothing transparent inside',
    (style) => {
      fc.assert(
        fc.property(regionArbitrary, (region) => {
          const before = noisy(1)
          const after = noisy(1)
          paintRegions(after, [region], look(style), fixedNoise)
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const at = (y * width + x) * 4
              if (inside(region, x, y)) expect(after.data[at + 3]).toBe(255)
              else expect(after.data.subarray(at, at + 4)).toEqual(before.data.subarray(at, at + 4))
            }
          }
        }),
        { numRuns: 30 },
      )
    },
  )

  it.each(['fill', 'pixelate', 'blur'] as const)('%s takes nothing in from outside', (style) => {
    const region = {
      parts: [
        { left: 20, top: 10, width: 40, height: 30 },
        { left: 50, top: 30, width: 20, height: 20 },
      ],
      faceSizePx: 30,
    }
    const a = noisy(1)
    const b = noisy(2)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 4
        if (inside(region, x, y)) b.data.set(a.data.subarray(at, at + 4), at)
      }
    }
    paintRegions(a, [region], look(style), fixedNoise)
    paintRegions(b, [region], look(style), fixedNoise)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 4
        if (inside(region, x, y)) expect(b.data.subarray(at, at + 4)).toEqual(a.data.subarray(at, at + 4))
      }
    }
  })

  it('fills with the one colour', () => {
    const pixels = noisy(3)
    paintRegions(pixels, [{ parts: [{ left: 0, top: 0, width, height }], faceSizePx: 10 }], look('fill'), fixedNoise)
    expect(
      new Set(
        Array.from({ length: width * height }, (_, index) => pixels.data.subarray(index * 4, index * 4 + 4).join()),
      ),
    ).toEqual(new Set(['1,2,3,255']))
  })

  it('shows at most eight cells across a face, however it lies', () => {
    for (const faceSizePx of [8, 21, 33, 50]) {
      const pixels = noisy(4)
      let seed = 1
      const noise = (target: Uint8Array): void =>
        target.forEach((_, at) => (target[at] = (seed = (seed * 48271) % 2147483647) & 255))
      paintRegions(pixels, [{ parts: [{ left: 0, top: 0, width, height: 1 }], faceSizePx }], look('pixelate'), noise)
      const colors = Array.from({ length: width }, (_, x) => pixels.data.subarray(x * 4, x * 4 + 3).join())
      for (let left = 0; left + faceSizePx <= width; left++) {
        const changes = colors
          .slice(left, left + faceSizePx)
          .filter((color, index, all) => index > 0 && color !== all[index - 1])
        expect(changes.length + 1).toBeLessThanOrEqual(8)
      }
    }
  })

  it('blurs away all detail', () => {
    const pixels = picture(3, (at) => (Math.floor(at / 3) % 2 === 0 ? 0 : 255))
    paintRegions(pixels, [{ parts: [{ left: 0, top: 0, width, height }], faceSizePx: 32 }], look('blur'), fixedNoise)
    const values = [...pixels.data]
    expect(Math.max(...values) - Math.min(...values)).toBeLessThan(40)
  })
})
