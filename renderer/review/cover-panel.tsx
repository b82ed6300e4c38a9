import type { LucideIcon } from 'lucide-react'
import {
  CircleQuestionMark,
  Eye,
  Film,
  PencilLine,
  PersonStanding,
  ScanFace,
  ShieldPlus,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import type { Dispatch, KeyboardEvent } from 'react'
import { useEffect, useId, useRef } from 'react'
import type { SessionItem } from '../../main/core/session/types.js'
import { Button } from '../components/button.js'
import { Kbd, Note } from '../components/parts.js'
import { reasonOf } from '../components/reason-row.js'
import { foundText } from '../screens/files/found-text.js'
import { useMessages } from '../state/app.js'
import { BareHeadNote } from './bare-head-note.js'
import { conflictOn } from './flags.js'
import { areaName, areaPlace, areaState } from './area-text.js'
import type { Area, ReviewAction, ReviewState } from './review-state.js'
import { areasOf, isAnimation, isDrawn, selectedArea } from './review-state.js'
import { PersonSection } from './person-section.js'
import { TrackSection, isTrackWaiting } from './track-section.js'
import { SpanEnds } from './span-ends.js'
import type { WholePeople } from './use-whole-people.js'
import type { KnownPeople } from './use-people.js'

interface CoverPanelProps {
  readonly item: SessionItem
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
  readonly askToKeep: () => void
  readonly people: KnownPeople
  readonly whole: WholePeople
  /** Id of the sentence that says what the tool does. */
  readonly hint: string
}

/** The areas in words, and what can be done with the selected one. */
export function CoverPanel(props: CoverPanelProps) {
  const { item, state, act, people } = props
  const words = useMessages()
  const { review, reasons } = words
  const areas = areasOf(state)
  const selected = selectedArea(state)
  const why = reasonOf(item, reasons)
  return (
    <aside className="cover-panel" aria-label={review.covers}>
      <div className="panel-heading">
        <h1>{item.name}</h1>
        {item.found && <p className="small">{foundText(item.found, words)}</p>}
        {/* Whoever comes because of something has enough to read. */}
        <p id={props.hint} className={why === undefined ? 'quiet small' : 'unseen'}>
          {words.review.hints[state.tool]}
        </p>
        <p className="small" role="status">
          {props.whole.told}
        </p>
      </div>
      {why !== undefined && (
        <div className="panel-note">
          <Note tone="caution" icon={TriangleAlert}>
            <p className="small">{why}</p>
          </Note>
        </div>
      )}
      <BareHeadNote state={state} act={act} />
      {areas.length === 0 ? (
        <p className="panel-empty quiet">{review.noCovers}</p>
      ) : (
        <CoverList areas={areas} state={state} act={act} people={people} />
      )}
      {selected && <Actions {...props} area={selected} />}
    </aside>
  )
}

const iconOf = (area: Area): LucideIcon => {
  if (isDrawn(area)) return PencilLine
  if ('keep' in area && area.keep !== undefined) return Eye
  return 'uncertain' in area && area.uncertain ? CircleQuestionMark : ScanFace
}

const classOf = (area: Area): string => {
  if (!('keep' in area)) return 'cover-drawn'
  if (area.keep !== undefined) return 'cover-kept'
  return area.uncertain ? 'cover-uncertain' : 'cover-sure'
}

interface CoverListProps {
  readonly areas: readonly Area[]
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
  readonly people: KnownPeople
}

function CoverList({ areas, state, act, people }: CoverListProps) {
  const words = useMessages()
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const at = areas.findIndex(({ key }) => key === state.selected)
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: areas.length - 1 }[event.key]
    const area = to === undefined ? undefined : areas[Math.min(areas.length - 1, Math.max(0, to))]
    if (!area) return
    event.preventDefault()
    event.stopPropagation()
    act({ type: 'select', key: area.key })
  }
  return (
    <ul
      ref={list}
      role="listbox"
      tabIndex={0}
      className="cover-list"
      aria-label={words.review.covers}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
    >
      {areas.map((area, index) => {
        const perhaps = isPerhaps(area, state, people)
        const Icon = perhaps ? CircleQuestionMark : iconOf(area)
        return (
          <li
            key={area.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={area.key === state.selected}
            className={`cover-option ${perhaps ? 'cover-uncertain' : classOf(area)}`}
            onClick={() => act({ type: 'select', key: area.key })}
          >
            <Icon size={17} aria-hidden />
            <span>{areaName(area, words)}</span>
            <span className="cover-state quiet small">
              {areaState(area, words, perhaps)}
              <span className="unseen">, {areaPlace(area, words, state)}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Covered, and perhaps somebody who stays visible elsewhere. */
const isPerhaps = (area: Area, { frame }: ReviewState, { file }: KnownPeople): boolean =>
  area.kind === 'found' &&
  area.keep === undefined &&
  file?.perhaps.some((face) => face.frame === frame && face.of === area.index) === true

interface ActionsProps extends CoverPanelProps {
  readonly area: Area
}

function Actions({ item, area, state, act, askToKeep, people, whole }: ActionsProps) {
  const { review } = useMessages()
  const isFound = area.kind === 'found' || area.kind === 'track'
  // A conflict has its own buttons for the same.
  const waits =
    (area.kind === 'track' && isTrackWaiting({ item, area, state })) ||
    (area.kind === 'found' && area.keep !== undefined && conflictOn(item, state.frame, area.seen) !== undefined)
  return (
    <div className="panel-actions">
      {area.kind === 'found' && <PersonSection item={item} area={area} state={state} act={act} people={people} />}
      {area.kind === 'track' && <TrackSection item={item} area={area} state={state} act={act} />}
      {isFound && !waits && (
        <Button icon={area.keep === undefined ? Eye : ShieldPlus} onClick={askToKeep}>
          {area.keep === undefined ? review.keep : review.coverAgain} <Kbd>K</Kbd>
        </Button>
      )}
      {isFound && (
        <Button icon={PersonStanding} disabled={whole.looking} onClick={() => whole.coverPerson(area.key)}>
          {review.wholePerson} <Kbd>W</Kbd>
        </Button>
      )}
      {area.kind === 'span' && <SpanEnds area={area} state={state} act={act} />}
      {area.kind === 'drawn' && isAnimation(state.found) && (
        <Button icon={Film} onClick={() => act({ type: 'reach', key: area.key, throughout: !area.throughout })}>
          {area.throughout ? review.onlyThisFrame : review.allFrames}
        </Button>
      )}
      {isDrawn(area) && (
        <Button icon={Trash2} onClick={() => act({ type: 'remove', key: area.key })}>
          {review.remove} <Kbd>{review.keyNames.delete}</Kbd>
        </Button>
      )}
    </div>
  )
}
