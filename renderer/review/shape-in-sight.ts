import type { ReviewTool } from '../../main/core/messages/window/review-catalogue.js'
import type { Shape } from '../../main/core/review/decision.js'
import type { Viewport } from './viewport.js'

/** Of the width that is seen. */
const shareOfSight = 0.2

/** What the key for a new cover draws: as the tool would, in the middle of what is seen, as wide as high. */
export function shapeInSight(
  tool: ReviewTool,
  { zoom, centerX, centerY }: Viewport,
  picture: { readonly width: number; readonly height: number },
): Shape {
  if (tool === 'below') return { kind: 'below', left: centerY, right: centerY }
  const sidePx = (shareOfSight * Math.min(picture.width, picture.height)) / zoom
  const width = sidePx / picture.width
  const height = sidePx / picture.height
  const box = { x: centerX - width / 2, y: centerY - height / 2, width, height }
  return { kind: tool === 'ellipse' ? 'ellipse' : 'rectangle', box }
}
