import type { ReportKind } from '../contract/bridge.js'
import type { FinishedState, Item } from '../job/item-state.js'
import type { Report, ShareableReport } from '../report/report.js'
import { createReport, createShareableReport } from '../report/report.js'
import type { Entry, SessionStore } from './session-store.js'
import type { SessionItem } from './types.js'

/** What came of all files of the session, in the form of the command's reports. */
export function reportOf(store: SessionStore, kind: ReportKind, version: string): Report | ShareableReport {
  const items = finishedItems(store)
  return kind === 'own' ? createReport(version, items) : createShareableReport(version, items)
}

/** The files of the session that came to an end, as a job has them. Whoever still waits is no part of a report. */
function finishedItems(store: SessionStore): readonly Item[] {
  const { paths } = store
  return [...store.session.items.values()].flatMap((item): readonly Item[] => {
    const [input, state] = [paths.get(item.id), finishedState(item, store.entry(item.id))]
    return input === undefined || !state ? [] : [{ id: item.id, input, state }]
  })
}

function finishedState({ state }: SessionItem, entry: Entry | undefined): FinishedState | undefined {
  switch (state.status) {
    case 'safe':
      return entry?.released && { ...entry.released, coverage: state.coverage }
    case 'withheld':
      return { status: 'needs-review', reason: state.reason, coverage: state.coverage }
    case 'refused':
    case 'failed':
    case 'canceled':
      return state
    case 'waiting':
    case 'finding':
    case 'found':
    case 'export-waiting':
    case 'exporting':
      return undefined
  }
}
