import { describe, expect, it } from 'vitest'
import { mediaId } from '../../../main/core/job/item-state.js'
import type { JobEvent } from '../../../main/core/job/job.js'
import { countByStatus, emptyJob, reduceJob } from '../../../main/core/job/job.js'

const id = mediaId(1)
const events: readonly JobEvent[] = [
  { sequence: 1, type: 'item-added', id, input: '/a.jpg' },
  { sequence: 2, type: 'item-changed', id, state: { status: 'running', stage: 'detect', progress: 0.3 } },
  { sequence: 3, type: 'discovery-ended' },
  { sequence: 4, type: 'item-changed', id, state: { status: 'refused', reason: { code: 'empty-file' } } },
  { sequence: 5, type: 'job-ended' },
]
const replay = (list: readonly JobEvent[]) => list.reduce(reduceJob, emptyJob)

describe('reduceJob', () => {
  it('ends where the events end', () => {
    const job = replay(events)
    expect(job).toMatchObject({ sequence: 5, discovering: false, ended: true })
    expect(job.items.get(id)?.state).toEqual({ status: 'refused', reason: { code: 'empty-file' } })
  })

  it('takes a snapshot plus newer events for the same job, however many old ones come again', () => {
    for (let cut = 0; cut <= events.length; cut++)
      expect(events.reduce(reduceJob, replay(events.slice(0, cut)))).toEqual(replay(events))
  })

  it('never lets a finished item change', () => {
    const late: JobEvent = { sequence: 6, type: 'item-changed', id, state: { status: 'canceled' } }
    expect(reduceJob(replay(events), late).items.get(id)?.state.status).toBe('refused')
  })

  it('leaves the snapshot it was given alone', () => {
    const before = replay(events.slice(0, 1))
    reduceJob(before, { sequence: 2, type: 'item-changed', id, state: { status: 'canceled' } })
    expect(before.items.get(id)?.state.status).toBe('queued')
  })

  it('counts', () => {
    expect(countByStatus(replay(events).items.values())).toMatchObject({ refused: 1, safe: 0 })
  })
})
