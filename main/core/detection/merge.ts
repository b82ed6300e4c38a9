import type { Candidate, PassProposals, PixelBox, Proposal } from './proposal.js'
import { heightOf, pixelIou, widthOf } from './proposal.js'

/** Two boxes of one pass that overlap more than this are the same answer. */
const sameAnswerIou = 0.6
/** Boxes of different passes that overlap more than this mean the same face. */
const sameFaceIou = 0.45
/** Boxes less high than this are noise at every scale, in pixels of the picture. */
const minHeightPx = 4

/**
 * Finds an indexed box that overlaps a given one, without comparing with all: boxes are filed by the power of two of
 * their longer side and by the square of four times that side their centre lies in. Dense crowds bring tens of
 * thousands.
 */
class BoxIndex {
  readonly #cells = new Map<number, number[]>()
  readonly #boxes: PixelBox[] = []

  add(box: PixelBox): void {
    const level = levelOf(box)
    const side = cellSide(level)
    const key = keyOf(level, Math.floor(centerX(box) / side), Math.floor(centerY(box) / side))
    const cell = this.#cells.get(key)
    if (cell) cell.push(this.#boxes.length)
    else this.#cells.set(key, [this.#boxes.length])
    this.#boxes.push(box)
  }

  /** The earliest added box with IoU above `minIou`, at least 0.4; the earliest has the highest score. */
  find(box: PixelBox, minIou: number): number | undefined {
    const own = levelOf(box)
    const x = centerX(box)
    const y = centerY(box)
    let found: number | undefined
    // An IoU of 0.4 allows sides to differ by 2.5 and centres by 0.6 of the longer side.
    for (let level = own - 2; level <= own + 2; level++) {
      const side = cellSide(level)
      const reach = 0.6 * 2 ** (Math.max(level, own) + 1)
      const toX = Math.floor((x + reach) / side)
      const toY = Math.floor((y + reach) / side)
      for (let row = Math.floor((y - reach) / side); row <= toY; row++)
        for (let column = Math.floor((x - reach) / side); column <= toX; column++)
          found = this.#earliest(this.#cells.get(keyOf(level, column, row)), box, minIou, found)
    }
    return found
  }

  #earliest(
    cell: readonly number[] | undefined,
    box: PixelBox,
    minIou: number,
    found: number | undefined,
  ): number | undefined {
    for (const index of cell ?? []) {
      if (found !== undefined && index >= found) break
      const other = this.#boxes[index]
      if (other && pixelIou(box, other) > minIou) return index
    }
    return found
  }
}

const cellSide = (level: number): number => 2 ** (level + 2)
/** Cells reach a little beyond the picture; far fewer than 2^20 of them lie along a side. */
const keyOf = (level: number, column: number, row: number): number =>
  (level * 2 ** 20 + row + 16) * 2 ** 21 + column + 16
const centerX = (box: PixelBox): number => (box.left + box.right) / 2
const centerY = (box: PixelBox): number => (box.top + box.bottom) / 2
const levelOf = (box: PixelBox): number => Math.floor(Math.log2(Math.max(1, widthOf(box), heightOf(box))))

/** Non-maximum suppression within one pass: of boxes that overlap, the highest score stays. */
export function suppress(proposals: readonly Proposal[]): Proposal[] {
  const index = new BoxIndex()
  const kept: Proposal[] = []
  for (const proposal of [...proposals].sort((a, b) => b.score - a.score)) {
    if (index.find(proposal.box, sameAnswerIou) !== undefined) continue
    index.add(proposal.box)
    kept.push(proposal)
  }
  return kept
}

/** Groups what the passes proposed into candidates, highest score first. */
export function mergePasses(passes: readonly PassProposals[]): Candidate[] {
  const all = passes
    .flatMap(({ pass, proposals }) => proposals.map((proposal) => ({ ...proposal, pass })))
    .filter(({ box }) => heightOf(box) >= minHeightPx && widthOf(box) > 0)
    .sort((a, b) => b.score - a.score)
  const index = new BoxIndex()
  const groups: { box: PixelBox; top: number; scores: Map<number, number> }[] = []
  for (const { box, score, pass } of all) {
    const at = index.find(box, sameFaceIou)
    const group = at === undefined ? undefined : groups[at]
    if (!group) {
      index.add(box)
      groups.push({ box, top: score, scores: new Map([[pass, score]]) })
    } else if ((group.scores.get(pass) ?? 0) < score) group.scores.set(pass, score)
  }
  return groups
}
