import { gridAtCorner } from '../../core/geometry/grid.js'
import type { DecodeLimits } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { profileForCodePoints, toSrgb } from './color-profile.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import type { ImageSequence } from './sequence-tracks.js'
import { corrupt, refuse } from './media-failure.js'
import type { SequenceDecoder } from './sequence-decoder.js'
import { withoutHiddenColor } from './sharp-decode.js'

/** Opens the moving picture of an AVIF file, with its transparency. */
export async function openSequence(
  file: Buffer,
  sequence: ImageSequence,
  limits: DecodeLimits,
  options: OpenOptions,
): Promise<PictureSource> {
  const { color, alpha } = sequence
  const { size, delaysMs, loops, nclx } = color
  const sizes = Array.from({ length: Math.min(color.samples.length, limits.maxFrames + 1) }, () => size)
  checkLimits(sizes, limits)
  if (alpha && (alpha.size.width !== size.width || alpha.size.height !== size.height)) throw corrupt()
  // FFmpeg is loaded for these files alone.
  const { SequenceDecoder: Decoder } = await loadDecoder()
  const colors = new Decoder(file, color, 'color')
  const transparency = alpha && new Decoder(file, alpha, 'alpha')
  const profile = color.profile ?? (nclx && profileForCodePoints(nclx.primaries, nclx.transfer))
  return {
    info: {
      format: 'avif',
      size,
      frames: sizes,
      animated: sizes.length > 1,
      hasAlpha: alpha !== undefined,
      grid: gridAtCorner,
    },
    timing: { delaysMs, loops },
    frame: async (index) => {
      const opaque: Pixels = { ...size, channels: 3, data: await colors.frame(index) }
      const shown = profile ? await toSrgb(opaque, profile) : opaque
      if (!transparency) return shown
      const pixels = withAlpha(shown, await transparency.frame(index))
      return options.keepHiddenColor ? pixels : withoutHiddenColor(pixels)
    },
  }
}

async function loadDecoder(): Promise<{ readonly SequenceDecoder: typeof SequenceDecoder }> {
  try {
    return await import('./sequence-decoder.js')
  } catch {
    // node-av or its binary is not installed, or does not run on this machine.
    throw refuse({ code: 'unsupported-format', format: 'AVIF image sequence without node-av' })
  }
}

function withAlpha(pixels: Pixels, alpha: Uint8Array): Pixels {
  const data = new Uint8Array(pixels.width * pixels.height * 4)
  for (let from = 0, to = 0; to < data.length; from += pixels.channels, to += 4) {
    data[to] = pixels.data[from] ?? 0
    data[to + 1] = pixels.data[from + 1] ?? 0
    data[to + 2] = pixels.data[from + 2] ?? 0
    data[to + 3] = alpha[to >> 2] ?? 255
  }
  return { ...pixels, channels: 4, data }
}
