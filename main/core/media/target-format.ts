import type { ItemFailure } from '../job/reasons.js'
import { refused } from '../job/reasons.js'
import type { MediaInfo } from '../ports.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { SizeWish } from './finished-size.js'
import { finishedSize } from './finished-size.js'
import type { InputFormat, OutputFormat } from './formats.js'

/** The format a picture keeps where it can be written, and the one nearest to it where it cannot. */
const ownFamily: Readonly<Record<InputFormat, OutputFormat>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  avif: 'avif',
  tiff: 'tiff',
  gif: 'gif',
  heic: 'jpeg',
  jxl: 'jpeg',
  raw: 'jpeg',
}

const holdsAnimation: ReadonlySet<OutputFormat> = new Set<OutputFormat>(['gif', 'png', 'webp'])
const holdsPages: ReadonlySet<OutputFormat> = new Set<OutputFormat>(['tiff'])
const longestSidePx: Readonly<Partial<Record<OutputFormat, number>>> = {
  jpeg: 65_500,
  webp: 16_383,
  avif: 16_384,
  gif: 65_535,
}

/** The output format for a picture, or a refusal where the wished one would lose frames or pages without a word. */
export function targetFormat(
  info: MediaInfo,
  wished: OutputFormat | undefined,
  sizeWish: SizeWish,
): Result<OutputFormat, ItemFailure> {
  const several = info.frames.length > 1
  const format = wished ?? (several && info.animated ? animatedFamily(info.format) : ownFamily[info.format])
  const limit = longestSidePx[format]
  const sizes = info.frames.map((size) => finishedSize(size, sizeWish))
  const longest = Math.max(...sizes.flatMap(({ width, height }) => [width, height]))
  if (several && info.animated && !holdsAnimation.has(format)) return cannotHold(format, 'animation')
  if (several && !info.animated && !holdsPages.has(format)) return cannotHold(format, 'pages')
  if (limit !== undefined && longest > limit) return cannotHold(format, 'size')
  return ok(format)
}

const animatedFamily = (format: InputFormat): OutputFormat =>
  holdsAnimation.has(ownFamily[format]) ? ownFamily[format] : 'webp'

const cannotHold = (format: OutputFormat, what: 'animation' | 'pages' | 'size'): Result<never, ItemFailure> =>
  err(refused({ code: 'format-cannot-hold', format, what }))
