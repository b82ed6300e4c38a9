import { ChevronDown, CircleStop, FolderCheck, FolderOpen, ShieldCheck, ShieldX, Volume2 } from 'lucide-react'
import { useMemo } from 'react'
import type { VerifiedFile } from '../../../main/core/contract/bridge.js'
import type { ExamineMessages, ReasonMessages } from '../../../main/core/messages/window/catalogue.js'
import type { Audit } from '../../../main/core/verdict/audit.js'
import { Button } from '../../components/button.js'
import { EmptyState, Note, Progress } from '../../components/parts.js'
import { useApp, useMessages, useWindow } from '../../state/app.js'
import { outcomeReason } from './outcome-reason.js'
import { chooseAndVerify } from './commands.js'
import './examine.css'

const isClean = ({ outcome }: VerifiedFile): boolean => outcome.ok && outcome.value.findings.length === 0
const hasSound = ({ outcome }: VerifiedFile): boolean =>
  outcome.ok && outcome.value.remarks.some(({ code }) => code === 'sound')

/** Frames of those videos that were not looked at frame by frame. */
function sampledIn(files: readonly VerifiedFile[]): { readonly looked: number; readonly frames: number } {
  const sum = { looked: 0, frames: 0 }
  for (const { outcome } of files) {
    for (const remark of outcome.ok ? outcome.value.remarks : []) {
      if (remark.code !== 'frames-sampled') continue
      sum.looked += remark.looked
      sum.frames += remark.frames
    }
  }
  return sum
}

/** Is a folder that somebody else made safe to publish? */
export function VerifyScreen() {
  const app = useApp()
  const { examine, amounts, reasons, result } = useMessages()
  const { status, folder, files, error } = useWindow((state) => state.verification)
  const wanting = useMemo(() => files.filter((file) => !isClean(file)), [files])
  const heard = useMemo(() => files.filter((file) => isClean(file) && hasSound(file)), [files])
  const sampled = useMemo(() => sampledIn(files), [files])
  if (status === 'none' && files.length === 0)
    return (
      <EmptyState icon={FolderCheck} title={examine.verifyTitle}>
        <p>{examine.verifyLead}</p>
        <Button variant="primary" size="large" icon={FolderOpen} onClick={() => void chooseAndVerify(app)}>
          {examine.verifyChoose}
        </Button>
      </EmptyState>
    )
  return (
    <div className="page">
      <div className="column">
        <header className="examine-heading">
          <div>
            <p className="quiet">{examine.verifyTitle}</p>
            <h1 className="selectable">{folder}</h1>
          </div>
          {status === 'ended' ? (
            <Button icon={FolderOpen} onClick={() => void chooseAndVerify(app)}>
              {examine.another}
            </Button>
          ) : (
            <Button icon={CircleStop} onClick={() => void app.request('cancel-verification', undefined)}>
              {result.stop}
            </Button>
          )}
        </header>
        {status !== 'ended' && (
          <div role="status">
            <p className="number">{examine.verifyRunning(files.length)}</p>
            <Progress label={examine.verifyRunning(files.length)} share={undefined} />
          </div>
        )}
        {error && (
          <Note tone="bad" icon={ShieldX}>
            <p>{reasons.bridge(error)}</p>
          </Note>
        )}
        {status === 'ended' && !error && <Verdict files={files.length} wanting={wanting.length} />}
        {status === 'ended' && heard.length > 0 && (
          <Note tone="caution" icon={Volume2}>
            <p>{examine.verifySound(heard.length)}</p>
          </Note>
        )}
        <ul className="examined">
          {[...wanting, ...heard].map((file) => (
            <Told key={file.name} file={file} />
          ))}
        </ul>
        {status === 'ended' && sampled.frames > 0 && (
          <p className="quiet">{examine.verifySampled(sampled.looked, sampled.frames)}</p>
        )}
        {wanting.length > 0 && files.length > wanting.length && status === 'ended' && (
          <p className="quiet">
            {amounts.number(files.length - wanting.length)} · {examine.clean}
          </p>
        )}
      </div>
    </div>
  )
}

function Verdict({ files, wanting }: { readonly files: number; readonly wanting: number }) {
  const { examine } = useMessages()
  if (files === 0)
    return (
      <Note tone="caution" icon={FolderOpen}>
        <p>{examine.verifyEmpty}</p>
      </Note>
    )
  return (
    <Note tone={wanting === 0 ? 'good' : 'bad'} icon={wanting === 0 ? ShieldCheck : ShieldX}>
      <p role="status">
        <strong>{wanting === 0 ? examine.verifyClean(files) : examine.verifyWanting(wanting)}</strong>
      </p>
    </Note>
  )
}

function Told({ file }: { readonly file: VerifiedFile }) {
  const { examine, reasons } = useMessages()
  const { outcome } = file
  return (
    <li>
      <details className="examined-file">
        <summary>
          <ChevronDown size={16} aria-hidden />
          <span className="examined-name">{file.name}</span>
          <span className="quiet small">{outcome.ok ? summaryOf(outcome.value, examine) : examine.notExamined}</span>
        </summary>
        <ul className="examined-findings selectable">
          {sentences(file, reasons).map((sentence, index) => (
            <li key={index}>{sentence}</li>
          ))}
        </ul>
      </details>
    </li>
  )
}

/** A file without findings stands in the list because of its sound. */
const summaryOf = ({ findings }: Audit, examine: ExamineMessages): string =>
  findings.length === 0 ? examine.hasSound : examine.findings(findings.length)

function sentences({ outcome }: VerifiedFile, reasons: ReasonMessages): readonly string[] {
  if (!outcome.ok) return [outcomeReason(outcome.error, reasons)]
  const { findings, remarks } = outcome.value
  return [...findings.map(reasons.finding), ...remarks.map(reasons.remark)]
}
