import type { Box } from '../../main/core/geometry/box.js'
import type { Shape } from '../../main/core/review/decision.js'

/** Nothing smaller can be drawn or made by resizing: it could not be seen or taken hold of again. */
export const leastShare = 0.004

export type Corner = 'nw' | 'ne' | 'se' | 'sw'

/** What the shape reaches, for its label and its handles. A brush is as wide as its stroke, `longSide` in widths and heights. */
export function boundsOf(shape: Shape, longSide: { readonly x: number; readonly y: number }): Box {
  switch (shape.kind) {
    case 'face':
    case 'rectangle':
    case 'ellipse':
      return shape.box
    case 'below': {
      const top = Math.min(shape.left, shape.right)
      return { x: 0, y: top, width: 1, height: Math.max(0, 1 - top) }
    }
    case 'brush': {
      const xs = shape.points.map(({ x }) => x)
      const ys = shape.points.map(({ y }) => y)
      const reachX = shape.radius * longSide.x
      const reachY = shape.radius * longSide.y
      const x = Math.min(...xs) - reachX
      const y = Math.min(...ys) - reachY
      return { x, y, width: Math.max(...xs) + reachX - x, height: Math.max(...ys) + reachY - y }
    }
  }
}

/** The shape at another place; at least a part of it stays inside the picture. */
export function translated(shape: Shape, dx: number, dy: number): Shape {
  switch (shape.kind) {
    case 'face':
    case 'rectangle':
    case 'ellipse':
      return { ...shape, box: movedBox(shape.box, dx, dy) }
    case 'below':
      return { ...shape, left: within(shape.left + dy, 0, 0.99), right: within(shape.right + dy, 0, 0.99) }
    case 'brush':
      return {
        ...shape,
        points: shape.points.map(({ x, y }) => ({ x: within(x + dx, -1, 2), y: within(y + dy, -1, 2) })),
      }
  }
}

export const movedBox = (box: Box, dx: number, dy: number): Box => ({
  ...box,
  x: within(box.x + dx, leastShare - box.width, 1 - leastShare),
  y: within(box.y + dy, leastShare - box.height, 1 - leastShare),
})

/** The box with one corner dragged elsewhere; it turns over when dragged past the opposite one. */
export function resizedBox(box: Box, corner: Corner, toX: number, toY: number): Box {
  const fixedX = corner.endsWith('w') ? box.x + box.width : box.x
  const fixedY = corner.startsWith('n') ? box.y + box.height : box.y
  return boxBetween(fixedX, fixedY, toX, toY)
}

/** The box with its right and lower side moved, as keys do. */
export const grownBox = (box: Box, dx: number, dy: number): Box => ({
  ...box,
  width: within(box.width + dx, leastShare, 3),
  height: within(box.height + dy, leastShare, 3),
})

/** The box between two points. */
export const boxBetween = (ax: number, ay: number, bx: number, by: number): Box => ({
  x: Math.min(ax, bx),
  y: Math.min(ay, by),
  width: Math.max(leastShare, Math.abs(bx - ax)),
  height: Math.max(leastShare, Math.abs(by - ay)),
})

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** The least box around both. */
export function boxAround(a: Box, b: Box): Box {
  if (isInside(a, b)) return b
  if (isInside(b, a)) return a
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

const isInside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

/** Where a standing person is, guessed from the face: three faces wide, eight high. It can be adjusted afterwards. */
export function personAround(face: Box): Box {
  const left = Math.max(0, face.x - face.width)
  const top = Math.max(0, face.y - face.height * 0.5)
  return {
    x: left,
    y: top,
    width: Math.max(leastShare, Math.min(1, face.x + face.width * 2) - left),
    height: Math.max(leastShare, Math.min(1, face.y + face.height * 7.5) - top),
  }
}
