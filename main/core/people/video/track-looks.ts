import type { Box, PixelSize } from '../../geometry/box.js'
import type { FoundTrack } from '../../review/found-media.js'
import { distanceBetween, middleOf } from '../distance.js'
import { isGoodEnough, keepPolicy } from '../policy.js'
import type { Descriptor, FaceDescription } from '../types.js'
import { isLargeEnough } from './recognizer.js'

/** A face at a moment at which it was seen. */
export interface TrackLook {
  readonly seconds: number
  readonly box: Box
}

/** A track is looked at so often, spread over its life: each look costs as much as a face of a photo. */
const looksPerTrack = 4

/** The moments at which a track says most about who it is: in each quarter of them the one with the largest face. */
export function tellingLooks({ keyframes }: Pick<FoundTrack, 'keyframes'>, size: PixelSize): readonly TrackLook[] {
  const large = keyframes.filter(({ box }) => isLargeEnough(box, size))
  const parts = Math.min(looksPerTrack, large.length)
  return Array.from({ length: parts }, (_, part) =>
    large
      .slice(Math.floor((part * large.length) / parts), Math.floor(((part + 1) * large.length) / parts))
      .reduce((best, look) => (look.box.height > best.box.height ? look : best)),
  )
}

/** Somebody whom a track shows. */
interface ShownPerson {
  readonly descriptor: Descriptor
  /** True where the looks were good enough to say something. */
  readonly telling: boolean
}

/**
 * Whom a track shows: what its good looks are like on the average, or all of them where none is good. Where good looks
 * disagree, it shows one person after the other, each by looks of its own: the average of two would be like nobody.
 * Nobody where nothing was seen. Copies, to be overwritten by whoever asked.
 */
export function peopleOfTrack(looks: readonly (FaceDescription | undefined)[]): readonly ShownPerson[] {
  const seen = looks.flatMap((look) => look ?? [])
  const good = seen.filter(({ quality }) => isGoodEnough(quality))
  if (good.length === 0) return seen.length > 0 ? [{ descriptor: middleOf(descriptorsOf(seen)), telling: false }] : []
  const people: Descriptor[][] = []
  for (const { descriptor } of good) {
    const isSame = (other: Descriptor): boolean =>
      distanceBetween(other, descriptor) <= keepPolicy.sameReferenceDistance
    const person = people.find((own) => own.every(isSame))
    if (person) person.push(descriptor)
    else people.push([descriptor])
  }
  return people.map((own) => ({ descriptor: middleOf(own), telling: true }))
}

const descriptorsOf = (looks: readonly FaceDescription[]): readonly Descriptor[] =>
  looks.map(({ descriptor }) => descriptor)
