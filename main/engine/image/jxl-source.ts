import { gridAtCorner } from '../../core/geometry/grid.js'
import type { DecodeLimits } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { openJxlImage, renderJxl } from './jxl-decoder.js'
import type { JxlAnimation } from './jxl-header.js'
import { jxlCodestream, readJxlAnimation } from './jxl-header.js'
import { corrupt, readingHeaders } from './media-failure.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import { decodeWithSharp } from './sharp-decode.js'

/** Opens a still or animated JPEG XL. The decoder turns pictures upright and lays the layers of a frame together. */
export function openJxl(file: Buffer, limits: DecodeLimits, options: OpenOptions): PictureSource {
  const codestream = readingHeaders(() => jxlCodestream(file))
  const animation = readingHeaders(() => readJxlAnimation(codestream))
  const image = openJxlImage(codestream)
  const size = { width: image.width ?? 0, height: image.height ?? 0 }
  const count = image.numLoadedKeyframes
  if (count < 1) throw corrupt()
  const sizes = Array.from({ length: Math.min(count, limits.maxFrames + 1) }, () => size)
  checkLimits(sizes, limits)
  // A frame's delay is known when the frame was decoded, and asked for no earlier.
  const delaysMs = sizes.map(() => 0)
  return {
    // Whether anything is transparent shows when it is decoded.
    info: { format: 'jxl', size, frames: sizes, animated: count > 1, hasAlpha: true, grid: gridAtCorner },
    ...(count > 1 && animation ? { timing: { delaysMs, loops: animation.loops } } : {}),
    frame: async (index) => {
      const { png, duration } = renderJxl(image, index)
      if (animation) delaysMs[index] = delayMs(duration, animation)
      const pixels: Pixels = await decodeWithSharp(png, { ...options, keepOrientation: true })
      if (pixels.width !== size.width || pixels.height !== size.height) throw corrupt()
      return pixels
    },
  }
}

/** The decoder gives a frame's ticks times the numerator of the clock. */
function delayMs(duration: number, { ticksPerSecond }: JxlAnimation): number {
  const { numerator, denominator } = ticksPerSecond
  return Math.round(((duration / numerator) * denominator * 1000) / numerator)
}
