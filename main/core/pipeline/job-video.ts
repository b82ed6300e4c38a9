import type { RedactRequest } from '../contract/requests.js'
import type { ItemState } from '../job/item-state.js'
import type { PhotoOption } from '../job/reasons.js'
import type { SourceFile } from '../ports.js'
import type { VideoContext } from '../video/process-video.js'
import { videoRequestOf } from '../video/video-request.js'
import type { JobContext } from './run-job.js'

/** What the processing of one video needs of its job. */
export function videoContextOf(
  context: JobContext,
  source: SourceFile,
  onState: (state: ItemState) => void,
): VideoContext {
  const { signal, request, videos, output, nameFor, decisionOn } = context
  const decision = decisionOn?.(source)
  return {
    ...{ signal, output, nameFor, onState },
    request: videoRequestOf(request),
    ...(decision?.kind === 'video' ? { decision } : {}),
    workshop: videos,
  }
}

/** What the request asks for that keeps its videos from being worked on. */
export const optionNotForVideos = ({ request, videosWithPhotoOptions }: JobContext): PhotoOption | undefined =>
  videosWithPhotoOptions === 'release-without' ? undefined : photoOptionOf(request)

/** What the request asks for that can be done to photos alone. */
function photoOptionOf({ roundSize, defeatFingerprint }: RedactRequest): PhotoOption | undefined {
  if (roundSize) return 'round-size'
  return defeatFingerprint ? 'defeat-fingerprint' : undefined
}
