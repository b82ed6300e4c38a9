import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PixelRect } from '../../../main/core/geometry/box.js'
import { gridAtCorner } from '../../../main/core/geometry/grid.js'
import { planRegions } from '../../../main/core/redaction/plan-regions.js'
import { planCovers } from '../../../main/core/review/cover-plan.js'

const position = fc.double({ min: 0, max: 0.99, noNaN: true })
const extent = fc.double({ min: 0.002, max: 0.3, noNaN: true })
const anyFace = fc
  .record({ x: position, y: position, width: extent, height: extent })
  .map((box) => ({ box, confidence: 0.5, uncertain: false }))
const size = { width: 1000, height: 700 }

const overlap = (a: PixelRect, b: PixelRect): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height

describe('planRegions', () => {
  it('covers every face and 30 % of it on each side', () => {
    fc.assert(
      fc.property(fc.array(anyFace, { maxLength: 30 }), (faces) => {
        const parts = planRegions(faces, size, gridAtCorner, 0.3).flatMap((region) => region.parts)
        for (const { box } of faces) {
          const left = Math.max(0, (box.x - 0.3 * box.width) * size.width)
          const top = Math.max(0, (box.y - 0.3 * box.height) * size.height)
          const right = Math.min(size.width, (box.x + 1.3 * box.width) * size.width)
          const bottom = Math.min(size.height, (box.y + 1.3 * box.height) * size.height)
          const covered = parts.some(
            (part) =>
              part.left <= left + 1e-6 &&
              part.top <= top + 1e-6 &&
              part.left + part.width >= right - 1e-6 &&
              part.top + part.height >= bottom - 1e-6,
          )
          expect(covered).toBe(true)
        }
      }),
    )
  })

  it('never lets two regions share a pixel, so that nothing is drawn twice', () => {
    fc.assert(
      fc.property(fc.array(anyFace, { maxLength: 30 }), (faces) => {
        const regions = planRegions(faces, size, gridAtCorner, 0.3)
        regions.forEach((region, index) => {
          for (const other of regions.slice(index + 1))
            for (const a of region.parts) for (const b of other.parts) expect(overlap(a, b)).toBe(false)
        })
      }),
    )
  })

  it('knows the largest face of a region', () => {
    const face = (x: number, width: number) => ({
      box: { x, y: 0.5, width, height: 0.01 },
      confidence: 1,
      uncertain: false,
    })
    const regions = planRegions([face(0.5, 0.02), face(0.51, 0.1)], size, gridAtCorner, 0.3)
    expect(regions).toHaveLength(1)
    expect(regions[0]?.faceSizePx).toBe(100)
  })
})

describe('planCovers', () => {
  it('has an entry for every frame, also one without faces', () => {
    const face = { box: { x: 0.1, y: 0.1, width: 0.1, height: 0.1 }, confidence: 1, uncertain: false }
    const plan = planCovers({ faces: [{ frame: 1, faces: [face] }] }, [size, size, size], gridAtCorner, 0.3)
    expect(plan.map(({ frame, regions }) => [frame, regions.length])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ])
  })
})
