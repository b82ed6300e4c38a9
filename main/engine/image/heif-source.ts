import type { DecodeLimits } from '../../core/ports.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { profileForCodePoints, toSrgb } from './color-profile.js'
import { decodeHeic } from './heic-decode.js'
import type { HeifPrimary } from './heif-items.js'
import { readHeifPrimary } from './heif-items.js'
import { corrupt, readingHeaders, refuse } from './media-failure.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import { openSequence } from './sequence-source.js'
import { readImageSequence } from './sequence-tracks.js'
import { decodeWithSharp, withoutHiddenColor } from './sharp-decode.js'

/**
 * Opens the primary picture of a HEIF file: AV1 with libvips, HEVC with libheif's wasm build. Of an AVIF
 * sequence all frames are taken, of one with HEVC the cover picture; without that it is refused.
 */
export async function openHeif(file: Buffer, limits: DecodeLimits, options: OpenOptions): Promise<PictureSource> {
  const sequence = readingHeaders(() => readImageSequence(file))
  if (sequence) return openSequence(file, sequence, limits, options)
  const primary = readingHeaders(() => readHeifPrimary(file))
  if (!primary) throw refuse({ code: 'unsupported-format', format: 'HEIF image sequence without a still picture' })
  checkLimits([primary.coded], limits)
  const isAv1 = primary.codec === 'av01'
  if (!isAv1 && primary.codec !== 'hvc1') {
    throw refuse({ code: 'unsupported-format', format: `HEIF, ${printable(primary.codec)}` })
  }
  const decode = (): Promise<Pixels> => (isAv1 ? decodeAv1(file, primary, options) : decodeHevc(file, primary))
  const first = await decode()
  if (!matches(first, primary)) throw corrupt()
  const size = { width: first.width, height: first.height }
  let ready: Pixels | undefined = first
  return {
    info: {
      format: isAv1 ? 'avif' : 'heic',
      size,
      frames: [size],
      animated: false,
      hasAlpha: first.channels === 4,
      grid: gridAtCorner,
    },
    frame: async () => {
      const pixels = ready ?? (await decode())
      ready = undefined
      return pixels
    },
  }
}

const printable = (text: string): string => text.replace(/[^ -~]/g, '?')

/** The decoder may round a cut by a pixel; a picture of another size is not the one whose limits were looked at. */
const matches = (pixels: PixelSize, primary: HeifPrimary): boolean =>
  pixels.width * pixels.height <=
  primary.coded.width * primary.coded.height + primary.coded.width + primary.coded.height

async function decodeAv1(file: Buffer, primary: HeifPrimary, options: OpenOptions): Promise<Pixels> {
  const pixels = await decodeWithSharp(asStillAvif(file), { ...options, keepOrientation: true })
  return primary.hasProfile ? pixels : convertCodePoints(pixels, primary)
}

async function decodeHevc(file: Buffer, primary: HeifPrimary): Promise<Pixels> {
  const { pixels, profile } = decodeHeic(file)
  const converted = profile ? await toSrgb(pixels, profile) : await convertCodePoints(pixels, primary)
  return withoutHiddenColor(converted)
}

async function convertCodePoints(pixels: Pixels, primary: HeifPrimary): Promise<Pixels> {
  const profile = primary.nclx && profileForCodePoints(primary.nclx.primaries, primary.nclx.transfer)
  return profile ? toSrgb(pixels, profile) : pixels
}

/** libvips knows AV1 pictures by the major brand `avif`; sequences and neutral HEIF brands hold the same items. */
function asStillAvif(file: Buffer): Buffer {
  if (file.toString('latin1', 8, 12) === 'avif') return file
  const copy = Buffer.from(file)
  copy.write('avif', 8, 'latin1')
  return copy
}
