import { describe, expect, it } from 'vitest'
import { gridAtCorner } from '../../../main/core/geometry/grid.js'
import { completed, coverAll, isSameFace, planCovers, withoutKept } from '../../../main/core/review/cover-plan.js'
import type { PictureDecision } from '../../../main/core/review/decision.js'

const face = (x: number) => ({ box: { x, y: 0.2, width: 0.1, height: 0.1 }, confidence: 0.9, uncertain: false })
const found = [{ frame: 0, faces: [face(0.1), face(0.5)] }]
const keepFirst: PictureDecision = {
  kind: 'picture',
  frames: [{ frame: 0, cover: [], keep: [{ of: 0, box: face(0.1).box, reason: 'consented' }] }],
}

describe('completed', () => {
  it('covers a found face that nobody mentioned', () => {
    expect(completed(keepFirst, found).frames[0]?.cover).toEqual([{ kind: 'face', box: face(0.5).box, of: 1 }])
  })

  it('does not take a box somewhere else for a found face that stays visible', () => {
    const elsewhere: PictureDecision = {
      kind: 'picture',
      frames: [{ frame: 0, cover: [], keep: [{ of: 0, box: face(0.9).box, reason: 'consented' }] }],
    }
    expect(completed(elsewhere, found).frames[0]?.cover).toHaveLength(2)
  })

  it('adds frames that the decision left out', () => {
    expect(completed({ kind: 'picture', frames: [] }, found)).toEqual(coverAll(found))
  })
})

describe('withoutKept', () => {
  it('drops only the face that stays visible', () => {
    const seen = [{ frame: 0, faces: [face(0.11), face(0.5)] }]
    expect(withoutKept(seen, keepFirst)[0]?.faces.map(({ box }) => box.x)).toEqual([0.5])
  })

  it('keeps the same place of another frame', () => {
    const seen = [{ frame: 1, faces: [face(0.1)] }]
    expect(withoutKept(seen, keepFirst)[0]?.faces).toHaveLength(1)
  })
})

describe('isSameFace', () => {
  it('does not take a neighbour or a face far larger for the one that was kept', () => {
    const kept = { x: 0.1, y: 0.1, width: 0.1, height: 0.1 }
    expect(isSameFace({ ...kept, x: 0.17 }, kept)).toBe(false)
    expect(isSameFace({ x: 0, y: 0, width: 0.3, height: 0.3 }, kept)).toBe(false)
    expect(isSameFace({ x: 0.11, y: 0.11, width: 0.08, height: 0.08 }, kept)).toBe(true)
  })
})

describe('planCovers', () => {
  it('makes one region of a face and what was drawn next to it', () => {
    const decision: PictureDecision = {
      kind: 'picture',
      frames: [
        { frame: 0, cover: [{ kind: 'rectangle', box: { x: 0.12, y: 0.1, width: 0.3, height: 0.2 } }], keep: [] },
      ],
    }
    const size = { width: 1_000, height: 1_000 }
    const plan = planCovers({ faces: [{ frame: 0, faces: [face(0.1)] }], decision }, [size], gridAtCorner, 0.3)
    expect(plan[0]?.regions).toHaveLength(1)
    expect(plan[0]?.regions[0]?.parts).toHaveLength(2)
  })
})
