import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectionPlan, tilesOf, verificationPlan } from '../../../main/core/detection/plan.js'
import type { Thoroughness } from '../../../main/core/detection/types.js'

const levels: readonly Thoroughness[] = ['fast', 'balanced', 'thorough']
const sizes = fc.record({ width: fc.integer({ min: 1, max: 20_000 }), height: fc.integer({ min: 1, max: 20_000 }) })

describe('detectionPlan', () => {
  it('looks at every picture at two scales at least, one of them plain and an anchor', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(...levels), (size, level) => {
        const passes = detectionPlan(size, level)
        expect(new Set(passes.map(({ scale }) => scale)).size).toBeGreaterThanOrEqual(2)
        expect(passes.some(({ anchor, mirrored, quarterTurns }) => anchor && !mirrored && quarterTurns === 0)).toBe(
          true,
        )
      }),
    )
  })

  it('does more work the more thorough it is', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const [fast, balanced, thorough] = levels.map((level) =>
          detectionPlan(size, level).reduce((sum, { scale }) => sum + scale * scale, 0),
        ) as [number, number, number]
        expect(fast).toBeLessThan(balanced)
        expect(balanced).toBeLessThan(thorough)
      }),
    )
  })

  it('sees a phone picture at full size by default', () => {
    expect(detectionPlan({ width: 4000, height: 3000 }, 'balanced').some(({ scale }) => scale === 1)).toBe(true)
  })
})

describe('verificationPlan', () => {
  it('is configured unlike the first detection', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(...levels), (size, level) => {
        const first = detectionPlan(size, level).map(
          ({ scale, mirrored, quarterTurns }) => `${scale} ${mirrored} ${quarterTurns}`,
        )
        for (const { scale, mirrored, quarterTurns } of verificationPlan(size, level))
          expect(first).not.toContain(`${scale} ${mirrored} ${quarterTurns}`)
      }),
    )
  })
})

describe('tilesOf', () => {
  it('covers every pixel with tiles of bounded size that overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 30_000 }), (side) => {
        const tiles = tilesOf(side)
        expect(tiles[0]?.start).toBe(0)
        const last = tiles.at(-1)
        expect((last?.start ?? 0) + (last?.length ?? 0)).toBe(side)
        for (const [index, { start, length }] of tiles.entries()) {
          expect(length).toBeLessThanOrEqual(1600)
          const next = tiles[index + 1]
          if (next) expect(start + length - next.start).toBeGreaterThanOrEqual(64)
        }
      }),
    )
  })
})
