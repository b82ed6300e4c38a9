import { countFaces } from '../detection/faces.js'
import type { DetectedFace, FrameFaces } from '../detection/types.js'
import type { Box, PixelSize } from '../geometry/box.js'
import { minimumGrowShare } from '../contract/requests.js'
import { areaOf, grow, iou, overlapArea } from '../geometry/box.js'
import type { GridOrigin } from '../geometry/grid.js'
import { otherThan } from '../people/accepted.js'
import type { KeptFace } from '../people/types.js'
import { facePart, regionsOf } from '../redaction/plan-regions.js'
import type { FramePlan } from '../redaction/types.js'
import type { FrameDecision, PictureDecision, Shape } from './decision.js'
import { shapeParts } from './shape-parts.js'

/** Faces to cover and, where a person decided, what they drew and whom they left visible. */
export interface CoverOrder {
  readonly faces: readonly FrameFaces[]
  readonly decision?: PictureDecision
}

/** What to draw on every frame. A part that a person drew joins the faces it touches. */
export function planCovers(
  order: CoverOrder,
  frames: readonly PixelSize[],
  grid: GridOrigin,
  growShare: number,
): readonly FramePlan[] {
  return frames.map((size, frame) => {
    const faces = order.faces.filter((entry) => entry.frame === frame).flatMap((entry) => entry.faces)
    const shapes = drawnAt(order.decision, frame)
    return {
      frame,
      regions: regionsOf([
        ...faces.flatMap(({ box }) => facePart(box, size, grid, growShare) ?? []),
        ...shapes.flatMap((shape) => shapeParts(shape, size, grid, growShare)),
      ]),
    }
  })
}

/** All shapes that a decision covers on a frame. */
export const drawnAt = (decision: PictureDecision | undefined, frame: number): readonly Shape[] => [
  ...(frameOf(decision, frame)?.cover ?? []),
  ...(decision?.throughout ?? []),
]

const frameOf = (decision: PictureDecision | undefined, frame: number): FrameDecision | undefined =>
  decision?.frames.find((entry) => entry.frame === frame)

/** Boxes that overlap this much are the same face. */
const sameFaceIou = 0.4
/** The release gate's box may be tighter or wider: one inside the other counts, where their sizes are near. */
const insideShare = 0.8
const sizeRatio = 2.5

/** True where a face that is seen in a finished picture is the one a person left visible. */
export function isSameFace(seen: Box, kept: Box): boolean {
  if (iou(seen, kept) >= sameFaceIou) return true
  const smaller = Math.min(areaOf(seen), areaOf(kept))
  const larger = Math.max(areaOf(seen), areaOf(kept))
  return smaller > 0 && larger <= smaller * sizeRatio && overlapArea(seen, kept) >= insideShare * smaller
}

/** The faces that nobody left visible. */
export function withoutKept(seen: readonly FrameFaces[], decision: PictureDecision | undefined): readonly FrameFaces[] {
  if (!decision) return seen
  return seen.map(({ frame, faces }) => {
    const kept = frameOf(decision, frame)?.keep ?? []
    return {
      frame,
      faces: otherThan(faces, kept.map(asFace), kept.filter(({ reason }) => reason !== 'not-a-face').map(asFace)),
    }
  })
}

/** A decision that covers all that was found and nothing else. */
export const coverAll = (found: readonly FrameFaces[]): PictureDecision => ({
  kind: 'picture',
  throughout: [],
  frames: found.map(({ frame, faces }) => ({
    frame,
    cover: faces.map(({ box }, of): Shape => ({ kind: 'face', box, of })),
    keep: [],
  })),
})

/** Share of a found face that its cover must hide, wherever a person moved it, to count as its cover. */
const hiddenShare = 0.9

/**
 * The decision with every found face added to what is covered that it neither leaves visible nor hides. Only found faces can
 * stay visible, and their boxes are the found ones: nothing else silences the release gate.
 */
