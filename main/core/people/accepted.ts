import type { DetectedFace } from '../detection/types.js'
import type { Box } from '../geometry/box.js'
import { areaOf, iou, overlapArea } from '../geometry/box.js'

/** The gate's box for a face that stays visible overlaps the first detection's at least this much. */
const samePlaceIou = 0.4

/** A box with more than this of its area in another lies in it. */
const insideShare = 0.7

/** True for a box that lies, but for a rim, in another. */
export const liesIn = (box: Box, other: Box): boolean => overlapArea(box, other) > insideShare * areaOf(box)

/**
 * The faces that are not one of the accepted ones. Each accepted face explains one found face, the one that overlaps it
 * most, and boxes for parts of it: a second one in its place is somebody else.
 */
export function otherThan(found: readonly DetectedFace[], accepted: readonly DetectedFace[]): readonly DetectedFace[] {
  const explained = new Set<DetectedFace>()
  for (const { box } of accepted) {
    let best: DetectedFace | undefined
    for (const face of found)
      if (!explained.has(face) && iou(face.box, box) >= Math.max(samePlaceIou, best ? iou(best.box, box) : 0))
        best = face
    if (best) explained.add(best)
  }
  const isPart = ({ box }: DetectedFace): boolean =>
    accepted.some((face) => areaOf(face.box) > areaOf(box) && liesIn(box, face.box))
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
