import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, judge, requiredOdds } from '../../../main/core/detection/decide.js'
import { detectionPlan } from '../../../main/core/detection/plan.js'
import { policies } from '../../../main/core/detection/policy.js'
import { rankingTable } from '../../../main/core/detection/ranking-table.js'
import { iou } from '../../../main/core/geometry/box.js'

const size = { width: 1024, height: 768 }
const passes = detectionPlan(size, 'balanced')
const proposal = fc
  .tuple(
    fc.integer({ min: 0, max: 1000 }),
    fc.integer({ min: 0, max: 740 }),
    fc.integer({ min: 6, max: 300 }),
    fc.double({ min: 0.003, max: 0.999, noNaN: true }),
  )
  .map(([left, top, side, score]) => ({ box: { left, top, right: left + side, bottom: top + side * 1.2 }, score }))
const seen = fc.array(
  fc.record({ pass: fc.integer({ min: 0, max: passes.length - 1 }), proposals: fc.array(proposal, { maxLength: 12 }) }),
  { maxLength: 8 },
)

describe('decide', () => {
  it('never drops a box that a plain detector would keep at 0.25', () => {
    fc.assert(
      fc.property(seen, (all) => {
        const faces = decide(size, judge(size, passes, all, rankingTable), policies.balanced)
        for (const { pass, proposals } of all)
          for (const { box, score } of proposals) {
            if (!passes[pass]?.anchor || score < 0.25) continue
            const wanted = {
              x: box.left / 1024,
              y: box.top / 768,
              width: (box.right - box.left) / 1024,
              height: (box.bottom - box.top) / 768,
            }
            // As non-maximum suppression does, it may answer with a stronger box of the same face.
            expect(Math.max(...faces.map((face) => iou(face.box, wanted)))).toBeGreaterThan(0.45)
          }
      }),
    )
  })

  it('finds nothing where nothing was proposed', () => {
    expect(decide(size, judge(size, passes, [], rankingTable), policies.balanced)).toEqual([])
  })

  it('keeps what one pass alone is sure of, anchor or not', () => {
    for (const pass of passes.keys()) {
      const all = [{ pass, proposals: [{ box: { left: 200, top: 200, right: 240, bottom: 250 }, score: 0.45 }] }]
      expect(decide(size, judge(size, passes, all, rankingTable), policies.balanced)).toHaveLength(1)
    }
  })

  it('marks what it keeps on weak evidence, for a person to look at first', () => {
    const crowd = Array.from({ length: 60 }, (_, index) => {
      const [left, top] = [20 + (index % 12) * 80, 60 + Math.floor(index / 12) * 110]
      return { box: { left, top, right: left + 20, bottom: top + 26 }, score: 0.8 }
    })
    const weak = { box: { left: 60, top: 60, right: 78, bottom: 84 }, score: 0.05 }
    const all = passes.map((_, pass) => ({ pass, proposals: [...crowd, weak] }))
    const faces = decide(size, judge(size, passes, all, rankingTable), policies.balanced)
    expect(faces.filter(({ uncertain }) => uncertain)).toHaveLength(1)
    expect(faces.filter(({ uncertain }) => !uncertain)).toHaveLength(60)
  })

  it('believes a weak box among faces of its size sooner than alone', () => {
    const weak = { box: { left: 500, top: 300, right: 520, bottom: 326 }, score: 0.02 }
    const crowd = Array.from({ length: 40 }, (_, index) => {
      const [left, top] = [40 + (index % 8) * 120, 60 + Math.floor(index / 8) * 130]
      return { box: { left, top, right: left + 20, bottom: top + 26 }, score: 0.8 }
    })
    const oddsOf = (proposals: typeof crowd): number =>
      judge(size, passes, [{ pass: 0, proposals: [weak, ...proposals] }], rankingTable).judged.find(
        ({ candidate }) => candidate.top === 0.02,
      )?.odds ?? NaN
    expect(oddsOf(crowd)).toBeGreaterThan(oddsOf([]))
  })
})

describe('requiredOdds', () => {
  const policy = policies.balanced
  it('asks for more the larger the box, and less the larger the crowd', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 500 }), fc.double({ min: 0, max: 300, noNaN: true }), (height, crowd) => {
        expect(requiredOdds(policy, height + 10, crowd)).toBeGreaterThanOrEqual(requiredOdds(policy, height, crowd))
        expect(requiredOdds(policy, height, crowd + 1)).toBeLessThanOrEqual(requiredOdds(policy, height, crowd))
      }),
    )
  })

  it('has no step: one face more changes little', () => {
    for (let crowd = 0; crowd < 50; crowd++)
      expect(Math.abs(requiredOdds(policy, 20, crowd) - requiredOdds(policy, 20, crowd + 0.1))).toBeLessThan(0.35)
  })
})
