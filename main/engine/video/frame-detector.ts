import type { Box } from '../../core/geometry/box.js'
import type { DetectedFace, Thoroughness } from '../../core/detection/types.js'
import type { RgbImage } from '../../core/ports.js'

/** Where a face may be in one frame, before the frames around it were asked. */
export interface ScoredBox {
  /** In shares of the upright picture. */
  readonly box: Box
  /** The network's own score, 0–1. */
  readonly score: number
}

/** Finds faces in the frames of a video; several frames may be looked at at once. */
export interface FrameDetector {
  /** Everything that may be a face, down to weak evidence; `index` lets neighbouring frames be looked at differently. */
  propose(
    signal: AbortSignal,
    image: RgbImage,
    index: number,
    thoroughness: Thoroughness,
  ): Promise<readonly ScoredBox[]>
  /** The release gate's look at a finished frame, configured differently. */
  detectRemaining(signal: AbortSignal, image: RgbImage, thoroughness: Thoroughness): Promise<readonly DetectedFace[]>
  close(): Promise<void>
}

/** Longest side of the picture that detection looks at, in pixels. */
export const lookSidePx: Readonly<Record<Thoroughness, number>> = { fast: 832, balanced: 1024, thorough: 1280 }
