import type { MediaId } from '../../main/core/job/item-state.js'
import type { FileFilter } from '../../main/core/messages/window/catalogue.js'
import type { SessionItem } from '../../main/core/session/types.js'

/** Whether a person should still look at the item. */
export const wantsReview = (item: SessionItem): boolean =>
  item.found !== undefined &&
  (item.state.status === 'withheld' || (item.perhaps ?? 0) > 0 || (!item.accepted && item.state.status === 'found'))

/** Whether the item can be opened in the review. */
export const isReviewable = (item: SessionItem): boolean => item.found !== undefined

const exportable: ReadonlySet<SessionItem['state']['status']> = new Set([
  'found',
  'withheld',
  'refused',
  'failed',
  'canceled',
])

/** Items of the next export. Those whose faces are known and whose export went wrong are tried again. */
export const isExportable = (item: SessionItem): boolean =>
  item.found !== undefined && exportable.has(item.state.status)

export function belongsTo(item: SessionItem, filter: FileFilter): boolean {
  const { status } = item.state
  switch (filter) {
    case 'all':
      return true
    case 'waiting':
      return status === 'waiting' || status === 'finding'
    case 'to-review':
      return wantsReview(item) && status !== 'withheld'
    case 'looked-at':
      return item.accepted && status !== 'withheld' && status !== 'safe'
    case 'withheld':
      return status === 'withheld'
    case 'left-out':
      return status === 'refused' || status === 'failed' || status === 'canceled'
    case 'safe':
      return status === 'safe'
  }
}

export const filters: readonly FileFilter[] = [
  'all',
  'waiting',
  'to-review',
  'looked-at',
  'withheld',
  'left-out',
  'safe',
]

export function countByFilter(items: Iterable<SessionItem>): Readonly<Record<FileFilter, number>> {
  const counts = { all: 0, waiting: 0, 'to-review': 0, 'looked-at': 0, withheld: 0, 'left-out': 0, safe: 0 }
  for (const item of items) for (const filter of filters) if (belongsTo(item, filter)) counts[filter]++
  return counts
}

/**
 * All that can be reviewed: withheld files first, then those with somebody who may be visible elsewhere, then the most
 * doubtful; equals stay in the order they were added.
 */
export function reviewQueue(items: Iterable<SessionItem>): readonly SessionItem[] {
  const rank = (item: SessionItem): number => {
    if (item.state.status === 'withheld') return 3
    return (item.found?.doubt ?? 0) + ((item.perhaps ?? 0) > 0 ? 1 : 0)
  }
  return [...items].filter(isReviewable).sort((a, b) => rank(b) - rank(a))
}

/** The next one in the queue after `id`, round to its beginning, that still wants a look. */
export function nextToReview(queue: readonly SessionItem[], id: MediaId | undefined): SessionItem | undefined {
  const at = queue.findIndex((item) => item.id === id)
  return [...queue.slice(at + 1), ...queue.slice(0, Math.max(0, at))].find(wantsReview)
}

export const isVideo = (item: SessionItem): boolean => item.found?.kind === 'video'
