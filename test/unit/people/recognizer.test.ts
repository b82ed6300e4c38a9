import { describe, expect, test } from 'vitest'
import type { Box } from '../../../main/core/geometry/box.js'
import { TrackRecognizer } from '../../../main/core/people/video/recognizer.js'
import { VideoRecognizer } from '../../../main/core/people/video/video-recognizer.js'
import type { FaceDescription } from '../../../main/core/people/types.js'
import { coveredTracks, recognizedPeople } from '../../../main/core/review/kept-tracks.js'
import { coverTracks } from '../../../main/core/video/tracking/cover-tracks.js'
import { trackingPolicies } from '../../../main/core/video/tracking/policy.js'
import type { FaceTrack } from '../../../main/core/video/tracking/track-faces.js'
import { described, descriptorAt } from './support.js'

const rate = 25
const frames = 250
const size = { width: 1000, height: 1000 }
const scene = { first: 0, last: frames - 1 }
const speaker = { references: [descriptorAt(0)] }
const secondsAt = (frame: number): number => frame / rate

/** Where a face is in each frame of its life. */
type Way = (frame: number) => { readonly x: number; readonly y?: number; readonly size?: number }
const boxOf = ({ x, y = 0.3, size: side = 0.1 }: ReturnType<Way>): Box => ({ x, y, width: side, height: side })
const track = (way: Way, from = 0, to = frames): FaceTrack => ({
  sightings: Array.from({ length: to - from }, (_, index) => ({
    frame: from + index,
    observation: { box: boxOf(way(from + index)), score: 0.8 },
  })),
  confidence: 0.8,
  scene,
})
const standing = (x: number): FaceTrack => track(() => ({ x }))

/** Shows the recogniser all it wants to see; `looks` says what the face at a place looks like. */
async function recognized(
  tracks: readonly FaceTrack[],
  looks: (box: Box, frame: number) => FaceDescription | undefined,
) {
  const recognizer = new VideoRecognizer(() => [{ ...scene, tracks }], [speaker], size, secondsAt)
  let faces = 0
  for (let frame = 0; frame <= recognizer.lastFrame; frame++)
    if (recognizer.needs(frame))
      await recognizer.look(frame, (boxes) => {
        faces += boxes.length
        return Promise.resolve(boxes.map((box) => looks(box, frame)))
      })
  const result = recognizer.result('clip')
  const kept = recognizedPeople(result.kept)
  const motions = Array.from({ length: frames }, (_, frame) => ({ dx: 0, dy: 0, isCut: frame === 0 }))
  const shape = { aspect: 1, framesPerSecond: rate, looksPerSecond: rate }
  const covers = coverTracks(coveredTracks(tracks, kept), motions, shape, trackingPolicies.balanced).faces
  const isCovered = (frame: number, { x, y, width, height }: Box): boolean =>
    (covers[frame] ?? []).some(
      ({ box }) =>
        box.x <= x + 1e-9 &&
        box.y <= y + 1e-9 &&
        box.x + box.width >= x + width - 1e-9 &&
        box.y + box.height >= y + height - 1e-9,
    )
  const visibleFrames = (one: FaceTrack): readonly number[] =>
    one.sightings.flatMap(({ frame, observation }) => (isCovered(frame, observation.box) ? [] : [frame]))
  return { result, faces, visibleFrames }
}

const isLeft = ({ x }: Box): boolean => x < 0.5

