import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conflict } from '../../../main/core/people/conflicts.js'
import { findConflicts, isVisibleByException } from '../../../main/core/people/conflicts.js'
import { distanceBetween } from '../../../main/core/people/distance.js'
import type { Appearance } from '../../../main/core/people/group.js'
import { groupAppearances } from '../../../main/core/people/group.js'
import { descriptorAt } from './support.js'

const at = (item: number, x: number, y = 0): Appearance => ({
  item: `media-${item}`,
  frame: 0,
  descriptor: descriptorAt(x, y),
})
const limit = 0.4

describe('groups of one person', () => {
  test('join what lies near and leave what does not', () => {
    expect(groupAppearances([at(1, 0), at(2, 0.1), at(3, 2), at(4, 0.2), at(5, 2.1)], limit)).toEqual([
      [0, 1, 3],
      [2, 4],
    ])
  })

  test('never hold two faces of one picture, however alike', () => {
    expect(groupAppearances([at(1, 0), at(1, 0.01), at(2, 0.011)], limit)).toEqual([[1, 2], [0]])
  })

  test('do not grow into chains', () => {
    const chain = Array.from({ length: 12 }, (_, index) => at(index, index * 0.3))
    for (const group of groupAppearances(chain, limit)) expect(group.length).toBeLessThanOrEqual(3)
  })

  const appearances = fc.array(
    fc.record({
      item: fc.integer({ min: 0, max: 5 }),
      x: fc.double({ min: 0, max: 2, noNaN: true }),
      y: fc.double({ min: 0, max: 2, noNaN: true }),
    }),
    { maxLength: 14 },
  )

  test('hold everybody exactly once, whatever the batch', () => {
    fc.assert(
      fc.property(appearances, (list) => {
        const groups = groupAppearances(
          list.map(({ item, x, y }) => at(item, x, y)),
          limit,
        )
        const members = groups.flat().sort((a, b) => a - b)
        return members.length === list.length && members.every((member, index) => member === index)
      }),
    )
  })

  test('have members within the limit on the average, whatever the batch', () => {
    fc.assert(
      fc.property(appearances, (list) => {
        const all = list.map(({ item, x, y }) => at(item, x, y))
        return groupAppearances(all, limit).every((group) => {
          const faces = group.flatMap((index) => all[index] ?? [])
          const pairs = faces.flatMap((a, index) => faces.slice(index + 1).map((b) => ({ a, b })))
          const mean = pairs.reduce((sum, { a, b }) => sum + distanceBetween(a.descriptor, b.descriptor) ** 2, 0)
          return pairs.length === 0 || mean / pairs.length <= limit * limit + 1e-6
        })
      }),
    )
  })
})

describe('a conflict', () => {
  const countsOf = (conflict: Conflict | undefined) => {
    if (!conflict) throw new Error('no conflict')
    return { visible: conflict.visible.length, covered: conflict.covered.length }
  }
  const appearance = (item: number, visible: boolean, telling = true) => ({ ...at(item, 0), visible, telling })

  test('is somebody visible here and covered there', () => {
    expect(findConflicts([appearance(1, true), appearance(2, false)])).toEqual([{ visible: [0], covered: [1] }])
    expect(findConflicts([appearance(1, true), appearance(2, true)])).toEqual([])
    expect(findConflicts([appearance(1, false), appearance(2, false)])).toEqual([])
  })

  test('is not made by a cover over a face that could not be recognised', () => {
    expect(findConflicts([appearance(1, true), appearance(2, false, false)])).toEqual([])
  })

  test('stops the visible side where that is the exception: covered in 41, visible in the 42nd', () => {
    const batch = Array.from({ length: 42 }, (_, index) => appearance(index, index === 41))
    const [conflict] = findConflicts(batch)
    expect(conflict?.visible).toEqual([41])
    expect(conflict?.covered).toHaveLength(41)
    expect(isVisibleByException(countsOf(conflict))).toBe(true)
  })

  test('does not stop the speaker of fifty pictures for the one in which she was not recognised', () => {
    const batch = Array.from({ length: 50 }, (_, index) => appearance(index, index !== 7))
    const [conflict] = findConflicts(batch)
    expect(isVisibleByException(countsOf(conflict))).toBe(false)
  })

  test('needs a person where it is one against one', () => {
    const [conflict] = findConflicts([appearance(1, true), appearance(2, false)])
    expect(isVisibleByException(countsOf(conflict))).toBe(true)
  })
})
