import type { Box } from '../../main/core/geometry/box.js'
import type { SessionItem } from '../../main/core/session/types.js'

/** Faces that the examination still saw in the copy, on one frame: the person is shown where. */
export function remainingFaces({ state }: SessionItem, frame: number): readonly Box[] {
  if (state.status !== 'withheld') return []
  return state.reason.findings.flatMap((finding) =>
    finding.code === 'face-visible' && finding.frame === frame ? [finding.box] : [],
  )
}
