import type { Box } from '../../core/geometry/box.js'
import type { DetectedFace, Thoroughness } from '../../core/detection/types.js'
import type { CoverExtent } from '../../core/people/cover-more.js'
import type { RgbImage } from '../../core/ports.js'

/** Where a face may be in one frame, before the frames around it were asked. */
export interface ScoredBox {
  /** In shares of the upright picture. */
  readonly box: Box
  /** The network's own score, 0–1. */
  readonly score: number
}

/** A frame as one look sees it. */
export interface FrameView {
  readonly image: RgbImage
  /** The network sees it mirrored; its answers are of the picture as it is. */
  readonly mirrored: boolean
}

/** Finds faces in the frames of a video; several frames may be looked at at once. */
export interface FrameDetector {
  /** Everything that may be a face, down to weak evidence. Each image is seen as it is; its bytes are given away. */
  propose(signal: AbortSignal, views: readonly FrameView[]): Promise<readonly ScoredBox[]>
  /** People as a whole, whose heads may show no face. Absent where the manifest names no network for that. */
  readonly findPeople?: (signal: AbortSignal, image: RgbImage) => Promise<readonly ScoredBox[]>
  /** The release gate's look at a finished frame, configured differently. */
  detectRemaining(signal: AbortSignal, image: RgbImage, thoroughness: Thoroughness): Promise<readonly DetectedFace[]>
  close(): Promise<void>
}

/** Longest side of what a fine look at a frame sees, in pixels. */
export const lookSidePx: Readonly<Record<Thoroughness, number>> = { fast: 832, balanced: 1024, thorough: 1280 }
/** The same of a coarse look. */
const coarseSidePx = 640
/** And of a glimpse, see `LookTurn`. */
const glimpseSidePx = 384

/** Small pictures are enlarged no more than photos are: what is seen in blocks and blur beyond that is no face. */
export const largestEnlargement = 2

/** How one look sees a frame. */
export interface FrameLook {
  /** Longest side of what the network sees, in pixels. */
  readonly sidePx: number
  readonly mirrored: boolean
}

/**
 * Frames are looked at in turn at different scales, some of them mirrored: the same person is in all of them, so that
 * neighbouring frames bring what several passes over one picture would. `index` counts the looks at this video,
 * `longestSidePx` is the frame's own.
 */
export function looksAt(index: number, thoroughness: Thoroughness, longestSidePx: number): readonly FrameLook[] {
  const finest = lookSidePx[thoroughness]
  const shrink = Math.min(1, (largestEnlargement * longestSidePx) / finest)
  const fine = { sidePx: Math.round(shrink * finest), mirrored: index % 4 === 2 }
  const coarse = { sidePx: Math.round(shrink * coarseSidePx), mirrored: index % 4 === 3 }
  if (thoroughness === 'thorough') return [fine, coarse]
  return [index % 2 === 0 ? fine : coarse]
}

/** How a glimpse sees a frame; `index` counts the glimpses. */
export const glimpseAt = (index: number, longestSidePx: number): FrameLook => ({
  sidePx: Math.min(glimpseSidePx, largestEnlargement * longestSidePx),
  mirrored: index % 2 === 1,
})

/** Longest side of what the network for people sees, and how often in a second it looks; `fast` does without it. */
export const peopleSidePx = 640
const peopleLooksPerSecond: Readonly<Record<Thoroughness, number>> = { fast: 0, balanced: 2, thorough: 4 }

/** Whoever asks for more than faces wants those without one covered, too, however fast. */
export const peopleLooksFor = (thoroughness: Thoroughness, extent: CoverExtent): number =>
  extent === 'faces' ? peopleLooksPerSecond[thoroughness] : Math.max(2, peopleLooksPerSecond[thoroughness])

/** Where whole people are covered, the network looks in between, too: more often, and more finely at those far away. */
export const bodySidePx = 1024
export const bodyLooksPerSecond: Readonly<Record<Thoroughness, number>> = { fast: 4, balanced: 6, thorough: 8 }

/** No more frames are looked at at once, whatever the processor has: each further one took 180 MB on a 1080p clip. */
export const maxLooksAtOnce = 3
