import type { PixelSize } from '../geometry/box.js'
import { codecGridPx } from '../geometry/grid.js'
import type { PixelBox } from './proposal.js'
import { heightOf, widthOf } from './proposal.js'

/** The least growth of a region per side, as a share of the face; see redaction. */
const growth = 0.3

/** Which squares of the coding grid the faces accepted so far would cover, so that rules can ask what a box adds. */
export class FillMask {
  readonly #columns: number
  readonly #rows: number
  readonly #covered: Uint8Array

  constructor(size: PixelSize) {
    this.#columns = Math.ceil(size.width / codecGridPx)
    this.#rows = Math.ceil(size.height / codecGridPx)
    this.#covered = new Uint8Array(this.#columns * this.#rows)
  }

  cover(box: PixelBox): void {
    const { left, top, right, bottom } = this.#squares(box)
    for (let y = top; y < bottom; y++) this.#covered.fill(1, y * this.#columns + left, y * this.#columns + right)
  }

  /** Share of the box's own fill that is still open, 0–1. */
  openShare(box: PixelBox): number {
    const squares = this.#squares(box)
    const all = Math.max(0, widthOf(squares)) * Math.max(0, heightOf(squares))
    return all === 0 ? 0 : this.#openSquares(squares) / all
  }

  /** What the box's fill would cover that nothing covers yet, in square pixels. */
  openArea(box: PixelBox): number {
    return this.#openSquares(this.#squares(box)) * codecGridPx * codecGridPx
  }

  /** Share of the bare box, without growth, that is covered, 0–1. */
  coveredShare(box: PixelBox): number {
    const left = Math.max(0, box.left)
    const top = Math.max(0, box.top)
    const right = Math.min(this.#columns * codecGridPx, box.right)
    const bottom = Math.min(this.#rows * codecGridPx, box.bottom)
    if (right <= left || bottom <= top) return 1
    let covered = 0
    for (let y = Math.floor(top / codecGridPx); y * codecGridPx < bottom; y++)
      for (let x = Math.floor(left / codecGridPx); x * codecGridPx < right; x++) {
        if (this.#covered[y * this.#columns + x] !== 1) continue
        const width = Math.min(right, (x + 1) * codecGridPx) - Math.max(left, x * codecGridPx)
        covered += width * (Math.min(bottom, (y + 1) * codecGridPx) - Math.max(top, y * codecGridPx))
      }
    return covered / ((right - left) * (bottom - top))
  }

  #openSquares({ left, top, right, bottom }: PixelBox): number {
    let open = 0
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) if (this.#covered[y * this.#columns + x] === 0) open++
    return open
  }

  #squares(box: PixelBox): PixelBox {
    const growX = widthOf(box) * growth
    const growY = heightOf(box) * growth
    const left = Math.max(0, Math.floor((box.left - growX) / codecGridPx))
    const top = Math.max(0, Math.floor((box.top - growY) / codecGridPx))
    return {
      left,
      top,
      right: Math.max(left, Math.min(this.#columns, Math.ceil((box.right + growX) / codecGridPx))),
      bottom: Math.max(top, Math.min(this.#rows, Math.ceil((box.bottom + growY) / codecGridPx))),
    }
  }
}
