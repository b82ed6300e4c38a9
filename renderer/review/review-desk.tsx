import { useEffect, useId, useReducer, useRef, useState } from 'react'
import type { KnownDecision } from '../../main/core/contract/bridge.js'
import type { PreviewMoment } from '../../main/core/contract/preview-address.js'
import type { FoundMedia } from '../../main/core/review/found-media.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { useApp } from '../state/app.js'
import { Canvas } from './canvas.js'
import { CoverPanel } from './cover-panel.js'
import { conflictOn, conflictsOf } from './flags.js'
import { FrameStrip } from './frame-strip.js'
import { KeepDialog } from './keep-dialog.js'
import { facesOf } from './picture-edit.js'
import { ReviewBar } from './review-bar.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import { beginReview, reduceReview, selectedArea } from './review-state.js'
import { changedDecision } from './shown-decision.js'
import { ReviewToolbar } from './review-toolbar.js'
import { Timeline } from './timeline.js'
import { usePeople } from './use-people.js'
import { useReviewKeys } from './use-review-keys.js'
import { useWholePeople } from './use-whole-people.js'
import type { Viewport } from './viewport.js'
import { wholePicture } from './viewport.js'

/** From file to file. */
export interface ReviewNavigation {
  readonly place: number
  readonly total: number
  readonly hasPrevious: boolean
  /** Nothing else wants a look. */
  readonly isLast: boolean
  readonly previous: () => void
  readonly next: () => void
  /** @param shown the number of the decision that a person sees. */
  readonly accept: (shown: number) => Promise<void>
}

interface ReviewDeskProps {
  readonly item: SessionItem
  readonly found: FoundMedia
  /** As it was when the file was opened. */
  readonly known: KnownDecision
  readonly navigation: ReviewNavigation
}

/** One file: its picture, what is covered on it, and everything that can be done about that. */
export function ReviewDesk({ item, found, known, navigation }: ReviewDeskProps) {
  const [state, act] = useReducer(reduceReview, undefined, () =>
    beginReview(found, known, placeOfConflict(item, found)),
  )
  const people = usePeople(item, found)
  const { request } = useApp()
  const [viewport, setViewport] = useState<Viewport>(wholePicture)
  const [asking, setAsking] = useState(false)
  useSentDecisions(item, state)
  useChangedDecisions(item, state, act)
  const area = selectedArea(state)
  const askToKeep = () => {
    if (area?.kind !== 'found' && area?.kind !== 'track') return
    if (area.keep === undefined) setAsking(true)
    else act({ type: 'keep', key: area.key, reason: undefined })
  }
  const findPerson = () => {
    if (people.comparable && people.status?.status !== 'comparing') void request('compare', undefined)
  }
  const hint = useId()
  const whole = useWholePeople(item, state, act)
  const { coverPerson, coverBackground } = whole
  const onZoomKey = useReviewKeys({
    item,
    state,
    act,
    navigation,
    askToKeep,
    findPerson,
    coverPerson,
    coverBackground,
    viewport,
    setViewport,
  })
  const at: PreviewMoment =
    found.kind === 'video' ? { unit: 'seconds', seconds: state.seconds } : { unit: 'frame', frame: state.frame }
  return (
    <div className="review">
      <ReviewToolbar state={state} act={act} viewport={viewport} setViewport={setViewport} whole={whole} />
      <Canvas
        item={item}
        at={at}
        state={state}
        act={act}
        viewport={viewport}
        setViewport={setViewport}
        zoomKey={onZoomKey}
        hint={hint}
      />
      {found.kind === 'video' ? (
        <Timeline item={item} found={found} state={state} act={act} />
      ) : (
        found.frames.length > 1 && <FrameStrip item={item} found={found} state={state} act={act} />
      )}
      <CoverPanel item={item} state={state} act={act} askToKeep={askToKeep} people={people} whole={whole} hint={hint} />
      <ReviewBar item={item} shown={state.decisions} navigation={navigation} />
      {asking && area && (
        <KeepDialog
          onClose={() => setAsking(false)}
          onReason={(reason) => {
            act({ type: 'keep', key: area.key, reason })
            setAsking(false)
          }}
        />
      )}
    </div>
  )
}

/** Where a file waits because of somebody, the review begins with that face. */
function placeOfConflict(
  item: SessionItem,
  found: FoundMedia,
): { readonly frame: number; readonly selected: string | undefined } | undefined {
  const [conflict] = conflictsOf(item)
  if (!conflict || found.kind !== 'picture') return undefined
  const { frame } = conflict
  const index = facesOf(found, frame).findIndex(({ box }) => conflictOn(item, frame, box) !== undefined)
  return { frame, selected: index < 0 ? undefined : `found-${index}` }
}

/** Every change is sent a moment later; at once where the covered picture is to be seen, or the file is left. */
function useSentDecisions(item: SessionItem, { decision, settled, view }: ReviewState): void {
  const { outbox } = useApp()
  const sent = useRef(decision)
  useEffect(() => {
    if (sent.current !== decision && decision !== settled) outbox.put(item.id, decision)
    sent.current = decision
    if (view === 'redacted') void outbox.flush()
  }, [decision, settled, item.id, outbox, view])
  useEffect(() => () => void outbox.flush(), [outbox])
}

/** What is decided on the file while it is open, by a decision that concerns many files, is shown at once. */
function useChangedDecisions(
  { id, decisions: latest }: SessionItem,
  { decisions: shown }: ReviewState,
  act: (action: ReviewAction) => void,
): void {
  const { bridge, outbox } = useApp()
  useEffect(() => {
    if (latest <= shown) return
    let current = true
    void changedDecision({ bridge, outbox }, id, { shown, latest }).then((known) => {
      if (current && known) act({ type: 'decided', ...known })
    })
    return () => {
      current = false
    }
  }, [id, latest, shown, bridge, outbox, act])
}
