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

/** A job that changes with its events. A copy for every event would cost the square of the number of files. */
export interface JobStore {
  /** Takes an event; one that is older than the job, or changes a finished item, changes nothing. */
  apply(event: JobEvent): void
  /** The job as it stands; its items go on changing with the store. */
  readonly job: JobSnapshot
}

export function createJobStore(from: JobSnapshot = emptyJob): JobStore {
  const items = new Map(from.items)
  let job: JobSnapshot = { ...from, items }
  return {
    get job() {
      return job
    },
    apply: (event) => {
      if (event.sequence <= job.sequence) return
      job = { ...job, sequence: event.sequence, ...phaseAfter(event) }
      const item = itemAfter(items, event)
      if (item) items.set(item.id, item)
    },
  }
}

/** The job after the event, the one before it left as it was. */
export function reduceJob(job: JobSnapshot, event: JobEvent): JobSnapshot {
  const store = createJobStore(job)
  store.apply(event)
  return store.job
}

function phaseAfter(event: JobEvent): Partial<Pick<JobSnapshot, 'discovering' | 'ended'>> {
  if (event.type === 'discovery-ended') return { discovering: false }
  return event.type === 'job-ended' ? { discovering: false, ended: true } : {}
}

function itemAfter(items: ReadonlyMap<MediaId, Item>, event: JobEvent): Item | undefined {
  if (event.type === 'item-added') return { id: event.id, input: event.input, state: { status: 'queued' } }
  if (event.type !== 'item-changed') return undefined
  const item = items.get(event.id)
  return item && !isFinished(item.state) ? { ...item, state: event.state } : undefined
}

export type StatusCounts = Readonly<Record<ItemState['status'], number>>

/** How many items have which status. */
export function countByStatus(items: Iterable<Item>): StatusCounts {
  const counts = { queued: 0, running: 0, 'needs-review': 0, safe: 0, planned: 0, refused: 0, failed: 0, canceled: 0 }
  for (const item of items) counts[item.state.status]++
  return counts
}
