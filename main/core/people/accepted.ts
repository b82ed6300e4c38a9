import type { DetectedFace } from '../detection/types.js'
import type { Box } from '../geometry/box.js'
import { areaOf, iou, overlapArea } from '../geometry/box.js'

/** The gate's box for a face that stays visible overlaps the first detection's at least this much. */
const samePlaceIou = 0.4

/** A box with more than this of its area in another lies in it. */
const insideShare = 0.7

/** True for a box that lies, but for a rim, in another. */
const liesIn = (box: Box, other: Box): boolean => overlapArea(box, other) > insideShare * areaOf(box)

/** Features lie around the middle of a face; a head behind it looks out at its box's corners. */
const featuresShare = 0.8

/** True for a box that may be a part of a face, an eye or a mouth: in its box, and in the oval of its features. */
export function isPartOf(box: Box, face: Box): boolean {
  const fromMiddle = (at: number, size: number, start: number, length: number): number =>
    (at + size / 2 - start - length / 2) / ((length / 2) * featuresShare)
  const across = fromMiddle(box.x, box.width, face.x, face.width)
  const down = fromMiddle(box.y, box.height, face.y, face.height)
  return areaOf(face) > areaOf(box) && liesIn(box, face) && across ** 2 + down ** 2 <= 1
}

/**
 * The faces that are not one of the accepted ones. Each accepted face explains one found face, the one that overlaps it
 * most, and those of `faces`, which are surely faces, boxes for parts of them: a second one in its place is somebody else.
 */
export function otherThan(
  found: readonly DetectedFace[],
  accepted: readonly DetectedFace[],
  faces: readonly DetectedFace[] = accepted,
): readonly DetectedFace[] {
  const explained = new Set<DetectedFace>()
  for (const { box } of accepted) {
    let best: DetectedFace | undefined
    for (const face of found)
      if (!explained.has(face) && iou(face.box, box) >= Math.max(samePlaceIou, best ? iou(best.box, box) : 0))
        best = face
    if (best) explained.add(best)
  }
  const isPart = ({ box }: DetectedFace): boolean => faces.some((face) => isPartOf(box, face.box))
  return found.filter((face) => !explained.has(face) && !isPart(face))
}

/** A face of which more than this lies in a painted-out place is an answer about the paint. */
const paintedShare = 0.5

/** The faces that are not an answer about one of the painted-out places. */
export const besidePainted = (
  found: readonly DetectedFace[],
  painted: readonly DetectedFace[],
): readonly DetectedFace[] =>
  found.filter(({ box }) => !painted.some((face) => overlapArea(face.box, box) > paintedShare * areaOf(box)))
