import { FileSearch, ShieldAlert, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { InspectedFile } from '../../../main/core/contract/bridge.js'
import type { Inspection, Trace, TraceKind } from '../../../main/core/ports.js'
import { timedTrackOf } from '../../../main/core/video/timed-tracks.js'
import { Button } from '../../components/button.js'
import { EmptyState, Note, Progress } from '../../components/parts.js'
import { useApp, useMessages, useWindow } from '../../state/app.js'
import { chooseAndInspect } from './commands.js'
import { outcomeReason } from './outcome-reason.js'
import './examine.css'

/** Kinds as people should read them, the gravest first; the last two tell nothing of anybody. */
const order: readonly TraceKind[] = [
  'location',
  'person',
  'device',
  'time',
  'hidden-picture',
  'hidden-video',
  'thumbnail',
  'text',
  'hidden-data',
  'history',
  'software',
]
const technical: ReadonlySet<TraceKind> = new Set(['color', 'other'])
const mostOfAKind = 24

/** What would one file tell about whoever took it or is in it? */
export function InspectScreen() {
  const app = useApp()
  const { examine } = useMessages()
  const inspection = useWindow((state) => state.inspection)
  if (inspection.status === 'ended') return <Inspected file={inspection.file} />
  const running = inspection.status === 'running'
  return (
    <EmptyState icon={FileSearch} title={examine.inspectTitle}>
      <p role="status">{running ? examine.inspectWorking : examine.inspectLead}</p>
      {running ? (
        <div className="examine-waiting">
          <Progress label={examine.inspectWorking} share={undefined} />
        </div>
      ) : (
        <Button variant="primary" size="large" icon={FileSearch} onClick={() => void chooseAndInspect(app)}>
          {examine.inspectChoose}
        </Button>
      )}
    </EmptyState>
  )
}

function Inspected({ file }: { readonly file: InspectedFile }) {
  const app = useApp()
  const { examine, reasons } = useMessages()
  return (
    <div className="page">
      <div className="column">
        <header className="examine-heading">
          <div>
            <p className="quiet">{examine.inspectTitle}</p>
            <h1 className="selectable">{file.name}</h1>
          </div>
          <Button icon={FileSearch} onClick={() => void chooseAndInspect(app)}>
            {examine.another}
          </Button>
        </header>
        {file.outcome.ok ? (
          <Told inspection={file.outcome.value} />
        ) : (
          <Note tone="caution" icon={TriangleAlert}>
            <h2>{examine.notExamined}</h2>
            <p>{outcomeReason(file.outcome.error, reasons)}</p>
          </Note>
        )}
      </div>
    </div>
  )
}

function Told({ inspection }: { readonly inspection: Inspection }) {
  const { examine, reasons, amounts } = useMessages()
  const { traces, size, faces, format } = inspection
  const telling = traces.filter(({ kind }) => !technical.has(kind))
  const rest = traces.length - telling.length
  return (
    <>
      <Note tone={telling.length > 0 ? 'bad' : 'good'} icon={telling.length > 0 ? ShieldAlert : ShieldCheck}>
        <p role="status">
          <strong>{telling.length > 0 ? examine.tells(telling.length) : examine.nothingTold}</strong>
        </p>
        {telling.length > 0 && <p>{examine.useIt}</p>}
      </Note>
      <TraceTable
        title={examine.size}
        rows={[
          { field: format.toUpperCase(), value: `${amounts.number(size.width)} × ${amounts.number(size.height)}` },
          { field: '', value: examine.faces(faces) },
        ]}
      />
      {order.map((kind) => {
        const rows = telling.filter((trace) => trace.kind === kind)
        return rows.length > 0 && <TraceTable key={kind} title={reasons.traceKind[kind]} rows={rows} />
      })}
      {rest > 0 && <p className="quiet">{examine.technical(rest)}</p>}
    </>
  )
}

interface TraceTableProps {
  readonly title: string
  readonly rows: readonly Pick<Trace, 'field' | 'value'>[]
}

function TraceTable({ title, rows }: TraceTableProps) {
  const { amounts, reasons } = useMessages()
  const named = (field: string): string | undefined => {
    const track = timedTrackOf(field)
    return track && reasons.timedTrack[track]
  }
  const shown = rows.slice(0, mostOfAKind)
  return (
    <section className="traces">
      <h2>{title}</h2>
      <dl className="selectable">
        {shown.map(({ field, value }, index) => (
          <div key={index} className="trace">
            <dt>{field}</dt>
            <dd>{named(field) ?? value}</dd>
          </div>
        ))}
      </dl>
      {rows.length > shown.length && <p className="quiet small">+ {amounts.number(rows.length - shown.length)}</p>}
    </section>
  )
}
