import { describe, expect, test } from 'vitest'
import type { Box } from '../../../main/core/geometry/box.js'
import { KeptTrackCheck } from '../../../main/core/people/video/kept-track-check.js'
import type { FaceDescription } from '../../../main/core/people/types.js'
import type { VideoDecision } from '../../../main/core/review/decision.js'
import { coveredTracks, keptPeople, withoutVisible } from '../../../main/core/review/kept-tracks.js'
import { foundTracks } from '../../../main/core/review/video-decision.js'
import { coverTracks } from '../../../main/core/video/tracking/cover-tracks.js'
import { trackingPolicies } from '../../../main/core/video/tracking/policy.js'
import type { FaceTrack } from '../../../main/core/video/tracking/track-faces.js'
import { described } from './support.js'

const rate = 25
const frames = 250
const size = { width: 1000, height: 1000 }
const scene = { first: 0, last: frames - 1 }
const secondsAt = (frame: number): number => frame / rate
const boxAt = (x: number, side = 0.1): Box => ({ x, y: 0.3, width: side, height: side })
const track = (xAt: (frame: number) => number, from = 0, to = frames, side = 0.1): FaceTrack => ({
  sightings: Array.from({ length: to - from }, (_, index) => ({
    frame: from + index,
    observation: { box: boxAt(xAt(from + index), side), score: 0.8 },
  })),
  confidence: 0.8,
  scene,
})

type Reason = VideoDecision['keep'][number]['reason']
const keptOf = (tracks: readonly FaceTrack[], track: number, reason: Reason = 'consented') => {
  const keyframes = foundTracks(tracks, secondsAt)[track]?.keyframes.map((keyframe) => ({ ...keyframe }))
  return keptPeople(tracks, { kind: 'video', keep: [{ track, reason, keyframes }], cover: [] }, secondsAt)
}

/** Shows the check all it wants to see; `looks` says what the face at a place looks like. */
async function checked(
  tracks: readonly FaceTrack[],
  looks: (box: Box, frame: number) => FaceDescription | undefined,
  kept = keptOf(tracks, 0),
) {
  const check = new KeptTrackCheck(kept, [{ ...scene, tracks }], size, secondsAt)
  const given: FaceDescription[] = []
  for (let frame = 0; frame <= check.lastFrame; frame++)
    if (check.needs(frame))
      await check.look(frame, (boxes) => {
        const faces = boxes.map((box) => looks(box, frame))
        given.push(...faces.flatMap((face) => face ?? []))
        return Promise.resolve(faces)
      })
  const people = check.result()
  check.wipe()
  expect(given.every(({ descriptor }) => descriptor.every((value) => value === 0))).toBe(true)
  const motions = Array.from({ length: frames }, (_, frame) => ({ dx: 0, dy: 0, isCut: frame === 0 }))
  const shape = { aspect: 1, framesPerSecond: rate, looksPerSecond: rate }
  const covers = coverTracks(coveredTracks(tracks, people), motions, shape, trackingPolicies.balanced).faces
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
  return { people, kept, looks: given.length, visibleFrames }
}

// They cross; when they meet, the track goes over to the one who walks the other way, and back later or never.
const meetFrame = 150
const crossing = (frame: number): number => 0.1 + 0.002 * frame
const hopped = (frame: number): number => (frame < meetFrame ? crossing(frame) : 0.4 - 0.002 * (frame - meetFrame))
const isStranger = ({ x }: Box, frame: number): boolean => frame >= meetFrame && Math.abs(x - hopped(frame)) < 1e-9
const hop = track(hopped, 0, 220)
const stranger = track((frame) => 0.7 - 0.002 * frame, 0, meetFrame - 6)

describe('the check of tracks that a person left visible', () => {
  test('changes nothing of those that show one person', async () => {
    const tracks = [track(crossing), track(() => 0.8)]
    const { people, kept, looks } = await checked(tracks, () => described(0.1))
    expect(people).toEqual(kept)
    expect(looks).toBeLessThan(frames / 5)
  })

  test('covers the stranger to whom a track went over, in every frame, and tells the gate', async () => {
    const { people, visibleFrames } = await checked([hop, stranger], (box, frame) =>
      described(isStranger(box, frame) ? 0.9 : 0.1),
    )
    const visible = visibleFrames(hop)
    expect(Math.max(...visible)).toBeLessThan(meetFrame)
    expect(visible.length).toBeGreaterThan(60)
    expect(visibleFrames(stranger)).toEqual([])
    const seenAt = (frame: number) => [
      { frame, faces: [{ box: boxAt(hopped(frame)), confidence: 0.9, uncertain: false }] },
    ]
    expect(withoutVisible(seenAt(40), people, secondsAt)).toEqual([])
    for (const frame of [meetFrame, 180, 219])
      expect(withoutVisible(seenAt(frame), people, secondsAt)).toEqual(seenAt(frame))
  })

  test('covers whoever a track shows after a crossing, where nobody can tell who it is', async () => {
    const { visibleFrames } = await checked([hop, stranger], (box, frame) =>
      described(isStranger(box, frame) ? 0.9 : 0.1, frame >= meetFrame - 5 ? { sharpness: 0 } : {}),
    )
    expect(Math.max(...visibleFrames(hop))).toBeLessThan(meetFrame)
    expect(visibleFrames(hop).length).toBeGreaterThan(50)
  })

  test('leaves visible who passes by somebody and is the same before and after', async () => {
    const tracks = [track(crossing), stranger]
    const { people, kept } = await checked(tracks, (_, frame) =>
      described(0.1, frame > 120 && frame < 180 ? { turn: 0.9 } : {}),
    )
    expect(people).toEqual(kept)
  })

  test('keeps nobody of a track that shows two people for as long', async () => {
    const tracks = [track(crossing)]
    const { people, visibleFrames } = await checked(tracks, (_, frame) => described(frame < frames / 2 ? 0.1 : 0.9))
    expect(people).toEqual([])
    expect(tracks.flatMap(visibleFrames)).toEqual([])
  })

  test('takes what nobody can tell as it was decided: small faces, and what is no face', async () => {
    const small = [track(crossing, 0, frames, 0.02)]
    const ofSmall = await checked(small, () => described(0.1))
    expect([ofSmall.people, ofSmall.looks]).toEqual([ofSmall.kept, 0])
    const poster = [track(crossing)]
    const ofPoster = await checked(poster, () => described(0.9), keptOf(poster, 0, 'not-a-face'))
    expect([ofPoster.people, ofPoster.looks]).toEqual([ofPoster.kept, 0])
    const blurred = await checked([hop, stranger], () => described(0.1, { sharpness: 0 }))
    expect(blurred.people).toEqual(blurred.kept)
  })

  test('keeps nobody who is in none of the tracks', async () => {
    const { people } = await checked([track(crossing)], () => described(0.1), keptOf([track(() => 0.8)], 0))
    expect(people).toEqual([])
  })
})
