import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanarPicture } from '../../../main/core/video/planar.js'
import { fillRects, isFilled, padToEven, toYuv } from '../../../main/core/video/planar.js'

function picture(width: number, height: number, bits: 8 | 10, chroma: '420' | '444', value = 30): PlanarPicture {
  const half = (length: number): number => (chroma === '420' ? Math.ceil(length / 2) : length)
  const samples = width * height + 2 * half(width) * half(height)
  if (bits === 8) return { width, height, bits, chroma, data: new Uint8Array(samples).fill(value) }
  return { width, height, bits, chroma, data: new Uint8Array(new Uint16Array(samples).fill(value * 4).buffer) }
}

const layouts = fc.record({
  width: fc.integer({ min: 1, max: 70 }),
  height: fc.integer({ min: 1, max: 70 }),
  bits: fc.constantFrom(8 as const, 10 as const),
  chroma: fc.constantFrom('420' as const, '444' as const),
})

describe('fillRects and isFilled', () => {
  it('covers a rectangle in every plane, whatever the size, depth and chroma', () => {
    fc.assert(
      fc.property(layouts, fc.nat(69), fc.nat(69), ({ width, height, bits, chroma }, x, y) => {
        const left = x % width
        const top = y % height
        const rect = { left, top, width: width - left, height: height - top }
        const target = picture(width, height, bits, chroma)
        const color = toYuv(
          { red: 200, green: 40, blue: 90 },
          { redWeight: 0.2126, blueWeight: 0.0722, fullRange: false },
          bits,
        )
        expect(isFilled(target, rect, color)).toBe(false)
        fillRects(target, [rect], color)
        expect(isFilled(target, rect, color)).toBe(true)
      }),
    )
  })

  it('leaves everything outside as it was', () => {
    const target = picture(64, 64, 8, '420')
    fillRects(target, [{ left: 16, top: 16, width: 16, height: 16 }], [126, 128, 128])
    const luma = target.data.subarray(0, 64 * 64)
    expect(luma.filter((value) => value === 126)).toHaveLength(256)
    expect(luma.filter((value) => value === 30)).toHaveLength(64 * 64 - 256)
  })

  it('notices a face-sized patch in the middle of a cover', () => {
    const target = picture(128, 128, 8, '420', 126)
    const rect = { left: 0, top: 0, width: 128, height: 128 }
    const color = [126, 126, 126] as const
    expect(isFilled(target, rect, color)).toBe(true)
    for (let y = 60; y < 68; y++) target.data.fill(180, y * 128 + 60, y * 128 + 68)
    expect(isFilled(target, rect, color)).toBe(false)
  })
})

describe('toYuv', () => {
  it('gives the code values of the standards', () => {
    const rec709 = { redWeight: 0.2126, blueWeight: 0.0722, fullRange: false }
    expect(toYuv({ red: 255, green: 255, blue: 255 }, rec709, 8)).toEqual([235, 128, 128])
    expect(toYuv({ red: 255, green: 0, blue: 0 }, rec709, 8)).toEqual([63, 102, 240])
    expect(toYuv({ red: 0, green: 0, blue: 0 }, rec709, 10)).toEqual([64, 512, 512])
    expect(toYuv({ red: 128, green: 128, blue: 128 }, { ...rec709, fullRange: true }, 8)).toEqual([128, 128, 128])
  })
})

describe('padToEven', () => {
  it('repeats the last column and row and keeps the chroma', () => {
    const odd = picture(3, 5, 8, '420')
    odd.data.set([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 7, 8, 9])
    const even = padToEven(odd)
    expect([even.width, even.height]).toEqual([4, 6])
    expect([...even.data.subarray(0, 24)]).toEqual([
      1, 2, 3, 3, 1, 2, 3, 3, 1, 2, 3, 3, 1, 2, 3, 3, 7, 8, 9, 9, 7, 8, 9, 9,
    ])
    expect([...even.data.subarray(24)]).toEqual([...odd.data.subarray(15)])
    expect(padToEven(even)).toBe(even)
  })
})
