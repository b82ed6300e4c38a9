import { describe, expect, test } from 'vitest'
import { besidePainted, otherThan } from '../../../main/core/people/accepted.js'
import { stillVisible } from '../../../main/core/people/cover-more.js'
import { headOf, headOfPerson, withoutFace } from '../../../main/core/people/head-region.js'
import type { DetectedFace } from '../../../main/core/detection/types.js'
import { planCovers } from '../../../main/core/review/cover-plan.js'
import { gridAtCorner } from '../../../main/core/geometry/grid.js'

const face = (x: number, y: number, size = 0.1): DetectedFace => ({
  box: { x, y, width: size, height: size },
  confidence: 0.9,
  uncertain: false,
})
const size = { width: 1000, height: 1000 }

describe('faces accepted at the gate', () => {
  test('explain the face in their place and no other', () => {
    const neighbour = face(0.3, 0.1)
    expect(otherThan([face(0.101, 0.1), neighbour], [face(0.1, 0.1)])).toEqual([neighbour])
  })

  test('explain one face each: a second one in the place is somebody else', () => {
    const second = face(0.13, 0.1)
    expect(otherThan([face(0.1, 0.1), second], [face(0.1, 0.1)])).toEqual([second])
  })

  test('do not explain a face that only touches them', () => {
    const child = face(0.16, 0.16)
    expect(otherThan([child], [face(0.1, 0.1)])).toEqual([child])
  })
})

test('an answer about a painted-out place is no face, one beside it is', () => {
  const beside = face(0.19, 0.1)
  expect(besidePainted([face(0.11, 0.1), beside], [face(0.1, 0.1)])).toEqual([beside])
})

describe('a kept face', () => {
  const kept = [{ frame: 0, box: face(0.4, 0.4).box, reason: 'reference' as const }]
  const planFor = (faces: readonly DetectedFace[]) =>
    planCovers({ faces: [{ frame: 0, faces }] }, [size], gridAtCorner, 0.3)

  test('stays visible beside the cover of a neighbour', () => {
    expect(stillVisible(kept, planFor([face(0.6, 0.4)]), [size])).toEqual(kept)
  })

  test('does not count as visible where the cover of a neighbour wins', () => {
    expect(stillVisible(kept, planFor([face(0.45, 0.4)]), [size])).toEqual([])
  })

  test('is hidden by several covers together', () => {
    const small = [face(0.4, 0.37, 0.05), face(0.46, 0.37, 0.05), face(0.4, 0.47, 0.05), face(0.46, 0.47, 0.05)]
    for (const one of small) expect(stillVisible(kept, planFor([one]), [size])).toEqual(kept)
    expect(stillVisible(kept, planFor(small), [size])).toEqual([])
  })
})

describe('heads and people', () => {
  test('a head holds its face with room above and beside', () => {
    const head = headOf(face(0.4, 0.4).box)
    expect(head.y).toBeLessThan(0.385)
    expect(head.x).toBeLessThan(0.385)
    expect(head.x + head.width).toBeGreaterThan(0.515)
    expect(head.y + head.height).toBeGreaterThan(0.505)
  })

  test('the head of somebody standing is the top of the box, as wide as high', () => {
    const head = headOfPerson({ x: 0.4, y: 0.2, width: 0.2, height: 0.6 }, 1)
    expect(head.y).toBe(0.2)
    expect(head.height).toBeCloseTo(0.132)
    expect(head.x + head.width / 2).toBeCloseTo(0.5)
  })

  test('somebody without a face is found, somebody with one is not', () => {
    const person = { box: { x: 0.1, y: 0.1, width: 0.2, height: 0.6 }, confidence: 0.9, uncertain: false }
    const other = { ...person, box: { ...person.box, x: 0.6 } }
    const people = [{ frame: 0, people: [person, other] }]
    const faces = [{ frame: 0, faces: [face(0.15, 0.12)] }]
    expect(withoutFace(people, faces)).toEqual([{ frame: 0, person: other }])
  })

  test('a face at the feet of somebody is not theirs', () => {
    const person = { box: { x: 0.1, y: 0.1, width: 0.2, height: 0.6 }, confidence: 0.9, uncertain: false }
    const faces = [{ frame: 0, faces: [face(0.15, 0.6)] }]
    expect(withoutFace([{ frame: 0, people: [person] }], faces)).toHaveLength(1)
  })
})
