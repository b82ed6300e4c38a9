import type { BridgeError, ExportChoices } from '../contract/bridge.js'
import type { PreviewAddress } from '../contract/preview-address.js'
import type { PreviewRequest } from '../contract/requests.js'
import { minimumGrowShare } from '../contract/requests.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import { coverAll } from '../review/cover-plan.js'
import type { Shape } from '../review/decision.js'
import { coversAt } from '../review/video-decision.js'
import { reviewLimits } from './find-queue.js'
import type { Entry } from './session-store.js'

/** How redacted previews look. */
export type RedactedLook = Pick<ExportChoices, 'style' | 'color' | 'growShare'>

export const ordinaryLook: RedactedLook = {
  style: 'fill',
  color: { red: 128, green: 128, blue: 128 },
  growShare: minimumGrowShare,
}

/** The request for one preview; a redacted one only of a file whose faces are known. */
export function previewRequest(
  entry: Entry,
  { kind, sidePx, at }: PreviewAddress,
  look: RedactedLook,
): Result<PreviewRequest, BridgeError> {
  const request = { source: entry.source, sidePx, at, limits: reviewLimits }
  if (kind === 'original') return ok(request)
  const shapes = shapesAt(entry, at)
  return shapes ? ok({ ...request, cover: { ...look, shapes: [...shapes] } }) : err({ code: 'not-now' })
}

function shapesAt({ found, decision }: Entry, at: PreviewAddress['at']): readonly Shape[] | undefined {
  if (found?.kind === 'picture') {
    const { frames } = decision?.kind === 'picture' ? decision : coverAll(found.faces)
    const frame = at.unit === 'frame' ? at.frame : 0
    return frames.find((entry) => entry.frame === frame)?.cover ?? []
  }
  if (found?.kind !== 'video') return undefined
  const seconds = at.unit === 'seconds' ? at.seconds : at.frame / Math.max(1, found.framesPerSecond)
  const boxes = coversAt(found, decision?.kind === 'video' ? decision : undefined, seconds)
  return boxes.map((box) => ({ kind: 'face', box }))
}
