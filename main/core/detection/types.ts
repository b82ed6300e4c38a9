import { z } from 'zod'
import type { Box } from '../geometry/box.js'

export const thoroughnessSchema = z.enum(['fast', 'balanced', 'thorough'])

/** How many passes the detector makes; `balanced` is the default and meets the bar of docs/detection.md. */
export type Thoroughness = z.infer<typeof thoroughnessSchema>

/** A face that the policy decided to cover. */
export interface DetectedFace {
  /** The face from forehead to chin, in the upright picture. */
  readonly box: Box
  /** Probability that this is a face, 0–1, after all passes. */
  readonly confidence: number
  /** True when a person should look at it first: kept on weak evidence. */
  readonly uncertain: boolean
}

/** What one look at a picture brought. */
export interface Sight {
  /** Every face to cover. */
  readonly faces: readonly DetectedFace[]
  /** Heads that none of these covers, of people who are plainly seen, see `bare-heads.ts`; `fast` looks for none. */
  readonly bareHeads: readonly Box[]
}

/** All faces of one frame or page of a file. */
export interface FrameFaces {
  /** Index of the frame or page, 0 for a still picture. */
  readonly frame: number
  readonly faces: readonly DetectedFace[]
}

/** Heads of one frame that no face covers. */
export interface FrameHeads {
  readonly frame: number
  readonly bareHeads: readonly Box[]
}

/** What looking at one frame brought. */
export interface FrameSight extends FrameFaces, FrameHeads {}
