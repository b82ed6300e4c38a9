import { useEffect, useState } from 'react'
import type { PreviewMoment } from '../../main/core/contract/preview-address.js'
import { previewUrl } from '../../main/core/contract/preview-address.js'
import type { SessionItem } from '../../main/core/session/types.js'
import type { Picture } from '../components/use-picture.js'
import { usePicture } from '../components/use-picture.js'
import { useWindow } from '../state/app.js'
import type { ReviewState } from './review-state.js'
import type { Extent, Viewport } from './viewport.js'

/** Sizes that previews are asked for in: few, so that zooming does not ask for another one with every turn of the wheel. */
const sidesPx = [1_280, 2_560, 5_120, 8_192] as const

/** A decision and a look together make the version of a redacted preview. */
export const previewVersion = (decisions: number, lookVersion: number): number =>
  (decisions % 100_000) * 1_000 + (lookVersion % 1_000)

/** The picture in the size that the screen can show, and its shape. */
export function usePreview(
  item: SessionItem,
  at: PreviewMoment,
  state: ReviewState,
  extent: Extent,
  viewport: Viewport,
): { readonly picture: Picture; readonly aspect: number } {
  const lookVersion = useWindow((window) => window.lookVersion)
  const size = state.found.kind === 'picture' ? (state.found.frames[state.frame] ?? state.found.size) : state.found.size
  const aspect = size.width / Math.max(1, size.height)
  const shownPx = Math.max(extent.width, extent.height) * viewport.zoom * window.devicePixelRatio
  const neededPx = Math.min(shownPx, Math.max(size.width, size.height))
  const sidePx = sidesPx.find((side) => side >= neededPx) ?? 8_192
  const kind = state.view
  const version = kind === 'redacted' ? previewVersion(item.decisions, lookVersion) : 0
  const url = useSettled(previewUrl({ id: item.id, kind, sidePx, at, version }), at.unit === 'seconds' ? scrubMs : 0)
  const picture = usePicture(url)
  // Pixels of a video need not be square: the preview shows how it is meant to be seen.
  const shownAspect = picture.height > 0 ? picture.width / picture.height : aspect
  return { picture, aspect: shownAspect }
}

/** While somebody scrubs, a frame is asked for only where the hand rests. */
const scrubMs = 70

function useSettled(url: string, waitMs: number): string {
  const [settled, setSettled] = useState(url)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(url), waitMs)
    return () => clearTimeout(timer)
  }, [url, waitMs])
  return settled
}
