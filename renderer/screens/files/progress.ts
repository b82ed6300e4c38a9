import type { SessionItem } from '../../../main/core/session/types.js'

export interface ProgressOf {
  readonly finished: number
  readonly total: number
  /** 0–1, with the parts of those under way. */
  readonly share: number
}

const progressOf = (items: Iterable<SessionItem>, done: (item: SessionItem) => number): ProgressOf => {
  let finished = 0
  let total = 0
  let share = 0
  for (const item of items) {
    const part = done(item)
    total++
    share += part
    if (part >= 1) finished++
  }
  return { finished, total, share: total > 0 ? share / total : 0 }
}

export const findingProgress = (items: Iterable<SessionItem>): ProgressOf =>
  progressOf(items, ({ state }) => {
    if (state.status === 'waiting') return 0
    // Never quite done before it says so.
    return state.status === 'finding' ? Math.min(0.999, state.progress) : 1
  })

/** Of the items of one export. */
export const exportProgress = (items: Iterable<SessionItem>): ProgressOf =>
  progressOf(items, ({ state }) => {
    if (state.status === 'export-waiting') return 0
    return state.status === 'exporting' ? Math.min(0.999, state.progress) : 1
  })