describe('people recognised in a video', () => {
  test('stay visible, and nobody else, with a look at the stranger once a second', async () => {
    const tracks = [standing(0.1), standing(0.7)] as const
    const { result, visibleFrames, faces } = await recognized(tracks, (box) => described(isLeft(box) ? 0.1 : 1))
    expect(visibleFrames(tracks[0])).toEqual(Array.from({ length: 248 }, (_, index) => index + 1))
    expect(visibleFrames(tracks[1])).toEqual([])
    expect(result.perhaps).toBe(0)
    expect(faces).toBeLessThan(70)
  })

  test('are covered while another face in the frame looks as much like them', async () => {
    const tracks = [standing(0.1), standing(0.7)] as const
    const { result, visibleFrames } = await recognized(tracks, (box) => described(isLeft(box) ? 0.3 : 0.39))
    expect(tracks.flatMap(visibleFrames)).toEqual([])
    expect(result.perhaps).toBe(2)
  })

  test('are covered from the moment in which a look-alike comes', async () => {
    const late = track(() => ({ x: 0.7 }), 125)
    const tracks = [standing(0.1), late] as const
    const { visibleFrames } = await recognized(tracks, (box) => described(isLeft(box) ? 0.2 : 0.25))
    const visible = visibleFrames(tracks[0])
    expect(visible.length).toBeGreaterThan(90)
    expect(Math.max(...visible)).toBeLessThan(125)
    expect(visibleFrames(late)).toEqual([])
  })

  test('are covered while no look at them is good enough', async () => {
    const tracks = [standing(0.1)] as const
    const { visibleFrames } = await recognized(tracks, (_, frame) =>
      described(0.1, frame >= 100 && frame < 130 ? { turn: 0.9 } : {}),
    )
    const visible = visibleFrames(tracks[0])
    expect(visible.filter((frame) => frame >= 100 && frame < 130)).toEqual([])
    // What is covered is no more than the time between two sure looks.
    expect(visible.length).toBeGreaterThan(248 - 30 - 14)
  })

  test('hand nothing of their visibility to the stranger whom a track goes over to where they cross', async () => {
    const across: Way = (frame) => ({ x: 0.05 + 0.0035 * frame })
    const back: Way = (frame) => ({ x: 0.9 - 0.0035 * frame })
    // They meet at frame 121; from then on each track follows the other one.
    const isBefore = (frame: number): boolean => frame < 121
    const swapped = [
      track((frame) => (isBefore(frame) ? across(frame) : back(frame))),
      track((frame) => (isBefore(frame) ? back(frame) : across(frame))),
    ] as const
    const isSpeaker = (box: Box, frame: number): boolean => Math.abs(box.x - boxOf(across(frame)).x) < 1e-9
    const { visibleFrames } = await recognized(swapped, (box, frame) => described(isSpeaker(box, frame) ? 0.1 : 1))
    const shown = swapped.flatMap((one) => visibleFrames(one).map((frame) => ({ one, frame })))
    expect(shown.length).toBeGreaterThan(30)
    for (const { one, frame } of shown) {
      const box = one.sightings[frame]?.observation.box
      expect(box && isSpeaker(box, frame)).toBe(true)
    }
  })

  test('are nobody who looks like them for 1.2 s while the detector hardly sees him', async () => {
    const weak = {
      ...track(() => ({ x: 0.1 }), 0, 500),
      scene: { first: 0, last: 499 },
    }
    const sightings = weak.sightings.map(({ frame, observation }) => ({
      frame,
      observation: { ...observation, score: 0.25 },
    }))
    const piece = { first: 0, last: 499, tracks: [{ ...weak, sightings }] }
    const recognizer = new VideoRecognizer(() => [piece], [speaker], size, secondsAt)
    let near = 0
    let looks = 0
    for (let frame = 0; frame <= recognizer.lastFrame; frame++)
      if (recognizer.needs(frame))
        await recognizer.look(frame, (boxes) => {
          const isNear = frame >= 200 && frame < 230
          looks += boxes.length
          if (isNear) near += boxes.length
          return Promise.resolve(boxes.map(() => described(isNear ? 0.38 : 0.6)))
        })
    expect(near).toBeGreaterThan(looks / 2)
    const { kept, perhaps } = recognizer.result('clip')
    expect(kept).toEqual([])
    expect(perhaps).toBe(1)
  })

  test('are not taken for confused with those of the scene before', async () => {
    const before = { ...track(() => ({ x: 0.12 }), 0, 100), scene: { first: 0, last: 99 } }
    const own = { ...track(() => ({ x: 0.1 }), 100), scene: { first: 100, last: frames - 1 } }
    const { result } = await recognized([before, own], (_, frame) => described(frame < 100 ? 1 : 0.1))
    expect(result.kept.flatMap(({ spans }) => spans)).toEqual([
      { person: 0, fromFrame: 101, toFrame: 248, joins: { before: true, after: true } },
    ])
  })

  test('are known again from piece to piece of a long video, and covered where two pieces meet', async () => {
    const halves = [track(() => ({ x: 0.1 }), 0, 125), track(() => ({ x: 0.1 }), 125)] as const
    const pieces = halves.map((one, index) => ({ first: 125 * index, last: 125 * index + 124, tracks: [one] }))
    const recognizer = new VideoRecognizer(() => pieces, [speaker], size, secondsAt)
    for (let frame = 0; frame <= recognizer.lastFrame; frame++)
      if (recognizer.needs(frame))
        await recognizer.look(frame, (boxes) => Promise.resolve(boxes.map(() => described(0.1))))
    const { kept, seen } = recognizer.result('clip')
    expect(kept.flatMap(({ spans }) => spans.map(({ fromFrame, toFrame }) => [fromFrame, toFrame]))).toEqual([
      [1, 123],
      [126, 248],
    ])
    expect(seen.appearances.map(({ visible }) => visible)).toEqual([true])
  })

  test('are not asked for where all faces are small', async () => {
    const { faces } = await recognized([track(() => ({ x: 0.1, size: 0.04 }))], () => described(0.1))
    expect(faces).toBe(0)
  })

  test('count once for other files, however often they are seen; who is covered counts where he can be seen', async () => {
    const tracks = [track(() => ({ x: 0.1 }), 0, 100), track(() => ({ x: 0.1 }), 140), standing(0.7), standing(0.85)]
    const { result } = await recognized(tracks, (box) =>
      box.x > 0.8 ? described(1, { turn: 0.9 }) : described(isLeft(box) ? 0.1 : 1),
    )
    expect(result.seen.appearances.map(({ visible }) => visible)).toEqual([true, false])
    expect(result.seen.places).toHaveLength(2)
    expect(result.seen.appearances[0]?.descriptor[0]).toBeCloseTo(0.1)
  })

  test('leave nothing behind that identifies them', async () => {
    const given: FaceDescription[] = []
    const recognizer = new TrackRecognizer([standing(0.1)], [speaker], size, secondsAt)
    for (let frame = 0; frame < frames; frame++)
      if (recognizer.needs(frame))
        await recognizer.look(frame, (boxes) => {
          const descriptions = boxes.map(() => described(0.1))
          given.push(...descriptions)
          return Promise.resolve(descriptions)
        })
    recognizer.wipe()
    expect(given.length).toBeGreaterThan(10)
    expect(given.every(({ descriptor }) => descriptor.every((value) => value === 0))).toBe(true)
  })

  test.each([true, false])(
    'of pieces that are over are wiped, too, but for what was given out: %s',
    async (isGiven) => {
      const pieces = [0, 125, 250].map((first) => {
        const bounds = { first, last: first + 124 }
        const sides = [0.1, 0.7].map((x) => ({ ...track(() => ({ x }), first, first + 125), scene: bounds }))
        return { ...bounds, tracks: sides }
      })
      const recognizer = new VideoRecognizer(() => pieces, [speaker], size, secondsAt)
      for (let frame = 0; frame <= recognizer.lastFrame; frame++)
        if (recognizer.needs(frame))
          await recognizer.look(frame, (boxes) => Promise.resolve(boxes.map((box) => described(isLeft(box) ? 0.1 : 1))))
      const given = isGiven ? recognizer.result('clip') : undefined
      recognizer.wipe()
      const { appearances } = (given ?? recognizer.result('clip')).seen
      const known = appearances.map(({ descriptor }) => descriptor.some((value) => value !== 0))
      expect(known.length).toBeGreaterThan(isGiven ? 3 : 0)
      expect(known).toEqual(known.map(() => isGiven))
    },
  )
})
