import {
  CircleStop,
  FileText,
  FolderOpen,
  ImageOff,
  RefreshCw,
  RotateCcw,
  ShieldCheck,
  TriangleAlert,
  UserRoundX,
} from 'lucide-react'
import { useMemo } from 'react'
import type { SessionItem } from '../../../main/core/session/types.js'
import { isOutputProblem } from '../../../main/core/session/output-problem.js'
import { Button } from '../../components/button.js'
import { Note, Progress } from '../../components/parts.js'
import { ReasonRow } from '../../components/reason-row.js'
import { useApp, useMessages, useWindow } from '../../state/app.js'
import { isExportable, isVideo, reviewQueue } from '../../state/items.js'
import { exportProgress } from '../files/progress.js'
import { removedTraces } from './removed-traces.js'
import { WatchFirst } from './watch-first.js'
import './result.css'

const inExport: ReadonlySet<string> = new Set(['export-waiting', 'exporting', 'safe', 'withheld', 'failed', 'refused'])

/** What came out, what did not and why, and what the originals would have told. */
export function ResultScreen() {
  const items = useWindow((state) => state.session?.items)
  const exporting = useWindow((state) => state.session?.phase === 'exporting')
  const all = useMemo(() => [...(items?.values() ?? [])], [items])
  return (
    <div className="page">
      <div className="column">
        {exporting ? <Exporting items={all} /> : <Outcome items={all} />}
        <NeedYou items={all} />
        {!exporting && <Removed items={all} />}
        {!exporting && <LeftOut items={all} />}
        {!exporting && <After />}
      </div>
    </div>
  )
}

interface ItemsProps {
  readonly items: readonly SessionItem[]
}

function Exporting({ items }: ItemsProps) {
  const { request } = useApp()
  const { result, files, reasons, people: words } = useMessages()
  const people = useWindow((state) => state.session?.people)
  const secondsLeft = useWindow((state) => state.session?.secondsLeft)
  const { finished, total, share } = exportProgress(
    items.filter(({ state, found }) => found && inExport.has(state.status)),
  )
  const current = items.find(({ state }) => state.status === 'exporting')
  return (
    <section className="result-progress">
      <div role="status">
        <h1 className="number">{result.exporting(finished, total)}</h1>
      </div>
      <Progress label={result.exporting(finished, total)} share={share} />
      <div className="result-progress-line">
        <p className="quiet">
          {people?.status === 'comparing' && words.comparing(people.done, people.total)}
          {secondsLeft !== undefined && files.timeLeft(secondsLeft)}
          {current?.state.status === 'exporting' && (
            <span className="result-current">
              {current.name} · {reasons.stage[current.state.stage]}
            </span>
          )}
        </p>
        <Button icon={CircleStop} onClick={() => void request('cancel', undefined)}>
          {result.stop}
        </Button>
      </div>
    </section>
  )
}

function Outcome({ items }: ItemsProps) {
  const { dispatch, request } = useApp()
  const { result, reasons } = useMessages()
  const problem = useWindow((state) => state.session?.problem)
  const outputName = useWindow((state) => state.session?.outputName ?? state.outputName)
  const safe = items.filter(({ state }) => state.status === 'safe')
  const faces = safe.reduce((sum, { state }) => sum + (state.status === 'safe' ? state.coverage.faces : 0), 0)
  const showing = safe.filter(({ state }) => state.status === 'safe' && state.coverage.people?.kept.length).length
  const Icon = safe.length > 0 ? ShieldCheck : TriangleAlert
  return (
    <section className={`outcome ${safe.length > 0 ? 'outcome-good' : 'outcome-none'}`}>
      <Icon size={52} strokeWidth={1.3} aria-hidden />
      <div role="status">
        <h1>{safe.length > 0 ? result.safe(safe.length) : result.safeNone}</h1>
        {problem && isOutputProblem(problem) && <p>{reasons.bridge(problem)}</p>}
      </div>
      {safe.length === 0 && items.some((item) => isExportable(item) && item.state.status === 'found') && (
        <Button
          variant="primary"
          size="large"
          icon={RefreshCw}
          onClick={() => dispatch({ type: 'navigated', screen: { name: 'export' } })}
        >
          {result.exportAgain}
        </Button>
      )}
      {safe.length > 0 && (
        <>
          <p className="quiet">
            {result.covered(faces)}
            {outputName !== undefined && (
              <>
                {' · '}
                {result.savedIn} <strong className="selectable">{outputName}</strong>
              </>
            )}
          </p>
          <Button
            variant="primary"
            size="large"
            icon={FolderOpen}
            onClick={() => void request('open-output', undefined)}
          >
            {result.openFolder}
          </Button>
          <p className="outcome-advice">
            {result.lookYourself} {safe.some(isVideo) && result.watchVideos}
          </p>
          {showing > 0 && <p>{result.stays(showing)}</p>}
          <BareHeads items={safe} />
          <WatchFirst items={safe} />
          <WithoutPoster items={safe} />
        </>
      )}
    </section>
  )
}

