import { useVirtualizer } from '@tanstack/react-virtual'
import type { Dispatch } from 'react'
import { useEffect, useState } from 'react'
import { previewUrl } from '../../main/core/contract/preview-address.js'
import type { FoundPicture } from '../../main/core/review/found-media.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { useMessages } from '../state/app.js'
import { facesOf } from './picture-edit.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import './frame-strip.css'

const cellPx = 104

interface FrameStripProps {
  readonly item: SessionItem
  readonly found: FoundPicture
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
}

/** The frames of an animation or the pages of a document, to choose from. */
export function FrameStrip({ item, found, state, act }: FrameStripProps) {
  const { review } = useMessages()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const total = found.frames.length
  const cells = useVirtualizer({
    horizontal: true,
    count: total,
    getScrollElement: () => scroller,
    estimateSize: () => cellPx,
    overscan: 3,
  })
  const { frame } = state
  useEffect(() => cells.scrollToIndex(frame), [cells, frame])
  const label = (index: number): string => (found.animated ? review.frames : review.pages)(index + 1, total)
  return (
    <div className="frame-strip">
      <p className="frame-place small quiet number">{label(frame)}</p>
      <div ref={setScroller} className="frame-scroller">
        <div className="frame-cells" style={{ width: cells.getTotalSize() }}>
          {cells.getVirtualItems().map(({ index, start, key }) => (
            <button
              key={key}
              type="button"
              className="frame-cell"
              style={{ transform: `translateX(${start}px)` }}
              aria-label={label(index)}
              aria-current={index === frame}
              tabIndex={index === frame ? 0 : -1}
              onClick={() => act({ type: 'frame', frame: index })}
            >
              <img
                src={previewUrl({
                  id: item.id,
                  kind: 'original',
                  sidePx: 192,
                  at: { unit: 'frame', frame: index },
                  version: 0,
                })}
                alt=""
                loading="lazy"
                decoding="async"
                draggable={false}
              />
              {facesOf(found, index).some(({ uncertain }) => uncertain) && <span className="frame-doubt">?</span>}
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}
