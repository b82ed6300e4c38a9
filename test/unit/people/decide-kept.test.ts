import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DescribedFace } from '../../../main/core/people/decide-kept.js'
import { decideKept } from '../../../main/core/people/decide-kept.js'
import { keepPolicy } from '../../../main/core/people/policy.js'
import type { FaceQuality } from '../../../main/core/people/types.js'
import { described, descriptorAt, poorQualities } from './support.js'

const { keepDistance, margin, perhapsDistance } = keepPolicy
const speaker = { references: [descriptorAt(0)] }
const face = (column: number, distance: number, quality: Partial<FaceQuality> = {}): DescribedFace => ({
  box: { x: column / 10, y: 0.1, width: 0.05, height: 0.05 },
  description: described(distance, quality),
})

describe('a face stays visible', () => {
  test('when it matches clearly and nobody else does', () => {
    expect(decideKept([face(0, 0.2), face(1, 0.9)], [speaker])).toEqual(['kept', 'covered'])
  })

  test('and is covered just beyond the distance', () => {
    expect(decideKept([face(0, keepDistance + 0.001)], [speaker])).toEqual(['perhaps'])
    expect(decideKept([face(0, perhapsDistance + 0.001)], [speaker])).toEqual(['covered'])
  })

  test('and is covered with a look-alike in the picture', () => {
    expect(decideKept([face(0, 0.35), face(1, 0.35 + margin - 0.01)], [speaker])).toEqual(['perhaps', 'perhaps'])
    expect(decideKept([face(0, 0.35), face(1, 0.35 + margin + 0.01)], [speaker])).toEqual(['kept', 'perhaps'])
    // Both match: either may be the person, however much nearer one of them is.
    expect(decideKept([face(0, 0), face(1, keepDistance - 0.01)], [speaker])).toEqual(['perhaps', 'perhaps'])
  })

  test('a second box on the same face is no look-alike and no second face', () => {
    const first = face(0, 0.2)
    const second = { ...face(0, 0.22), box: { ...first.box, width: 0.03 } }
    expect(decideKept([first, second], [speaker])).toEqual(['kept', 'part'])
  })

  test('and is covered when it could be either of two people to keep', () => {
    const other = { references: [descriptorAt(0.3)] }
    expect(decideKept([face(0, 0.15)], [speaker, other])).toEqual(['perhaps'])
    expect(decideKept([face(0, 0)], [speaker, other])).toEqual(['kept'])
  })

  test.each(poorQualities)('and is covered with %o, whatever it looks like', (quality) => {
    expect(decideKept([face(0, 0, quality)], [speaker])).toEqual(['perhaps'])
  })

  test('and is covered when it is too small to be described', () => {
    expect(decideKept([{ ...face(0, 0), description: undefined }], [speaker])).toEqual(['covered'])
  })

  test('measured against the middle of all reference pictures, not the best of them', () => {
    const varied = { references: [descriptorAt(0), descriptorAt(0.9)] }
    expect(decideKept([face(0, 0)], [varied])).toEqual(['perhaps'])
    expect(decideKept([face(0, 0.45)], [varied])).toEqual(['kept'])
  })
})

describe('for any picture and any people', () => {
  const place = fc.double({ min: -1, max: 1, noNaN: true })
  const pictures = fc.array(place, { maxLength: 8 }).map((places) => places.map((x, column) => face(column, x)))
  const people = fc
    .array(place, { maxLength: 4 })
    .map((places) => places.map((x) => ({ references: [descriptorAt(x)] })))

  test('nobody stays visible without a reference', () => {
    fc.assert(fc.property(pictures, (faces) => decideKept(faces, []).every((decision) => decision === 'covered')))
  })

  test('no more faces stay visible than there are people to keep', () => {
    fc.assert(
      fc.property(
        pictures,
        people,
        (faces, keep) => decideKept(faces, keep).filter((decision) => decision === 'kept').length <= keep.length,
      ),
    )
  })

  test('a further face in the picture never makes another visible', () => {
    fc.assert(
      fc.property(pictures, people, place, (faces, keep, x) => {
        const before = decideKept(faces, keep)
        const after = decideKept([...faces, face(9, x)], keep)
        return before.every((decision, index) => decision === 'kept' || after[index] !== 'kept')
      }),
    )
  })

  test('a further person to keep never makes the same face stay for another one less clearly', () => {
    fc.assert(
      fc.property(pictures, people, (faces, keep) =>
        decideKept(faces, keep).every((decision, index) => {
          const description = faces[index]?.description
          const x = description?.descriptor[0] ?? 2
          return (
            decision !== 'kept' ||
            keep.some(({ references }) => Math.abs((references[0]?.[0] ?? 2) - x) <= keepDistance + 1e-6)
          )
        }),
      ),
    )
  })
})
