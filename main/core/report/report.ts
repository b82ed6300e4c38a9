import type { Item } from '../job/item-state.js'
import type { StatusCounts } from '../job/job.js'
import { countByStatus } from '../job/job.js'
import type { ItemRecord } from './item-record.js'
import { itemRecord } from './item-record.js'

/** Everything a run did. It names the user's files and is for the user alone. */
export interface Report {
  readonly tool: 'zaslona'
  readonly version: string
  readonly counts: StatusCounts
  readonly items: readonly ItemRecord[]
}

/** One item of a shareable report: amounts alone. Of visible faces it says how many, never who or where. */
export type ShareableItem = Pick<ItemRecord, 'status' | 'faces' | 'uncertain' | 'repeats' | 'perhaps' | 'bareHeads'> & {
  readonly kept: number | null
}

/**
 * What a run did, without anything that leads to a file: no names, paths, dates, checksums, positions or sizes, and the
 * items in an order that has nothing to do with theirs.
 */
export interface ShareableReport {
  readonly tool: 'zaslona'
  readonly version: string
  readonly counts: StatusCounts
  readonly items: readonly ShareableItem[]
  /** How often each reason occurred, by its code. */
  readonly reasons: Readonly<Record<string, number>>
}

export function createReport(version: string, items: readonly Item[]): Report {
  return { tool: 'zaslona', version, counts: countByStatus(items), items: recordsOf(items) }
}

export function createShareableReport(version: string, items: readonly Item[]): ShareableReport {
  const records = recordsOf(items)
  const reasons: Record<string, number> = {}
  for (const { reason } of records) if (reason) reasons[reason.code] = (reasons[reason.code] ?? 0) + 1
  const stripped = records.map(({ status, faces, uncertain, repeats, kept, perhaps, bareHeads }) => ({
    status,
    faces,
    uncertain,
    repeats,
    kept: kept?.length ?? null,
    perhaps,
    bareHeads,
  }))
  return {
    tool: 'zaslona',
    version,
    counts: countByStatus(items),
    items: stripped.sort(
      (a, b) =>
        a.status.localeCompare(b.status) || (a.faces ?? 0) - (b.faces ?? 0) || (a.uncertain ?? 0) - (b.uncertain ?? 0),
    ),
    reasons: Object.fromEntries(Object.entries(reasons).sort(([a], [b]) => a.localeCompare(b))),
  }
}

const recordsOf = (items: readonly Item[]): readonly ItemRecord[] => items.flatMap((item) => itemRecord(item) ?? [])
