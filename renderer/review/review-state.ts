import type { KnownDecision } from '../../main/core/contract/bridge.js'
import type { Box } from '../../main/core/geometry/box.js'
import { isMoving } from '../../main/core/media/is-moving.js'
import type { ReviewTool } from '../../main/core/messages/window/review-catalogue.js'
import type { Decision, KeepReason, Shape } from '../../main/core/review/decision.js'
import { noPictureDecision } from '../../main/core/review/decision.js'
import type { FoundMedia } from '../../main/core/review/found-media.js'
import type { PictureArea, Reach } from './picture-edit.js'
import { drawnOn, kept, pictureAreas, placed, removedFrom } from './picture-edit.js'
import { boxAround, personAround } from './shapes.js'
import type { VideoArea } from './video-edit.js'
import {
  noVideoDecision,
  spanAround,
  spanDrawn,
  spanEnded,
  spanPlaced,
  spanRemoved,
  trackKept,
  videoAreas,
} from './video-edit.js'

export type Area = PictureArea | VideoArea

/** A decision to go back or forward to, and where what differs from it is to be seen. */
interface Step {
  readonly decision: Decision
  readonly frame: number
  readonly seconds: number
}

/** One file under review: what was found, what was decided, and where the person is in it. */
export interface ReviewState {
  readonly found: FoundMedia
  readonly decision: Decision
  /** A decision that came from the session, which need not be told of it. */
  readonly settled: Decision | undefined
  /** The number of the decision that last came from the session. */
  readonly decisions: number
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  /** What the last change was about: further ones of the same are one step of undo. */
  readonly lastChange: string | undefined
  readonly tool: ReviewTool
  /** Key of an area. */
  readonly selected: string | undefined
  /** Of a picture; 0 for videos. */
  readonly frame: number
  /** Of a video; 0 for pictures. */
  readonly seconds: number
  readonly view: 'original' | 'redacted'
}

export type ReviewAction =
  | { readonly type: 'tool'; readonly tool: ReviewTool }
  | { readonly type: 'select'; readonly key: string | undefined }
  | { readonly type: 'view'; readonly view: ReviewState['view'] }
  | { readonly type: 'frame'; readonly frame: number }
  | { readonly type: 'seconds'; readonly seconds: number }
  | { readonly type: 'draw'; readonly shape: Shape }
  /** `same` joins it with the change before, where that was of the same area. */
  | { readonly type: 'place'; readonly key: string; readonly shape: Shape; readonly same?: boolean }
  | { readonly type: 'keep'; readonly key: string; readonly reason: KeepReason | undefined; readonly anyway?: true }
  /** What was decided for several files, as it is for this one, with its number. */
  | { readonly type: 'decided'; readonly decision: Decision; readonly decisions: number }
  | { readonly type: 'remove'; readonly key: string }
  /** Covers all frames of an animation with what is drawn on one, or one with what is drawn on all. */
  | { readonly type: 'reach'; readonly key: string; readonly throughout: boolean }
  /** Covers where the person's body should be, going by the face. */
  | { readonly type: 'whole-person'; readonly key: string }
  /** Covers these places of a picture, as one step. */
  | { readonly type: 'cover-boxes'; readonly frame: number; readonly boxes: readonly Box[] }
  | { readonly type: 'span-ends'; readonly key: string; readonly fromSeconds?: number; readonly toSeconds?: number }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }

const mostSteps = 200

/**
 * @param known the decision so far
 * @param start a face that a person was led to
 */
export function beginReview(
  found: FoundMedia,
  { decision, decisions }: KnownDecision,
  start?: { readonly frame: number; readonly selected: string | undefined },
): ReviewState {
  const fitting = decision?.kind === found.kind ? decision : undefined
  return {
    found,
    decision: fitting ?? (found.kind === 'picture' ? noPictureDecision : noVideoDecision),
    settled: undefined,
    decisions,
    past: [],
    future: [],
    lastChange: undefined,
    tool: 'select',
    selected: start?.selected,
    frame: start?.frame ?? 0,
    seconds: found.kind === 'video' ? (found.reviewSeconds[0] ?? 0) : 0,
    view: 'original',
  }
}

/** All that can be selected at the moment or on the frame that is shown. */
export function areasOf({ found, decision, frame, seconds }: ReviewState): readonly Area[] {
  if (found.kind === 'picture' && decision.kind === 'picture') return pictureAreas(found, decision, frame)
  if (found.kind === 'video' && decision.kind === 'video') return videoAreas(found, decision, seconds)
  return []
}

