import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codecGridPx } from '../../../main/core/geometry/grid.js'
import type { Turn } from '../../../main/core/video/turn.js'
import {
  gridOf,
  readTurn,
  toStored,
  toUpright,
  turnPixels,
  uprightSize,
  writeTurn,
} from '../../../main/core/video/turn.js'

const turns: readonly Turn[] = ([1, -1] as const).flatMap((first) =>
  ([1, -1] as const).flatMap((second): Turn[] => [
    { a: first, b: 0, c: 0, d: second },
    { a: 0, b: first, c: second, d: 0 },
  ]),
)
const anyTurn = fc.constantFrom(...turns)
const anySize = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })

describe('Turn', () => {
  it('survives being written as a matrix and read again, for all eight orientations', () => {
    expect(turns).toHaveLength(8)
    for (const turn of turns) expect(readTurn(writeTurn(turn, { width: 64, height: 48 }))).toEqual(turn)
  })

  it('is refused where a picture would be slanted, stretched or folded', () => {
    const one = 0x10000
    expect(readTurn([one, one, 0, 0, one, 0, 0, 0, 2 ** 30])).toBeUndefined()
    expect(readTurn([2 * one, 0, 0, 0, one, 0, 0, 0, 2 ** 30])).toBeUndefined()
    expect(readTurn([one, 0, 0, 0, 0, 0, 0, 0, 2 ** 30])).toBeUndefined()
  })

  it('maps a rectangle to the same pixels that turning the picture moves there', () => {
    fc.assert(
      fc.property(anyTurn, anySize, fc.nat(1000), fc.nat(1000), (turn, stored, x, y) => {
        const at = { left: x % stored.width, top: y % stored.height, width: 1, height: 1 }
        const pixels = new Uint8Array(stored.width * stored.height)
        pixels[at.top * stored.width + at.left] = 255
        const upright = uprightSize(stored, turn)
        const found = turnPixels(pixels, stored, 1, turn).indexOf(255)
        const moved = { left: found % upright.width, top: Math.floor(found / upright.width), width: 1, height: 1 }
        expect(toUpright(at, stored, turn)).toEqual(moved)
        expect(toStored(moved, stored, turn)).toEqual(at)
      }),
    )
  })

  it('puts the lines of the coding grid where the stored ones are shown', () => {
    fc.assert(
      fc.property(anyTurn, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (turn, columns, rows) => {
        const stored = { width: columns * 16 + 5, height: rows * 16 + 3 }
        const { offsetX, offsetY } = gridOf(stored, turn)
        const first = toUpright({ left: 0, top: 0, width: codecGridPx, height: codecGridPx }, stored, turn)
        expect((first.left - offsetX) % codecGridPx).toBe(0)
        expect((first.top - offsetY) % codecGridPx).toBe(0)
      }),
    )
  })
})
