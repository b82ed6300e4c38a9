import type { MediaInfo } from '../ports.js'

/** True for a picture that moves; the pages of a TIFF do not. */
export const isMoving = ({ animated, frames }: Pick<MediaInfo, 'animated' | 'frames'>): boolean =>
  animated && frames.length > 1
