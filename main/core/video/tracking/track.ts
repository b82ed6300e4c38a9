import type { Box } from '../../geometry/box.js'

/** A box in which a network saw a face, in shares of the upright picture. */
export interface Observation {
  readonly box: Box
  /** The network's own score, 0–1. */
  readonly score: number
}
