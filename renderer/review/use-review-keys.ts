import type { Dispatch } from 'react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { SessionItem } from '../../main/core/session/types.js'
import { isTyping } from '../shell/keys.js'
import type { ReviewNavigation } from './review-desk.js'
import type { ReviewCommand } from './review-keys.js'
import { reviewCommand } from './review-keys.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import { isDrawn, selectedArea, shapeOf } from './review-state.js'
import { grownBox, translated } from './shapes.js'
import { shapeInSight } from './shape-in-sight.js'
import type { Viewport } from './viewport.js'
import { wholePicture } from './viewport.js'
import { coverBareHead, nextFlag } from './flags.js'

interface ReviewKeysProps {
  readonly item: SessionItem
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
  readonly navigation: ReviewNavigation
  readonly askToKeep: () => void
  readonly findPerson: () => void
  readonly coverPerson: (key: string) => void
  readonly coverBackground: () => void
  readonly viewport: Viewport
  readonly setViewport: (viewport: Viewport) => void
}

/** Zooming and moving the picture need its size, which only the canvas knows: it acts when `count` changes. */
export interface ZoomKey {
  readonly count: number
  readonly factor: number
  readonly dx: number
  readonly dy: number
}

type Zoom = (factor: number, dx?: number, dy?: number) => void

const panPx = 60
/** Stands for a picture of which nothing is known any more. */
const square = { width: 1, height: 1 }
/** Share of what is seen that an arrow key moves an area by. */
const nudgeShare = 0.004

export function useReviewKeys(props: ReviewKeysProps): ZoomKey {
  const [zoomKey, setZoomKey] = useState<ZoomKey>({ count: 0, factor: 1, dx: 0, dy: 0 })
  const zoom = (factor: number, dx = 0, dy = 0) =>
    setZoomKey(({ count }) => ({ count: count + 1, factor, dx: dx * panPx, dy: dy * panPx }))
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event) || document.querySelector('dialog[open]')) return
    const command = reviewCommand(event)
    if (!command || (event.key === 'Enter' && isPressable(event.target))) return
    event.preventDefault()
    obey(command, props, zoom)
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
  return zoomKey
}

/** Enter presses what has the focus, where that can be pressed. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, summary, a, [role="option"]') !== null

function obey(command: ReviewCommand, props: ReviewKeysProps, zoom: Zoom): void {
  const { state, act, setViewport } = props
  switch (command.do) {
    case 'tool':
      act({ type: 'tool', tool: toolFor(state, command.tool) })
      break
    case 'add':
      act({ type: 'draw', shape: shapeInSight(toolFor(state, state.tool), props.viewport, props.item.found ?? square) })
      break
    case 'zoom':
      zoom(command.factor)
      break
    case 'fit':
      setViewport(wholePicture)
      break
    case 'undo':
    case 'redo':
      act({ type: command.do })
      break
    case 'compare':
      act({ type: 'view', view: state.view === 'original' ? 'redacted' : 'original' })
      break
    case 'accept-next':
    case 'next':
    case 'previous':
      navigated(props, command.do)
      break
    case 'frame':
    case 'step':
    case 'second':
      moved(props, command)
      break
    case 'flag':
      moved(props, { do: 'flag' })
      break
    case 'find-person':
      props.findPerson()
      break
    case 'background':
      props.coverBackground()
      break
    case 'bare-head':
      coverBareHead(state, act)
      break
    case 'nudge':
    case 'grow':
    case 'keep':
    case 'whole-person':
    case 'remove':
    case 'deselect':
    case 'span-from':
    case 'span-to':
      changedArea(command, props, zoom)
  }
}

function navigated({ navigation, state }: ReviewKeysProps, to: 'accept-next' | 'next' | 'previous'): void {
  if (to === 'accept-next') void navigation.accept(state.decisions)
  else navigation[to]()
}

type AreaCommand = Extract<
  ReviewCommand,
  { do: 'nudge' | 'grow' | 'keep' | 'whole-person' | 'remove' | 'deselect' | 'span-from' | 'span-to' }
>

/** What is done to the selected area; arrows without one move the picture. */
function changedArea(command: AreaCommand, props: ReviewKeysProps, zoom: Zoom): void {
  const { state, act, askToKeep } = props
  const area = selectedArea(state)
  if (!area) {
    if (command.do === 'nudge' || command.do === 'grow') zoom(1, -command.dx, -command.dy)
    if (command.do === 'deselect') act({ type: 'tool', tool: 'select' })
    return
  }
  const { key } = area
  switch (command.do) {
    case 'nudge':
    case 'grow':
      nudged(props, command)
      break
    case 'keep':
      askToKeep()
      break
    case 'whole-person':
      props.coverPerson(key)
      break
    case 'remove':
      if (isDrawn(area)) act({ type: 'remove', key })
      break
    case 'deselect':
      act({ type: 'select', key: undefined })
      break
    case 'span-from':
      act({ type: 'span-ends', key, fromSeconds: state.seconds })
      break
    case 'span-to':
      act({ type: 'span-ends', key, toSeconds: state.seconds })
      break
  }
}

/** A video knows rectangles only. */
const toolFor = (state: ReviewState, tool: ReviewState['tool']): ReviewState['tool'] =>
  state.found.kind === 'video' && tool !== 'select' ? 'rectangle' : tool

function nudged(
  { state, act, viewport }: ReviewKeysProps,
  { do: how, dx, dy }: Extract<ReviewCommand, { do: 'nudge' | 'grow' }>,
): void {
  const area = selectedArea(state)
  const shape = area && shapeOf(area)
  if (!shape) return
  const step = nudgeShare / viewport.zoom
  const isBox = 'box' in shape
  const changed =
    how === 'grow' && isBox
      ? { ...shape, box: grownBox(shape.box, dx * step, dy * step) }
      : translated(shape, dx * step, dy * step)
  act({ type: 'place', key: area.key, shape: changed, same: true })
}

type MoveCommand = Extract<ReviewCommand, { readonly by: -1 | 1 }> | { readonly do: 'flag' }

function moved({ item, state, act }: ReviewKeysProps, command: MoveCommand): void {
  const { found, frame, seconds } = state
  if (found.kind === 'picture') {
    if (command.do === 'flag') return
    act({ type: 'frame', frame: Math.min(found.frames.length - 1, Math.max(0, frame + command.by)) })
    return
  }
  if (command.do === 'flag') act({ type: 'seconds', seconds: nextFlag(found, item, seconds) })
  else {
    const step = command.do === 'step' ? 1 / Math.max(1, found.framesPerSecond) : 1
    act({ type: 'seconds', seconds: seconds + command.by * step })
  }
}
