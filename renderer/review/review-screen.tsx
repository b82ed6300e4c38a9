import { CircleAlert, CircleCheckBig, ScanSearch } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { MediaId } from '../../main/core/job/item-state.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { Button } from '../components/button.js'
import { EmptyState } from '../components/parts.js'
import { useApp, useMessages, useWindow } from '../state/app.js'
import { nextToReview, reviewQueue, wantsReview } from '../state/items.js'
import { ReviewDesk } from './review-desk.js'
import { shownNumber } from './shown-decision.js'
import { useLoaded } from './use-loaded.js'
import './review.css'

/** One file after the other, the most doubtful first. */
export function ReviewScreen({ id }: { readonly id: MediaId | undefined }) {
  const { dispatch } = useApp()
  const { review } = useMessages()
  const items = useWindow((state) => state.session?.items)
  const queue = useMemo(() => reviewQueue(items?.values() ?? []), [items])
  const chosen = queue.find((item) => item.id === id)
  const first = queue.find(wantsReview)?.id
  useEffect(() => {
    if (!chosen && first !== undefined) dispatch({ type: 'navigated', screen: { name: 'review', id: first } })
  }, [chosen, first, dispatch])
  if (queue.length === 0)
    return (
      <EmptyState icon={ScanSearch} title={review.nothingToReview}>
        <p>{review.nothingToReviewWhy}</p>
      </EmptyState>
    )
  if (!chosen) return first === undefined ? <Finished /> : null
  return <OneFile key={chosen.id} item={chosen} queue={queue} />
}

function Finished() {
  const { dispatch } = useApp()
  const { review, files, result } = useMessages()
  return (
    <EmptyState icon={CircleCheckBig} title={review.finished}>
      <p>{review.finishedWhy}</p>
      <div className="row">
        <Button size="large" onClick={() => dispatch({ type: 'navigated', screen: { name: 'files' } })}>
          {result.backToFiles}
        </Button>
        <Button
          variant="primary"
          size="large"
          onClick={() => dispatch({ type: 'navigated', screen: { name: 'export' } })}
        >
          {files.goToExport}
        </Button>
      </div>
    </EmptyState>
  )
}

interface OneFileProps {
  readonly item: SessionItem
  readonly queue: readonly SessionItem[]
}

function OneFile({ item, queue }: OneFileProps) {
  const { dispatch, request, outbox } = useApp()
  const { common, reasons } = useMessages()
  const loaded = useLoaded(item.id)
  const place = queue.findIndex(({ id }) => id === item.id)
  const show = (target: SessionItem | undefined) =>
    dispatch({ type: 'navigated', screen: target ? { name: 'review', id: target.id } : { name: 'review' } })
  const navigation = {
    place: place + 1,
    total: queue.length,
    hasPrevious: place > 0,
    isLast: nextToReview(queue, item.id) === undefined,
    previous: () => show(queue[place - 1] ?? item),
    next: () => show(nextToReview(queue, item.id) ?? queue[place + 1] ?? item),
    accept: async (shown: number) => {
      const next = nextToReview(queue, item.id)
      const decisions = await shownNumber(outbox, item.id, shown)
      if (decisions === undefined) return
      const accepted = await request('accept', { items: [{ id: item.id, decisions }], accepted: true })
      if (accepted) show(next)
    },
  }
  if (loaded.status === 'ready')
    return <ReviewDesk item={item} found={loaded.found} known={loaded} navigation={navigation} />
  return loaded.status === 'failed' ? (
    <EmptyState icon={CircleAlert} title={item.name}>
      <p>{reasons.bridge(loaded.error)}</p>
    </EmptyState>
  ) : (
    <p className="review-loading quiet" role="status">
      {common.loading}
    </p>
  )
}
