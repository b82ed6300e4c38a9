import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TrackSample } from '../../../main/core/people/video/kept-spans.js'
import { keptSpans } from '../../../main/core/people/video/kept-spans.js'
import type { Path, PathPoint } from '../../../main/core/people/video/path.js'
import { keepTrackPolicy } from '../../../main/core/people/video/policy.js'
import { sampledAt } from '../../../main/core/people/video/sample-plan.js'

const rate = 25
const never = new Set<number>()

const point = (frame: number, change: Partial<PathPoint> = {}): PathPoint => ({
  frame,
  seconds: frame / rate,
  box: { x: 0.2 + frame * 0.001, y: 0.2, width: 0.1, height: 0.2 },
  score: 0.8,
  ...change,
})
const pathOf = (frames: number, changes: Readonly<Record<number, Partial<PathPoint> | null>> = {}): Path =>
  Array.from({ length: frames }, (_, frame) => frame).flatMap((frame) => {
    const change = changes[frame]
    return change === null ? [] : [point(frame, change)]
  })

type Answer = 'sure' | 'other person' | 'unclear' | 'stranger' | 'blurred'
const sampleOf = (frame: number, answer: Answer): TrackSample => ({
  frame,
  person: answer === 'sure' ? 0 : answer === 'other person' ? 1 : undefined,
  isTelling: answer !== 'blurred',
  isFar: answer === 'stranger' || answer === 'blurred',
})
/** Samples as they are planned, with the answer that each frame gets. */
const samplesOf = (path: Path, answerAt: (frame: number) => Answer, near: ReadonlySet<number> = never) =>
  sampledAt(path, near, keepTrackPolicy).flatMap((at) => {
    const frame = path[at]?.frame
    return frame === undefined ? [] : [sampleOf(frame, answerAt(frame))]
  })
const spansOf = (path: Path, answerAt: (frame: number) => Answer, near: ReadonlySet<number> = never) =>
  keptSpans(path, samplesOf(path, answerAt, near), near, keepTrackPolicy)

