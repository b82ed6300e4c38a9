import type { PixelSize } from '../geometry/box.js'

/** The largest size that was asked for; what is smaller stays as it is. */
export interface MaxSize {
  /** Pixels of the longer side. */
  readonly maxLongSidePx?: number | undefined
  /** Pixels of the shorter side, the `720` of `720p`. */
  readonly maxShortSidePx?: number | undefined
}

/** How long the longer side of a picture of this size may be; undefined where nothing limits it. */
export function longestSideFor(size: PixelSize, { maxLongSidePx, maxShortSidePx }: MaxSize): number | undefined {
  const [long, short] = [Math.max(size.width, size.height), Math.min(size.width, size.height)]
  const byShort = maxShortSidePx === undefined ? undefined : Math.max(1, Math.round((maxShortSidePx * long) / short))
  if (maxLongSidePx === undefined) return byShort
  return byShort === undefined ? maxLongSidePx : Math.min(maxLongSidePx, byShort)
}
