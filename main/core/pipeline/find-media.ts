import type { FindRequest } from '../contract/requests.js'
import type { Stage } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import type { MediaWorkshop } from '../ports.js'
import type { Result } from '../result.js'
import { ok } from '../result.js'
import type { FoundMedia } from '../review/found-media.js'
import type { VideoWorkshop } from '../video/ports.js'
import { findVideo } from './find-video.js'

/** What finding the faces of one file needs around it. */
export interface FindContext {
  readonly signal: AbortSignal
  readonly workshop: MediaWorkshop
  readonly videos: VideoWorkshop
  readonly onProgress: (stage: Stage, progress: number) => void
}

/** The share of the search that opening takes. */
const openedShare = 0.1

/** Finds the faces of one file and what it tells. Nothing of it is held afterwards. */
export async function findMedia(context: FindContext, request: FindRequest): Promise<Result<FoundMedia, ItemFailure>> {
  const { signal, workshop, videos, onProgress } = context
  if ((await videos.recognize(request.source)) !== undefined) return findVideo(context, request)
  onProgress('read', 0)
  const opened = await workshop.open(signal, request.source, request.limits)
  if (!opened.ok) return opened
  const media = opened.value
  try {
    const onShare = (share: number): void => onProgress('detect', openedShare + (1 - openedShare) * share)
    const seen = await media.detect(signal, request.thoroughness, onShare)
    if (!seen.ok) return seen
    const traces = await media.traces(signal)
    if (!traces.ok) return traces
    const { size, frames, animated } = media.info
    const faces = seen.value.map(({ frame, faces }) => ({ frame, faces }))
    const bareHeads = seen.value.flatMap(({ frame, bareHeads }) => (bareHeads.length > 0 ? [{ frame, bareHeads }] : []))
    return ok({ kind: 'picture', size, frames, animated, faces, bareHeads, traces: traces.value })
  } finally {
    await media.close()
  }
}
