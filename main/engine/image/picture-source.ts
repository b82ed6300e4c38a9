import type { MediaInfo } from '../../core/ports.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { DecodeLimits } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { refuse } from './media-failure.js'

/** When the frames of an animation are shown. */
export interface Timing {
  /** Per frame, in milliseconds. */
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

/** A still picture up to this size is decoded once; above, memory is dearer than time. */
const keptPixels = 40_000_000

/** The same picture, a still of moderate size decoded only once. The caller still owns what it gets: a copy. */
export function decodedOnce(source: PictureSource): PictureSource {
  const { frames, size } = source.info
  if (frames.length !== 1 || size.width * size.height > keptPixels) return source
  let kept: Promise<Pixels> | undefined
  return {
    ...source,
    frame: async () => {
      const pixels = await (kept ??= source.frame(0))
      // Not `slice`: where the bytes are a Buffer that would be a view of them.
      return { ...pixels, data: new Uint8Array(pixels.data) }
    },
  }
}
