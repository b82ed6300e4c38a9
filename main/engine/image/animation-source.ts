import type { PixelSize } from '../../core/geometry/box.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { DecodeLimits } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { corrupt } from './media-failure.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import { decodeWithSharp, gridOf, readSharpMetadata, uprightSize, withoutHiddenColor } from './sharp-decode.js'

/** Frames are decoded in groups of about this many pixels: each group starts again at the first frame. */
const groupPixels = 24_000_000

/** Opens a still or animated GIF or WebP. */
export async function openAnimation(
  file: Buffer,
  format: 'gif' | 'webp',
  limits: DecodeLimits,
  options: OpenOptions,
): Promise<PictureSource> {
  const metadata = await readSharpMetadata(file)
  const count = metadata.pages ?? 1
  const coded = { width: metadata.width, height: metadata.pageHeight ?? metadata.height }
  checkLimits(
    Array.from({ length: Math.min(count, limits.maxFrames + 1) }, () => coded),
    limits,
  )
  const animated = count > 1
  const orientation = animated ? undefined : metadata.orientation
  const size = uprightSize(coded.width, coded.height, orientation)
  const hasAlpha = format === 'gif' || metadata.hasAlpha
  const info = {
    format,
    size,
    frames: Array.from({ length: count }, () => size),
    animated,
    hasAlpha,
    grid: gridOf(size, orientation),
  }
  if (!animated) return { info, frame: () => decodeWithSharp(file, options) }
  const groups = new FrameGroups(file, coded, count, options)
  return {
    info: { ...info, grid: gridAtCorner },
    timing: { delaysMs: delaysOf(metadata.delay, count), loops: metadata.loop ?? 0 },
    frame: (index) => groups.frame(index),
  }
}

const delaysOf = (delays: readonly number[] | undefined, count: number): number[] =>
  Array.from({ length: count }, (_, index) => delays?.[index] ?? delays?.[0] ?? 100)

/** Holds one group of decoded frames. */
class FrameGroups {
  readonly #file: Buffer
  readonly #size: PixelSize
  readonly #count: number
  readonly #options: OpenOptions
  readonly #groupLength: number
  #start = -1
  #strip: Pixels | undefined

  constructor(file: Buffer, size: PixelSize, count: number, options: OpenOptions) {
    this.#file = file
    this.#size = size
    this.#count = count
    this.#options = options
    this.#groupLength = Math.max(1, Math.floor(groupPixels / (size.width * size.height)))
  }

  async frame(index: number): Promise<Pixels> {
    const start = index - (index % this.#groupLength)
    if (start !== this.#start || !this.#strip) {
      this.#strip = undefined
      const pages = Math.min(this.#groupLength, this.#count - start)
      const options = { ...this.#options, page: start, pages, keepOrientation: true }
      this.#strip = await decodeWithSharp(this.#file, options)
      this.#start = start
      if (this.#strip.width !== this.#size.width || this.#strip.height !== this.#size.height * pages) throw corrupt()
    }
    const { channels, data } = this.#strip
    const frameBytes = this.#size.width * this.#size.height * channels
    const offset = (index - start) * frameBytes
    const pixels: Pixels = { ...this.#size, channels, data: data.slice(offset, offset + frameBytes) }
    return this.#options.keepHiddenColor ? pixels : withoutHiddenColor(pixels)
  }
}