export function completed(decision: PictureDecision, found: readonly FrameFaces[]): PictureDecision {
  const facesOf = new Map(found.map(({ frame, faces }) => [frame, faces]))
  const entries = new Map(decision.frames.map((entry) => [entry.frame, entry]))
  for (const { frame } of found) if (!entries.has(frame)) entries.set(frame, { frame, cover: [], keep: [] })
  const frames = [...entries.values()].map((entry) => completedFrame(entry, facesOf.get(entry.frame) ?? []))
  return { ...decision, frames: frames.sort((a, b) => a.frame - b.frame) }
}

function completedFrame({ frame, cover, keep }: FrameDecision, faces: readonly DetectedFace[]): FrameDecision {
  const kept = keep.flatMap((entry) => {
    const box = faces[entry.of]?.box
    return box && isSameFace(entry.box, box) ? [{ ...entry, box }] : []
  })
  const isHidden = (box: Box, index: number): boolean =>
    cover.some((shape) => shape.kind === 'face' && shape.of === index && hides(shape.box, box))
  const forgotten = faces.flatMap(({ box }, of): Shape[] =>
    kept.some((entry) => entry.of === of) || isHidden(box, of) ? [] : [{ kind: 'face', box, of }],
  )
  return { frame, cover: [...cover, ...forgotten], keep: kept }
}

/** True where the cover of a face hides another box, but for a rim. */
const hides = (face: Box, box: Box): boolean =>
  overlapArea(grow(face, minimumGrowShare), box) >= hiddenShare * areaOf(box)

/** The faces that a decision neither leaves visible nor covers. */
export const notDecided = (seen: readonly FrameFaces[], decision: PictureDecision): readonly FrameFaces[] =>
  withoutKept(seen, decision).map(({ frame, faces }) => {
    const cover = drawnAt(decision, frame)
    const isCovered = (box: Box): boolean => cover.some((shape) => shape.kind === 'face' && hides(shape.box, box))
    return { frame, faces: faces.filter(({ box }) => !isCovered(box)) }
  })

/** The faces that a decision leaves visible, frame by frame. */
export const keptByDecision = (decision: PictureDecision): readonly FrameFaces[] =>
  decision.frames.map(({ frame, keep }) => ({ frame, faces: keep.map(asFace) }))

/** The people whom a decision leaves visible, as a report tells of them. */
export const keptFaces = ({ frames }: PictureDecision): readonly KeptFace[] =>
  frames.flatMap(({ frame, keep }) =>
    keep.flatMap(({ box, reason }) => (reason === 'not-a-face' ? [] : [{ frame, box, reason }])),
  )

const asFace = ({ box }: { readonly box: Box }): DetectedFace => ({ box, confidence: 1, uncertain: false })

/** Areas that are covered in all frames: faces of the order and what a person drew. */
export const countCovered = (order: CoverOrder): number =>
  countFaces(order.faces) + (order.decision ? countDrawn(order.decision) : 0)

const countDrawn = ({ frames, throughout }: PictureDecision): number =>
  frames.reduce((sum, { cover }) => sum + cover.length, throughout.length)

/** The faces that a decision covers, where it covers them. */
export const coveredFaces = ({ frames, throughout }: PictureDecision): readonly FrameFaces[] =>
  frames.map(({ frame, cover }) => ({
    frame,
    faces: [...cover, ...throughout].flatMap((shape) => (shape.kind === 'face' ? [asFace(shape)] : [])),
  }))

/** The faces that a decision leaves visible; what it calls no face is nobody's, and keeps nobody's head uncovered. */
export const visibleFaces = ({ frames }: PictureDecision): readonly { readonly frame: number; readonly box: Box }[] =>
  frames.flatMap(({ frame, keep }) =>
    keep.flatMap(({ box, reason }) => (reason === 'not-a-face' ? [] : [{ frame, box }])),
  )
