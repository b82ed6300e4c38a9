import type { LucideIcon } from 'lucide-react'
import {
  Ban,
  Check,
  CircleStop,
  Clock,
  Eye,
  Film,
  Hourglass,
  ImageOff,
  ScanFace,
  ScanSearch,
  ShieldCheck,
  TriangleAlert,
  X,
} from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import { firstFrame, previewUrl } from '../../../main/core/contract/preview-address.js'
import type { SessionItem } from '../../../main/core/session/types.js'
import { useApp, useMessages } from '../../state/app.js'
import { foundText } from './found-text.js'
import type { ShownStatus } from './item-status.js'
import { shownStatus } from './item-status.js'

const icons: Readonly<Record<ShownStatus, LucideIcon>> = {
  waiting: Clock,
  finding: ScanSearch,
  found: Eye,
  'looked-at': Check,
  'export-waiting': Hourglass,
  exporting: ScanFace,
  safe: ShieldCheck,
  withheld: TriangleAlert,
  refused: Ban,
  failed: TriangleAlert,
  canceled: CircleStop,
}

interface FileTileProps {
  readonly item: SessionItem
  readonly index: number
  /** The one that Tab leads to. */
  readonly current: boolean
  /** Keys moved here: it takes the focus. */
  readonly focusWanted: boolean
  readonly onActive: (index: number) => void
  readonly onOpen: (item: SessionItem) => void
}

export const FileTile = memo(function FileTile(props: FileTileProps) {
  const { item, index, current, focusWanted, onActive, onOpen } = props
  const { files: words } = useMessages()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focusWanted) button.current?.focus({ preventScroll: true })
  }, [focusWanted])
  const status = shownStatus(item)
  const Icon = icons[status]
  return (
    <div role="gridcell" className="tile">
      <button
        ref={button}
        type="button"
        className="tile-open"
        tabIndex={current ? 0 : -1}
        onFocus={() => onActive(index)}
        onClick={() => onOpen(item)}
      >
        <Thumbnail item={item} />
        <span className={`badge badge-${status}`}>
          <Icon size={14} aria-hidden />
          {words.status[status]}
        </span>
        <span className="tile-name">{item.name}</span>
        <span className="tile-told quiet small">
          <Told item={item} />
        </span>
      </button>
      <RemoveButton item={item} />
    </div>
  )
})

function Told({ item }: { readonly item: SessionItem }) {
  const words = useMessages()
  const { found } = item
  if (!found) return words.amounts.bytes(item.sizeBytes)
  const perhaps = (item.perhaps ?? 0) > 0 ? [words.people.perhapsShort] : []
  const heads = item.bareHeads ?? 0
  const marks = heads > 0 ? [...perhaps, words.review.bareHeads(heads)] : perhaps
  return [foundText(marks.length > 0 ? { ...found, uncertain: 0 } : found, words), ...marks].join(' · ')
}

const noPicture: ReadonlySet<string> = new Set(['refused', 'waiting'])

function Thumbnail({ item }: { readonly item: SessionItem }) {
  const [failed, setFailed] = useState(false)
  if (failed || noPicture.has(item.state.status))
    return (
      <span className="tile-picture tile-no-picture">
        {item.state.status !== 'waiting' && <ImageOff size={26} strokeWidth={1.4} aria-hidden />}
      </span>
    )
  const url = previewUrl({ id: item.id, kind: 'original', sidePx: 384, at: firstFrame, version: 0 })
  return (
    <span className="tile-picture">
      <img src={url} alt="" loading="lazy" decoding="async" draggable={false} onError={() => setFailed(true)} />
      {item.found?.kind === 'video' && <Film className="tile-video" size={18} aria-hidden />}
      {(item.state.status === 'finding' || item.state.status === 'exporting') && (
        <progress className="progress tile-progress" max={1} value={item.state.progress} aria-hidden />
      )}
    </span>
  )
}

function RemoveButton({ item }: { readonly item: SessionItem }) {
  const { request } = useApp()
  const { files: words } = useMessages()
  return (
    <button
      type="button"
      className="tile-remove"
      tabIndex={-1}
      aria-label={`${words.remove}: ${item.name}`}
      title={words.remove}
      onClick={() => void request('remove', { ids: [item.id] })}
    >
      <X size={16} aria-hidden />
    </button>
  )
}
