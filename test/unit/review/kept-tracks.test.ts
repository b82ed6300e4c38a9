import { describe, expect, it } from 'vitest'
import type { Box } from '../../../main/core/geometry/box.js'
import type { VideoDecision } from '../../../main/core/review/decision.js'
import type { FoundVideo } from '../../../main/core/review/found-media.js'
import type { KeptPerson } from '../../../main/core/review/kept-tracks.js'
import {
  coveredTracks,
  keptPeople,
  recognizable,
  visibleAt,
  withoutVisible,
} from '../../../main/core/review/kept-tracks.js'
import { foundTracks } from '../../../main/core/review/video-decision.js'
import type { FaceTrack } from '../../../main/core/video/tracking/track-faces.js'

const secondsAt = (frame: number): number => frame / 25
const at = (x: number): Box => ({ x, y: 0.2, width: 0.1, height: 0.2 })
const scene = { first: 0, last: 199 }
const track = (x: number, frames: readonly number[]): FaceTrack => ({
  sightings: frames.map((frame) => ({ frame, observation: { box: at(x), score: 0.9 } })),
  confidence: 0.9,
  scene,
})
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)
const speaker = track(0.1, range(0, 100))
const listener = track(0.7, range(0, 100))
const certain = (box: Box) => ({ box, confidence: 0.9, uncertain: false })

const found = (tracks: readonly FaceTrack[]): FoundVideo => ({
  kind: 'video',
  size: { width: 64, height: 48 },
  durationSeconds: 8,
  framesPerSecond: 25,
  hasSound: false,
  tracks: foundTracks(tracks, secondsAt),
  reviewSeconds: [],
  traces: [],
})
const keeping = (...numbers: readonly number[]): VideoDecision => ({
  kind: 'video',
  keep: numbers.map((number) => ({ track: number, reason: 'consented' })),
  cover: [],
})
const decided = recognizable(keeping(0), found([speaker, listener]), 'balanced')

describe('recognizable', () => {
  it('replaces what came in by what was found', () => {
    const forged: VideoDecision = {
      kind: 'video',
      keep: [{ track: 0, reason: 'consented', keyframes: [{ seconds: 0, box: at(0.7) }] }],
      cover: [],
      foundWith: 'fast',
    }
    const { keep, foundWith } = recognizable(forged, found([speaker, listener]), 'thorough')
    expect(foundWith).toBe('thorough')
    expect(keep[0]?.keyframes?.every(({ box }) => box.x === 0.1)).toBe(true)
    expect(keep[0]?.keyframes?.length).toBeGreaterThan(10)
  })

  it('has no moments for a track that was never found', () => {
    expect(recognizable(keeping(7), found([speaker]), 'balanced').keep[0]?.keyframes).toEqual([])
  })
})

describe('keptPeople', () => {
  it('knows a person again who has another number now', () => {
    const [person] = keptPeople([listener, speaker], decided, secondsAt)
    expect(person?.sightings.every(({ box }) => box.x === 0.1)).toBe(true)
  })

  it('keeps nobody by a number alone', () => {
    expect(keptPeople([speaker, listener], keeping(0), secondsAt)).toEqual([])
  })

  it('keeps nobody who is missing at one of the moments', () => {
    const late = track(0.1, range(10, 100))
    const interrupted = track(0.1, [...range(0, 40), ...range(60, 100)])
    expect(keptPeople([listener, late], decided, secondsAt)).toEqual([])
    expect(keptPeople([listener, interrupted], decided, secondsAt)).toEqual([])
  })

  it('keeps nobody where two are in that place', () => {
    expect(keptPeople([speaker, track(0.11, range(0, 100))], decided, secondsAt)).toEqual([])
  })

  it('does not keep what a track shows outside the time that the reviewer saw', () => {
    const [person] = keptPeople([track(0.1, range(0, 120))], decided, secondsAt)
    expect(person?.sightings.at(-1)?.frame).toBe(99)
  })
})

