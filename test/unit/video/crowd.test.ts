import { describe, expect, it } from 'vitest'
import type { Box } from '../../../main/core/geometry/box.js'
import { areaOf, overlapArea } from '../../../main/core/geometry/box.js'
import { distinctObservations } from '../../../main/core/video/tracking/distinct.js'
import { FollowedVideo } from '../../../main/core/video/tracking/followed-video.js'
import { firstFrame } from '../../../main/core/video/tracking/motion.js'
import { trackingPolicies } from '../../../main/core/video/tracking/policy.js'
import type { Observation } from '../../../main/core/video/tracking/track.js'
import { FrameRecord } from '../../../main/engine/video/timeline.js'

const frames = 40
const crowd = 150
const shape = { aspect: 16 / 9, framesPerSecond: 30, looksPerSecond: 30 }

/** Fifteen in a row, ten rows. */
const placeOf = (face: number): Box => ({
  x: 0.02 + 0.064 * (face % 15),
  y: 0.03 + 0.095 * Math.floor(face / 15),
  width: 0.02,
  height: 0.04,
})
/** Another look sees each face a little beside it, and many weak things between them. */
const lookOf = (look: number): readonly Observation[] => [
  ...Array.from({ length: crowd }, (_, face) => {
    const { x, y, width, height } = placeOf(face)
    return { box: { x: x + 0.001 * look, y, width, height }, score: 0.3 + 0.004 * (face % 100) - 0.01 * look }
  }),
  ...Array.from({ length: 300 }, (_, at) => ({
    box: { x: 0.05 + 0.003 * at, y: 0.985, width: 0.01, height: 0.012 },
    score: 0.004 + 0.00001 * (at % 7),
  })),
]

function recordOf(observations: readonly Observation[]): FrameRecord {
  const record = new FrameRecord()
  for (let frame = 0; frame < frames; frame++) {
    record.add(BigInt(frame), frame === 0 ? firstFrame : { dx: 0, dy: 0, isCut: false })
    record.setObservations(frame, observations)
  }
  return record
}

function coveredIn(record: FrameRecord, frame: number): number {
  const policy = trackingPolicies.thorough
  const at = (index: number) => record.observationsAt(index)
  const followed = new FollowedVideo(
    at,
    record.motions,
    shape,
    policy,
    (tracks) => tracks,
    () => undefined,
  )
  const covers = followed.facesAt(frame)
  const isCovered = (box: Box): boolean => covers.some((cover) => overlapArea(cover.box, box) >= 0.99 * areaOf(box))
  return Array.from({ length: crowd }, (_, face) => placeOf(face)).filter(isCovered).length
}

describe('a crowd', () => {
  it.each([1, 2])('is covered to the last of 150 faces that %d looks see in each frame', (looks) => {
    const seen = Array.from({ length: looks }, (_, look) => lookOf(look)).flat()
    for (const observations of [seen, distinctObservations(seen)]) {
      const record = recordOf(observations)
      for (const frame of [0, 17, frames - 1]) expect(coveredIn(record, frame)).toBe(crowd)
    }
  })

  it('loses nobody to what the finished video still shows', () => {
    const record = recordOf(lookOf(0))
    for (let frame = 0; frame < frames; frame++) {
      const before = record.observationsAt(frame) ?? []
      const added = Array.from({ length: 1_200 }, (_, at) => ({
        box: { x: 0.0008 * at, y: 0.96, width: 0.01, height: 0.01 },
        score: 1,
      }))
      record.addObservations(frame, added)
      const after = record.observationsAt(frame) ?? []
      expect(after).toHaveLength(before.length + added.length)
      expect(after.slice(added.length)).toEqual(before)
    }
    expect(coveredIn(record, 20)).toBe(crowd)
  })

  it('keeps no more weak sightings of a frame than tracking has use for', () => {
    const [first] = [recordOf(lookOf(0)).observationsAt(0) ?? []]
    expect(first.filter(({ score }) => score > 0.01)).toHaveLength(crowd)
    expect(first.length).toBe(crowd + 120)
  })
})

describe('distinctObservations', () => {
  it('has each face of two looks once, with the higher score, and leaves neighbours alone', () => {
    const seen = distinctObservations([...lookOf(1).slice(0, crowd), ...lookOf(0).slice(0, crowd)])
    expect([...seen].sort((a, b) => b.score - a.score)).toEqual(
      [...lookOf(0).slice(0, crowd)].sort((a, b) => b.score - a.score),
    )
    const pair = [0, 0.008].map((x) => ({ box: { x, y: 0.5, width: 0.02, height: 0.04 }, score: 0.5 }))
    expect(distinctObservations(pair)).toHaveLength(2)
    expect(distinctObservations([])).toEqual([])
  })
})
