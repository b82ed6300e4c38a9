import sharp from 'sharp'
import type { DecodeLimits } from '../../core/ports.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { Pixels } from '../../core/redaction/paint.js'
import type { CodePoints } from './color-profile.js'
import { isHighDynamicRange, profileForCodePoints, toSrgb } from './color-profile.js'
import type { DeepPixels } from './deep-pixels.js'
import { decodeDeepWithSharp } from './deep-pixels.js'
import { decodeDeepHeic, decodeHeic } from './heic-decode.js'
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

/** The numbers of a picture in PQ or HLG. With a profile, that has precedence (ISO/IEC 14496-12, 12.1.5). */
const brightRange = ({ nclx, hasProfile }: HeifPrimary): CodePoints | undefined =>
  nclx && !hasProfile && isHighDynamicRange(nclx) ? nclx : undefined

/** FFmpeg is loaded for these pictures alone. */
async function mapTones(pixels: DeepPixels, colors: CodePoints, primary: HeifPrimary): Promise<Pixels> {
  const { toneMapped } = await import('./high-dynamic-range.js')
  return turnLeft(await toneMapped(pixels, colors), primary.lonelyTurn?.quartersLeft ?? 0)
}

async function decodeAv1(file: Buffer, primary: HeifPrimary, options: OpenOptions): Promise<Pixels> {
  const bright = brightRange(primary)
  if (bright) {
    const mapped = await mapTones(await decodeDeepWithSharp(readable(file, primary)), bright, primary)
    return options.keepHiddenColor ? mapped : withoutHiddenColor(mapped)
  }
  const pixels = await decodeWithSharp(readable(file, primary), { ...options, keepOrientation: true })
  const turned = await turnLeft(pixels, primary.lonelyTurn?.quartersLeft ?? 0)
  return primary.hasProfile ? turned : convertCodePoints(turned, primary)
}

async function decodeHevc(file: Buffer, primary: HeifPrimary): Promise<Pixels> {
  const bright = brightRange(primary)
  if (bright) return withoutHiddenColor(await mapTones(decodeDeepHeic(readable(file, primary)), bright, primary))
  const { pixels, profile } = decodeHeic(readable(file, primary))
  const turned = await turnLeft(pixels, primary.lonelyTurn?.quartersLeft ?? 0)
  const converted = profile ? await toSrgb(turned, profile) : await convertCodePoints(turned, primary)
  return withoutHiddenColor(converted)
}

async function convertCodePoints(pixels: Pixels, primary: HeifPrimary): Promise<Pixels> {
  const profile = primary.nclx && profileForCodePoints(primary.nclx.primaries, primary.nclx.transfer)
  return profile ? toSrgb(pixels, profile) : pixels
}

/** The matrix that is meant where none is specified: BT.601 (ISO/IEC 23000-22, 7.3.6.4). */
const defaultMatrix = 6

/**
 * The file as libheif and libvips read it right; the same bytes where nothing is in their way.
 *
 * - libvips knows AV1 pictures by the major brand `avif`; sequences and neutral HEIF brands hold the same items.
 * - libheif passes over a colour box that leaves everything unspecified, with its range, and takes the bitstream's range
 *   instead. The box has precedence (ISO/IEC 14496-12, 12.1.5), and browsers keep to it.
 * - libheif turns a picture without its transparency where only the picture has an `irot`, and lays the one over the
 *   other askew. Such files are meant to be turned as a whole: it is told not to turn, and `turnLeft` does.
 */
function readable(file: Buffer, { codec, unspecifiedMatrixAt, lonelyTurn }: HeifPrimary): Buffer {
  const isBranded = codec !== 'av01' || file.toString('latin1', 8, 12) === 'avif'
  if (isBranded && unspecifiedMatrixAt.length === 0 && !lonelyTurn) return file
  const copy = Buffer.from(file)
  if (!isBranded) copy.write('avif', 8, 'latin1')
  for (const at of unspecifiedMatrixAt) copy.writeUInt16BE(defaultMatrix, at)
  if (lonelyTurn) copy.writeUInt8(0, lonelyTurn.at)
  return copy
}

async function turnLeft(pixels: Pixels, quarters: number): Promise<Pixels> {
  if (quarters === 0) return pixels
  const { width, height, channels } = pixels
  const pipeline = sharp(pixels.data, { raw: { width, height, channels } }).rotate(360 - quarters * 90)
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels, data }
}
