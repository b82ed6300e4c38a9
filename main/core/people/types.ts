import type { DetectedFace, FrameFaces } from '../detection/types.js'
import type { PersonReason } from '../review/decision.js'

/** Numbers in a descriptor. */
export const descriptorLength = 128

/**
 * What a face looks like, as a point in a space in which pictures of one person lie near each other: 128 numbers. It
 * identifies a person like a fingerprint does: it is kept in memory, wiped when its job ends, and never written.
 */
export type Descriptor = Float32Array

/** What tells whether a descriptor can be relied on. */
export interface FaceQuality {
  /** The shorter side of the face's box, in pixels of the upright picture. */
  readonly sizePx: number
  /** How far the face is turned aside: 0 towards the camera, 1 a full profile. */
  readonly turn: number
  /** Fine detail of the picture of the face against its contrast, from 0 for a smooth blur. */
  readonly sharpness: number
  /** How far eyes, nose and mouth lie from where a face has them, in shares of the aligned picture's side. */
  readonly misfit: number
  /** How far apart the landmarks of the face and of its mirror image lie, in shares of the face's side. */
  readonly unsteadiness: number
}

/** One face as the identifier sees it. */
export interface FaceDescription {
  readonly descriptor: Descriptor
  readonly quality: FaceQuality
}

/** The descriptions of one frame's faces, in their order; undefined for a face too small to be described. */
export interface FrameDescriptions {
  readonly frame: number
  readonly descriptions: readonly (FaceDescription | undefined)[]
}

/** Somebody who stays visible, known by one or more reference pictures. */
export interface KeepPerson {
  readonly references: readonly Descriptor[]
}

/** A face that stays visible, and why. It never says who. */
export interface KeptFace {
  /** In a video, where the stretch begins. */
  readonly frame: number
  readonly box: DetectedFace['box']
  /** `reference`: recognised by reference pictures; all others are what a person said of the face. */
  readonly reason: 'reference' | PersonReason
  /** Only in a video. */
  readonly stretch?: KeptStretch
}

/** How long a face of a video stays visible, in seconds of the safe copy. */
export interface KeptStretch {
  readonly fromSeconds: number
  readonly toSeconds: number
  /** Of this, where not more than half of it lies under somebody else's cover. */
  readonly visibleSeconds: number
}

/** What became of the people of one item. Only where somebody is to stay visible or more than faces is covered. */
export interface PeopleCoverage {
  readonly kept: readonly KeptFace[]
  /** Covered faces that may be a person to keep: first in the review queue. */
  readonly perhaps: number
  /** Where more than faces is covered, people whose head was seen, but no face of it: somebody should look. */
  readonly bareHeads: number
  /** Why nobody could stay visible, whoever was recognised. */
  readonly nobodyKept?: NobodyKept
}

/** In a GIF, an APNG or another picture that moves, a person would have to be recognised in every frame. */
export type NobodyKept = 'moving-picture'

/** A person as a whole, found by another network than the faces. */
export interface FramePeople {
  readonly frame: number
  readonly people: readonly DetectedFace[]
}

/** The kept faces, frame by frame, as the release gate takes them. */
export const keptFrames = (kept: readonly Pick<KeptFace, 'frame' | 'box'>[]): readonly FrameFaces[] =>
  [...new Set(kept.map(({ frame }) => frame))].map((frame) => ({
    frame,
    faces: kept
      .filter((face) => face.frame === frame)
      .map(({ box }): DetectedFace => ({ box, confidence: 1, uncertain: false })),
  }))
