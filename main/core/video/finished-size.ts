import type { PixelRect, PixelSize } from '../geometry/box.js'
import { longestSideFor } from '../media/max-size.js'
import type { VideoQuality, VideoTarget } from './types.js'

/**
 * The size of a finished picture. H.264 and HEVC in 4:2:0 have only even sizes; VP9 has all. Where nothing is reduced,
 * an odd side grows by one repeated column or row.
 */
export function finishedSizeOf(
  stored: PixelSize,
  target: Pick<VideoTarget, 'format' | 'maxLongSidePx' | 'maxShortSidePx'>,
): PixelSize {
  const even = target.format === 'mp4'
  const longest = longestSideFor(stored, target)
  const scale = longest === undefined ? 1 : longest / Math.max(stored.width, stored.height)
  if (scale >= 1) {
    const { width, height } = stored
    return even ? { width: width + (width % 2), height: height + (height % 2) } : { width, height }
  }
  const side = (length: number): number =>
    even ? Math.max(2, Math.round((length * scale) / 2) * 2) : Math.max(1, Math.round(length * scale))
  return { width: side(stored.width), height: side(stored.height) }
}

/** Whether a finished picture has other pixels than the stored one, not only a repeated border. */
export const isReduced = (stored: PixelSize, finished: PixelSize): boolean =>
  finished.width < stored.width || finished.height < stored.height

/** Pixels at the border of a rectangle that reducing mixes with what is beside it. */
const mixedPx = 2

/**
 * Where all pixels of a reduced picture come from inside the rectangle; undefined where it is too small for that. The
 * picture's own border is no border of the rectangle.
 */
export function reducedRect(rect: PixelRect, stored: PixelSize, finished: PixelSize): PixelRect | undefined {
  const along = (start: number, length: number, from: number, to: number): readonly [number, number] => {
    const first = start <= 0 ? 0 : Math.ceil((start * to) / from) + mixedPx
    const end = start + length >= from ? to : Math.floor(((start + length) * to) / from) - mixedPx
    return [first, end - first]
  }
  const [left, width] = along(rect.left, rect.width, stored.width, finished.width)
  const [top, height] = along(rect.top, rect.height, stored.height, finished.height)
  return width > 0 && height > 0 ? { left, top, width, height } : undefined
}

/** Bits that a pixel is assumed to take, by quality: a guess on the high side, as too little room is only noticed at the end. */
const bitsPerPixel: Readonly<Record<VideoQuality, number>> = { small: 0.08, standard: 0.15, high: 0.3 }
/** 192 kbit/s and what the container's tables take. */
const otherBytesPerSecond = 26_000

/** About how many bytes a finished video may take. */
export function estimatedBytes(
  stored: PixelSize,
  video: { readonly frames: number; readonly seconds: number },
  target: VideoTarget,
): number {
  const { width, height } = finishedSizeOf(stored, target)
  const pictures = (width * height * video.frames * bitsPerPixel[target.quality]) / 8
  return Math.ceil(pictures + video.seconds * otherBytesPerSecond)
}