describe('coveredTracks', () => {
  const people = keptPeople([speaker, listener], decided, secondsAt)

  it('covers the others only', () => {
    expect(coveredTracks([speaker, listener], people)).toEqual([listener])
  })

  it('covers a stranger whom the tracking joined to a kept person', () => {
    const joined = { ...speaker, sightings: [...speaker.sightings, ...track(0.3, [101, 102]).sightings] }
    expect(coveredTracks([joined], people)).toEqual([{ ...track(0.3, [101, 102]), confidence: 1 }])
    const [before, after] = [speaker.sightings.slice(0, 50), speaker.sightings.slice(51)]
    const within = { ...speaker, sightings: [...before, ...track(0.3, [50]).sightings, ...after] }
    expect(coveredTracks([within], people)).toEqual([{ ...track(0.3, [50]), confidence: 1 }])
  })

  it('covers a second face in the place of a kept one', () => {
    const behind = track(0.12, range(0, 100))
    expect(coveredTracks([behind, speaker], people)).toEqual([behind])
  })

  it('covers one who is mostly somebody else', () => {
    const mixed = { ...speaker, sightings: [...speaker.sightings, ...track(0.3, range(100, 150)).sightings] }
    expect(coveredTracks([mixed], people)).toEqual([mixed])
  })
})

describe('the tracks beside a recognised stretch', () => {
  const stretch = (joins: { before: boolean; after: boolean }): readonly KeptPerson[] => [
    { ...onlyPerson(), joins, sightings: onlyPerson().sightings.filter(({ frame }) => frame >= 30 && frame <= 60) },
  ]
  const onlyPerson = (): KeptPerson => {
    const [person] = keptPeople([speaker, listener], decided, secondsAt)
    if (!person) throw new Error('nobody is kept')
    return person
  }

  it('are covered up to it, and not into it where they show the same person', () => {
    const [before, after, ...others] = coveredTracks([speaker, listener], stretch({ before: true, after: true }))
    expect(before).toMatchObject({ confidence: 1, scene: { first: scene.first, last: 29 } })
    expect(before?.sightings.map(({ frame }) => frame)).toEqual(range(0, 30))
    expect(after).toMatchObject({ confidence: 1, scene: { first: 61, last: scene.last } })
    expect(others).toEqual([listener])
  })

  it('are covered on into it where they may show somebody else', () => {
    const [before, after] = coveredTracks([speaker, listener], stretch({ before: false, after: false }))
    expect(before?.scene).toEqual(scene)
    expect(after?.scene).toEqual(scene)
  })

  it('do not end for a stranger within the stretch whom a later look brought', () => {
    const within = { ...speaker, sightings: speaker.sightings.filter(({ frame }) => frame !== 45) }
    const joined = { ...within, sightings: [...within.sightings, ...track(0.3, [45]).sightings] }
    joined.sightings.sort((a, b) => a.frame - b.frame)
    const [, stranger] = coveredTracks([joined], stretch({ before: true, after: true }))
    expect(stranger).toMatchObject({ sightings: [{ frame: 45 }], scene })
  })
})

describe('withoutVisible', () => {
  const people = keptPeople([track(0.1, [...range(0, 50), 53, ...range(54, 100)])], decided, secondsAt)
  const seen = (frame: number, ...xs: readonly number[]) =>
    withoutVisible([{ frame, faces: xs.map((x) => certain(at(x))) }], people, secondsAt)

  it('accepts the kept person, between two sightings as well', () => {
    expect(seen(20, 0.105)).toEqual([])
    expect(seen(51, 0.105)).toEqual([])
    expect(visibleAt(people, secondsAt(51))).toHaveLength(1)
  })

  it('accepts a part of a kept face, but none of what is no face', () => {
    const part = certain({ x: 0.13, y: 0.27, width: 0.04, height: 0.06 })
    const whole = certain(at(0.1))
    expect(withoutVisible([{ frame: 20, faces: [whole, part] }], people, secondsAt)).toEqual([])
    const statue = people.map((person) => ({ ...person, reason: 'not-a-face' as const }))
    const left = withoutVisible([{ frame: 20, faces: [whole, part] }], statue, secondsAt)
    expect(left).toEqual([{ frame: 20, faces: [part] }])
  })

  it('does not accept a second face in that place, one beside it, or one after the person was seen last', () => {
    expect(seen(20, 0.1, 0.12)).toEqual([{ frame: 20, faces: [certain(at(0.12))] }])
    expect(seen(20, 0.18)).toHaveLength(1)
    expect(seen(105, 0.1)).toHaveLength(1)
  })
})
