import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, grow, iou, shareUnder } from '../../../main/core/geometry/box.js'
import { codecGridPx, snapOutward } from '../../../main/core/geometry/grid.js'

const share = fc.double({ min: -0.5, max: 1.5, noNaN: true })
const extent = fc.double({ min: 0.001, max: 1.5, noNaN: true })
const anyBox = fc.record({ x: share, y: share, width: extent, height: extent })
const anySize = fc.record({ width: fc.integer({ min: 1, max: 5000 }), height: fc.integer({ min: 1, max: 5000 }) })
const anyGrid = fc.record({
  offsetX: fc.integer({ min: 0, max: codecGridPx - 1 }),
  offsetY: fc.integer({ min: 0, max: codecGridPx - 1 }),
})

describe('snapOutward', () => {
  it('contains every pixel of the box that is inside the picture', () => {
    fc.assert(
      fc.property(anyBox, anySize, anyGrid, (box, size, grid) => {
        const rect = snapOutward(box, size, grid)
        const inside = clip(box)
        expect(rect === undefined).toBe(inside === undefined)
        if (!inside || !rect) return
        const slack = 1e-6
        expect(rect.left).toBeLessThanOrEqual(inside.x * size.width + slack)
        expect(rect.top).toBeLessThanOrEqual(inside.y * size.height + slack)
        expect(rect.left + rect.width).toBeGreaterThanOrEqual((inside.x + inside.width) * size.width - slack)
        expect(rect.top + rect.height).toBeGreaterThanOrEqual((inside.y + inside.height) * size.height - slack)
      }),
    )
  })

  it('has every border on the grid or on the picture’s border, and lies inside the picture', () => {
    fc.assert(
      fc.property(anyBox, anySize, anyGrid, (box, size, grid) => {
        const rect = snapOutward(box, size, grid)
        if (!rect) return
        const onGrid = (value: number, offset: number, limit: number): boolean =>
          value === 0 || value === limit || (value - offset) % codecGridPx === 0
        expect(onGrid(rect.left, grid.offsetX, size.width)).toBe(true)
        expect(onGrid(rect.top, grid.offsetY, size.height)).toBe(true)
        expect(onGrid(rect.left + rect.width, grid.offsetX, size.width)).toBe(true)
        expect(onGrid(rect.top + rect.height, grid.offsetY, size.height)).toBe(true)
        expect(rect.left).toBeGreaterThanOrEqual(0)
        expect(rect.left + rect.width).toBeLessThanOrEqual(size.width)
        expect(rect.top).toBeGreaterThanOrEqual(0)
        expect(rect.top + rect.height).toBeLessThanOrEqual(size.height)
      }),
    )
  })
})

describe('boxes', () => {
  it('grow by a share of themselves on each side', () => {
    expect(grow({ x: 0.4, y: 0.4, width: 0.2, height: 0.1 }, 0.5)).toEqual({
      x: expect.closeTo(0.3) as number,
      y: expect.closeTo(0.35) as number,
      width: expect.closeTo(0.4) as number,
      height: expect.closeTo(0.2) as number,
    })
  })

  it('have a symmetric overlap between 0 and 1', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        expect(iou(a, b)).toBeCloseTo(iou(b, a))
        expect(iou(a, b)).toBeGreaterThanOrEqual(0)
        expect(iou(a, b)).toBeLessThanOrEqual(1 + 1e-9)
        expect(iou(a, a)).toBeCloseTo(1)
      }),
    )
  })
})

describe('shareUnder', () => {
  const box = { x: 0.2, y: 0.2, width: 0.4, height: 0.4 }

  it('counts what several boxes hide together, and what two of them hide only once', () => {
    const left = { x: 0.1, y: 0.1, width: 0.3, height: 0.6 }
    const right = { x: 0.4, y: 0.1, width: 0.3, height: 0.6 }
    expect(shareUnder(box, [])).toBe(0)
    expect(shareUnder(box, [left])).toBeCloseTo(0.5)
    expect(shareUnder(box, [left, left])).toBeCloseTo(0.5)
    expect(shareUnder(box, [left, right])).toBeCloseTo(1)
  })

  it('is never less than under one of them, and never more than all', () => {
    fc.assert(
      fc.property(anyBox, fc.array(anyBox, { maxLength: 5 }), (of, others) => {
        const share = shareUnder(of, others)
        for (const other of others) expect(share).toBeGreaterThanOrEqual(shareUnder(of, [other]) - 1e-9)
        expect(share).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})
