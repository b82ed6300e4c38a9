import type { BridgeError, ExportChoices } from '../contract/bridge.js'
import type { PreviewAddress } from '../contract/preview-address.js'
import type { PreviewRequest } from '../contract/requests.js'
import { minimumGrowShare } from '../contract/requests.js'
import type { Box } from '../geometry/box.js'
import { grow } from '../geometry/box.js'
import { headOf } from '../people/head-region.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import { lookOf } from '../redaction/style-of.js'
import { coverAll, drawnAt } from '../review/cover-plan.js'
import type { Shape } from '../review/decision.js'
import { coversAt } from '../review/video-decision.js'
import { reviewLimits } from './find-queue.js'
import type { Entry } from './session-store.js'

/** How redacted previews look. */
export type RedactedLook = Pick<ExportChoices, 'style' | 'color' | 'growShare' | 'cover' | 'maxSizePx'>

export const ordinaryLook: RedactedLook = {
  style: 'fill',
  color: { red: 128, green: 128, blue: 128 },
  growShare: minimumGrowShare,
  cover: 'faces',
}

/** The request for one preview; a redacted one only of a file whose faces are known. */
export function previewRequest(
  entry: Entry,
  { kind, face, sidePx, at }: PreviewAddress,
  { cover, ...look }: RedactedLook,
): Result<PreviewRequest, BridgeError> {
  const request = { source: entry.source, sidePx, at, limits: reviewLimits }
  if (face !== undefined) {
    const part = faceAt(entry, at, face)
    return part ? ok({ ...request, part }) : err({ code: 'unknown-item' })
  }
  if (kind === 'original') return ok(request)
  const shapes = shapesAt(entry, at, cover)
  if (!shapes) return err({ code: 'not-now' })
  return ok({ ...request, cover: { ...look, ...lookOf(look, isMoving(entry)), shapes: [...shapes] } })
}

const isMoving = ({ found }: Entry): boolean => found?.kind === 'video' || found?.animated === true

/** How much is shown around a face, in shares of its size on each side. */
const aroundFace = 0.35

function faceAt({ found }: Entry, at: PreviewAddress['at'], face: number): Box | undefined {
  if (found?.kind !== 'picture' || at.unit !== 'frame') return undefined
  const box = found.faces.find(({ frame }) => frame === at.frame)?.faces[face]?.box
  return box && grow(box, aroundFace)
}

/**
 * Heads are drawn as far as they follow from faces; people of whom no face was found are looked for at the export alone.
 * Of videos, only faces are covered.
 */
function shapesAt(
  { found, decision }: Entry,
  at: PreviewAddress['at'],
  extent: RedactedLook['cover'],
): readonly Shape[] | undefined {
  if (found?.kind === 'picture') {
    const picture = decision?.kind === 'picture' ? decision : coverAll(found.faces)
    const shapes = drawnAt(picture, at.unit === 'frame' ? at.frame : 0)
    return extent === 'faces' ? shapes : shapes.map(withHead)
  }
  if (found?.kind !== 'video') return undefined
  const seconds = at.unit === 'seconds' ? at.seconds : at.frame / Math.max(1, found.framesPerSecond)
  const boxes = coversAt(found, decision?.kind === 'video' ? decision : undefined, seconds)
  return boxes.map((box) => ({ kind: 'face', box }))
}

const withHead = (shape: Shape): Shape => (shape.kind === 'face' ? { ...shape, box: headOf(shape.box) } : shape)
