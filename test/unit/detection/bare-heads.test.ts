import { describe, expect, it } from 'vitest'
import { bareHeadsOf, countBareHeads, stillBare } from '../../../main/core/detection/bare-heads.js'
import type { Proposal } from '../../../main/core/detection/proposal.js'
import type { DetectedFace } from '../../../main/core/detection/types.js'

const size = { width: 1000, height: 800 }
const person = (left: number, top: number, width: number, height: number, score = 0.8): Proposal => ({
  box: { left, top, right: left + width, bottom: top + height },
  score,
})
const face = (left: number, top: number, width: number, height: number): DetectedFace => ({
  box: { x: left / 1000, y: top / 800, width: width / 1000, height: height / 800 },
  confidence: 0.9,
  uncertain: false,
})

describe('heads without a cover', () => {
  /** Stands in the picture; the head, arms included, is at 300–420 and 200–296. */
  const somebody = person(300, 200, 120, 400)
  const own = face(340, 215, 40, 50)

  it('are those of people of whom no face is covered', () => {
    const [head, ...more] = bareHeadsOf(size, [], [somebody])
    expect(more).toEqual([])
    expect(head?.x).toBeCloseTo(0.3)
    expect(head?.y).toBeCloseTo(0.25)
    expect(head?.height).toBeCloseTo(0.12)
    expect(bareHeadsOf(size, [own], [somebody])).toEqual([])
  })

  it.each([
    ['somebody who is seen unsurely', person(300, 200, 120, 400, 0.49)],
    ['somebody whose head is outside of the picture', person(300, 0, 120, 400)],
    ['somebody whom the right border cuts off', person(880, 200, 120, 400)],
    ['somebody too small', person(300, 200, 20, 60)],
  ])('are not those of %s', (_, seen) => {
    expect(bareHeadsOf(size, [], [seen])).toEqual([])
  })

  it('are not those under the covers of others', () => {
    // The middle of the neighbour's face is beside the head; the cover reaches over a little more than half of it, or less.
    expect(bareHeadsOf(size, [face(180, 180, 140, 120)], [somebody])).toEqual([])
    expect(bareHeadsOf(size, [face(170, 180, 140, 120)], [somebody])).toHaveLength(1)
  })

  it('are not those of people who are upside down, with their face covered below', () => {
    expect(bareHeadsOf(size, [face(340, 540, 40, 50)], [somebody])).toEqual([])
    // Or whose box begins at the shoulders, just below the face.
    expect(bareHeadsOf(size, [face(340, 120, 40, 50)], [somebody])).toEqual([])
    // Somebody far behind, or sitting in front, has a smaller one.
    expect(bareHeadsOf(size, [face(340, 540, 15, 20)], [somebody])).toHaveLength(1)
  })

  it('are counted once where two boxes show one person', () => {
    expect(bareHeadsOf(size, [], [somebody, person(306, 205, 118, 390, 0.6)])).toHaveLength(1)
  })

  it('are covered by a face that is found later', () => {
    const heads = bareHeadsOf(size, [], [somebody, person(700, 200, 120, 400)])
    expect(stillBare(heads, [own])).toEqual(heads.slice(1))
  })

  it('of pages are added up, and of frames in time the most at once are counted', () => {
    const [a, b] = [face(0, 0, 10, 10).box, face(50, 0, 10, 10).box]
    const found = [
      { frame: 0, bareHeads: [a] },
      { frame: 1, bareHeads: [a, b] },
    ]
    expect(countBareHeads(found, false)).toBe(3)
    expect(countBareHeads(found, true)).toBe(2)
  })
})
