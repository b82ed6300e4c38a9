import sharp, { type Metadata, type Sharp } from 'sharp'
import type { GridOrigin } from '../../core/geometry/grid.js'
import { codecGridPx, gridAtCorner } from '../../core/geometry/grid.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { corrupt, MediaFailure, refuse, truncated } from './media-failure.js'

/**
 * libvips reads many formats. Only the loaders for what `identify` recognised stay open; everything else, SVG and PDF
 * first, cannot be reached even by a file that deceived `identify`.
 */
export function prepareSharp(threads: number): void {
  sharp.cache(false)
  sharp.concurrency(threads)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadWebpBuffer',
      'VipsForeignLoadNsgifBuffer',
      'VipsForeignLoadTiffBuffer',
      'VipsForeignLoadHeifBuffer',
    ],
  })
}

export interface SharpDecodeOptions {
  readonly page?: number
  readonly pages?: number
  /** Sensitivity to damaged data, see sharp's `failOn`. */
  readonly failOn?: 'error' | 'warning'
  /** Show the pixels as stored, whatever EXIF says. */
  readonly keepOrientation?: boolean
  /** Do not apply the embedded colour profile. */
  readonly ignoreProfile?: boolean
  /** Leave the colours of transparent pixels as they stand in the file, to examine them. */
  readonly keepHiddenColor?: boolean
  /** The picture is CMYK without a profile, see `isUntaggedCmyk`. */
  readonly untaggedCmyk?: boolean
}

/** Decodes to upright sRGB, 8 bit, 3 channels, or 4 where there is transparency. Transparent pixels lose their colour. */
export async function decodeWithSharp(bytes: Uint8Array, options: SharpDecodeOptions = {}): Promise<Pixels> {
  try {
    const pipeline = openWithSharp(bytes, options)
    if (!options.keepOrientation) pipeline.autoOrient()
    if (options.untaggedCmyk) return await decodeUntaggedCmyk(pipeline)
    const { data, info } = await pipeline
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const pixels = toPixels(data, info)
    return options.keepHiddenColor ? pixels : withoutHiddenColor(pixels)
  } catch (error) {
    throw asDecodeFailure(error)
  }
}

export function openWithSharp(bytes: Uint8Array, options: SharpDecodeOptions): Sharp {
  return sharp(bytes, {
    failOn: options.failOn ?? 'error',
    limitInputPixels: false,
    ignoreIcc: options.ignoreProfile ?? false,
    ...(options.page === undefined ? {} : { page: options.page }),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
  })
}

export async function readSharpMetadata(bytes: Uint8Array, options: SharpDecodeOptions = {}): Promise<Metadata> {
  try {
    return await openWithSharp(bytes, options).metadata()
  } catch (error) {
    throw asDecodeFailure(error)
  }
}

export const isUntaggedCmyk = (metadata: Metadata): boolean => metadata.space === 'cmyk' && !metadata.hasProfile

/** Ink without a profile has no agreed colours; shown as browsers and photo viewers show it: paper less ink less black. */
async function decodeUntaggedCmyk(pipeline: Sharp): Promise<Pixels> {
  const inks = pipeline.pipelineColourspace('cmyk').toColourspace('cmyk').raw({ depth: 'uchar' })
  const { data, info } = await inks.toBuffer({ resolveWithObject: true })
  if (info.channels < 4) throw corrupt()
  const target = new Uint8Array(info.width * info.height * 3)
  for (let from = 0, to = 0; to < target.length; from += info.channels, to += 3) {
    const light = 255 - (data[from + 3] ?? 0)
    for (let ink = 0; ink < 3; ink++) target[to + ink] = Math.round(((255 - (data[from + ink] ?? 0)) * light) / 255)
  }
  return { width: info.width, height: info.height, channels: 3, data: target }
}

