import type { Dispatch } from 'react'
import { Button } from '../components/button.js'
import { useMessages } from '../state/app.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import type { VideoArea } from './video-edit.js'

interface SpanEndsProps {
  readonly area: Extract<VideoArea, { kind: 'span' }>
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
}

/** From when to when a drawn area covers. */
export function SpanEnds({ area, state, act }: SpanEndsProps) {
  const { review, amounts } = useMessages()
  const span = state.decision.kind === 'video' ? state.decision.cover[area.index] : undefined
  if (!span) return null
  const { seconds } = state
  return (
    <>
      <p className="small quiet">
        {review.keyframes(span.keyframes.length)}. {review.spanHint}
      </p>
      <div className="span-ends">
        <span className="quiet">{review.from}</span>
        <span className="number">{amounts.clock(span.fromSeconds)}</span>
        <Button onClick={() => act({ type: 'span-ends', key: area.key, fromSeconds: seconds })}>
          {review.fromHere}
        </Button>
        <span className="quiet">{review.to}</span>
        <span className="number">{amounts.clock(span.toSeconds)}</span>
        <Button onClick={() => act({ type: 'span-ends', key: area.key, toSeconds: seconds })}>{review.toHere}</Button>
      </div>
    </>
  )
}
