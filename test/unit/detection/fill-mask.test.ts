import { describe, expect, it } from 'vitest'
import { FillMask } from '../../../main/core/detection/fill-mask.js'
import { remainingFaces } from '../../../main/core/detection/remaining.js'

const size = { width: 640, height: 480 }
const box = (left: number, top: number, side: number) => ({ left, top, right: left + side, bottom: top + side })

describe('FillMask', () => {
  it('covers the box, its growth and the squares it touches', () => {
    const mask = new FillMask(size)
    expect(mask.openShare(box(100, 100, 40))).toBe(1)
    mask.cover(box(100, 100, 40))
    expect(mask.openShare(box(100, 100, 40))).toBe(0)
    // Grown by 12 px to 88–152, snapped to 80–160.
    expect(mask.coveredShare(box(80, 80, 80))).toBe(1)
    expect(mask.coveredShare(box(160, 80, 16))).toBe(0)
  })

  it('weighs the part of a box that is covered', () => {
    const mask = new FillMask(size)
    mask.cover(box(100, 100, 40))
    expect(mask.coveredShare(box(120, 100, 80))).toBeCloseTo(0.375, 5)
  })

  it('says how much of the picture a box would newly cover', () => {
    const mask = new FillMask(size)
    // Grown by 12 px to 88–152, snapped to 80–160.
    expect(mask.openArea(box(100, 100, 40))).toBe(80 * 80)
    mask.cover(box(180, 100, 40))
    expect(mask.openArea(box(180, 100, 40))).toBe(0)
    mask.cover(box(60, 100, 40))
    // The neighbour reaches to 112.
    expect(mask.openArea(box(100, 100, 40))).toBe(48 * 80)
    expect(mask.openArea(box(-500, -500, 80))).toBe(0)
  })

  it('takes boxes beyond the picture', () => {
    const mask = new FillMask(size)
    mask.cover(box(-50, -50, 80))
    expect(mask.openShare(box(-50, -50, 80))).toBe(0)
    expect(mask.openShare(box(-500, -500, 80))).toBe(0)
  })
})

describe('remainingFaces', () => {
  it('reports what the gate is sure of, in shares of the picture, and nothing less', () => {
    const proposals = [
      { box: box(64, 48, 64), score: 0.8 },
      { box: box(400, 300, 40), score: 0.3 },
    ]
    expect(remainingFaces(size, [{ pass: 0, proposals }])).toEqual([
      { box: { x: 0.1, y: 0.1, width: 0.1, height: 64 / 480 }, confidence: 0.8, uncertain: false },
    ])
  })
})
