import type { FindRequest } from '../contract/requests.js'
import type { ItemFailure } from '../job/reasons.js'
import type { Result } from '../result.js'
import { ok } from '../result.js'
import type { FoundVideo } from '../review/found-media.js'
import { videoLimitsOf } from '../video/video-request.js'
import type { FindContext } from './find-media.js'

/** Follows the people of a video and reads what it tells. */
export async function findVideo(context: FindContext, request: FindRequest): Promise<Result<FoundVideo, ItemFailure>> {
  const { signal, videos, onProgress } = context
  onProgress('read', 0)
  const opened = await videos.open(signal, request.source, videoLimitsOf(request.limits), undefined)
  if (!opened.ok) return opened
  const video = opened.value
  try {
    const found = await video.detect(signal, request.thoroughness, (share) => onProgress('detect', share))
    if (!found.ok) return found
    const tracks = await video.tracks(signal)
    if (!tracks.ok) return tracks
    const { size, durationSeconds, framesPerSecond, hasSound, traces } = video.info
    return ok({
      kind: 'video',
      size,
      durationSeconds,
      framesPerSecond,
      hasSound,
      tracks: tracks.value,
      reviewSeconds: found.value.reviewSeconds,
      traces,
    })
  } finally {
    await video.close()
  }
}
