import { CircleStop, Eye, ScanSearch, ShieldPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { previewUrl } from '../../main/core/contract/preview-address.js'
import type { PersonReason } from '../../main/core/review/decision.js'
import type { FaceAppearance, SessionItem } from '../../main/core/session/types.js'
import { Button } from '../components/button.js'
import { Kbd, Progress } from '../components/parts.js'
import { useApp, useMessages, useWindow } from '../state/app.js'
import { ConflictChoices } from './conflict-choices.js'
import { conflictOn } from './flags.js'
import { KeepDialog } from './keep-dialog.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import type { PictureArea } from './picture-edit.js'
import { decisionAfter } from './shown-decision.js'
import type { KnownPeople } from './use-people.js'
import './person-section.css'

export interface PersonSectionProps {
  readonly item: SessionItem
  readonly area: Extract<PictureArea, { kind: 'found' }>
  readonly state: ReviewState
  readonly act: (action: ReviewAction) => void
  readonly people: KnownPeople
}

/** Where else the person of the selected face is, and decisions that hold for all of these places. */
export function PersonSection(props: PersonSectionProps) {
  const { people: words } = useMessages()
  const { area, people } = props
  // What a decision came to is told also where comparing took a while, and the rest gave way to its progress.
  const [told, setTold] = useState<{ readonly key: string; readonly text: string } | undefined>()
  if (!people.comparable) return <p className="quiet small">{words.notCompared}</p>
  return (
    <section className="person" aria-label={words.title}>
      <Known {...props} tell={(text) => setTold({ key: area.key, text })} />
      <p className="person-told small" role="status">
        {told?.key === area.key && told.text}
      </p>
    </section>
  )
}

interface KnownProps extends PersonSectionProps {
  readonly tell: (text: string) => void
}

function Known(props: KnownProps) {
  const { item, area, state, people } = props
  const { people: words } = useMessages()
  const { request } = useApp()
  const { status, file } = people
  if (status?.status === 'comparing') return <Comparing done={status.done} total={status.total} />
  if (file?.compared !== true)
    return (
      <Button icon={ScanSearch} onClick={() => void request('compare', undefined)}>
        {words.find} <Kbd>F</Kbd>
      </Button>
    )
  const own = file.faces.find(({ frame, of }) => frame === state.frame && of === area.index)
  const others = own?.appearances.filter(
    ({ id, frame, of }) => id !== item.id || frame !== state.frame || of !== area.index,
  )
  return (
    <>
      <p className="person-title">
        <Users size={17} aria-hidden />
        <span>{others === undefined ? words.unrecognizable : <Tally others={others} />}</span>
      </p>
      {others !== undefined && others.length > 0 && <Faces appearances={others} />}
      {others !== undefined && <Decide {...props} others={others} />}
      {file.missing > 0 && (
        <p className="quiet small">
          {words.missing(file.missing)}{' '}
          <button type="button" className="link" onClick={() => void request('compare', undefined)}>
            {words.compareAgain}
          </button>
        </p>
      )}
    </>
  )
}

function Tally({ others }: { readonly others: readonly FaceAppearance[] }) {
  const { people: words } = useMessages()
  const visible = others.filter((other) => other.visible).length
  return others.length === 0 ? words.nowhere : `${words.title}: ${words.tally(others.length - visible, visible)}`
}

function Comparing({ done, total }: { readonly done: number; readonly total: number }) {
  const { people: words } = useMessages()
  const { request } = useApp()
  const told = words.comparing(done, total)
  return (
    <>
      <p className="number" role="status">
        {told}
      </p>
      <Progress label={told} share={total > 0 ? done / total : undefined} />
      <Button icon={CircleStop} onClick={() => void request('cancel-comparison', undefined)}>
        {words.stop}
      </Button>
    </>
  )
}

const sidePx = 96

/** The other appearances; each leads to its picture. */
function Faces({ appearances }: { readonly appearances: readonly FaceAppearance[] }) {
  const { dispatch } = useApp()
  const { people: words } = useMessages()
  const items = useWindow((state) => state.session?.items)
  return (
    <ul className="person-faces">
      {appearances.map(({ id, frame, of, visible }) => {
        const name = words.appearance(items?.get(id)?.name ?? '', visible)
        const url = previewUrl({ id, kind: 'original', face: of, sidePx, at: { unit: 'frame', frame }, version: 0 })
        return (
          <li key={`${id}/${frame}/${of}`}>
            <button
              type="button"
              className="person-face"
              aria-label={name}
              title={name}
              onClick={() => dispatch({ type: 'navigated', screen: { name: 'review', id } })}
            >
              <img src={url} alt="" loading="lazy" decoding="async" draggable={false} />
              {visible && <Eye className="person-visible" size={13} aria-hidden />}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

interface DecideProps extends KnownProps {
  readonly others: readonly FaceAppearance[]
}

function Decide({ item, area, state, act, people, tell, others }: DecideProps) {
  const { people: words } = useMessages()
  const { bridge, request, outbox } = useApp()
  const [asking, setAsking] = useState(false)
  const conflict = conflictOn(item, state.frame, area.seen)
  const face = { id: item.id, frame: state.frame, of: area.index }
  /** What was decided for many files may concern this one: it is shown as it stands now. */
  const decideAll = async (decide: () => Promise<string | undefined>): Promise<void> => {
    if (!(await outbox.flush())) return
    const text = await decide()
    const known = await decisionAfter({ bridge, outbox }, item.id)
    if (known) act({ type: 'decided', ...known })
    if (text !== undefined) tell(text)
    people.refresh()
  }
  const keep = (reason: PersonReason) =>
    decideAll(async () => {
      const kept = await request('keep-person', { ...face, reason })
      return kept && words.kept(kept.answer.visible, kept.answer.perhaps)
    })
  const cover = () =>
    decideAll(async () => {
      const covered = await request('cover-person', face)
      return covered && words.coveredIn(new Set([item.id, ...others.map(({ id }) => id)]).size)
    })
  const isHidden = area.keep === undefined || others.some(({ visible }) => !visible)
  return (
    <>
      {conflict && area.keep !== undefined && <ConflictChoices area={area} act={act} />}
      {others.length > 0 && isHidden && (
        <Button icon={Eye} onClick={() => setAsking(true)}>
          {words.keepEverywhere}
        </Button>
      )}
      {others.some(({ visible }) => visible) && (
        <Button icon={ShieldPlus} onClick={() => void cover()}>
          {words.coverEverywhere}
        </Button>
      )}
      {asking && (
        <KeepDialog
          everywhere
          onClose={() => setAsking(false)}
          onReason={(reason) => {
            setAsking(false)
            if (reason !== 'not-a-face') void keep(reason)
          }}
        />
      )}
    </>
  )
}
