import { describe, expect, it } from 'vitest'
import { hasLookedAt, hintsOf } from '../../../main/core/detection/hints.js'
import { detectionPlan } from '../../../main/core/detection/plan.js'

const box = (left: number, top: number, side: number) => ({ left, top, right: left + side, bottom: top + side })

describe('a look at full size where it may help', () => {
  it('is taken on a faint answer of face size, not on noise and not on a large face', () => {
    const proposals = [
      { box: box(100, 100, 16), score: 0.02 },
      { box: box(900, 100, 16), score: 0.004 },
      { box: box(500, 500, 300), score: 0.9 },
    ]
    expect(hintsOf([{ pass: 0, proposals }], 32)).toEqual([box(100, 100, 16)])
  })

  it('speaks only for the windows that were looked at', () => {
    const partial = { pass: 0, proposals: [], windows: [box(0, 0, 768)] }
    expect(hasLookedAt(partial, box(100, 100, 20))).toBe(true)
    expect(hasLookedAt(partial, box(2000, 100, 20))).toBe(false)
    expect(hasLookedAt({ pass: 0, proposals: [] }, box(2000, 100, 20))).toBe(true)
  })

  it('needs no hint in the thorough level, and is left out in the fast one', () => {
    const size = { width: 4000, height: 3000 }
    const fullSize = (level: 'fast' | 'balanced' | 'thorough') =>
      detectionPlan(size, level).filter(({ scale }) => scale === 1)
    expect(fullSize('thorough').some(({ hintedBelowPx }) => hintedBelowPx === undefined)).toBe(true)
    expect(fullSize('balanced').every(({ hintedBelowPx }) => hintedBelowPx !== undefined)).toBe(true)
    expect(fullSize('fast')).toEqual([])
  })
})

describe('a look between the first one and full size', () => {
  it.each([
    [4000, 3000, true],
    [4096, 2304, true],
    [2200, 1500, false],
  ])('of %d x %d pixels is taken: %s', (width, height, isTaken) => {
    const passes = detectionPlan({ width, height }, 'balanced')
    expect(passes.filter(({ hintedBelowPx }) => hintedBelowPx !== undefined).length).toBe(isTaken ? 2 : 1)
  })
})

describe('what counts as a small face', () => {
  const limitsOf = (width: number, height: number) =>
    detectionPlan({ width, height }, 'balanced').flatMap(({ hintedBelowPx }) => hintedBelowPx ?? [])

  it('is as large in the pixels of a phone photo as it ever was', () => {
    for (const [width, height] of [
      [4000, 3000],
      [4096, 2304],
    ] as const)
      expect(limitsOf(width, height)).toEqual([32, 40])
  })

  it.each([
    [8160, 6120],
    [12_000, 9000],
  ])('is as large in the first look at %d x %d pixels as at 12 megapixels', (width, height) => {
    const first = Math.sqrt(1_250_000 / (width * height))
    const [full = 0, between = 0] = limitsOf(width, height)
    expect(full * first).toBeCloseTo(10.3)
    expect(between * first).toBeCloseTo(12.9)
  })
})

describe('the work on a 12-megapixel picture', () => {
  const megapixels = (level: 'fast' | 'balanced') =>
    detectionPlan({ width: 4000, height: 3000 }, level)
      .filter(({ hintedBelowPx }) => hintedBelowPx === undefined)
      .reduce((sum, { scale }) => sum + 12 * scale * scale, 0)

  it('stays within what the speed bar allows where nothing hints at small faces', () => {
    expect(megapixels('balanced')).toBeLessThan(2.1)
    expect(megapixels('fast')).toBeLessThan(0.65)
  })
})
