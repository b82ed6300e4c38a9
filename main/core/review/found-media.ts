import type { FrameFaces, FrameHeads } from '../detection/types.js'
import type { Box, PixelSize } from '../geometry/box.js'
import type { Trace } from '../ports.js'

/** One person followed through a video. */
export interface FoundTrack {
  /** Stands for the track in a decision. */
  readonly track: number
  readonly confidence: number
  readonly uncertain: boolean
  readonly fromSeconds: number
  readonly toSeconds: number
  /** The face at some moments of its life, in order; evenly moving between them. */
  readonly keyframes: readonly { readonly seconds: number; readonly box: Box }[]
}

/** What finding the faces of a picture, animation or multi-page file brought. */
export interface FoundPicture {
  readonly kind: 'picture'
  readonly size: PixelSize
  readonly frames: readonly PixelSize[]
  /** True for frames in time, false for the pages of a TIFF. */
  readonly animated: boolean
  readonly faces: readonly FrameFaces[]
  /** Heads of people that no face's cover reaches, frame by frame; frames without one may be left out. */
  readonly bareHeads: readonly FrameHeads[]
  readonly traces: readonly Trace[]
}

export interface FoundVideo {
  readonly kind: 'video'
  /** Of the upright picture, in stored pixels. */
  readonly size: PixelSize
  readonly durationSeconds: number
  readonly framesPerSecond: number
  readonly hasSound: boolean
  readonly tracks: readonly FoundTrack[]
  /** Seconds at which somebody was lost without a visible reason: a person should look there. */
  readonly reviewSeconds: readonly number[]
  readonly traces: readonly Trace[]
}

/** All that a reviewer needs to know of one file. */
export type FoundMedia = FoundPicture | FoundVideo
