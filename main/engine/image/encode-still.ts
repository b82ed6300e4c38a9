import sharp, { type Sharp } from 'sharp'
import type { PixelSize } from '../../core/geometry/box.js'
import type { OutputFormat } from '../../core/media/formats.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { embeddedPart } from '../structure/embedded.js'
import { blackenUnusedColors } from './gif-palette.js'
import { readPngChunks, writePng } from './png-chunks.js'
import { flatten, withoutHiddenColor } from './sharp-decode.js'

/**
 * Settings depend on the format, on the size and on whether there is transparency, and on nothing else that came in: tables
 * and flags tell nothing more of the input. Quality is what a publication needs and no more; settings are explained in docs/formats.md.
 */
export const encoderSettings = {
  jpeg: { quality: 85, chromaSubsampling: '4:2:0', progressive: false, mozjpeg: false, optimiseCoding: false },
  png: { compressionLevel: 6, adaptiveFiltering: true, palette: false, progressive: false },
  webp: { quality: 85, alphaQuality: 100, effort: 2, lossless: false, smartSubsample: false },
  avif: { quality: 60, effort: 0, chromaSubsampling: '4:2:0', lossless: false, bitdepth: 8 },
  gif: {
    colours: 256,
    effort: 4,
    dither: 0,
    interFrameMaxError: 0,
    interPaletteMaxError: 0,
    reuse: false,
    keepDuplicateFrames: true,
  },
} as const

/**
 * Pictures smaller than this, in pixels, are drawings, icons or buttons, whose fine colours would suffer from halved
 * colour resolution and coarse steps; at that size fine ones cost nothing.
 */
const smallPicturePixels = 65_536

const isSmall = (pixels: PixelSize): boolean => pixels.width * pixels.height < smallPicturePixels

/**
 * The lossy codec lets colours ring into transparent pixels, where they would stay hidden: pictures with transparency are
 * written without loss, with the one colour that decoding has put there.
 */
const webpSettings = (size: PixelSize, hasTransparency: boolean) => ({
  ...encoderSettings.webp,
  lossless: hasTransparency || isSmall(size),
  exact: true,
})

const jpegSettings = (size: PixelSize) => ({
  ...encoderSettings.jpeg,
  ...(isSmall(size) ? { quality: 92, chromaSubsampling: '4:4:4' } : {}),
})

const avifSettings = (size: PixelSize, hasTransparency: boolean) => ({
  ...encoderSettings.avif,
  lossless: hasTransparency,
  chromaSubsampling: hasTransparency || isSmall(size) ? '4:4:4' : encoderSettings.avif.chromaSubsampling,
})

const rawOf = (pixels: Pixels): Sharp =>
  sharp(pixels.data, {
    raw: { width: pixels.width, height: pixels.height, channels: pixels.channels },
    limitInputPixels: false,
  })

/** More effort than the settings ask for changes the compressed bytes and nothing that is seen. */
const furtherEfforts = 3

/**
 * Encodes one picture; TIFF is written by `encodeTiff`, animations by `encodeAnimation`. Compressed bytes that by chance
 * look like the start of another picture would be a finding: they are made once more with more effort.
 */
export async function encodeStill(pixels: Pixels, format: Exclude<OutputFormat, 'tiff'>): Promise<Buffer> {
  for (let further = 0; ; further++) {
    const file = await encodeWithEffort(pixels, format, further)
    if (further === furtherEfforts || !embeddedPart(file, format)) return file
  }
}

async function encodeWithEffort(
  pixels: Pixels,
  format: Exclude<OutputFormat, 'tiff'>,
  further: number,
): Promise<Buffer> {
  switch (format) {
    case 'jpeg':
      return rawOf(flatten(pixels)).jpeg(jpegSettings(pixels)).toBuffer()
    case 'png': {
      const { compressionLevel } = encoderSettings.png
      const settings = { ...encoderSettings.png, compressionLevel: compressionLevel + further }
      return withoutPngExtras(await rawOf(pixels).png(settings).toBuffer())
    }
    case 'webp': {
      const settings = webpSettings(pixels, pixels.channels === 4)
      return rawOf(pixels)
        .webp({ ...settings, effort: settings.effort + further })
        .toBuffer()
    }
    case 'avif': {
      const settings = avifSettings(pixels, pixels.channels === 4)
      return rawOf(pixels)
        .avif({ ...settings, effort: settings.effort + further })
        .toBuffer()
    }
    case 'gif': {
      const settings = { ...encoderSettings.gif, effort: encoderSettings.gif.effort + further }
      return blackenUnusedColors(await rawOf(pixels).gif(settings).toBuffer())
    }
  }
}

/** libvips adds a resolution (pHYs); the picture alone is kept. */
function withoutPngExtras(file: Buffer): Buffer {
  const { chunks } = readPngChunks(file)
  return writePng(chunks.filter((chunk) => ['IHDR', 'PLTE', 'tRNS', 'IDAT'].includes(chunk.type)))
}

/** The largest side that a format's header can hold, in pixels. */
export const largestSidePx: Readonly<Record<OutputFormat, number>> = {
  jpeg: 65_500,
  png: 2 ** 31 - 1,
  webp: 16_383,
  avif: 16_384,
  tiff: 2 ** 31 - 1,
  gif: 65_535,
}

/** The size of a picture that is reduced so that neither side is longer than `maxSizePx`. */
export function reducedSize(size: PixelSize, maxSizePx: number | undefined): PixelSize {
  const longest = Math.max(size.width, size.height)
  if (maxSizePx === undefined || longest <= maxSizePx) return { width: size.width, height: size.height }
  const share = maxSizePx / longest
  return {
    width: Math.max(1, Math.round(size.width * share)),
    height: Math.max(1, Math.round(size.height * share)),
  }
}

/** Reduced so that neither side is longer than `maxSizePx`; the same pixels where they fit already. */
export async function reduce(pixels: Pixels, maxSizePx: number | undefined): Promise<Pixels> {
  const size = reducedSize(pixels, maxSizePx)
  if (size.width === pixels.width && size.height === pixels.height) return pixels
  const { data, info } = await rawOf(pixels)
    .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return withoutHiddenColor({ width: info.width, height: info.height, channels: pixels.channels, data })
}
