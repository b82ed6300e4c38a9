import type { Thoroughness } from './types.js'

/** Where the line is drawn; all odds are natural log-odds. Chosen on the curve of docs/detection.md. */
export interface Policy {
  /** Odds required in a crowd of a box that costs as much as a face of `smallPx` standing apart, or less. */
  readonly oddsSmall: number
  readonly smallPx: number
  /** Further odds required per unit of the logarithm of what it costs; 2 holds them in proportion to the area. */
  readonly oddsPerLogCost: number
  /** Further odds required where no other face is. */
  readonly oddsAlone: number
  /** Never more than this is required in a crowd, and this much more alone. */
  readonly oddsMost: number
  readonly oddsMostAlone: number
  /** Number of faces at which a picture is half a crowd, and how sharply it becomes one. */
  readonly crowdSize: number
  readonly crowdSteepness: number
  /** Any pass with this score decides alone. */
  readonly sureScore: number
  /** A box of which this share is covered already adds nothing. */
  readonly explainedShare: number
}

const balanced: Policy = {
  oddsSmall: -5.8,
  smallPx: 12,
  oddsPerLogCost: 2,
  oddsAlone: 6.2,
  oddsMost: -2.35,
  oddsMostAlone: 2.45,
  crowdSize: 2.4,
  crowdSteepness: 2.1,
  sureScore: 0.4,
  explainedShare: 0.95,
}

export const policies: Readonly<Record<Thoroughness, Policy>> = {
  fast: balanced,
  balanced,
  // More passes bring more false answers too; their number is not the user's first concern here.
  thorough: balanced,
}

/** Score from which the release gate counts an answer of its own passes as a face still visible. */
export const remainingScore = 0.45
