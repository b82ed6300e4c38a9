import type { FaceQuality } from './types.js'

/**
 * When a face is somebody's. Covering the speaker costs a look at the picture; showing a stranger can cost him his
 * freedom: docs/people.md gives the measured rates behind each number.
 */
export interface KeepPolicy {
  /** A face farther from the references than this is covered. */
  readonly keepDistance: number
  /**
   * Every other face of the picture, and every other person to keep, must be farther by this much; a face that is itself
   * within `keepDistance` is never far enough.
   */
  readonly margin: number
  /** A covered face nearer than this may be the person: a mark for the review, nothing else. */
  readonly perhapsDistance: number
  /** Faces of two pictures nearer than this on the average belong to one group. */
  readonly groupDistance: number
  /** Reference pictures of one person that are farther apart than this show two. */
  readonly sameReferenceDistance: number
}

export const keepPolicy: KeepPolicy = {
  keepDistance: 0.4,
  margin: 0.1,
  perhapsDistance: 0.55,
  groupDistance: 0.45,
  sameReferenceDistance: 0.6,
}

/** What a face must be like for its descriptor to decide anything. */
export interface QualityFloor {
  readonly sizePx: number
  readonly turn: number
  readonly sharpness: number
  readonly misfit: number
  readonly unsteadiness: number
}

/** Faces smaller than this, in pixels of the picture, are not described at all. */
export const leastDescribedPx = 32

export const keepFloor: QualityFloor = { sizePx: 48, turn: 0.45, sharpness: 0.08, misfit: 0.05, unsteadiness: 0.04 }

export const isGoodEnough = (quality: FaceQuality, floor: QualityFloor = keepFloor): boolean =>
  quality.sizePx >= floor.sizePx &&
  quality.turn <= floor.turn &&
  quality.sharpness >= floor.sharpness &&
  quality.misfit <= floor.misfit &&
  quality.unsteadiness <= floor.unsteadiness
