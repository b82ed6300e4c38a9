import type { PixelSize } from '../geometry/box.js'
import type { Judged, Judgement } from './decide.js'
import { FillMask } from './fill-mask.js'
import type { PixelBox, Proposal } from './proposal.js'
import { heightOf, normalise, widthOf } from './proposal.js'
import { sigmoid } from './ranking.js'
import type { LoneLook } from './second-looks.js'
import type { DetectedFace } from './types.js'

const inPixels = ({ box }: DetectedFace, size: PixelSize): PixelBox => ({
  left: box.x * size.width,
  top: box.y * size.height,
  right: (box.x + box.width) * size.width,
  bottom: (box.y + box.height) * size.height,
})

const longerSide = ({ width, height }: PixelSize): number => Math.max(width, height)

function maskOf(size: PixelSize, boxes: readonly PixelBox[]): FillMask {
  const mask = new FillMask(size)
  for (const box of boxes) mask.cover(box)
  return mask
}

/** Kept on weak evidence: a person should look at it first. */
const doubtful = (box: PixelBox, size: PixelSize, confidence: number): DetectedFace => ({
  box: normalise(box, size),
  confidence,
  uncertain: true,
})

/** An answer of a lone look of which more than this is covered already adds nothing. */
const explainedShare = 0.8

/** Adds what a lone look is clear about and nothing covers yet. */
export function addLoneAnswers(
  size: PixelSize,
  faces: readonly DetectedFace[],
  look: LoneLook,
  answers: readonly Proposal[],
): readonly DetectedFace[] {
  const clear = answers.filter(({ box, score }) => {
    const share = heightOf(box) / longerSide(size)
    return score >= look.minScore && share >= look.leastShare && share <= look.highestShare
  })
  if (clear.length === 0) return faces
  const mask = maskOf(
    size,
    faces.map((face) => inPixels(face, size)),
  )
  const added = [...faces]
  for (const { box, score } of clear.sort((a, b) => b.score - a.score)) {
    if (mask.coveredShare(box) > explainedShare) continue
    mask.cover(box)
    added.push(doubtful(box, size, score))
  }
  return added
}

/** Score from which an answer of the other network is a person. */
const personScore = 0.5
/** A candidate that no pass of the face network gives this much is not even a head from behind. */
const headScore = 0.02
/** Heights of heads this is for, as shares of the picture's longer side: below, people are a crowd and boxes unsure. */
const headHeight = { least: 0.0234, most: 0.156 }
/** More of a head than this covered already is enough. */
const coveredEnough = 0.6

/** A covered face whose middle lies in the upper part of a person is that person's, or hides it. */
const isFaceOf = (face: PixelBox, person: PixelBox): boolean => {
  const x = (face.left + face.right) / 2
  const y = (face.top + face.bottom) / 2
  const height = heightOf(person)
  return x > person.left && x < person.right && y > person.top - 0.05 * height && y < person.top + 0.6 * height
}

/** Whether a box sits where a person has the head, and has a head's size against the person. */
function isHeadOf(box: PixelBox, person: PixelBox): boolean {
  const [width, height] = [widthOf(box), heightOf(box)]
  const x = (box.left + box.right) / 2
  const y = (box.top + box.bottom) / 2
  const across = width / widthOf(person)
  const down = height / heightOf(person)
  return (
    x >= person.left - 0.1 * width &&
    x <= person.right + 0.1 * width &&
    y >= person.top - 0.1 * height &&
    box.top <= person.top + Math.max(0.18 * heightOf(person), 0.6 * height) &&
    across >= 0.15 &&
    across <= 1.2 &&
    down >= 0.08 &&
    down <= 0.9
  )
}

function headOf(person: PixelBox, judged: readonly Judged[]): Judged | undefined {
  let best: Judged | undefined
  for (const item of judged)
    if (item.candidate.top >= headScore && isHeadOf(item.candidate.box, person) && (!best || item.odds > best.odds))
      best = item
  return best
}

/**
 * Each person has a head. Where one is found, by a network that knows people whole and from behind, and no face of
 * theirs is covered, the candidate most like a face that sits where the head is, is covered too, however unlikely it is
 * by itself. Without such a candidate nothing is guessed: it was measured to cover little but backs of heads.
 */
export function coverHeads(
  size: PixelSize,
  faces: readonly DetectedFace[],
  { judged }: Judgement,
  people: readonly Proposal[],
): readonly DetectedFace[] {
  const found = people.filter(({ score }) => score >= personScore)
  if (found.length === 0) return faces
  const boxes = faces.map((face) => inPixels(face, size))
  const mask = maskOf(size, boxes)
  const added = [...faces]
  for (const { box: person } of found.sort((a, b) => b.score - a.score)) {
    if (boxes.some((box) => isFaceOf(box, person))) continue
    const head = headOf(person, judged)
    if (!head) continue
    const { box, top } = head.candidate
    const share = heightOf(box) / longerSide(size)
    if (share < headHeight.least || share > headHeight.most || mask.coveredShare(box) > coveredEnough) continue
    mask.cover(box)
    boxes.push(box)
    added.push(doubtful(box, size, Math.max(top, sigmoid(head.odds))))
  }
  return added
}