function toPixels(data: Uint8Array, info: { width: number; height: number; channels: number }): Pixels {
  const { width, height, channels } = info
  if (data.length !== width * height * channels) throw corrupt()
  if (channels === 3) return { width, height, channels, data }
  if (channels === 4) return { width, height, channels, data }
  if (channels === 1 || channels === 2) return expandGrey(data, width, height, channels)
  throw refuse({ code: 'unsupported-format', format: `picture with ${String(channels)} channels` })
}

function expandGrey(grey: Uint8Array, width: number, height: number, channels: 1 | 2): Pixels {
  const target: 3 | 4 = channels === 2 ? 4 : 3
  const data = new Uint8Array(width * height * target)
  for (let from = 0, to = 0; from < grey.length; from += channels, to += target) {
    data.fill(grey[from] ?? 0, to, to + 3)
    if (channels === 2) data[to + 3] = grey[from + 1] ?? 0
  }
  return { width, height, channels: target, data }
}

/** Zeroes what lies under fully transparent pixels, in place. A picture that is opaque everywhere loses its alpha channel. */
export function withoutHiddenColor(pixels: Pixels): Pixels {
  if (pixels.channels === 3) return pixels
  const { data, width, height } = pixels
  let opaque = true
  for (let at = 3; at < data.length; at += 4) {
    const alpha = data[at]
    if (alpha === 255) continue
    opaque = false
    if (alpha === 0) data.fill(0, at - 3, at)
  }
  return opaque ? { width, height, channels: 3, data: dropAlpha(data) } : pixels
}

/** True where more than one single colour lies under fully transparent pixels that were decoded with `keepHiddenColor`. */
export function hasHiddenColor(pixels: Pixels): boolean {
  if (pixels.channels === 3) return false
  const { data } = pixels
  let first = -1
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 0) continue
    if (first < 0) first = at
    const isSame = data[at] === data[first] && data[at + 1] === data[first + 1] && data[at + 2] === data[first + 2]
    if (!isSame) return true
  }
  return false
}

function dropAlpha(data: Uint8Array): Uint8Array {
  const target = new Uint8Array((data.length / 4) * 3)
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    target[to] = data[from] ?? 0
    target[to + 1] = data[from + 1] ?? 0
    target[to + 2] = data[from + 2] ?? 0
  }
  return target
}

/** The picture on a white ground, three channels. */
export function flatten(pixels: Pixels): Pixels {
  if (pixels.channels === 3) return pixels
  const { data, width, height } = pixels
  const target = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3] ?? 255
    for (let channel = 0; channel < 3; channel++) {
      target[to + channel] = Math.round(((data[from + channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255)
    }
  }
  return { width, height, channels: 3, data: target }
}

/** libvips tells damage only in words; what they say of a cut file is kept apart from other damage. */
export function asDecodeFailure(error: unknown): Error {
  if (error instanceof MediaFailure) return error
  const words = error instanceof Error ? error.message.toLowerCase() : ''
  if (/premature end|end of file|unexpected end|truncat|eof|read error|not enough data/.test(words)) return truncated()
  return corrupt()
}

/** EXIF orientation (TIFF 6.0 tag 274); anything but 1–8 counts as upright. */
export function uprightSize(width: number, height: number, orientation: number | undefined): PixelSize {
  return orientation !== undefined && orientation >= 5 && orientation <= 8
    ? { width: height, height: width }
    : { width, height }
}

/** Where the coding grid of a picture that was stored with `orientation` lies once it is upright. */
export function gridOf(upright: PixelSize, orientation: number | undefined): GridOrigin {
  const reversedX = [2, 3, 6, 7].includes(orientation ?? 1)
  const reversedY = [3, 4, 7, 8].includes(orientation ?? 1)
  if (!reversedX && !reversedY) return gridAtCorner
  return {
    offsetX: reversedX ? upright.width % codecGridPx : 0,
    offsetY: reversedY ? upright.height % codecGridPx : 0,
  }
}
