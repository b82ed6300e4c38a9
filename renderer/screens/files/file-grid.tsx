import { useVirtualizer } from '@tanstack/react-virtual'
import { FolderOpen } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useCallback, useEffect, useState } from 'react'
import type { SessionItem } from '../../../main/core/session/types.js'
import { EmptyState } from '../../components/parts.js'
import { useApp, useMessages } from '../../state/app.js'
import { isReviewable } from '../../state/items.js'
import { FileTile } from './file-tile.js'
import { gridGapPx, gridShape, indexAfterKey } from './grid-shape.js'
import './file-grid.css'

/** Thousands of tiles of which only the visible ones exist. */
export function FileGrid({ items }: { readonly items: readonly SessionItem[] }) {
  const { files: words } = useMessages()
  if (items.length === 0) return <EmptyState icon={FolderOpen} title={words.nothingHere} />
  return <Grid items={items} />
}

function Grid({ items }: { readonly items: readonly SessionItem[] }) {
  const { dispatch, request } = useApp()
  const { files: words } = useMessages()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const { width, remPx } = useMeasure(scroller)
  const { columns, rowHeightPx } = gridShape(width, remPx)
  const rowCount = Math.ceil(items.length / columns)
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeightPx,
    gap: gridGapPx,
    overscan: 2,
  })
  useEffect(() => rows.measure(), [rows, rowHeightPx])

  const [active, setActive] = useState(0)
  const current = Math.min(active, items.length - 1)
  /** The tile that keys moved to: it takes the focus as soon as it exists. */
  const [focused, setFocused] = useState<number | undefined>()
  const open = useCallback(
    (item: SessionItem) => {
      if (isReviewable(item)) dispatch({ type: 'navigated', screen: { name: 'review', id: item.id } })
      else if (item.state.status === 'refused' || item.state.status === 'failed' || item.state.status === 'canceled')
        dispatch({ type: 'filtered', filter: 'left-out' })
      else void request('prefer', { id: item.id })
    },
    [dispatch, request],
  )
  const onKeyDown = (event: KeyboardEvent): void => {
    const item = items[current]
    if (event.key === 'Delete' && item) {
      void request('remove', { ids: [item.id] })
      return
    }
    const next = indexAfterKey(event.key, current, items.length, columns)
    if (next === undefined) return
    event.preventDefault()
    setFocused(next)
    setActive(next)
    rows.scrollToIndex(Math.floor(next / columns))
  }
  return (
    <div ref={setScroller} className="grid-scroller">
      <div
        role="grid"
        tabIndex={-1}
        aria-label={words.gridLabel}
        aria-rowcount={rowCount}
        aria-colcount={columns}
        className="grid"
        style={{ height: rows.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            role="row"
            aria-rowindex={row.index + 1}
            className="grid-row"
            style={{
              transform: `translateY(${row.start}px)`,
              height: rowHeightPx,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => {
              const index = row.index * columns + column
              return (
                <FileTile
                  key={item.id}
                  item={item}
                  index={index}
                  current={index === current}
                  focusWanted={index === focused}
                  onActive={setActive}
                  onOpen={open}
                />
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

/** The width inside of the element, and how many pixels the text size is, both as they change. */
function useMeasure(element: HTMLElement | null): { readonly width: number; readonly remPx: number } {
  const [measured, setMeasured] = useState({ width: 800, remPx: 16 })
  useEffect(() => {
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      const { paddingLeft, paddingRight } = getComputedStyle(element)
      const width = element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      setMeasured({ width, remPx })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return measured
}
