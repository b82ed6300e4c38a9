import { countFaces } from '../detection/faces.js'
import type { DetectedFace, FrameFaces } from '../detection/types.js'
import type { Box, PixelSize } from '../geometry/box.js'
import { areaOf, iou, overlapArea } from '../geometry/box.js'
import type { GridOrigin } from '../geometry/grid.js'
import { otherThan } from '../people/accepted.js'
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
    const shapes = frameOf(order.decision, frame)?.cover ?? []
    return {
      frame,
      regions: regionsOf([
        ...faces.flatMap(({ box }) => facePart(box, size, grid, growShare) ?? []),
        ...shapes.flatMap((shape) => shapeParts(shape, size, grid, growShare)),
      ]),
    }
  })
}

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
      faces: otherThan(
        faces,
        kept.map(({ box }) => ({ box, confidence: 1, uncertain: false })),
      ),
    }
  })
}

/** A decision that covers all that was found and nothing else. */
export const coverAll = (found: readonly FrameFaces[]): PictureDecision => ({
  kind: 'picture',
  frames: found.map(({ frame, faces }) => ({
    frame,
    cover: faces.map(({ box }, of): Shape => ({ kind: 'face', box, of })),
    keep: [],
  })),
})

/** The decision with every found face that it does not mention added to what is covered. */
export function completed(decision: PictureDecision, found: readonly FrameFaces[]): PictureDecision {
  const frames = new Map(decision.frames.map((entry) => [entry.frame, entry]))
  for (const { frame, faces } of found) {
    const entry = frames.get(frame) ?? { frame, cover: [], keep: [] }
    const isMentioned = (index: number): boolean =>
      entry.cover.some((shape) => shape.kind === 'face' && shape.of === index) ||
      entry.keep.some(({ of, box }) => of === index && isSameFace(box, faceBox(faces, index)))
    const forgotten = faces.flatMap(({ box }, of): Shape[] => (isMentioned(of) ? [] : [{ kind: 'face', box, of }]))
    if (forgotten.length > 0 || !frames.has(frame)) {
      frames.set(frame, { ...entry, cover: [...entry.cover, ...forgotten] })
    }
  }
  return { kind: 'picture', frames: [...frames.values()].sort((a, b) => a.frame - b.frame) }
}

const faceBox = (faces: readonly DetectedFace[], index: number): Box =>
  faces[index]?.box ?? { x: 0, y: 0, width: 0, height: 0 }

/** Areas that are covered in all frames: faces of the order and what a person drew. */
export const countCovered = (order: CoverOrder): number =>
  countFaces(order.faces) + (order.decision?.frames.reduce((sum, { cover }) => sum + cover.length, 0) ?? 0)
