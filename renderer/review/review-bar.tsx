import { ArrowRight, Check, ChevronLeft } from 'lucide-react'
import type { SessionItem } from '../../main/core/session/types.js'
import { Button } from '../components/button.js'
import { Kbd } from '../components/parts.js'
import { useMessages } from '../state/app.js'
import type { ReviewNavigation } from './review-desk.js'

interface ReviewBarProps {
  readonly item: SessionItem
  /** The number of the decision that a person sees. */
  readonly shown: number
  readonly navigation: ReviewNavigation
}

/** Back, where one is, and on: always at the same place. */
export function ReviewBar({ item, shown, navigation }: ReviewBarProps) {
  const { review } = useMessages()
  const { place, total, hasPrevious, isLast, previous, next, accept } = navigation
  return (
    <div className="review-bar">
      <div className="row">
        <Button
          variant="quiet"
          className="review-previous"
          icon={ChevronLeft}
          disabled={!hasPrevious}
          onClick={previous}
        >
          {review.previous}
        </Button>
      </div>
      <p className="review-position number">
        {review.position(place, total)}
        {item.accepted && (
          <>
            <Check size={16} aria-hidden />
            <span className="review-accepted">{review.accepted}</span>
          </>
        )}
      </p>
      <div className="row">
        <Button variant="quiet" disabled={isLast && place === total} onClick={next}>
          {review.next} <Kbd>N</Kbd>
        </Button>
        <Button variant="primary" icon={isLast ? Check : ArrowRight} onClick={() => void accept(shown)}>
          {isLast ? review.acceptLast : review.accept} <Kbd>↵</Kbd>
        </Button>
      </div>
    </div>
  )
}
