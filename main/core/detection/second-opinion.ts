import type { PixelSize } from '../geometry/box.js'
import type { Judged, Judgement } from './decide.js'
import { FillMask } from './fill-mask.js'
import type { Candidate, PixelBox, Proposal } from './proposal.js'
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

/** Adds what a lone look is clear about and nothing covers yet; `alone` says how little of a crowd the picture is, 0–1. */
export function addLoneAnswers(
  size: PixelSize,
  faces: readonly DetectedFace[],
  look: LoneLook,
  answers: readonly Proposal[],
  alone: number,
): readonly DetectedFace[] {
  const minScore = look.minScore + alone * (look.minScoreAlone - look.minScore)
  const clear = answers.filter(({ box, score }) => {
    const share = heightOf(box) / longerSide(size)
    return score >= minScore && share >= look.leastShare && share <= look.highestShare
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

/**
 * What a head must show, by its height as a share of the picture's longer side: the score from which an answer of the
 * other network is a person, and what some pass of the face network must give the candidate. Covering a small head for
 * nothing costs little, so half a person behind others and the least hint of a face are enough; a large one is covered
 * on better evidence only. Above all these it is none, and below the least people are a crowd and boxes unsure.
 */
const headTiers = [
  { most: 0.05, personScore: 0.3, headScore: 0.003 },
  { most: 0.156, personScore: 0.5, headScore: 0.02 },
] as const
const leastHeadShare = 0.0234
const leastPersonScore = Math.min(...headTiers.map(({ personScore }) => personScore))
/** More of a head than this covered already is enough. */
const coveredEnough = 0.6

/** A covered face smaller than these shares of a person is no face of theirs: a badge, a ring, somebody far behind. */
const leastFaceOf = { width: 0.1, height: 0.06 }

/** A covered face whose middle lies in the upper part of a person is that person's, or hides it. */
const isFaceOf = (face: PixelBox, person: PixelBox): boolean => {
  if (widthOf(face) < leastFaceOf.width * widthOf(person) && heightOf(face) < leastFaceOf.height * heightOf(person))
    return false
  const x = (face.left + face.right) / 2
  const y = (face.top + face.bottom) / 2
  const height = heightOf(person)
  return x > person.left && x < person.right && y > person.top - 0.05 * height && y < person.top + 0.6 * height
}

/** How far down a person the head may begin, as a share of the person: people bend, and arms reach above them. */
const headReach = 0.25

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
    box.top <= person.top + Math.max(headReach * heightOf(person), 0.6 * height) &&
    across >= 0.15 &&
    across <= 1.2 &&
    down >= 0.08 &&
    down <= 0.9
  )
}

/** Whether person and candidate say enough for a head of this size. */
function isEvident({ box, top }: Candidate, personScore: number, sidePx: number): boolean {
  const share = heightOf(box) / sidePx
  const tier = headTiers.find(({ most }) => share <= most)
  return tier !== undefined && share >= leastHeadShare && personScore >= tier.personScore && top >= tier.headScore
}

function headOf(person: Proposal, judged: readonly Judged[], sidePx: number): Judged | undefined {
  let best: Judged | undefined
  for (const item of judged) {
    const { candidate, odds } = item
    if (best && odds <= best.odds) continue
    if (isEvident(candidate, person.score, sidePx) && isHeadOf(candidate.box, person.box)) best = item
  }
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
  const found = people.filter(({ score }) => score >= leastPersonScore)
  if (found.length === 0) return faces
  const boxes = faces.map((face) => inPixels(face, size))
  const mask = maskOf(size, boxes)
  const added = [...faces]
  for (const person of found.sort((a, b) => b.score - a.score)) {
    if (boxes.some((box) => isFaceOf(box, person.box))) continue
    const head = headOf(person, judged, longerSide(size))
    if (!head || mask.coveredShare(head.candidate.box) > coveredEnough) continue
    const { box, top } = head.candidate
    mask.cover(box)
    boxes.push(box)
    added.push(doubtful(box, size, Math.max(top, sigmoid(head.odds))))
  }
  return added
}
