import type { Box } from '../geometry/box.js'
import { areaOf, overlapArea } from '../geometry/box.js'
import { isPartOf } from './accepted.js'
import { distanceTo } from './distance.js'
import type { KeepPolicy } from './policy.js'
import { isGoodEnough, keepPolicy } from './policy.js'
import type { FaceDescription, KeepPerson } from './types.js'

/** A face of one frame with what the identifier says of it. */
export interface DescribedFace {
  readonly box: Box
  readonly description: FaceDescription | undefined
}

/**
 * `kept` stays visible. `part` is a second box on a kept face, and no face of its own. `perhaps` is covered like every
 * other, and may be a person to keep.
 */
export type KeepDecision = 'kept' | 'part' | 'perhaps' | 'covered'

/** Boxes that share more than this of the smaller one may be two answers for one face. */
const sameFaceShare = 0.5

/**
 * Which faces of a frame stay visible: those that match clearly and unambiguously. A face that could be one of two
 * people, or one of two faces that could be the same person, is covered. The decisions are in the order of the faces.
 */
export function decideKept(
  faces: readonly DescribedFace[],
  people: readonly KeepPerson[],
  policy: KeepPolicy = keepPolicy,
): readonly KeepDecision[] {
  const distances = faces.map(({ description }) =>
    people.map((person) => (description ? distanceTo(person, description.descriptor) : Infinity)),
  )
  const decisions = faces.map(({ box, description }, index): KeepDecision => {
    const own = distances[index] ?? []
    const nearest = Math.min(Infinity, ...own)
    if (!description || nearest > policy.perhapsDistance) return 'covered'
    const person = own.indexOf(nearest)
    const isClear = nearest <= policy.keepDistance && isGoodEnough(description.quality)
    const isOnePerson = own.every((distance, other) => other === person || distance - nearest >= policy.margin)
    const isOneFace = faces.every(
      (face, other) =>
        other === index ||
        sharedShare(face.box, box) > sameFaceShare ||
        isFarther(distances[other]?.[person] ?? Infinity, nearest, policy),
    )
    return isClear && isOnePerson && isOneFace ? 'kept' : 'perhaps'
  })
  return decisions.map((decision, index) => (isPart(index, faces, decisions) ? 'part' : decision))
}

/** A second face that matches too, however much less, leaves open which of them is the person. */
const isFarther = (distance: number, nearest: number, { keepDistance, margin }: KeepPolicy): boolean =>
  distance > keepDistance && distance - nearest >= margin

const sharedShare = (a: Box, b: Box): number => overlapArea(a, b) / Math.min(areaOf(a), areaOf(b))

/**
 * True for a box in the middle of the larger box of a kept face that is no clear face of its own. Detectors answer close-ups
 * with boxes for their parts as well; all landmarks of a clearly recognised face were found in place, so nobody else's face is in
 * front of it.
 */
function isPart(index: number, faces: readonly DescribedFace[], decisions: readonly KeepDecision[]): boolean {
  const { box, description } = faces[index] ?? {}
  const isSomebodyElse = decisions[index] !== 'kept' && description !== undefined && isGoodEnough(description.quality)
  if (!box || isSomebodyElse) return false
  return faces.some((face, other) => other !== index && decisions[other] === 'kept' && isPartOf(box, face.box))
}
