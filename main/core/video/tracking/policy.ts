import type { Thoroughness } from '../../detection/types.js'

/** What makes a chain of sightings a face that is covered, and how far it is covered beyond them. */
export interface TrackingPolicy {
  /** Lowest score that may begin a chain or continue one. */
  readonly seedScore: number
  readonly continueScore: number
  /** A single sighting of at least this score is covered, whatever comes before and after. */
  readonly certainScore: number
  /** So is a chain whose best sightings (a second of them, missing ones count as zero) reach this on the average. */
  readonly steadyScore: SteadyScores
  /** A face is looked for this long after it was last seen. */
  readonly gapSeconds: number
  /** Every track is covered this long before its first and after its last sighting. */
  readonly paddingSeconds: number
  /** A track that is lost without a visible reason stays covered this long, by an area that grows. */
  readonly lostSeconds: number
}

/** Weak evidence counts for more where many people are, and for less where the face would be large and plain to see. */
export interface SteadyScores {
  readonly crowd: number
  readonly few: number
  readonly large: number
}

/** A scene with this many faces beyond doubt is a crowd. */
export const crowdTracks = 4
/** A face higher than this share of the picture is large. */
export const largeShare = 0.14

export const trackingPolicies: Readonly<Record<Thoroughness, TrackingPolicy>> = {
  fast: {
    seedScore: 0.02,
    continueScore: 0.006,
    certainScore: 0.3,
    steadyScore: { crowd: 0.012, few: 0.03, large: 0.04 },
    gapSeconds: 1,
    paddingSeconds: 0.2,
    lostSeconds: 2,
  },
  balanced: {
    seedScore: 0.01,
    continueScore: 0.003,
    certainScore: 0.25,
    steadyScore: { crowd: 0.004, few: 0.012, large: 0.02 },
    gapSeconds: 0.8,
    paddingSeconds: 0.3,
    lostSeconds: 3,
  },
  thorough: {
    seedScore: 0.008,
    continueScore: 0.003,
    certainScore: 0.15,
    steadyScore: { crowd: 0.004, few: 0.01, large: 0.012 },
    gapSeconds: 1,
    paddingSeconds: 0.5,
    lostSeconds: 4,
  },
}

/** Nothing weaker begins a chain, whichever the policy. */
export const leastSeedScore = Math.min(...Object.values(trackingPolicies).map(({ seedScore }) => seedScore))
