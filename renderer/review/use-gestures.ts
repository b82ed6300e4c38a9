import type { Dispatch, PointerEvent } from 'react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Shape } from '../../main/core/review/decision.js'
import type { Draft, Gesture } from './gesture.js'
import { beginGesture, draftOf, gestureMoved } from './gesture.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import { areasOf } from './review-state.js'
import type { Corner } from './shapes.js'
import type { Extent, Stage, Viewport } from './viewport.js'
import { pannedBy, zoomedAt } from './viewport.js'

interface GesturesProps {
  readonly element: HTMLElement | null
  readonly stage: Stage
  readonly extent: Extent
  readonly aspect: number
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
  readonly viewport: Viewport
  readonly setViewport: (viewport: Viewport) => void
}

const isCorner = (value: string | undefined): value is Corner =>
  value === 'nw' || value === 'ne' || value === 'se' || value === 'sw'

/** Pointer and wheel on the canvas: drawing, moving, resizing, zooming, moving around. */
export function useGestures(props: GesturesProps) {
  const { element, stage, state, act } = props
  const [gesture, setGesture] = useState<Gesture | undefined>()
  const spaceHeld = useSpaceHeld(element)
  useWheel(props)

  const placeOf = (event: PointerEvent): { x: number; y: number } => {
    const frame = element?.getBoundingClientRect()
    return {
      x: (event.clientX - (frame?.left ?? 0) - stage.left) / stage.width,
      y: (event.clientY - (frame?.top ?? 0) - stage.top) / stage.height,
    }
  }
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 && event.button !== 1) return
    const target = event.target instanceof Element ? event.target : undefined
    const { area, handle, remaining, bareHead } =
      target?.closest<SVGElement>('[data-area], [data-remaining], [data-bare-head]')?.dataset ?? {}
    element?.focus({ preventScroll: true })
    element?.setPointerCapture(event.pointerId)
    const toCover = remaining ?? bareHead
    if (toCover !== undefined && state.tool === 'select') {
      const box = JSON.parse(toCover) as Extract<Shape, { kind: 'face' }>['box']
      act({ type: 'draw', shape: { kind: remaining === undefined ? 'rectangle' : 'face', box } })
      return
    }
    const begun = beginGesture({
      at: placeOf(event),
      client: { x: event.clientX, y: event.clientY },
      tool: event.button === 1 || spaceHeld || state.view === 'redacted' ? 'hand' : state.tool,
      area: areasOf(state).find(({ key }) => key === area),
      corner: isCorner(handle) ? handle : undefined,
      lineEnd: handle === 'left' || handle === 'right' ? handle : undefined,
      viewport: props.viewport,
      longSidePx: Math.max(stage.width, stage.height),
    })
    if ('area' in begun || begun.kind === 'pan')
      act({ type: 'select', key: 'area' in begun ? begun.area.key : undefined })
    setGesture(begun)
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (!gesture) return
    if (gesture.kind === 'pan') {
      const dx = event.clientX - gesture.client.x
      const dy = event.clientY - gesture.client.y
      props.setViewport(pannedBy(gesture.viewport, props.extent, props.aspect, dx, dy))
    } else setGesture(gestureMoved(gesture, placeOf(event)))
  }
  const onPointerUp = (): void => {
    const draft = gesture && draftOf(gesture)
    if (draft?.moved === true)
      act(
        draft.key === undefined
          ? { type: 'draw', shape: draft.shape }
          : { type: 'place', key: draft.key, shape: draft.shape },
      )
    setGesture(undefined)
  }
  const draft: Draft | undefined = gesture && draftOf(gesture)
  return {
    draft,
    panning: gesture?.kind === 'pan' || spaceHeld,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: () => setGesture(undefined) },
  }
}

function useSpaceHeld(element: HTMLElement | null): boolean {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!element) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (event.code !== 'Space') return
      event.preventDefault()
      setHeld(event.type === 'keydown')
    }
    const release = (): void => setHeld(false)
    element.addEventListener('keydown', onKey)
    element.addEventListener('keyup', onKey)
    element.addEventListener('blur', release)
    return () => {
      element.removeEventListener('keydown', onKey)
      element.removeEventListener('keyup', onKey)
      element.removeEventListener('blur', release)
    }
  }, [element])
  return held
}

function useWheel({ element, viewport, setViewport, extent, aspect }: GesturesProps): void {
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault()
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const along = event.deltaX === 0 ? event.deltaY : event.deltaX
      setViewport(pannedBy(viewport, extent, aspect, -along, 0))
      return
    }
    const frame = element?.getBoundingClientRect()
    const perTurn = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 0.06 : 0.002
    const factor = Math.exp(-event.deltaY * perTurn)
    const x = event.clientX - (frame?.left ?? 0)
    const y = event.clientY - (frame?.top ?? 0)
    setViewport(zoomedAt(viewport, extent, aspect, factor, x, y))
  })
  useEffect(() => {
    if (!element) return undefined
    const listener = (event: WheelEvent): void => onWheel(event)
    // React's own wheel listeners cannot keep the page from scrolling.
    element.addEventListener('wheel', listener, { passive: false })
    return () => element.removeEventListener('wheel', listener)
  }, [element])
}
