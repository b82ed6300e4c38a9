import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alonenessOf, costOf, decide, judge, requiredOdds } from '../../../main/core/detection/decide.js'
import { FillMask } from '../../../main/core/detection/fill-mask.js'
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
  it('asks for more the more a box costs, and less the larger the crowd', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 500 }), fc.double({ min: 0, max: 300, noNaN: true }), (cost, crowd) => {
        expect(requiredOdds(policy, cost + 10, crowd)).toBeGreaterThanOrEqual(requiredOdds(policy, cost, crowd))
        expect(requiredOdds(policy, cost, crowd + 1)).toBeLessThanOrEqual(requiredOdds(policy, cost, crowd))
      }),
    )
  })

  it('has no step: one face more changes little', () => {
    for (let crowd = 0; crowd < 50; crowd++)
      expect(Math.abs(requiredOdds(policy, 20, crowd) - requiredOdds(policy, 20, crowd + 0.1))).toBeLessThan(0.35)
  })
})

describe('costOf', () => {
  const doubtful = { left: 200, top: 200, right: 240, bottom: 250 }
  const boxAt = (left: number) => ({ left, top: 200, right: left + 40, bottom: 250 })

  it('is about the height of a face that stands apart', () => {
    expect(costOf(doubtful, new FillMask(size))).toBeGreaterThan(40)
    expect(costOf(doubtful, new FillMask(size))).toBeLessThan(55)
  })

  it('falls with every neighbour that is covered already, and never below half the height', () => {
    const covered = new FillMask(size)
    let before = costOf(doubtful, covered)
    for (const left of [150, 250, 200]) {
      covered.cover(boxAt(left))
      const now = costOf(doubtful, covered)
      expect(now).toBeLessThan(before)
      before = now
    }
    expect(before).toBe(25)
  })

  it('lets a box between covered faces be kept on odds that one standing apart is not', () => {
    const odds = -3.4
    const kept = (neighbours: readonly number[]): boolean => {
      const item = (left: number, certain: boolean) => ({
        candidate: { box: boxAt(left), top: certain ? 0.9 : 0.02, scores: new Map([[0, certain ? 0.9 : 0.02]]) },
        certain,
        open: 1,
        own: [],
        withCrowd: [],
        odds: certain ? 8 : odds,
      })
      const judged = [item(500, false), ...neighbours.map((left) => item(left, true))]
      return decide(size, { judged, crowd: 40 }, policies.balanced).length > neighbours.length
    }
    expect(kept([100, 900])).toBe(false)
    expect(kept([452, 548])).toBe(true)
  })
})

describe('alonenessOf', () => {
  it('falls smoothly from 1 without other faces towards 0 in a crowd', () => {
    const steps = Array.from({ length: 100 }, (_, index) => alonenessOf(policies.balanced, index / 2))
    expect(steps[0]).toBe(1)
    expect(steps.at(-1)).toBeLessThan(0.01)
    for (const [index, value] of steps.slice(1).entries()) expect(value).toBeLessThan(steps[index] ?? 0)
  })
})
