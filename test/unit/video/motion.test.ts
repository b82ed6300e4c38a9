import { describe, expect, it } from 'vitest'
import { greyOf, measureMotion, pyramidOf } from '../../../main/core/video/tracking/motion.js'

/** A smooth pattern that repeats nowhere in the picture, moved by whole pixels. */
function scene(moveX: number, moveY: number, kind = 0) {
  const width = 320
  const height = 180
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x - moveX
      const v = y - moveY
      const value = Math.sin(u / 17) + Math.sin(v / 13) + Math.sin((u + 2 * v) / 29) + Math.cos((u * v) / 4000)
      data[y * width + x] = kind === 0 ? 128 + 30 * value : (x * 7 + y * 13) % 256
    }
  }
  return pyramidOf(greyOf({ width, height, data }, 1))
}

describe('measureMotion', () => {
  it.each([
    [0, 0],
    [3, -2],
    [11, 6],
    [-24, 15],
  ])('measures a camera that moves by %i, %i pixels', (x, y) => {
    const { dx, dy, isCut } = measureMotion(scene(0, 0), scene(x, y))
    expect(isCut).toBe(false)
    expect(Math.abs(dx * 320 - x)).toBeLessThan(1)
    expect(Math.abs(dy * 180 - y)).toBeLessThan(1)
  })

  it('recognises another scene', () => {
    expect(measureMotion(scene(0, 0), scene(0, 0, 1)).isCut).toBe(true)
  })
})
