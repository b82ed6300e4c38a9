import type { DetectedFace } from '../detection/types.js'
import type { Box } from '../geometry/box.js'
import { iou } from '../geometry/box.js'
import type { FaceTrack } from '../video/tracking/track-faces.js'
import type { Span, VideoDecision } from './decision.js'
import type { FoundTrack, FoundVideo } from './found-media.js'

/** A track is shown by one box in this time. */
const keyframeSeconds = 0.25
/** Confidence below which a person should look at a track first. */
const certainConfidence = 0.5

/** Tracks as a reviewer sees them; `secondsAt` tells when a frame is shown. */
export const foundTracks = (
  tracks: readonly FaceTrack[],
  secondsAt: (frame: number) => number,
): readonly FoundTrack[] =>
  tracks.map(({ sightings, confidence }, track) => {
    const moments = sightings.map(({ frame, observation }) => ({ seconds: secondsAt(frame), box: observation.box }))
    const fromSeconds = moments[0]?.seconds ?? 0
    const toSeconds = moments.at(-1)?.seconds ?? fromSeconds
    const keyframes = moments.filter(
      ({ seconds }, index) =>
        index === 0 ||
        index === moments.length - 1 ||
        Math.floor(seconds / keyframeSeconds) !== Math.floor((moments[index - 1]?.seconds ?? 0) / keyframeSeconds),
    )
    return { track, confidence, uncertain: confidence < certainConfidence, fromSeconds, toSeconds, keyframes }
  })

/** Where people who stay visible were seen, by frame. Tracks are numbered anew whenever more is seen; these are not. */
export type KeptSightings = ReadonlyMap<number, readonly Box[]>

export function keptSightings(tracks: readonly FaceTrack[], decision: VideoDecision): KeptSightings {
  const kept = new Map<number, Box[]>()
  for (const { track } of decision.keep)
    for (const { frame, observation } of tracks[track]?.sightings ?? [])
      kept.set(frame, [...(kept.get(frame) ?? []), observation.box])
  return kept
}

/** Two sightings in one frame that overlap this much are the same face. */
const sameSightingIou = 0.5
/** Share of a track's sightings that must be those of a kept person; one who is only partly the same is covered. */
const sameTrackShare = 0.9

export const isKept = ({ sightings }: FaceTrack, kept: KeptSightings): boolean => {
  const same = sightings.filter(({ frame, observation }) =>
    kept.get(frame)?.some((box) => iou(box, observation.box) >= sameSightingIou),
  )
  return sightings.length > 0 && same.length >= sameTrackShare * sightings.length
}

/** What was drawn over one moment of a video, as certain faces. */
export const spanFaces = (spans: readonly Span[], seconds: number): readonly DetectedFace[] =>
  spans.flatMap((span) =>
    seconds >= span.fromSeconds && seconds <= span.toSeconds
      ? [{ box: boxAt(span.keyframes, seconds), confidence: 1, uncertain: false }]
      : [],
  )

type Keyframes = readonly { readonly seconds: number; readonly box: Box }[]

/** The box of a moment: evenly moving between keyframes, standing still before the first and after the last. */
export function boxAt(keyframes: Keyframes, seconds: number): Box {
  const sorted = [...keyframes].sort((a, b) => a.seconds - b.seconds)
  const next = sorted.find((keyframe) => keyframe.seconds >= seconds)
  const last = sorted.findLast((keyframe) => keyframe.seconds <= seconds)
  const from = last ?? next
  const to = next ?? last
  if (!from || !to) return { x: 0, y: 0, width: 0, height: 0 }
  const share = to.seconds > from.seconds ? (seconds - from.seconds) / (to.seconds - from.seconds) : 0
  const mix = (a: number, b: number): number => a + (b - a) * share
  return {
    x: mix(from.box.x, to.box.x),
    y: mix(from.box.y, to.box.y),
    width: mix(from.box.width, to.box.width),
    height: mix(from.box.height, to.box.height),
  }
}

/** What covers one moment of a video, for a preview of the decision. */
export function coversAt(found: FoundVideo, decision: VideoDecision | undefined, seconds: number): readonly Box[] {
  const kept = new Set(decision?.keep.map(({ track }) => track))
  const people = found.tracks.filter(
    ({ track, fromSeconds, toSeconds }) => !kept.has(track) && seconds >= fromSeconds && seconds <= toSeconds,
  )
  const drawn = spanFaces(decision?.cover ?? [], seconds).map(({ box }) => box)
  return [...people.map(({ keyframes }) => boxAt(keyframes, seconds)), ...drawn]
}
