import { ImageOff } from 'lucide-react'
import type { Dispatch, KeyboardEvent } from 'react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { PreviewMoment } from '../../main/core/contract/preview-address.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { useMessages, useWindow } from '../state/app.js'
import { AreaLayer } from './area-layer.js'
import { areaText } from './area-text.js'
import { bareHeadsShown, remainingFaces } from './flags.js'
import type { Area, ReviewAction, ReviewState } from './review-state.js'
import { areasOf, selectedArea } from './review-state.js'
import { useGestures } from './use-gestures.js'
import { usePreview } from './use-preview.js'
import type { ZoomKey } from './use-review-keys.js'
import type { Extent, Viewport } from './viewport.js'
import { pannedBy, revealing, stageOf, zoomedAt } from './viewport.js'
import './canvas.css'

interface CanvasProps {
  readonly item: SessionItem
  readonly at: PreviewMoment
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
  readonly viewport: Viewport
  readonly setViewport: (viewport: Viewport) => void
  readonly zoomKey: ZoomKey
  /** Id of the sentence that says what the tool does. */
  readonly hint: string
}

/** The picture, large, with everything that is covered on it. */
export function Canvas({ item, at, state, act, viewport, setViewport, zoomKey, hint }: CanvasProps) {
  const { review, common } = useMessages()
  const words = useMessages()
  const [element, setElement] = useState<HTMLDivElement | null>(null)
  const extent = useExtent(element)
  const growShare = useWindow(({ choices }) => choices.growShare)
  const { picture, aspect } = usePreview(item, at, state, extent, viewport)
  const stage = stageOf(viewport, extent, aspect)
  const areas = areasOf(state)
  const remaining = remainingFaces(item, state)
  const { draft, panning, handlers } = useGestures({
    element,
    stage,
    state,
    act,
    viewport,
    setViewport,
    aspect,
    extent,
  })
  useZoomKey(zoomKey, (key) => {
    const zoomed = zoomedAt(viewport, extent, aspect, key.factor, extent.width / 2, extent.height / 2)
    setViewport(pannedBy(zoomed, extent, aspect, key.dx, key.dy))
  })
  const onTab = useTabThroughAreas(
    areas.map(({ key }) => key),
    state.selected,
    act,
  )
  const selected = selectedArea(state)
  useRevealed(selected, (x, y) => {
    const next = revealing(viewport, extent, aspect, x, y)
    if (next !== viewport) setViewport(next)
  })
  return (
    <div
      ref={setElement}
      role="application"
      tabIndex={0}
      aria-label={`${review.canvas}: ${item.name}`}
      aria-describedby={hint}
      className={`canvas canvas-${state.tool} ${panning ? 'canvas-panning' : ''}`}
      {...handlers}
      onKeyDown={onTab}
    >
      <div
        className="stage"
        style={{ left: stage.left, top: stage.top, width: stage.width, height: stage.height }}
        aria-busy={picture.loading}
      >
        {picture.shown !== undefined && <img src={picture.shown} alt="" draggable={false} />}
        <AreaLayer
          areas={areas}
          remaining={remaining}
          bareHeads={bareHeadsShown(state)}
          selected={state.selected}
          draft={draft}
          stage={stage}
          growShare={growShare}
          redacted={state.view === 'redacted'}
        />
      </div>
      {picture.failed && (
        <p className="canvas-failed">
          <ImageOff size={28} strokeWidth={1.4} aria-hidden />
          {common.pictureUnavailable}
        </p>
      )}
      <p className="unseen" role="status">
        {selected && areaText(selected, words, state)}
      </p>
    </div>
  )
}

function useExtent(element: HTMLElement | null): Extent {
  const [extent, setExtent] = useState<Extent>({ width: 800, height: 600 })
  useEffect(() => {
    if (!element) return undefined
    const observer = new ResizeObserver(() =>
      setExtent({ width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight) }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return extent
}

function useZoomKey(key: ZoomKey, apply: (key: ZoomKey) => void): void {
  const onKey = useEffectEvent(apply)
  const seen = useRef(key.count)
  useEffect(() => {
    if (seen.current === key.count) return
    seen.current = key.count
    onKey(key)
  }, [key])
}

/** What is selected from the list or with keys comes into sight. */
function useRevealed(selected: Area | undefined, reveal: (x: number, y: number) => void): void {
  const onSelect = useEffectEvent(() => {
    if (selected && 'box' in selected)
      reveal(selected.box.x + selected.box.width / 2, selected.box.y + selected.box.height / 2)
  })
  const key = selected?.key
  useEffect(() => {
    if (key !== undefined) onSelect()
  }, [key])
}

/** Tab goes from area to area and leaves after the last one, or at once after Escape. */
function useTabThroughAreas(
  keys: readonly string[],
  selected: string | undefined,
  act: Dispatch<ReviewAction>,
): (event: KeyboardEvent) => void {
  const leaving = useRef(false)
  return (event) => {
    if (event.key === 'Escape') leaving.current = selected === undefined
    if (event.key !== 'Tab') return
    const at = selected === undefined ? (event.shiftKey ? keys.length : -1) : keys.indexOf(selected)
    const next = keys[at + (event.shiftKey ? -1 : 1)]
    if (leaving.current || next === undefined) {
      leaving.current = false
      return
    }
    event.preventDefault()
    act({ type: 'select', key: next })
  }
}