export const selectedArea = (state: ReviewState): Area | undefined =>
  areasOf(state).find(({ key }) => key === state.selected)

export const isDrawn = (area: Area): boolean => area.kind === 'drawn' || area.kind === 'span'

/** The area as a shape, to be moved or resized; undefined for what cannot be moved. */
export function shapeOf(area: Area): Shape | undefined {
  switch (area.kind) {
    case 'found':
      return area.keep === undefined ? { kind: 'face', box: area.box } : undefined
    case 'drawn':
      return area.shape
    case 'span':
      return { kind: 'rectangle', box: area.box }
    case 'track':
      return undefined
  }
}

/**
 * What becomes of an area that is moved or resized to `shape`. The cover of a found face never leaves that face: dragged
 * away or made smaller it grows instead. To show the face it must be left visible, with a reason.
 */
export const stillHiding = (area: Area, shape: Shape): Shape =>
  area.kind === 'found' && shape.kind === 'face' ? { ...shape, box: boxAround(area.seen, shape.box) } : shape

export function reduceReview(state: ReviewState, action: ReviewAction): ReviewState {
  switch (action.type) {
    case 'tool':
      return { ...state, tool: action.tool, view: 'original' }
    case 'select':
      return { ...state, selected: action.key, lastChange: undefined }
    case 'view':
      return { ...state, view: action.view }
    case 'frame':
      return { ...state, frame: action.frame, selected: undefined, lastChange: undefined }
    case 'seconds':
      return atSeconds(state, action.seconds)
    case 'undo':
      return undone(state)
    case 'redo':
      return redone(state)
    case 'draw':
      return drawn(state, action.shape)
    case 'cover-boxes':
      return allDrawn(state, action)
    case 'decided':
      return action.decision.kind === state.decision.kind
        ? { ...decided(state, action.decision), settled: action.decision, decisions: action.decisions }
        : state
    case 'place':
    case 'keep':
    case 'remove':
    case 'reach':
    case 'whole-person':
    case 'span-ends':
      return changed(state, action)
  }
}

function atSeconds(state: ReviewState, seconds: number): ReviewState {
  const most = state.found.kind === 'video' ? state.found.durationSeconds : 0
  const moved = { ...state, seconds: Math.min(most, Math.max(0, seconds)), lastChange: undefined }
  return { ...moved, selected: selectedArea(moved)?.key }
}

function undone(state: ReviewState): ReviewState {
  const step = state.past.at(-1)
  if (!step) return state
  const past = state.past.slice(0, -1)
  return stepped(state, step, past, [{ ...step, decision: state.decision }, ...state.future])
}

function redone(state: ReviewState): ReviewState {
  const [step, ...future] = state.future
  if (!step) return state
  return stepped(state, step, [...state.past, { ...step, decision: state.decision }], future)
}

/** Goes to where the step changes something: nothing is undone out of sight. */
function stepped(state: ReviewState, step: Step, past: readonly Step[], future: readonly Step[]): ReviewState {
  // A decision that the session once told is not the one that it knows now.
  const next = { ...state, ...step, past, future, settled: undefined, lastChange: undefined }
  const isElsewhere = step.frame !== state.frame
  return { ...next, selected: isElsewhere ? undefined : selectedArea(next)?.key }
}

/** The state with another decision, as a step that can be undone. */
function decided(state: ReviewState, decision: Decision, change?: string): ReviewState {
  if (decision === state.decision) return state
  const joins = change !== undefined && change === state.lastChange
  const { frame, seconds } = state
  const past = joins ? state.past : [...state.past, { decision: state.decision, frame, seconds }].slice(-mostSteps)
  const next = { ...state, decision, past, future: [], lastChange: change }
  return { ...next, selected: selectedArea(next)?.key }
}

/** Whether its frames follow each other in time; pages do not. */
export const isAnimation = (found: FoundMedia): boolean => found.kind === 'picture' && isMoving(found)

