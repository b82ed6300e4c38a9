import type { MediaId } from '../job/item-state.js'

/** The only scheme the window reads pictures from. */
export const previewScheme = 'media'

/** One picture that the window shows of a file. */
export interface PreviewAddress {
  readonly id: MediaId
  /** `redacted` shows the decision as it would be exported with the look last chosen. */
  readonly kind: 'original' | 'redacted'
  /** Only this face of the original's frame, with a little around it: its place among those found there. */
  readonly face?: number
  /** Longest side in pixels; the picture is never enlarged. */
  readonly sidePx: number
  /** Frame or page of a picture, or moment of a video. */
  readonly at: PreviewMoment
  /** Makes another address of the same picture after a decision or another look, so that nothing old is shown. */
  readonly version: number
}

export type PreviewMoment =
  { readonly unit: 'frame'; readonly frame: number } | { readonly unit: 'seconds'; readonly seconds: number }

export const firstFrame: PreviewMoment = { unit: 'frame', frame: 0 }

/**
 * `media://preview/media-7/original/512/frame-0/0`, `media://preview/media-9/redacted/1280/seconds-12.5/3`,
 * `media://preview/media-7/face-2/96/frame-0/0`.
 */
export function previewUrl({ id, kind, face, sidePx, at, version }: PreviewAddress): string {
  const moment = at.unit === 'frame' ? `frame-${at.frame}` : `seconds-${at.seconds.toFixed(6)}`
  const what = face === undefined ? kind : `face-${face}`
  return `${previewScheme}://preview/${id}/${what}/${sidePx}/${moment}/${version}`
}

const largestSidePx = 8_192
const pattern =
  /^media:\/\/preview\/(media-\d{1,9})\/(original|redacted|face-(\d{1,6}))\/(\d{1,5})\/(?:frame-(\d{1,9})|seconds-(\d{1,9}(?:\.\d{1,6})?))\/(\d{1,9})$/

/** The address, or undefined for everything that is none. */
export function parsePreviewUrl(url: string): PreviewAddress | undefined {
  const parts = pattern.exec(url)
  if (!parts) return undefined
  const [, id, kind, face, side, frame, seconds, version] = parts
  const sidePx = Number(side)
  if (sidePx < 1 || sidePx > largestSidePx) return undefined
  return {
    id: id as MediaId,
    kind: kind === 'redacted' ? 'redacted' : 'original',
    ...(face === undefined ? {} : { face: Number(face) }),
    sidePx,
    at: frame === undefined ? { unit: 'seconds', seconds: Number(seconds) } : { unit: 'frame', frame: Number(frame) },
    version: Number(version),
  }
}
