import type { Item, ItemState, MediaId } from './item-state.js'
import { isFinished } from './item-state.js'

/** What a running job tells. `sequence` increases by one with every event of the job. */
export type JobEvent =
  | { readonly sequence: number; readonly type: 'item-added'; readonly id: MediaId; readonly input: string }
  /** No further items will be added. */
  | { readonly sequence: number; readonly type: 'discovery-ended' }
  | { readonly sequence: number; readonly type: 'item-changed'; readonly id: MediaId; readonly state: ItemState }
  | { readonly sequence: number; readonly type: 'job-ended' }

/** A job as window and terminal see it. */
export interface JobSnapshot {
  /** The last event that is part of this snapshot, 0 for none. */
  readonly sequence: number
  readonly discovering: boolean
  readonly ended: boolean
  readonly items: ReadonlyMap<MediaId, Item>
}

export const emptyJob: JobSnapshot = { sequence: 0, discovering: true, ended: false, items: new Map() }

/** The job after the event. An event that the snapshot already holds changes nothing; a finished item never changes. */
export function reduceJob(job: JobSnapshot, event: JobEvent): JobSnapshot {
  if (event.sequence <= job.sequence) return job
  const next = { ...job, sequence: event.sequence }
  switch (event.type) {
    case 'item-added':
      return { ...next, items: withItem(job, { id: event.id, input: event.input, state: { status: 'queued' } }) }
    case 'item-changed': {
      const item = job.items.get(event.id)
      if (!item || isFinished(item.state)) return next
      return { ...next, items: withItem(job, { ...item, state: event.state }) }
    }
    case 'discovery-ended':
      return { ...next, discovering: false }
    case 'job-ended':
      return { ...next, discovering: false, ended: true }
  }
}

const withItem = (job: JobSnapshot, item: Item): ReadonlyMap<MediaId, Item> => new Map(job.items).set(item.id, item)

export type StatusCounts = Readonly<Record<ItemState['status'], number>>

/** How many items have which status. */
export function countByStatus(items: Iterable<Item>): StatusCounts {
  const counts = { queued: 0, running: 0, 'needs-review': 0, safe: 0, planned: 0, refused: 0, failed: 0, canceled: 0 }
  for (const item of items) counts[item.state.status]++
  return counts
}