/** A new area is selected at once, so that it can be adjusted. Over an animation it covers every frame: nobody draws it sixty times. */
function drawn(state: ReviewState, shape: Shape): ReviewState {
  const { found, decision, frame, seconds } = state
  if (found.kind === 'picture' && decision.kind === 'picture') {
    const next = decided(state, drawnOn(decision, isAnimation(found) ? 'throughout' : frame, shape))
    return { ...next, selected: areasOf(next).at(-1)?.key }
  }
  if (found.kind === 'video' && decision.kind === 'video' && 'box' in shape) {
    const next = decided(state, spanDrawn(found, decision, seconds, shape.box))
    return { ...next, selected: areasOf(next).at(-1)?.key }
  }
  return state
}

/** Guessed from the face, and in a video wherever the face was followed to. */
function personDrawn(state: ReviewState, area: Area): ReviewState {
  const { found, decision } = state
  if (area.kind !== 'track' || found.kind !== 'video' || decision.kind !== 'video')
    return 'box' in area ? drawn(state, { kind: 'rectangle', box: personAround(area.box) }) : state
  const next = decided(state, spanAround(found, decision, area.track))
  return { ...next, selected: areasOf(next).at(-1)?.key }
}

function allDrawn(
  state: ReviewState,
  { frame, boxes }: { readonly frame: number; readonly boxes: readonly Box[] },
): ReviewState {
  const { decision } = state
  if (decision.kind !== 'picture' || boxes.length === 0) return state
  const next = decided(
    state,
    boxes.reduce((known, box) => drawnOn(known, frame, { kind: 'rectangle', box }), decision),
  )
  return boxes.length === 1 && frame === state.frame ? { ...next, selected: areasOf(next).at(-1)?.key } : next
}

type AreaAction = Extract<ReviewAction, { readonly key: string }>

function changed(state: ReviewState, action: AreaAction): ReviewState {
  const area = areasOf(state).find(({ key }) => key === action.key)
  if (!area) return state
  switch (action.type) {
    case 'place':
      return decided(
        state,
        afterPlace(state, area, stillHiding(area, action.shape)),
        action.same === true ? `place ${area.key}` : undefined,
      )
    case 'keep':
      return decided(state, afterKeep(state, area, action))
    case 'remove':
      return decided(state, afterRemove(state.decision, state.frame, area))
    case 'reach':
      return reaching(state, area, action.throughout)
    case 'whole-person':
      return personDrawn(state, area)
    case 'span-ends':
      return area.kind === 'span' && state.decision.kind === 'video'
        ? decided(state, spanEnded(state.decision, area.index, action), `ends ${area.key}`)
        : state
  }
}

function reaching(state: ReviewState, area: Area, throughout: boolean): ReviewState {
  const { decision, frame } = state
  if (decision.kind !== 'picture' || area.kind !== 'drawn' || area.throughout === throughout) return state
  const reach: Reach = throughout ? 'throughout' : frame
  const next = decided(state, drawnOn(removedFrom(decision, frame, area), reach, area.shape))
  return { ...next, selected: areasOf(next).find((other) => other.kind === 'drawn' && other.shape === area.shape)?.key }
}

function afterPlace({ decision, frame, seconds }: ReviewState, area: Area, shape: Shape): Decision {
  if (area.kind === 'found' && isSameBox(area.box, boxOf(shape))) return decision
  if (decision.kind === 'picture')
    return area.kind === 'found' || area.kind === 'drawn' ? placed(decision, frame, area, shape) : decision
  return area.kind === 'span' ? spanPlaced(decision, area.index, seconds, boxOf(shape) ?? area.box) : decision
}

/** The sums of a box around two others leave a rest of their own. */
const sameShare = 1e-9

const isSameBox = (a: Box, b: Box | undefined): boolean =>
  b !== undefined && (['x', 'y', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) < sameShare)

const boxOf = (shape: Shape): Box | undefined => ('box' in shape ? shape.box : undefined)

function afterKeep(
  { found, decision, frame }: ReviewState,
  area: Area,
  { reason, anyway }: { readonly reason: KeepReason | undefined; readonly anyway?: true },
): Decision {
  if (found.kind === 'picture' && decision.kind === 'picture' && area.kind === 'found')
    return kept(found, decision, frame, area.index, reason, anyway)
  return decision.kind === 'video' && area.kind === 'track' ? trackKept(decision, area.track, reason, anyway) : decision
}

function afterRemove(decision: Decision, frame: number, area: Area): Decision {
  if (decision.kind === 'picture') return area.kind === 'drawn' ? removedFrom(decision, frame, area) : decision
  return area.kind === 'span' ? spanRemoved(decision, area.index) : decision
}
