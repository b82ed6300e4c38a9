import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergePasses, suppress } from '../../../main/core/detection/merge.js'
import type { Proposal } from '../../../main/core/detection/proposal.js'
import { pixelIou } from '../../../main/core/detection/proposal.js'

const at = (left: number, top: number, size: number, score: number): Proposal => ({
  box: { left, top, right: left + size, bottom: top + size },
  score,
})

const proposals = fc.array(
  fc
    .tuple(
      fc.integer({ min: -50, max: 900 }),
      fc.integer({ min: -50, max: 900 }),
      fc.integer({ min: 4, max: 300 }),
      fc.double({ min: 0.003, max: 1, noNaN: true }),
    )
    .map(([x, y, size, score]) => at(x, y, size, score)),
  { maxLength: 120 },
)

describe('suppress', () => {
  it('keeps the highest of boxes that overlap', () => {
    expect(suppress([at(0, 0, 100, 0.3), at(5, 5, 100, 0.8), at(300, 0, 40, 0.1)]).map(({ score }) => score)).toEqual([
      0.8, 0.1,
    ])
  })

  it('decides as comparing every box with every other would', () => {
    fc.assert(
      fc.property(proposals, (all) => {
        const expected: Proposal[] = []
        for (const proposal of [...all].sort((a, b) => b.score - a.score))
          if (!expected.some(({ box }) => pixelIou(box, proposal.box) > 0.6)) expected.push(proposal)
        expect(suppress(all)).toEqual(expected)
      }),
    )
  })
})

describe('mergePasses', () => {
  it('makes one candidate of what two passes see, with the better box and both scores', () => {
    const [candidate, ...others] = mergePasses([
      { pass: 0, proposals: [at(100, 100, 50, 0.2)] },
      { pass: 3, proposals: [at(104, 98, 50, 0.6)] },
    ])
    expect(others).toEqual([])
    expect(candidate?.box).toEqual(at(104, 98, 50, 0).box)
    expect(candidate?.top).toBe(0.6)
    expect([...(candidate?.scores ?? [])].sort()).toEqual([
      [0, 0.2],
      [3, 0.6],
    ])
  })

  it('loses no proposal that overlaps with no other', () => {
    const far = Array.from({ length: 30 }, (_, index) => at(index * 60, 0, 40, 0.01 + index / 100))
    expect(mergePasses([{ pass: 0, proposals: far }])).toHaveLength(30)
  })

  it('drops boxes too flat to be a face', () => {
    expect(
      mergePasses([{ pass: 0, proposals: [{ box: { left: 0, top: 0, right: 50, bottom: 3 }, score: 0.9 }] }]),
    ).toEqual([])
  })
})
