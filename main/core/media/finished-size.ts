import type { PixelSize } from '../geometry/box.js'

/** What decides about the size of a finished picture. */
export interface SizeWish {
  /** Longest side in pixels; larger pictures are reduced. */
  readonly maxSizePx?: number | undefined
  /** Change the size to a common one, see `commonSize`. */
  readonly roundSize?: boolean
  /** Reduce what ties the picture to its sensor; that begins with its size. */
  readonly defeatFingerprint?: boolean
}

/** The share of its sides that a picture keeps whose sensor fingerprint is reduced, and the most that it keeps. */
const keptShare = 2 / 3
const keptPx = 2_048

/** Longer sides of common picture sizes, descending. */
const commonSidesPx: readonly number[] = [
  16_384, 8_192, 6_144, 4_096, 3_072, 2_560, 2_048, 1_600, 1_280, 1_024, 800, 640, 512, 400, 320, 256, 192, 128, 96, 64,
  48, 32, 16,
]
/** Shorter side by longer side, of screens, sensors and prints. */
const commonRatios: readonly number[] = [1, 4 / 5, 3 / 4, 5 / 7, 2 / 3, 5 / 8, 9 / 16, 1 / 2, 3 / 7]
/** A picture is never stretched by more than this to get a common shape. */
const mostStretch = 0.015
/** Where no common shape is near, the shorter side becomes a multiple of this. */
const shorterStepPx = 16

/** The size in which a picture of `size` is written. Never larger than the original on its longer side. */
export function finishedSize(size: PixelSize, wish: SizeWish): PixelSize {
  const longest = Math.max(size.width, size.height)
  const mostPx = Math.min(
    wish.maxSizePx ?? longest,
    wish.defeatFingerprint === true ? Math.min(keptPx, Math.ceil(longest * keptShare)) : longest,
  )
  const reduced = mostPx < longest ? scaled(size, mostPx / longest) : { width: size.width, height: size.height }
  return wish.roundSize === true ? commonSize(reduced) : reduced
}

const scaled = (size: PixelSize, share: number): PixelSize => ({
  width: Math.max(1, Math.round(size.width * share)),
  height: Math.max(1, Math.round(size.height * share)),
})

/**
 * The largest common size that is not larger: the longer side out of a fixed list, the shorter by the nearest common
 * shape, or a multiple of 16 pixels where none is near. Pictures smaller than all of them keep their size.
 */
function commonSize(size: PixelSize): PixelSize {
  const isUpright = size.height > size.width
  const longer = Math.max(size.width, size.height)
  const ratio = Math.min(size.width, size.height) / longer
  const longerPx = commonSidesPx.find((side) => side <= longer)
  if (longerPx === undefined) return size
  const common = commonRatios.find((candidate) => Math.abs(candidate / ratio - 1) <= mostStretch)
  const stepped = Math.max(1, Math.round((longerPx * ratio) / shorterStepPx)) * shorterStepPx
  const shorterPx = common === undefined ? Math.min(longerPx, stepped) : Math.max(1, Math.round(longerPx * common))
  return isUpright ? { width: shorterPx, height: longerPx } : { width: longerPx, height: shorterPx }
}
