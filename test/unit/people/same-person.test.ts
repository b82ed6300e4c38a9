import { describe, expect, test } from 'vitest'
import type { Path, PathPoint } from '../../../main/core/people/video/path.js'
import { keepTrackPolicy } from '../../../main/core/people/video/policy.js'
import type { TellingLook } from '../../../main/core/people/video/same-person.js'
import { samePersonStretches } from '../../../main/core/people/video/same-person.js'
import { sampledAt } from '../../../main/core/people/video/sample-plan.js'
import { descriptorAt } from './support.js'

const rate = 25
const frames = 200
const never: ReadonlySet<number> = new Set<number>()
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)
const isIn = (frame: number, from: number, to: number): boolean => frame >= from && frame < to

/** A track that stands still; frames of `without` are not seen, those of `weak` hardly. */
const pathOf = (without: readonly number[] = [], weak: readonly number[] = []): Path =>
  range(0, frames)
    .filter((frame) => !without.includes(frame))
    .map((frame): PathPoint => ({
      frame,
      seconds: frame / rate,
      box: { x: 0.2, y: 0.2, width: 0.1, height: 0.2 },
      score: weak.includes(frame) ? 0.05 : 0.8,
    }))

/** Looks as they are planned; where `whoAt` gives nothing the face is too blurred to tell. */
const looksAt = (
  path: Path,
  whoAt: (frame: number) => number | undefined,
  near: ReadonlySet<number> = never,
): readonly TellingLook[] =>
  sampledAt(path, near, keepTrackPolicy).flatMap((at) => {
    const frame = path[at]?.frame ?? -1
    const who = whoAt(frame)
    return who === undefined ? [] : [{ frame, descriptor: descriptorAt(who) }]
  })

const stretches = (
  path: Path,
  whoAt: (frame: number) => number | undefined,
  near: ReadonlySet<number> = never,
): readonly (readonly [number, number])[] =>
  samePersonStretches(path, looksAt(path, whoAt, near), near).map(({ fromFrame, toFrame }) => [fromFrame, toFrame])

const all = [[0, frames - 1]]
const speaker = 0
const stranger = 0.8

describe('the stretches of a track that show one person', () => {
  test('are all of it where every look agrees', () => {
    expect(stretches(pathOf(), () => speaker)).toEqual(all)
  })

  test('are all of it where no look says anything', () => {
    const path = pathOf(range(90, 100), range(150, 160))
    expect(stretches(path, () => undefined, new Set(range(90, 120)))).toEqual(all)
  })

  test('are all of it while the person turns aside and comes back', () => {
    expect(stretches(pathOf(), (frame) => (isIn(frame, 40, 160) ? undefined : speaker))).toEqual(all)
  })

  test('end at the last look at the person before a stranger and begin at the first after', () => {
    const path = pathOf()
    const whoAt = (frame: number): number => (isIn(frame, 100, 120) ? stranger : speaker)
    const agreeing = looksAt(path, whoAt).flatMap(({ frame }) => (isIn(frame, 100, 120) ? [] : [frame]))
    const before = agreeing.findLast((frame) => frame < 100) ?? -1
    const after = agreeing.find((frame) => frame >= 120) ?? -1
    expect([before, after].every((frame) => isIn(frame, 93, 127))).toBe(true)
    expect(stretches(path, whoAt)).toEqual([
      [0, before],
      [after, frames - 1],
    ])
  })

  test('end before a stranger with whom the track stays, whatever is seen between the two', () => {
    const whoAt = (frame: number): number | undefined => (frame >= 150 ? stranger : frame >= 130 ? undefined : speaker)
    const [only, ...others] = stretches(pathOf(), whoAt)
    expect(others).toEqual([])
    expect(only?.[0]).toBe(0)
    expect(isIn(only?.[1] ?? -1, 122, 130)).toBe(true)
  })

  test('begin at the person where the track began with a stranger', () => {
    const [only, ...others] = stretches(pathOf(), (frame) => (frame < 50 ? stranger : speaker))
    expect(others).toEqual([])
    expect(isIn(only?.[0] ?? -1, 50, 58)).toBe(true)
    expect(only?.[1]).toBe(frames - 1)
  })

  test.each<[string, (from: number) => readonly [Path, ReadonlySet<number>]]>([
    ['somebody is near', (from) => [pathOf(), new Set(range(from, from + 5))]],
    ['the track has a gap', (from) => [pathOf(range(from, from + 8)), never]],
    ['it is hardly seen', (from) => [pathOf([], range(from, from + 5)), never]],
  ])('go on over a place where %s only if looks on both sides agree', (_, placeAt) => {
    const [path, near] = placeAt(150)
    expect(stretches(path, () => speaker, near)).toEqual(all)
    // Beyond the place nobody could be told: it may be somebody else.
    const [only, ...others] = stretches(path, (frame) => (frame >= 145 ? undefined : speaker), near)
    expect(others).toEqual([])
    expect(only?.[0]).toBe(0)
    expect(isIn(only?.[1] ?? -1, 137, 145)).toBe(true)
    const [early, nearEarly] = placeAt(45)
    const [late, ...more] = stretches(early, (frame) => (frame < 60 ? undefined : speaker), nearEarly)
    expect(more).toEqual([])
    expect(isIn(late?.[0] ?? -1, 60, 68)).toBe(true)
    expect(late?.[1]).toBe(frames - 1)
  })

  test('are none where looks leave open whom the track mostly shows', () => {
    expect(stretches(pathOf(), (frame) => (frame < 100 ? speaker : stranger))).toEqual([])
    expect(stretches(pathOf(), (frame) => [0, 0.8, 1.6][Math.floor(frame / 67)])).toEqual([])
  })

  test('are those of whom it shows for most of the time, not in most looks', () => {
    // While somebody is near every sighting is looked at: three times as many looks at the stranger.
    const near = new Set(range(140, 200))
    const shown = stretches(pathOf(), (frame) => (frame >= 140 ? stranger : speaker), near)
    expect(shown.map(([from]) => from)).toEqual([0])
    expect(isIn(shown[0]?.[1] ?? -1, 132, 140)).toBe(true)
  })

  test('are all of it where the person changes little by little', () => {
    expect(stretches(pathOf(), (frame) => (0.6 * frame) / frames)).toEqual(all)
  })
})
