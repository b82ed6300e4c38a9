import type { RedactRequest } from '../contract/requests.js'
import type { Thoroughness } from '../detection/types.js'
import type { CoverExtent } from '../people/cover-more.js'
import type { DecodeLimits } from '../ports.js'
import type { VideoCover } from './ports.js'
import type { VideoFormat, VideoLimits, VideoPart, VideoTarget } from './types.js'
import { defaultVideoLimits } from './types.js'

/** What a person may choose for a video. */
export interface VideoRequest {
  readonly thoroughness: Thoroughness
  readonly cover: VideoCover
  /** What is covered of everybody who is covered. */
  readonly extent: CoverExtent
  /** Undefined: WebM for WebM, MP4 for everything else. */
  readonly format?: VideoFormat
  readonly look: Omit<VideoTarget, 'format'>
  /** Undefined: all of it. */
  readonly part?: VideoPart | undefined
  readonly poster: boolean
  readonly limits: VideoLimits
  readonly dryRun: boolean
}

/** What a request for photos and videos asks of a video. Its style is always the opaque fill, see `VideoCover`. */
export function videoRequestOf(
  request: Pick<
    RedactRequest,
    | 'thoroughness'
    | 'color'
    | 'growShare'
    | 'cover'
    | 'videoFormat'
    | 'videoQuality'
    | 'videoSound'
    | 'videoCompatible'
    | 'videoPart'
    | 'videoPoster'
    | 'maxSizePx'
    | 'maxShortSidePx'
    | 'dryRun'
    | 'limits'
  >,
): VideoRequest {
  const { thoroughness, color, growShare, cover: extent, videoFormat, videoPart, videoPoster, dryRun, limits } = request
  const { videoQuality: quality, videoSound: sound, videoCompatible: compatible, maxSizePx, maxShortSidePx } = request
  return {
    thoroughness,
    cover: { color, growShare },
    extent,
    ...(videoFormat === undefined ? {} : { format: videoFormat }),
    look: {
      quality,
      sound,
      compatible,
      ...(maxSizePx === undefined ? {} : { maxLongSidePx: maxSizePx }),
      ...(maxShortSidePx === undefined ? {} : { maxShortSidePx }),
    },
    ...(videoPart === undefined ? {} : { part: videoPart }),
    poster: videoPoster,
    limits: videoLimitsOf(limits),
    dryRun,
  }
}

/** Of the limits for pictures, the one on pixels holds for each frame of a video too. */
export const videoLimitsOf = ({ maxPixels }: Pick<DecodeLimits, 'maxPixels'>): VideoLimits => ({
  ...defaultVideoLimits,
  maxFramePixels: Math.min(defaultVideoLimits.maxFramePixels, maxPixels),
})
