import type { ReviewTool } from '../../main/core/messages/window/review-catalogue.js'
import type { Shape } from '../../main/core/review/decision.js'
import type { Area } from './review-state.js'
import { shapeOf, stillHiding } from './review-state.js'
import type { Corner } from './shapes.js'
import { boxBetween, resizedBox, translated } from './shapes.js'
import type { Viewport } from './viewport.js'

interface Point {
  readonly x: number
  readonly y: number
}

/** What the pointer is doing between down and up. Points are shares of the picture, `client` is in pixels. */
export type Gesture =
  | { readonly kind: 'pan'; readonly client: Point; readonly viewport: Viewport }
  | { readonly kind: 'press'; readonly area: Area }
  | { readonly kind: 'move'; readonly area: Area; readonly shape: Shape; readonly from: Point; readonly to: Point }
  | {
      readonly kind: 'resize'
      readonly area: Area
      readonly shape: Shape
      readonly corner: Corner
      readonly from: Point
      readonly to: Point
    }
  | {
      readonly kind: 'tilt'
      readonly area: Area
      readonly shape: Extract<Shape, { kind: 'below' }>
      readonly end: 'left' | 'right'
      readonly from: Point
      readonly to: Point
    }
  | {
      readonly kind: 'draw'
      readonly tool: 'rectangle' | 'ellipse' | 'below'
      readonly from: Point
      readonly to: Point
    }
  | { readonly kind: 'paint'; readonly radius: number; readonly points: readonly Point[] }

/** The shape as it would be if the pointer were lifted now. */
export interface Draft {
  /** Of the area that is changed, undefined for a new one. */
  readonly key: string | undefined
  readonly shape: Shape
  /** Far enough from where it began to be meant. */
  readonly moved: boolean
}

/** The brush is this wide on the screen, whatever the zoom: zoom in for finer strokes. */
const brushRadiusPx = 20
const leastMove = 0.002
const mostPoints = 2_000

interface Beginning {
  readonly at: Point
  readonly client: Point
  readonly tool: ReviewTool | 'hand'
  readonly area: Area | undefined
  readonly corner: Corner | undefined
  readonly lineEnd: 'left' | 'right' | undefined
  readonly viewport: Viewport
  readonly longSidePx: number
}

export function beginGesture({ at, client, tool, area, corner, lineEnd, viewport, longSidePx }: Beginning): Gesture {
  switch (tool) {
    case 'hand':
      return { kind: 'pan', client, viewport }
    case 'rectangle':
    case 'ellipse':
    case 'below':
      return { kind: 'draw', tool, from: at, to: at }
    case 'brush':
      return { kind: 'paint', radius: brushRadiusPx / longSidePx, points: [at] }
    case 'select': {
      if (!area) return { kind: 'pan', client, viewport }
      const shape = shapeOf(area)
      if (!shape) return { kind: 'press', area }
      if (corner && 'box' in shape) return { kind: 'resize', area, shape, corner, from: at, to: at }
      if (lineEnd && shape.kind === 'below') return { kind: 'tilt', area, shape, end: lineEnd, from: at, to: at }
      return { kind: 'move', area, shape, from: at, to: at }
    }
  }
}

export function gestureMoved(gesture: Gesture, to: Point): Gesture {
  if (gesture.kind === 'pan' || gesture.kind === 'press') return gesture
  if (gesture.kind !== 'paint') return { ...gesture, to }
  const last = gesture.points.at(-1)
  const near = last !== undefined && Math.hypot(to.x - last.x, to.y - last.y) < gesture.radius / 3
  return near || gesture.points.length >= mostPoints ? gesture : { ...gesture, points: [...gesture.points, to] }
}

export function draftOf(gesture: Gesture): Draft | undefined {
  switch (gesture.kind) {
    case 'pan':
    case 'press':
      return undefined
    case 'paint':
      return {
        key: undefined,
        shape: { kind: 'brush', points: [...gesture.points], radius: gesture.radius },
        moved: true,
      }
    case 'draw':
      return drawnDraft(gesture)
    case 'move': {
      const shape = translated(gesture.shape, gesture.to.x - gesture.from.x, gesture.to.y - gesture.from.y)
      return { key: gesture.area.key, shape: stillHiding(gesture.area, shape), moved: isMoved(gesture) }
    }
    case 'resize': {
      const { shape, corner, to } = gesture
      if (!('box' in shape)) return undefined
      return {
        key: gesture.area.key,
        shape: stillHiding(gesture.area, { ...shape, box: resizedBox(shape.box, corner, to.x, to.y) }),
        moved: isMoved(gesture),
      }
    }
    case 'tilt': {
      const shape = { ...gesture.shape, [gesture.end]: Math.min(1, Math.max(0, gesture.to.y)) }
      return { key: gesture.area.key, shape, moved: isMoved(gesture) }
    }
  }
}

function drawnDraft({ tool, from, to }: Extract<Gesture, { kind: 'draw' }>): Draft {
  // A line is set by a click already; a box needs a drag.
  if (tool === 'below') {
    const y = Math.min(0.99, Math.max(0, to.y))
    return { key: undefined, shape: { kind: 'below', left: y, right: y }, moved: true }
  }
  const shape: Shape = { kind: tool, box: boxBetween(from.x, from.y, to.x, to.y) }
  return { key: undefined, shape, moved: isMoved({ from, to }) }
}

const isMoved = ({ from, to }: { readonly from: Point; readonly to: Point }): boolean =>
  Math.hypot(to.x - from.x, to.y - from.y) > leastMove
