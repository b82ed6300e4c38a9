import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finishedSize } from '../../../main/core/media/finished-size.js'

const sides = fc.record({ width: fc.integer({ min: 1, max: 60_000 }), height: fc.integer({ min: 1, max: 60_000 }) })

describe('finishedSize', () => {
  it('keeps a size that nobody wants changed', () => {
    expect(finishedSize({ width: 4032, height: 3024 }, {})).toEqual({ width: 4032, height: 3024 })
    expect(finishedSize({ width: 800, height: 600 }, { maxSizePx: 1000 })).toEqual({ width: 800, height: 600 })
  })

  it('gives the pictures of different sensors one size', () => {
    const sensors = [
      { width: 4032, height: 3024 },
      { width: 4000, height: 3000 },
      { width: 4080, height: 3060 },
      { width: 3968, height: 2976 },
    ]
    for (const sensor of sensors)
      expect(finishedSize(sensor, { roundSize: true })).toEqual({ width: 3072, height: 2304 })
    expect(finishedSize({ width: 3024, height: 4032 }, { roundSize: true })).toEqual({ width: 2304, height: 3072 })
    expect(finishedSize({ width: 5472, height: 3648 }, { roundSize: true })).toEqual({ width: 4096, height: 2731 })
  })

  it('rounds what was reduced', () => {
    const size = { width: 6000, height: 4000 }
    expect(finishedSize(size, { maxSizePx: 2000, roundSize: true })).toEqual({ width: 1600, height: 1067 })
    expect(finishedSize(size, { defeatFingerprint: true })).toEqual({ width: 2048, height: 1365 })
    expect(finishedSize({ width: 900, height: 600 }, { defeatFingerprint: true })).toEqual({ width: 600, height: 400 })
    expect(finishedSize(size, { defeatFingerprint: true, maxSizePx: 1000 })).toEqual({ width: 1000, height: 667 })
  })

  it('never enlarges the longer side, and gives a common size again for itself', () => {
    fc.assert(
      fc.property(sides, (size) => {
        const common = finishedSize(size, { roundSize: true })
        const longer = Math.max(common.width, common.height)
        expect(longer).toBeLessThanOrEqual(Math.max(size.width, size.height))
        expect(Math.min(common.width, common.height)).toBeGreaterThan(0)
        expect(common.width >= common.height).toBe(size.width >= size.height || common.width === common.height)
        expect(finishedSize(common, { roundSize: true })).toEqual(common)
      }),
    )
  })

  it('stretches by little', () => {
    fc.assert(
      fc.property(sides, (size) => {
        const common = finishedSize(size, { roundSize: true })
        const longer = Math.max(common.width, common.height)
        const shorter = (Math.min(size.width, size.height) * longer) / Math.max(size.width, size.height)
        const stretchPx = Math.abs(Math.min(common.width, common.height) - shorter)
        expect(stretchPx).toBeLessThanOrEqual(Math.max(16, shorter * 0.0153 + 1))
      }),
    )
  })
})