/** How many released pictures show somebody's head without a cover, and the way to the first of them. */
function BareHeads({ items }: ItemsProps) {
  const { dispatch } = useApp()
  const { result } = useMessages()
  const showing = items.filter(({ state }) => state.status === 'safe' && (state.coverage.bareHeads ?? 0) > 0)
  const [first] = reviewQueue(showing)
  if (!first) return null
  return (
    <Note
      tone="caution"
      icon={UserRoundX}
      actions={
        <Button onClick={() => dispatch({ type: 'navigated', screen: { name: 'review', id: first.id } })}>
          {result.lookAtIt}
        </Button>
      }
    >
      <p>{result.bareHeads(showing.length)}</p>
    </Note>
  )
}

/** Released videos whose picture could not be put beside them. */
function WithoutPoster({ items }: ItemsProps) {
  const { reasons, result } = useMessages()
  return items.map(
    ({ id, name, state }) =>
      state.status === 'safe' &&
      state.posterProblem && (
        <Note key={id} tone="caution" icon={ImageOff}>
          <p>{result.posterMissing(name, reasons.failure(state.posterProblem))}</p>
        </Note>
      ),
  )
}

/** Withheld and failed: each with its reason and one button to go there. */
function NeedYou({ items }: ItemsProps) {
  const { dispatch } = useApp()
  const { result } = useMessages()
  const exporting = useWindow((state) => state.session?.phase === 'exporting')
  const needing = items.filter(
    ({ state, found }) =>
      state.status === 'withheld' || (found !== undefined && (state.status === 'failed' || state.status === 'refused')),
  )
  if (needing.length === 0) return null
  return (
    <section className="result-section">
      <h2>{result.needYou(needing.length)}</h2>
      <p className="quiet">{result.needYouWhy(needing.length)}</p>
      <ul>
        {needing.map((item) => (
          <li key={item.id}>
            <ReasonRow item={item} />
          </li>
        ))}
      </ul>
      {!exporting && (
        <div>
          <Button icon={RefreshCw} onClick={() => dispatch({ type: 'navigated', screen: { name: 'export' } })}>
            {result.exportAgain}
          </Button>
        </div>
      )}
    </section>
  )
}

function Removed({ items }: ItemsProps) {
  const { result } = useMessages()
  const removed = useMemo(() => removedTraces(items), [items])
  if (removed.length === 0) return null
  return (
    <section className="result-section">
      <h2>{result.removedTitle}</h2>
      <ul className="removed">
        {removed.map(({ kind, files }) => (
          <li key={kind}>{result.removed(kind, files)}</li>
        ))}
      </ul>
    </section>
  )
}

function LeftOut({ items }: ItemsProps) {
  const { result } = useMessages()
  const out = items.filter(({ state, found }) => !found && ['refused', 'failed', 'canceled'].includes(state.status))
  if (out.length === 0) return null
  return (
    <details className="result-left-out">
      <summary>{result.notExported(out.length)}</summary>
      <ul>
        {out.map((item) => (
          <li key={item.id}>
            <ReasonRow item={item} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function After() {
  const { dispatch } = useApp()
  const { result } = useMessages()
  return (
    <div className="row">
      <Button variant="quiet" onClick={() => dispatch({ type: 'navigated', screen: { name: 'files' } })}>
        {result.backToFiles}
      </Button>
      <Button variant="quiet" icon={RotateCcw} onClick={() => dispatch({ type: 'dialog', dialog: 'start-anew' })}>
        {result.startAnew}
      </Button>
      <Button variant="quiet" icon={FileText} onClick={() => dispatch({ type: 'dialog', dialog: 'report' })}>
        {result.report}
      </Button>
    </div>
  )
}
