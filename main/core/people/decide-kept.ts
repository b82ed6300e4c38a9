import type { Box } from '../geometry/box.js'
import { iou } from '../geometry/box.js'
import { distanceTo } from './distance.js'
import type { KeepPolicy } from './policy.js'
import { isGoodEnough, keepPolicy } from './policy.js'
import type { FaceDescription, KeepPerson } from './types.js'

/** A face of one frame with what the identifier says of it. */
export interface DescribedFace {
  readonly box: Box
  readonly description: FaceDescription | undefined
}

/** `kept` stays visible. `perhaps` is covered like every other, and may be a person to keep. */
export type KeepDecision = 'kept' | 'perhaps' | 'covered'

/** Boxes that overlap more than this are two answers for one face. */
const sameFaceIou = 0.5

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
  return faces.map(({ box, description }, index) => {
    const own = distances[index] ?? []
    const nearest = Math.min(Infinity, ...own)
    if (!description || nearest > policy.perhapsDistance) return 'covered'
    const person = own.indexOf(nearest)
    const isClear = nearest <= policy.keepDistance && isGoodEnough(description.quality)
    const isOnePerson = own.every((distance, other) => other === person || distance - nearest >= policy.margin)
    const isOneFace = faces.every(
      (face, other) =>
        other === index ||
        iou(face.box, box) > sameFaceIou ||
        (distances[other]?.[person] ?? Infinity) - nearest >= policy.margin,
    )
    return isClear && isOnePerson && isOneFace ? 'kept' : 'perhaps'
  })
}
