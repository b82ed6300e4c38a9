import type { DetectedFace } from '../detection/types.js'
import type { Box } from '../geometry/box.js'
import type { FaceTrack } from '../video/tracking/track-faces.js'
import type { Span, VideoDecision } from './decision.js'
import type { FoundTrack, FoundVideo } from './found-media.js'

/** A track is shown by one box in this time. */
const keyframeSeconds = 0.25
/** Confidence below which a person should look at a track first. */
const certainConfidence = 0.5

/** Tracks as a reviewer sees them; `secondsAt` tells when a frame is shown. */
export const foundTracks = (tracks: Iterable<FaceTrack>, secondsAt: (frame: number) => number): readonly FoundTrack[] =>
  Array.from(tracks, ({ sightings, confidence }, track) => {
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

/** A stretch of time; what is shown in it ends just before `toSeconds`. */
export interface TimeSpan {
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** Half a frame of the fastest usual video: times that were rounded on their way differ by less. */
const sameSeconds = 1 / 240

/**
 * What was drawn over a frame, as certain faces. A span covers every frame that is on the screen during any of it, the
 * one that was there before it begins as well, and in each of them all the places that it passes meanwhile.
 */
export const spanFaces = (spans: readonly Span[], shown: TimeSpan): readonly DetectedFace[] =>
  spans.flatMap((span) => {
    const isShown = shown.toSeconds > span.fromSeconds - sameSeconds && shown.fromSeconds < span.toSeconds + sameSeconds
    if (!isShown) return []
    const passed = span.keyframes.filter(
      ({ seconds }) => seconds > shown.fromSeconds && seconds < Math.min(shown.toSeconds, span.toSeconds),
    )
    const ends = [Math.max(shown.fromSeconds, span.fromSeconds), Math.min(shown.toSeconds, span.toSeconds)]
    const boxes = [...ends.map((seconds) => boxAt(span.keyframes, seconds)), ...passed.map(({ box }) => box)]
    return [{ box: around(boxes), confidence: 1, uncertain: false }]
  })

/** The smallest box around all of them. */
function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: bottom - y }
}

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

/**
 * What covers one moment of a video, for a preview of the decision. The frame on the screen began up to a frame earlier
 * and ends up to a frame later.
 */
export function coversAt(found: FoundVideo, decision: VideoDecision | undefined, seconds: number): readonly Box[] {
  const kept = new Set(decision?.keep.map(({ track }) => track))
  const frameSeconds = 1 / Math.max(1, found.framesPerSecond)
  const shown = { fromSeconds: seconds - frameSeconds, toSeconds: seconds + frameSeconds }
  const people = found.tracks.filter(
    ({ track, fromSeconds, toSeconds }) =>
      !kept.has(track) && shown.toSeconds > fromSeconds && shown.fromSeconds < toSeconds,
  )
  const drawn = spanFaces(decision?.cover ?? [], shown).map(({ box }) => box)
  return [...people.map(({ keyframes }) => boxAt(keyframes, seconds)), ...drawn]
}
