import type { Box } from '../../main/core/geometry/box.js'
import type { KeepReason, Span, VideoDecision } from '../../main/core/review/decision.js'
import type { FoundVideo } from '../../main/core/review/found-media.js'
import { boxAt } from '../../main/core/review/video-decision.js'
import { personAround } from './shapes.js'

/** One thing that can be selected at a moment of a video: a person who was followed, or an area that was drawn. */
export type VideoArea =
  | {
      readonly kind: 'track'
      readonly key: string
      readonly track: number
      readonly box: Box
      readonly confidence: number
      readonly uncertain: boolean
      readonly keep: KeepReason | undefined
    }
  | { readonly kind: 'span'; readonly key: string; readonly index: number; readonly box: Box }

export const noVideoDecision: VideoDecision = { kind: 'video', keep: [], cover: [] }

/** Two moments closer than this are the same: half a frame of the fastest usual video. */
const sameSeconds = 1 / 240

/** As the export has it, to the very end: nothing is shown as covered that is not. */
const isDuring = (part: { readonly fromSeconds: number; readonly toSeconds: number }, seconds: number): boolean =>
  seconds >= part.fromSeconds && seconds <= part.toSeconds

/** Everything that is to be seen at a moment. */
export function videoAreas(found: FoundVideo, decision: VideoDecision, seconds: number): readonly VideoArea[] {
  const tracks = found.tracks.flatMap((track): VideoArea[] => {
    if (!isDuring(track, seconds)) return []
    const box = boxAt(track.keyframes, seconds)
    const keep = decision.keep.find((entry) => entry.track === track.track)?.reason
    const { confidence, uncertain } = track
    return [{ kind: 'track', key: `track-${track.track}`, track: track.track, box, confidence, uncertain, keep }]
  })
  const spans = decision.cover.flatMap((span, index): VideoArea[] =>
    isDuring(span, seconds) ? [{ kind: 'span', key: `span-${index}`, index, box: boxAt(span.keyframes, seconds) }] : [],
  )
  return [...tracks, ...spans]
}

/** Before and after the moment at which an area is drawn; its ends can be moved. */
const spanBeforeSeconds = 0.5
const spanAfterSeconds = 3

export function spanDrawn(found: FoundVideo, decision: VideoDecision, seconds: number, box: Box): VideoDecision {
  const span: Span = {
    fromSeconds: Math.max(0, seconds - spanBeforeSeconds),
    toSeconds: Math.max(seconds, Math.min(found.durationSeconds, seconds + spanAfterSeconds)),
    keyframes: [{ seconds, box }],
  }
  return { ...decision, cover: [...decision.cover, span] }
}

/** A span holds no more moments than this, see `spanSchema`. */
const mostKeyframes = 1_000

/** The body of somebody who was followed, a little longer than the face was seen. */
export function spanAround(found: FoundVideo, decision: VideoDecision, track: number): VideoDecision {
  const followed = found.tracks.find((entry) => entry.track === track)
  if (!followed) return decision
  const { keyframes } = followed
  const every = Math.ceil(keyframes.length / (mostKeyframes - 1))
  const kept = keyframes.filter((_, index) => index % every === 0 || index === keyframes.length - 1)
  const span: Span = {
    fromSeconds: Math.max(0, followed.fromSeconds - spanBeforeSeconds),
    toSeconds: Math.max(followed.fromSeconds, Math.min(found.durationSeconds, followed.toSeconds + spanBeforeSeconds)),
    keyframes: kept.map(({ seconds, box }) => ({ seconds, box: personAround(box) })),
  }
  return { ...decision, cover: [...decision.cover, span] }
}

/** The area at another place from this moment on. */
export function spanPlaced(decision: VideoDecision, index: number, seconds: number, box: Box): VideoDecision {
  return withSpan(decision, index, (span) => ({
    ...span,
    keyframes: [
      ...span.keyframes.filter((old) => Math.abs(old.seconds - seconds) > sameSeconds),
      { seconds, box },
    ].sort((a, b) => a.seconds - b.seconds),
  }))
}

/** Its beginning or end moved; it never ends before it begins. */
export function spanEnded(
  decision: VideoDecision,
  index: number,
  ends: { readonly fromSeconds?: number; readonly toSeconds?: number },
): VideoDecision {
  return withSpan(decision, index, (span) => {
    const fromSeconds = Math.max(0, ends.fromSeconds ?? span.fromSeconds)
    const toSeconds = Math.max(0, ends.toSeconds ?? span.toSeconds)
    if (fromSeconds <= toSeconds) return { ...span, fromSeconds, toSeconds }
    return ends.fromSeconds === undefined
      ? { ...span, fromSeconds: toSeconds, toSeconds }
      : { ...span, fromSeconds, toSeconds: fromSeconds }
  })
}

const withSpan = (decision: VideoDecision, index: number, change: (span: Span) => Span): VideoDecision => ({
  ...decision,
  cover: decision.cover.map((span, at) => (at === index ? change(span) : span)),
})

export const spanRemoved = (decision: VideoDecision, index: number): VideoDecision => ({
  ...decision,
  cover: decision.cover.filter((_, at) => at !== index),
})

/** @param anyway see `kept` of a picture */
export function trackKept(
  decision: VideoDecision,
  track: number,
  reason: KeepReason | undefined,
  anyway?: true,
): VideoDecision {
  const others = decision.keep.filter((entry) => entry.track !== track)
  if (reason === undefined) return { ...decision, keep: others }
  return { ...decision, keep: [...others, { track, reason, ...(anyway ? { anyway } : {}) }] }
}
