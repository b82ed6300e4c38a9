import { minimumGrowShare } from '../contract/requests.js'
import type { Box, PixelSize } from '../geometry/box.js'
import { areaOf, grow, overlapArea } from '../geometry/box.js'
import { headOf, isCovered } from '../video/tracking/follow-heads.js'
import type { Proposal } from './proposal.js'
import { normalise } from './proposal.js'
import type { DetectedFace, FrameHeads } from './types.js'

/** Score from which the network for people, asked once and coarsely, shows somebody plainly enough to raise a flag. */
const plainScore = 0.5

/** A covered face in a person's box and at least this wide against it is the person's, whichever way up they are. */
const leastOwnFace = 0.2

/** A box may begin at the shoulders: the face just above it, by this share of its height, is the person's too. */
const aboveShare = 0.25

/** Of people whom the left or right border cuts off, the head is often outside of the picture; arms and legs are boxes as well. */
const borderShare = 0.005

/** Two boxes of people whose heads share more than this of the smaller are one person. */
const sameHeadShare = 0.5

/** What the faces are covered with at least. */
const coversOf = (faces: readonly DetectedFace[]): readonly Box[] => faces.map(({ box }) => grow(box, minimumGrowShare))

/**
 * The heads of people who are plainly seen, from behind, cut off, or with a face that was missed, and whom no face's
 * cover reaches. It is a flag for a person to look at and covers nothing: heads outside of the picture or under half a
 * neighbour's cover, and people too small or cut off to be sure of, are left out, so that it is rarely raised for nothing.
 *
 * @param people answers of the network for people, in pixels
 */
export function bareHeadsOf(
  size: PixelSize,
  faces: readonly DetectedFace[],
  people: readonly Proposal[],
): readonly Box[] {
  const plain = people.filter(({ score }) => score >= plainScore).sort((a, b) => b.score - a.score)
  const heads: Box[] = []
  for (const person of plain.map(({ box }) => normalise(box, size))) {
    const head = headOf(person, size.width / size.height)
    if (!head || isCutOff(person) || faces.some(({ box }) => isFaceOf(person, box))) continue
    if (!heads.some((known) => isSameHead(known, head))) heads.push(head)
  }
  return stillBare(heads, faces)
}

const isCutOff = ({ x, width }: Box): boolean => x <= borderShare || x + width >= 1 - borderShare

function isFaceOf(person: Box, face: Box): boolean {
  const [x, y] = [face.x + face.width / 2, face.y + face.height / 2]
  const isBelowTop = y > person.y - aboveShare * person.height
  const isInside = isBelowTop && x > person.x && x < person.x + person.width && y < person.y + person.height
  return isInside && face.width >= leastOwnFace * person.width
}

const isSameHead = (a: Box, b: Box): boolean => overlapArea(a, b) > sameHeadShare * Math.min(areaOf(a), areaOf(b))

/** Those of the heads that the covers of these faces leave bare. */
export const stillBare = (heads: readonly Box[], faces: readonly DetectedFace[]): readonly Box[] =>
  withoutCover(heads, coversOf(faces))

/** Those of the heads that no cover hides. */
export const withoutCover = (heads: readonly Box[], covers: readonly Box[]): readonly Box[] =>
  heads.filter((head) => !isCovered(head, covers))

/** How many heads: of a moving picture the most in one frame, where the same people are seen again and again. */
export function countBareHeads(found: readonly FrameHeads[], moving: boolean): number {
  const amounts = found.map(({ bareHeads }) => bareHeads.length)
  return moving ? Math.max(0, ...amounts) : amounts.reduce((sum, amount) => sum + amount, 0)
}
