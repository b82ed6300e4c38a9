import { Flag, SkipForward, StepBack, StepForward } from 'lucide-react'
import type { CSSProperties, Dispatch, PointerEvent } from 'react'
import { useMemo } from 'react'
import type { FoundVideo } from '../../main/core/review/found-media.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { Button, IconButton } from '../components/button.js'
import { useMessages } from '../state/app.js'
import { flaggedSeconds, nextFlag } from './flags.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import { lanesOf } from './timeline-lanes.js'
import './timeline.css'

interface TimelineProps {
  readonly item: SessionItem
  readonly found: FoundVideo
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
}

interface Bar {
  readonly key: string
  readonly label: string
  readonly fromSeconds: number
  readonly toSeconds: number
  readonly look: 'sure' | 'uncertain' | 'kept' | 'drawn'
}

/** The whole video: who is covered when, where a person should look, and the moment that is shown. */
export function Timeline({ item, found, state, act }: TimelineProps) {
  const { review, amounts } = useMessages()
  const { durationSeconds, framesPerSecond } = found
  const flagged = useMemo(() => flaggedSeconds(found, item), [found, item])
  const { seconds } = state
  const next = nextFlag(found, item, seconds)
  const length = Math.max(durationSeconds, 0.001)
  const at = (moment: number): CSSProperties => ({ left: `${(moment / length) * 100}%` })
  const go = (moment: number) => act({ type: 'seconds', seconds: moment })
  const frameSeconds = 1 / Math.max(1, framesPerSecond)
  const seek = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    go(((event.clientX - left) / width) * length)
  }
  return (
    <section className="timeline" aria-label={review.timeline}>
      <div className="timeline-controls">
        <IconButton icon={StepBack} label={review.stepBack} keys="," onClick={() => go(seconds - frameSeconds)} />
        <IconButton icon={StepForward} label={review.stepForward} keys="." onClick={() => go(seconds + frameSeconds)} />
        <span className="number">
          {amounts.clock(seconds)} <span className="quiet">/ {amounts.clock(durationSeconds)}</span>
        </span>
        <span className="toolbar-space" />
        {flagged.length > 0 && (
          <span className="timeline-flags small quiet">
            <Flag size={15} aria-hidden /> {review.flags(flagged.length)}
          </span>
        )}
        <Button icon={SkipForward} title="G" disabled={next === seconds} onClick={() => go(next)}>
          {review.nextFlagged}
        </Button>
      </div>
      <input
        type="range"
        className="timeline-range"
        aria-label={review.moment}
        aria-valuetext={amounts.clock(seconds)}
        min={0}
        max={length}
        step={frameSeconds}
        value={seconds}
        onChange={({ target }) => go(Number(target.value))}
      />
      <div className="timeline-tracks" onPointerDown={seek}>
        <Bars found={found} state={state} act={act} length={length} />
        {flagged.map((moment) => (
          <button
            key={moment}
            type="button"
            className="timeline-flag"
            style={at(moment)}
            title={`${review.flagged} (${amounts.clock(moment)})`}
            aria-label={`${review.flagged}: ${amounts.clock(moment)}`}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => go(moment)}
          >
            <Flag size={13} aria-hidden />
          </button>
        ))}
        <span className="timeline-now" style={at(seconds)} aria-hidden />
      </div>
    </section>
  )
}

/** Long videos have hundreds of people: the lanes scroll, the flags above them stay. */
function Bars({ found, state, act, length }: Omit<TimelineProps, 'item'> & { readonly length: number }) {
  const { review } = useMessages()
  const { decision } = state
  const bars = useMemo(() => {
    const kept = new Set(decision.kind === 'video' ? decision.keep.map(({ track }) => track) : [])
    const spans = decision.kind === 'video' ? decision.cover : []
    return [
      ...spans.map((span, index): Bar => ({
        ...span,
        key: `span-${index}`,
        label: review.drawn.rectangle,
        look: 'drawn',
      })),
      ...found.tracks.map((track): Bar => ({
        key: `track-${track.track}`,
        label: review.person(track.track + 1),
        fromSeconds: track.fromSeconds,
        toSeconds: track.toSeconds,
        look: kept.has(track.track) ? 'kept' : track.uncertain ? 'uncertain' : 'sure',
      })),
    ]
  }, [decision, found.tracks, review])
  const lanes = useMemo(() => lanesOf(bars), [bars])
  const laneCount = Math.max(1, ...lanes.map((lane) => lane + 1))
  const choose = (bar: Bar) => {
    const { seconds } = state
    if (seconds < bar.fromSeconds || seconds > bar.toSeconds) act({ type: 'seconds', seconds: bar.fromSeconds })
    act({ type: 'select', key: bar.key })
  }
  return (
    <div className="timeline-bars">
      <div className="timeline-lanes" style={{ height: `${laneCount * 0.75}rem` }}>
        {bars.map((bar, index) => (
          <button
            key={bar.key}
            type="button"
            tabIndex={-1}
            className={`bar bar-${bar.look}`}
            aria-pressed={bar.key === state.selected}
            aria-label={bar.label}
            title={bar.label}
            style={{
              left: `${(bar.fromSeconds / length) * 100}%`,
              width: `${Math.max(0.4, ((bar.toSeconds - bar.fromSeconds) / length) * 100)}%`,
              top: `${(lanes[index] ?? 0) * 0.75}rem`,
            }}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => choose(bar)}
          />
        ))}
      </div>
    </div>
  )
}
