/** How a picture lies in its frame: 1 shows all of it; the middle of the frame shows this place of the picture. */
export interface Viewport {
  readonly zoom: number
  /** Shares of the picture. */
  readonly centerX: number
  readonly centerY: number
}

export interface Extent {
  readonly width: number
  readonly height: number
}

/** Where the picture lies in its frame, in pixels. */
export interface Stage extends Extent {
  readonly left: number
  readonly top: number
}

export const wholePicture: Viewport = { zoom: 1, centerX: 0.5, centerY: 0.5 }

const mostZoom = 24

/** @param aspect Width of the picture divided by its height. */
export function stageOf({ zoom, centerX, centerY }: Viewport, frame: Extent, aspect: number): Stage {
  const width = Math.min(frame.width, frame.height * aspect) * zoom
  const height = width / aspect
  return { left: frame.width / 2 - centerX * width, top: frame.height / 2 - centerY * height, width, height }
}

/** Zoomed so that the place under the pointer stays where it is. `x` and `y` are pixels of the frame. */
export function zoomedAt(
  view: Viewport,
  frame: Extent,
  aspect: number,
  factor: number,
  x: number,
  y: number,
): Viewport {
  const zoom = Math.min(mostZoom, Math.max(1, view.zoom * factor))
  const before = stageOf(view, frame, aspect)
  const shareX = (x - before.left) / before.width
  const shareY = (y - before.top) / before.height
  const scale = zoom / view.zoom
  return inside(
    {
      zoom,
      centerX: shareX + (frame.width / 2 - x) / (before.width * scale),
      centerY: shareY + (frame.height / 2 - y) / (before.height * scale),
    },
    frame,
    aspect,
  )
}

/** Moved by pixels of the frame. */
export function pannedBy(view: Viewport, frame: Extent, aspect: number, dx: number, dy: number): Viewport {
  const { width, height } = stageOf(view, frame, aspect)
  return inside({ ...view, centerX: view.centerX - dx / width, centerY: view.centerY - dy / height }, frame, aspect)
}

/** Moved as little as makes the place visible; the same view where it is. */
export function revealing(view: Viewport, frame: Extent, aspect: number, x: number, y: number): Viewport {
  const stage = stageOf(view, frame, aspect)
  const shownX = stage.left + x * stage.width
  const shownY = stage.top + y * stage.height
  if (shownX >= 0 && shownX <= frame.width && shownY >= 0 && shownY <= frame.height) return view
  return inside({ ...view, centerX: x, centerY: y }, frame, aspect)
}

/** The picture never leaves its frame: where it is smaller, it stands in the middle. */
function inside(view: Viewport, frame: Extent, aspect: number): Viewport {
  const { width, height } = stageOf(view, frame, aspect)
  return {
    zoom: view.zoom,
    centerX: heldInside(view.centerX, frame.width / width),
    centerY: heldInside(view.centerY, frame.height / height),
  }
}

function heldInside(center: number, shown: number): number {
  if (shown >= 1) return 0.5
  return Math.min(1 - shown / 2, Math.max(shown / 2, center))
}
