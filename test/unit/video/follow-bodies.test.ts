import { describe, expect, test } from 'vitest'
import { minimumGrowShare } from '../../../main/core/contract/requests.js'
import type { DetectedFace } from '../../../main/core/detection/types.js'
import type { Box } from '../../../main/core/geometry/box.js'
import { grow, shareUnder } from '../../../main/core/geometry/box.js'
import { followBodies, wholeCovers } from '../../../main/core/video/tracking/follow-bodies.js'
import type { FrameMotion } from '../../../main/core/video/tracking/motion.js'
import type { Observation } from '../../../main/core/video/tracking/track.js'

const framesPerSecond = 24
const frames = 96
const still = (cutAt?: number): readonly FrameMotion[] =>
  Array.from({ length: frames }, (_, frame) => ({ dx: 0, dy: 0, isCut: frame === 0 || frame === cutAt }))
const shape = { aspect: 16 / 9, framesPerSecond, looksPerSecond: framesPerSecond }
const face = (box: Box, confidence = 0.9): DetectedFace => ({ box, confidence, uncertain: confidence < 0.5 })

/** Somebody who walks to the right. */
const walkerAt = (frame: number): Box => ({ x: 0.1 + 0.005 * frame, y: 0.2, width: 0.12, height: 0.6 })
const faceOf = ({ x, y, width, height }: Box): Box => ({
  ...{ x: x + width * 0.3, y: y + height * 0.02, width: width * 0.4, height: height * 0.12 },
})

/** Every fourth frame is looked at, six times a second. */
const looked = (frame: number, people: readonly Box[], score = 0.8): readonly Observation[] | undefined =>
  frame % 4 === 0 ? people.map((box) => ({ box, score })) : undefined

interface Seen {
  readonly peopleAt: (frame: number) => readonly Box[]
  readonly score?: number
  readonly coveredAt?: (frame: number) => readonly Box[]
  readonly visibleAt?: (frame: number) => readonly Box[]
  readonly cutAt?: number
  readonly confidence?: number
}
function follow({ peopleAt, score, coveredAt, visibleAt, cutAt, confidence }: Seen) {
  const bodies = followBodies({
    bodiesAt: (frame) => looked(frame, peopleAt(frame), score),
    looks: frames / 4,
    motions: still(cutAt),
    shape,
    coveredAt: (frame) => (coveredAt?.(frame) ?? []).map((box) => face(box, confidence)),
    visibleAt: (frame) => (visibleAt?.(frame) ?? []).map((box) => face(box)),
    onPiece: () => undefined,
  })
  /** The share of a place that is covered in a frame. */
  return (frame: number, place: Box): number =>
    shareUnder(place, painted(wholeCovers('people', [], bodies.facesAt(frame))))
}

/** Covers are painted with the least growth that a job can ask for. */
const painted = (covers: readonly DetectedFace[]): readonly Box[] =>
  covers.map(({ box }) => grow(box, minimumGrowShare))

