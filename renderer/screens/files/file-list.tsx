import { FolderOpen } from 'lucide-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useState } from 'react'
import type { SessionItem } from '../../../main/core/session/types.js'
import { EmptyState } from '../../components/parts.js'
import { ReasonRow } from '../../components/reason-row.js'
import { useMessages } from '../../state/app.js'

/** Files with their reasons, one below the other. */
export function FileList({ items }: { readonly items: readonly SessionItem[] }) {
  const { files: words } = useMessages()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => 84,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 4,
  })
  if (items.length === 0) return <EmptyState icon={FolderOpen} title={words.nothingHere} />
  return (
    <div ref={setScroller} className="grid-scroller">
      <ul className="reason-list" aria-label={words.gridLabel} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index]
          return (
            item && (
              <li
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="reason-place"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ReasonRow item={item} removable />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}
