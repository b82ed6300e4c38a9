import { describe, expect, it } from 'vitest'
import { gridAtCorner } from '../../../main/core/geometry/grid.js'
import {
  completed,
  countCovered,
  coverAll,
  isSameFace,
  planCovers,
  withoutKept,
} from '../../../main/core/review/cover-plan.js'
import type { PictureDecision } from '../../../main/core/review/decision.js'

const face = (x: number) => ({ box: { x, y: 0.2, width: 0.1, height: 0.1 }, confidence: 0.9, uncertain: false })
const found = [{ frame: 0, faces: [face(0.1), face(0.5)] }]
const keepFirst: PictureDecision = {
  kind: 'picture',
  throughout: [],
  frames: [{ frame: 0, cover: [], keep: [{ of: 0, box: face(0.1).box, reason: 'consented' }] }],
}

describe('completed', () => {
  it('covers a found face that nobody mentioned', () => {
    expect(completed(keepFirst, found).frames[0]?.cover).toEqual([{ kind: 'face', box: face(0.5).box, of: 1 }])
  })

  it('does not take a box somewhere else for a found face that stays visible', () => {
    const elsewhere: PictureDecision = {
      kind: 'picture',
      throughout: [],
      frames: [{ frame: 0, cover: [], keep: [{ of: 0, box: face(0.9).box, reason: 'consented' }] }],
    }
    expect(completed(elsewhere, found).frames[0]?.cover).toHaveLength(2)
  })

  it('covers a found face whose cover was moved away or made too small', () => {
    const moved = (box: { x: number; y: number; width: number; height: number }): PictureDecision => ({
      kind: 'picture',
      throughout: [],
      frames: [
        {
          frame: 0,
          cover: [
            { kind: 'face', box, of: 0 },
            { kind: 'face', box: face(0.5).box, of: 1 },
          ],
          keep: [],
        },
      ],
    })
    expect(completed(moved({ x: 0.8, y: 0.2, width: 0.1, height: 0.1 }), found).frames[0]?.cover).toHaveLength(3)
    expect(completed(moved({ x: 0.15, y: 0.25, width: 0.004, height: 0.004 }), found).frames[0]?.cover).toHaveLength(3)
    expect(completed(moved({ x: 0.11, y: 0.2, width: 0.1, height: 0.1 }), found).frames[0]?.cover).toHaveLength(2)
  })

  it('lets only found faces stay visible, where they were found', () => {
    const everything = { x: 0, y: 0, width: 1, height: 1 }
    const decision: PictureDecision = {
      kind: 'picture',
      throughout: [],
      frames: [
        { frame: 0, cover: [], keep: [{ of: 7, box: everything, reason: 'not-a-face' }] },
        { frame: 3, cover: [], keep: [{ of: 0, box: everything, reason: 'consented' }] },
      ],
    }
    expect(completed(decision, found).frames.map(({ keep }) => keep.length)).toEqual([0, 0])
  })

  it('adds frames that the decision left out', () => {
    expect(completed({ kind: 'picture', throughout: [], frames: [] }, found)).toEqual(coverAll(found))
  })
})

describe('withoutKept', () => {
  it('drops only the face that stays visible', () => {
    const seen = [{ frame: 0, faces: [face(0.11), face(0.5)] }]
    expect(withoutKept(seen, keepFirst)[0]?.faces.map(({ box }) => box.x)).toEqual([0.5])
  })

  it('does not take a face at the corner of one that stays visible for a part of it', () => {
    const kept = { x: 0.4, y: 0.2, width: 0.2, height: 0.4 }
    const corner = { box: { x: 0.395, y: 0.19, width: 0.04, height: 0.07 }, confidence: 0.9, uncertain: false }
    const mouth = { box: { x: 0.46, y: 0.44, width: 0.08, height: 0.06 }, confidence: 0.9, uncertain: false }
    const decision = (reason: 'consented' | 'not-a-face'): PictureDecision => ({
      kind: 'picture',
      throughout: [],
      frames: [{ frame: 0, cover: [], keep: [{ of: 0, box: kept, reason }] }],
    })
    const seen = [{ frame: 0, faces: [corner, mouth] }]
    expect(withoutKept(seen, decision('consented'))[0]?.faces).toEqual([corner])
    expect(withoutKept(seen, decision('not-a-face'))[0]?.faces).toEqual([corner, mouth])
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
  it('covers every frame of an animation with what was drawn throughout', () => {
    const shape = { kind: 'rectangle', box: { x: 0.5, y: 0.5, width: 0.2, height: 0.2 } } as const
    const decision: PictureDecision = { kind: 'picture', throughout: [shape], frames: [] }
    const size = { width: 1_000, height: 1_000 }
    const plan = planCovers({ faces: [], decision }, [size, size, size], gridAtCorner, 0.3)
    expect(plan.map(({ frame, regions }) => [frame, regions.length])).toEqual([0, 1, 2].map((frame) => [frame, 1]))
    expect(completed(decision, [{ frame: 1, faces: [face(0.1)] }]).throughout).toEqual([shape])
    expect(countCovered({ faces: [], decision })).toBe(1)
  })

  it('makes one region of a face and what was drawn next to it', () => {
    const decision: PictureDecision = {
      kind: 'picture',
      throughout: [],
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
