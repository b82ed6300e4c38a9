import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridAtCorner } from '../../../main/core/geometry/grid.js'
import type { Shape } from '../../../main/core/review/decision.js'
import { shapeParts } from '../../../main/core/review/shape-parts.js'

const size = { width: 500, height: 300 }
const covers = (shape: Shape, x: number, y: number): boolean =>
  shapeParts(shape, size, gridAtCorner, 0.3).some(
    ({ rect }) => x >= rect.left && x < rect.left + rect.width && y >= rect.top && y < rect.top + rect.height,
  )

const box = fc.record({
  x: fc.double({ min: -0.2, max: 0.9, noNaN: true }),
  y: fc.double({ min: -0.2, max: 0.9, noNaN: true }),
  width: fc.double({ min: 0.02, max: 0.8, noNaN: true }),
  height: fc.double({ min: 0.02, max: 0.8, noNaN: true }),
})
const pixel = fc.record({ x: fc.integer({ min: 0, max: 499 }), y: fc.integer({ min: 0, max: 299 }) })

describe('shapeParts', () => {
  it('covers every pixel of an ellipse', () => {
    fc.assert(
      fc.property(box, pixel, (area, { x, y }) => {
        const dx = ((x + 0.5) / size.width - area.x - area.width / 2) / (area.width / 2)
        const dy = ((y + 0.5) / size.height - area.y - area.height / 2) / (area.height / 2)
        fc.pre(dx * dx + dy * dy <= 1)
        expect(covers({ kind: 'ellipse', box: area }, x, y)).toBe(true)
      }),
    )
  })

  it('leaves the corners of a large ellipse’s box visible', () => {
    const shape: Shape = { kind: 'ellipse', box: { x: 0, y: 0, width: 1, height: 1 } }
    expect(covers(shape, 2, 2)).toBe(false)
    expect(covers(shape, 497, 297)).toBe(false)
  })

  it('covers every pixel within a brush’s radius of its line', () => {
    const point = fc.record({
      x: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        point,
        point,
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        pixel,
        (from, to, radius, { x, y }) => {
          const [ax, ay, bx, by] = [from.x * size.width, from.y * size.height, to.x * size.width, to.y * size.height]
          const length = Math.hypot(bx - ax, by - ay)
          const along = length === 0 ? 0 : ((x + 0.5 - ax) * (bx - ax) + (y + 0.5 - ay) * (by - ay)) / length ** 2
          const share = Math.min(1, Math.max(0, along))
          const away = Math.hypot(x + 0.5 - ax - share * (bx - ax), y + 0.5 - ay - share * (by - ay))
          fc.pre(away <= radius * size.width)
          expect(covers({ kind: 'brush', points: [from, to], radius }, x, y)).toBe(true)
        },
      ),
    )
  })

  it('covers every pixel below a line, and none far above it', () => {
    const height = fc.double({ min: -0.2, max: 1.2, noNaN: true })
    fc.assert(
      fc.property(height, height, pixel, (left, right, { x, y }) => {
        const line = (left + (right - left) * ((x + 0.5) / size.width)) * size.height
        if (y + 0.5 >= line) expect(covers({ kind: 'below', left, right }, x, y)).toBe(true)
        const steepness = Math.abs(right - left) * size.height
        if (y + 17 + (steepness * 17) / size.width < line)
          expect(covers({ kind: 'below', left, right }, x, y)).toBe(false)
      }),
    )
  })
})
