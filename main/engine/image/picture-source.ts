import type { MediaInfo } from '../../core/ports.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { DecodeLimits } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { refuse } from './media-failure.js'

/** When the frames of an animation are shown. */
export interface Timing {
  /** Per frame, in milliseconds. Of some formats a frame's own is known once `frame` has brought the frame. */
  readonly delaysMs: readonly number[]
  /** How often it plays, 0 for ever. */
  readonly loops: number
}

/** An identified picture whose headers were read and found within the limits. */
export interface PictureSource {
  readonly info: MediaInfo
  readonly timing?: Timing
  /** Decodes one frame or page to upright sRGB. The caller owns the pixels and may paint on them. */
  frame(index: number): Promise<Pixels>
}

/** How a picture is opened. */
export interface OpenOptions {
  /** See `SharpDecodeOptions`. */
  readonly keepHiddenColor?: boolean
}

/** Refuses what would be too large to decode, before anything is decoded. */
export function checkLimits(frames: readonly PixelSize[], limits: DecodeLimits): void {
  if (frames.length > limits.maxFrames) {
    throw refuse({ code: 'too-many-frames', frames: frames.length, limit: limits.maxFrames })
  }
  let pixels = 0
  for (const frame of frames) {
    if (!(frame.width > 0 && frame.height > 0)) throw refuse({ code: 'corrupt' })
    pixels += frame.width * frame.height
  }
  if (pixels > limits.maxPixels) throw refuse({ code: 'too-many-pixels', pixels, limit: limits.maxPixels })
}

/** A source whose pixels can also be looked at without owning them. */
export interface ViewableSource extends PictureSource {
  /** The same pixels as `frame`, not to be painted on. */
  view(index: number): Promise<Pixels>
}

/** A still picture up to this size stays decoded between a view and the frame after it; above, memory is dearer than time. */
const keptPixels = 40_000_000

/** The same picture; a still of moderate size need not be decoded again after it was looked at. */
export function viewable(source: PictureSource): ViewableSource {
  const { frames, size } = source.info
  const keeps = frames.length === 1 && size.width * size.height <= keptPixels
  let kept: Promise<Pixels> | undefined
  return {
    ...source,
    view: (index) => (keeps ? (kept ??= source.frame(index)) : source.frame(index)),
    // Whoever takes the frame may paint on it: it is not kept any longer.
    frame: (index) => {
      const pixels = kept ?? source.frame(index)
      kept = undefined
      return pixels
    },
  }
}