describe('bodies in a video', () => {
  test('are covered in every frame, those between two looks as well', () => {
    const covered = follow({ peopleAt: (frame) => [walkerAt(frame)] })
    for (let frame = 0; frame < frames; frame++) expect(covered(frame, walkerAt(frame))).toBeGreaterThan(0.999)
  })

  test('are covered half a second before they are first seen, and after they were last seen', () => {
    const covered = follow({ peopleAt: (frame) => (frame >= 32 && frame <= 60 ? [walkerAt(frame)] : []) })
    for (const [seen, frame] of [
      [32, 21],
      [60, 71],
    ] as const)
      expect(covered(frame, walkerAt(seen))).toBeGreaterThan(0.999)
    expect(covered(18, walkerAt(32))).toBe(0)
    expect(covered(74, walkerAt(60))).toBe(0)
  })

  test('stay covered where the network misses them for a second', () => {
    const standing = walkerAt(0)
    const covered = follow({ peopleAt: (frame) => (frame > 30 && frame < 54 ? [] : [standing]) })
    for (let frame = 0; frame < frames; frame++) expect(covered(frame, standing)).toBeGreaterThan(0.999)
  })

  test('are never covered across a cut', () => {
    const covered = follow({ peopleAt: (frame) => (frame < 48 ? [walkerAt(frame)] : []), cutAt: 48 })
    expect(covered(47, walkerAt(47))).toBeGreaterThan(0.999)
    for (let frame = 48; frame < frames; frame++) expect(covered(frame, walkerAt(47))).toBe(0)
  })

  test('are covered on weak evidence that lasts, and not on a single glimpse', () => {
    const weak = follow({ peopleAt: (frame) => [walkerAt(frame)], score: 0.22 })
    expect(weak(50, walkerAt(50))).toBeGreaterThan(0.999)
    const glimpse = follow({ peopleAt: (frame) => (frame === 48 ? [walkerAt(frame)] : []), score: 0.22 })
    expect(glimpse(48, walkerAt(48))).toBe(0)
  })

  test('of those who stay visible are not covered, those beside them are', () => {
    const speaker = { x: 0.6, y: 0.2, width: 0.15, height: 0.7 }
    const people = (frame: number): readonly Box[] => [walkerAt(frame), speaker]
    const visibleAt = (): readonly Box[] => [faceOf(speaker)]
    const covered = follow({ peopleAt: people, visibleAt, coveredAt: (frame) => [faceOf(walkerAt(frame))] })
    expect(covered(40, faceOf(speaker))).toBe(0)
    expect(covered(40, walkerAt(40))).toBeGreaterThan(0.999)
  })

  test('are covered as long as somebody who is covered has the same body', () => {
    const speaker = { x: 0.6, y: 0.2, width: 0.15, height: 0.7 }
    const beside = { ...faceOf(speaker), x: 0.68 }
    const both = { peopleAt: () => [speaker], visibleAt: () => [faceOf(speaker)] }
    expect(follow(both)(40, speaker)).toBe(0)
    expect(follow({ ...both, coveredAt: () => [beside] })(40, speaker)).toBeGreaterThan(0.999)
  })

  test('are covered where somebody who stays visible for a while is covered before and after', () => {
    const speaker = { x: 0.6, y: 0.2, width: 0.15, height: 0.7 }
    const isVisible = (frame: number): boolean => frame >= 36 && frame <= 80
    const covered = follow({
      peopleAt: () => [speaker],
      visibleAt: (frame) => (isVisible(frame) ? [faceOf(speaker)] : []),
      coveredAt: (frame) => (isVisible(frame) ? [] : [faceOf(speaker)]),
    })
    expect(covered(30, speaker)).toBeGreaterThan(0.999)
    expect(covered(60, speaker)).toBe(0)
  })
})

describe('somebody whose body the network does not see', () => {
  const standing = walkerAt(0)
  const own = faceOf(standing)
  const legs = { x: own.x, y: own.y + own.height * 6, width: own.width, height: own.height }

  test('is covered as somebody who stands, by a face beyond doubt alone', () => {
    const covered = follow({ peopleAt: () => [], coveredAt: () => [own] })
    for (let frame = 0; frame < frames; frame++) expect(covered(frame, legs)).toBeGreaterThan(0.999)
    const doubtful = follow({ peopleAt: () => [], coveredAt: () => [own], confidence: 0.4 })
    expect(doubtful(40, legs)).toBe(0)
  })

  test('stays covered where the face is lost for a second', () => {
    const covered = follow({ peopleAt: () => [], coveredAt: (frame) => (frame > 30 && frame < 54 ? [] : [own]) })
    for (let frame = 0; frame < frames; frame++) expect(covered(frame, legs)).toBeGreaterThan(0.999)
  })

  test('is covered beside a neighbour whose body reaches over the face', () => {
    const neighbour = { x: 0.12, y: 0.15, width: 0.3, height: 0.3 }
    const ofNeighbour = { x: 0.25, y: 0.15, width: 0.05, height: 0.07 }
    const covered = follow({ peopleAt: () => [neighbour], coveredAt: () => [own, ofNeighbour] })
    for (let frame = 0; frame < frames; frame++) expect(covered(frame, legs)).toBeGreaterThan(0.999)
  })

  test('is given no other body where the network sees the own one', () => {
    const covered = follow({ peopleAt: () => [standing], coveredAt: () => [own] })
    const beside = { x: standing.x + standing.width * 1.3, y: 0.4, width: 0.02, height: 0.02 }
    expect(covered(40, beside)).toBe(0)
  })
})

describe('what is covered of everybody', () => {
  const body = walkerAt(0)
  const own = faceOf(body)

  test('faces alone are left as they are', () => {
    const faces = [face(own)]
    expect(wholeCovers('faces', faces, [])).toBe(faces)
  })

  test('heads reach beyond the face on every side', () => {
    const [head] = wholeCovers('heads', [face(own)], [face(body)])
    if (!head) throw new Error('no head')
    expect(head.box.x).toBeLessThan(own.x)
    expect(head.box.y).toBeLessThan(own.y)
    expect(head.box.x + head.box.width).toBeGreaterThan(own.x + own.width)
    expect(head.box.y + head.box.height).toBeGreaterThan(own.y + own.height)
  })
})
