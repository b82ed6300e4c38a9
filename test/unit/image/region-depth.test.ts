import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PixelRect } from '../../../main/core/geometry/box.js'
import { depthRects, depths } from '../../../main/engine/image/region-depth.js'

const size = { width: 120, height: 90 }

const part: fc.Arbitrary<PixelRect> = fc
  .record({
    left: fc.integer({ min: 0, max: size.width - 1 }),
    top: fc.integer({ min: 0, max: size.height - 1 }),
    width: fc.integer({ min: 1, max: size.width }),
    height: fc.integer({ min: 1, max: size.height }),
  })
  .map(({ left, top, width, height }) => ({
    left,
    top,
    width: Math.min(width, size.width - left),
    height: Math.min(height, size.height - top),
  }))

const isCovered = (parts: readonly PixelRect[], x: number, y: number): boolean =>
  parts.some(({ left, top, width, height }) => x >= left && x < left + width && y >= top && y < top + height)

/** Steps to the nearest pixel outside the region, to the left, right, top and bottom; leaving the picture is no end. */
function distance(parts: readonly PixelRect[], x: number, y: number): number {
  let nearest = Infinity
  for (const [stepX, stepY] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    let [atX, atY, steps] = [x, y, 0]
    while (isCovered(parts, atX, atY)) [atX, atY, steps] = [atX + stepX, atY + stepY, steps + 1]
    const isInPicture = atX >= 0 && atY >= 0 && atX < size.width && atY < size.height
    if (isInPicture) nearest = Math.min(nearest, steps)
  }
  return nearest
}

const expectedDepth = (steps: number): number => (steps > 20 ? depths.inside : steps > 2 ? depths.border : depths.seam)

/** The depth of each pixel, -1 where no rectangle lies; fails where two do. */
function drawn(parts: readonly PixelRect[]): Int8Array {
  const picture = new Int8Array(size.width * size.height).fill(-1)
  for (const { left, top, width, height, depth } of depthRects(parts, size))
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) {
        if (picture[y * size.width + x] !== -1) throw new Error('rectangles overlap')
        picture[y * size.width + x] = depth
      }
  return picture
}

describe('depthRects', () => {
  it('gives every pixel of a region, and no other, the depth of its distance to the border', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const expected = new Int8Array(size.width * size.height).fill(-1)
        for (let y = 0; y < size.height; y++)
          for (let x = 0; x < size.width; x++)
            if (isCovered(parts, x, y)) expected[y * size.width + x] = expectedDepth(distance(parts, x, y))
        expect(drawn(parts)).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  it('takes the border of the picture for no border of the region', () => {
    expect(depthRects([{ left: 0, top: 0, ...size }], size)).toEqual([
      { left: 0, top: 0, ...size, depth: depths.inside },
    ])
  })

  it('has nothing to say of no parts', () => {
    expect(depthRects([], size)).toEqual([])
  })
})
