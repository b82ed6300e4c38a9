import type { PixelSize } from '../geometry/box.js'
import { iou } from '../geometry/box.js'
import { mergePasses } from './merge.js'
import { remainingScore } from './policy.js'
import type { PassProposals, Proposal } from './proposal.js'
import { normalise } from './proposal.js'
import type { DetectedFace } from './types.js'

/** A box that overlaps a known face more than this tells nothing new. */
const knownIou = 0.5

const faceOf = (size: PixelSize, { box, score }: Proposal): DetectedFace => ({
  box: normalise(box, size),
  confidence: score,
  uncertain: false,
})

/** The known faces and those of the found ones that are not among them. */
export function addScored(
  size: PixelSize,
  known: readonly DetectedFace[],
  found: readonly Proposal[],
): readonly DetectedFace[] {
  const faces = [...known]
  for (const proposal of found) {
    const face = faceOf(size, proposal)
    if (!faces.some(({ box }) => iou(box, face.box) > knownIou)) faces.push(face)
  }
  return faces
}

/**
 * Faces that the release gate sees in a finished picture. Only what a pass is sure of: the doubtful was decided, with
 * more evidence, before, and a gate that doubts everything never opens.
 */
export function remainingFaces(size: PixelSize, proposals: readonly PassProposals[]): readonly DetectedFace[] {
  return mergePasses(proposals)
    .filter(({ top }) => top >= remainingScore)
    .map(({ box, top }) => faceOf(size, { box, score: top }))
}
