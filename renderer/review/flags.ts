import type { Box } from '../../main/core/geometry/box.js'
import type { FoundVideo } from '../../main/core/review/found-media.js'
import type { SessionItem } from '../../main/core/session/types.js'
import type { ReviewState } from './review-state.js'

/** Closer than this is the same moment. */
const sameSeconds = 0.02

interface RemainingFace {
  readonly frame: number
  readonly box: Box
}

/** Faces that the examination still saw in the copy. */
const facesLeft = ({ state }: SessionItem): readonly RemainingFace[] =>
  state.status === 'withheld'
    ? state.reason.findings.flatMap((finding) => (finding.code === 'face-visible' ? [finding] : []))
    : []

const frameRate = (found: FoundVideo): number => Math.max(1, found.framesPerSecond)

/** Those on the frame, or at the moment, that is shown: the person sees where. */
export function remainingFaces(item: SessionItem, { found, frame, seconds }: ReviewState): readonly Box[] {
  const shown = found.kind === 'video' ? Math.round(seconds * frameRate(found)) : frame
  return facesLeft(item).flatMap((face) => (face.frame === shown ? [face.box] : []))
}

/** Moments of a video at which somebody was lost, or was still seen in the finished copy. */
export function flaggedSeconds(found: FoundVideo, item: SessionItem): readonly number[] {
  const left = facesLeft(item).map(({ frame }) => frame / frameRate(found))
  return [...new Set([...found.reviewSeconds, ...left])].sort((a, b) => a - b)
}

/** The next moment at which a person should look, round to the first; the same one where there is none. */
export function nextFlag(found: FoundVideo, item: SessionItem, seconds: number): number {
  const unsure = found.tracks.filter(({ uncertain }) => uncertain).map(({ fromSeconds }) => fromSeconds)
  const moments = [...flaggedSeconds(found, item), ...unsure].sort((a, b) => a - b)
  return moments.find((moment) => moment > seconds + sameSeconds) ?? moments[0] ?? seconds
}