describe('the stretches in which somebody stays visible', () => {
  test('are all of a track but its ends, where every look is sure', () => {
    expect(spansOf(pathOf(100), () => 'sure')).toEqual([
      { person: 0, fromFrame: 1, toFrame: 98, joins: { before: true, after: true } },
    ])
  })

  test('end at the last sure look before a doubt and begin at the first after it', () => {
    const path = pathOf(100)
    const spans = spansOf(path, (frame) => (frame >= 40 && frame < 60 ? 'blurred' : 'sure'))
    const looks = samplesOf(path, () => 'sure').map(({ frame }) => frame)
    expect(spans.map(({ fromFrame, toFrame }) => [fromFrame, toFrame])).toEqual([
      [1, looks.findLast((frame) => frame < 40)],
      [looks.find((frame) => frame >= 60), 98],
    ])
    expect(spans.every(({ joins }) => joins.before && joins.after)).toBe(true)
  })

  test('end at a crossing after which the track shows a stranger, who is covered on both sides of it', () => {
    const near = new Set(Array.from({ length: 20 }, (_, index) => 40 + index))
    const spans = spansOf(pathOf(100), (frame) => (frame < 50 ? 'sure' : 'stranger'), near)
    expect(spans).toEqual([{ person: 0, fromFrame: 1, toFrame: 49, joins: { before: true, after: false } }])
  })

  test.each([
    ['a jump', { 50: { box: { x: 0.6, y: 0.2, width: 0.1, height: 0.2 } } }],
    ['a gap', Object.fromEntries(Array.from({ length: 8 }, (_, index) => [50 + index, null]))],
    ['a sighting that may be anything', { 50: { score: 0.02 } }],
  ])('leave a look on each side of %s covered', (_, changes) => {
    const path = pathOf(100, changes)
    const spans = spansOf(path, () => 'sure')
    expect(spans.length).toBe(2)
    const [first, second] = spans
    const between = path.filter(({ frame }) => frame > (first?.toFrame ?? 0) && frame < (second?.fromFrame ?? 0))
    expect(between.length).toBeGreaterThan(0)
    expect(first?.toFrame).toBeLessThan(50)
    expect(first?.joins.after).toBe(false)
    expect(second?.joins.before).toBe(false)
  })

  test('are none where only single looks are sure, or too few in a row', () => {
    expect(spansOf(pathOf(100), (frame) => (frame % 12 < 6 ? 'sure' : 'unclear'))).toEqual([])
    expect(spansOf(pathOf(12), () => 'sure')).toEqual([])
  })

  test('are none for a stranger who looks like the person for a second', () => {
    expect(spansOf(pathOf(200), (frame) => (frame >= 50 && frame < 80 ? 'sure' : 'unclear'))).toEqual([])
  })

  test.each([
    ['seen weakly, so that every sighting is looked at', 0.25, never],
    ['next to somebody else', 0.8, new Set(Array.from({ length: 30 }, (_, index) => 200 + index))],
    ['next to somebody else all the time', 0.8, new Set(Array.from({ length: 500 }, (_, index) => index))],
  ])('are none for a stranger who is taken for the person for 1.2 of 20 s, %s', (_, score, near) => {
    const path = pathOf(500).map((one) => ({ ...one, score }))
    const isBurst = (frame: number): boolean => frame >= 200 && frame < 230
    const all = samplesOf(path, (frame) => (isBurst(frame) ? 'sure' : 'stranger'), near)
    // Whoever is surely a stranger is looked at about once a second only.
    let next = 0
    const samples = all.filter(({ frame, person }) => {
      if (frame < next) return false
      next = person === undefined ? frame + 20 : frame
      return true
    })
    expect(samples.filter(({ person }) => person === 0).length).toBeGreaterThan(10)
    expect(keptSpans(path, samples, near, keepTrackPolicy)).toEqual([])
  })

  test('are none for a stranger who is taken for the person whenever somebody is near', () => {
    const near = new Set(Array.from({ length: 500 }, (_, frame) => frame).filter((frame) => frame % 100 < 30))
    expect(spansOf(pathOf(500), (frame) => (near.has(frame) ? 'sure' : 'stranger'), near)).toEqual([])
  })

  test('are none where the looks of most of the time say nobody to keep, whatever they say and however often', () => {
    const stretch = fc.record({
      sure: fc.integer({ min: 1, max: 30 }),
      others: fc.integer({ min: 45, max: 90 }),
      weak: fc.boolean(),
      isNear: fc.boolean(),
      answer: fc.constantFrom<Answer>('stranger', 'unclear'),
    })
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
        const all = stretches.flatMap(({ sure, others, weak, isNear, answer }) => [
          ...Array.from({ length: others }, () => ({ answer, score: 0.8, isNear: false })),
          ...Array.from({ length: sure }, () => ({ answer: 'sure' as const, score: weak ? 0.25 : 0.8, isNear })),
        ])
        const path = pathOf(all.length).map((one, frame) => ({ ...one, score: all[frame]?.score ?? 0.8 }))
        const near = new Set(all.flatMap(({ isNear }, frame) => (isNear ? [frame] : [])))
        expect(spansOf(path, (frame) => all[frame]?.answer ?? 'unclear', near)).toEqual([])
      }),
      { numRuns: 200, seed: 3 },
    )
  })

  test('do not go over from one person to another', () => {
    const spans = spansOf(pathOf(100), (frame) => (frame < 50 ? 'sure' : 'other person'))
    expect(spans.map(({ person }) => person)).toEqual([0, 1])
    expect(spans[0]?.toFrame).toBeLessThan((spans[1]?.fromFrame ?? 0) - 1)
  })

  test('lie between sure looks of one person, whatever the looks say', () => {
    const answers: readonly Answer[] = [
      'sure',
      'sure',
      'sure',
      'sure',
      'other person',
      'unclear',
      'stranger',
      'blurred',
    ]
    const track = fc.record({
      answers: fc.array(fc.tuple(fc.constantFrom(...answers), fc.integer({ min: 1, max: 30 })), {
        minLength: 1,
        maxLength: 12,
      }),
      missing: fc.uniqueArray(fc.integer({ min: 0, max: 199 }), { maxLength: 40 }),
      near: fc.uniqueArray(fc.integer({ min: 0, max: 199 }), { maxLength: 40 }),
    })
    let visible = 0
    fc.assert(
      fc.property(track, ({ answers: runs, missing, near: nearby }) => {
        const all = runs.flatMap(([answer, times]) => Array.from({ length: times }, () => answer))
        const path = pathOf(Math.min(200, all.length), Object.fromEntries(missing.map((frame) => [frame, null])))
        const near = new Set(nearby)
        const samples = samplesOf(path, (frame) => all[frame] ?? 'unclear', near)
        const answerAt = new Map(samples.map(({ frame, person }) => [frame, person]))
        let lastTo = -1
        for (const { person, fromFrame, toFrame } of keptSpans(path, samples, near, keepTrackPolicy)) {
          visible++
          expect(answerAt.get(fromFrame)).toBe(person)
          expect(answerAt.get(toFrame)).toBe(person)
          const inside = samples.filter(({ frame }) => frame >= fromFrame && frame <= toFrame)
          expect(inside.every((sample) => sample.person === person)).toBe(true)
          const gaps = inside.slice(1).map(({ frame }, index) => frame - (inside[index]?.frame ?? frame))
          expect(Math.max(...gaps)).toBeLessThanOrEqual(keepTrackPolicy.maxSampleSeconds * rate)
          // Something of the track lies beside it on both sides, and is covered.
          expect(path.some(({ frame }) => frame > lastTo && frame < fromFrame)).toBe(true)
          expect(path.some(({ frame }) => frame > toFrame)).toBe(true)
          lastTo = toFrame
        }
      }),
      { numRuns: 400, seed: 6 },
    )
    expect(visible).toBeGreaterThan(50)
  })
})
