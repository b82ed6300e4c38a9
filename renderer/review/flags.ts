import type { Box } from '../../main/core/geometry/box.js'
import { iou } from '../../main/core/geometry/box.js'
import { countHeadsLeft, headsLeft } from '../../main/core/review/bare-heads.js'
import type { FoundVideo } from '../../main/core/review/found-media.js'
import type { SessionItem } from '../../main/core/session/types.js'
import type { Finding } from '../../main/core/verdict/finding.js'
import type { ReviewAction, ReviewState } from './review-state.js'

/** Closer than this is the same moment. */
const sameSeconds = 0.02

interface RemainingFace {
  readonly frame: number
  readonly seconds?: number
  readonly box: Box
}

/** Faces that the examination still saw in the copy, and those that are covered in other files. */
const facesLeft = (item: SessionItem): readonly RemainingFace[] =>
  item.state.status === 'withheld'
    ? [
        ...item.state.reason.findings.flatMap((finding) => (finding.code === 'face-visible' ? [finding] : [])),
        ...conflictsOf(item),
      ]
    : []

export type PersonConflict = Extract<Finding, { code: 'person-inconsistent' }>

/** Faces that stay visible although the person is covered in other files. */
export const conflictsOf = ({ state }: SessionItem): readonly PersonConflict[] =>
  state.status === 'withheld'
    ? state.reason.findings.flatMap((finding) => (finding.code === 'person-inconsistent' ? [finding] : []))
    : []

export const conflictOn = (item: SessionItem, frame: number, box: Box): PersonConflict | undefined =>
  conflictsOf(item).find((conflict) => conflict.frame === frame && iou(conflict.box, box) > sameFaceIou)

/** Boxes that overlap more than this are one found face. */
const sameFaceIou = 0.9

/** Whether somebody in a video stays visible although the person is covered in other files. */
export const isConflictOnTrack = (item: SessionItem, found: FoundVideo, track: number): boolean => {
  const keyframes = found.tracks.find((candidate) => candidate.track === track)?.keyframes ?? []
  return conflictsOf(item).some((conflict) =>
    keyframes.some(
      (seen) =>
        Math.abs(seen.seconds - secondsOf(conflict, found)) <= sameSeconds && iou(seen.box, conflict.box) > sameFaceIou,
    ),
  )
}

const frameRate = (found: FoundVideo): number => Math.max(1, found.framesPerSecond)

const secondsOf = ({ frame, seconds }: RemainingFace, found: FoundVideo): number => seconds ?? frame / frameRate(found)

/** Those on the frame, or at the moment, that is shown: the person sees where. */
export function remainingFaces(item: SessionItem, { found, frame, seconds }: ReviewState): readonly Box[] {
  const isShown = (face: RemainingFace): boolean =>
    found.kind === 'video' ? Math.abs(secondsOf(face, found) - seconds) <= sameSeconds : face.frame === frame
  return facesLeft(item).flatMap((face) => (isShown(face) ? [face.box] : []))
}

/** Heads on the frame that is shown that nothing covers. */
export const bareHeadsShown = ({ found, decision, frame }: ReviewState): readonly Box[] =>
  found.kind === 'picture' && decision.kind === 'picture' ? headsLeft(found, decision, frame) : []

/** How many heads of the picture nothing covers, on all its pages. */
export const countBareHeads = ({ found, decision }: ReviewState): number =>
  found.kind === 'picture' && decision.kind === 'picture' ? countHeadsLeft(found, decision) : 0

/** Covers the first of them, whose cover is then selected; the next one is the first. */
export function coverBareHead(state: ReviewState, act: (action: ReviewAction) => void): void {
  const [box] = bareHeadsShown(state)
  if (box) act({ type: 'draw', shape: { kind: 'rectangle', box } })
}

/** Moments of a video at which somebody was lost, or was still seen in the finished copy. */
export function flaggedSeconds(found: FoundVideo, item: SessionItem): readonly number[] {
  const left = facesLeft(item).map((face) => secondsOf(face, found))
  return [...new Set([...found.reviewSeconds, ...left])].sort((a, b) => a - b)
}

/** The next moment at which a person should look, round to the first; the same one where there is none. */
export function nextFlag(found: FoundVideo, item: SessionItem, seconds: number): number {
  const unsure = found.tracks.filter(({ uncertain }) => uncertain).map(({ fromSeconds }) => fromSeconds)
  const moments = [...flaggedSeconds(found, item), ...unsure].sort((a, b) => a - b)
  return moments.find((moment) => moment > seconds + sameSeconds) ?? moments[0] ?? seconds
}
