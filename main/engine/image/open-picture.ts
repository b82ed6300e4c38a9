import type { DecodeLimits } from '../../core/ports.js'
import { openAnimation } from './animation-source.js'
import { openHeif } from './heif-source.js'
import { identify, identifyBytes } from './identify.js'
import { openJpeg } from './jpeg-source.js'
import { openJxl } from './jxl-source.js'
import { refuse } from './media-failure.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { openPng } from './png-source.js'
import { openRawPreview } from './raw-preview.js'
import { openTiff } from './tiff-source.js'

/** Opens the primary picture of a file by its content. Throws `MediaFailure`. */
export async function openPicture(
  file: Buffer,
  limits: DecodeLimits,
  options: OpenOptions = {},
): Promise<PictureSource> {
  const identified = identify(file.subarray(0, identifyBytes))
  if (identified.kind === 'unknown') throw refuse({ code: 'not-a-picture' })
  if (identified.kind === 'unsupported') throw refuse({ code: 'unsupported-format', format: identified.name })
  switch (identified.format) {
    case 'jpeg':
      return openJpeg(file, limits)
    case 'png':
      return openPng(file, limits, options)
    case 'gif':
    case 'webp':
      return openAnimation(file, identified.format, limits, options)
    case 'tiff':
      return openTiff(file, limits, options)
    case 'avif':
    case 'heic':
      return openHeif(file, limits, options)
    case 'raw':
      return openRawPreview(file, limits)
    case 'jxl':
      return openJxl(file, limits, options)
  }
}
