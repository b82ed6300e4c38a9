import { Ban, CircleStop, Eye, ImageOff, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { firstFrame, previewUrl } from '../../main/core/contract/preview-address.js'
import type { ReasonMessages } from '../../main/core/messages/window/catalogue.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { useApp, useMessages } from '../state/app.js'
import { Button, IconButton } from './button.js'
import './reason-row.css'

/** Why the item was not released, undefined where nothing stands against it. */
export function reasonOf({ state }: SessionItem, reasons: ReasonMessages): string | undefined {
  switch (state.status) {
    case 'refused':
      return reasons.refusal(state.reason)
    case 'failed':
      return reasons.failure(state.error)
    case 'withheld':
      return reasons.withheld(state.reason)
    case 'canceled':
      return reasons.canceled
    case 'waiting':
    case 'finding':
    case 'found':
    case 'export-waiting':
    case 'exporting':
    case 'safe':
      return undefined
  }
}

interface ReasonRowProps {
  readonly item: SessionItem
  readonly removable?: boolean
}

/** One file that did not come out, with its reason and the way to it. */
export function ReasonRow({ item, removable = false }: ReasonRowProps) {
  const { dispatch, request } = useApp()
  const { reasons, result, files: words } = useMessages()
  const { status } = item.state
  const Icon = status === 'refused' ? Ban : status === 'canceled' ? CircleStop : TriangleAlert
  return (
    <div className={`reason-row reason-${status}`}>
      <SmallPicture item={item} />
      <div className="reason-text selectable">
        <p className="reason-name">{item.name}</p>
        <p className="reason-why">
          <Icon size={16} aria-hidden />
          <span>{reasonOf(item, reasons)}</span>
        </p>
      </div>
      {item.found && (
        <Button icon={Eye} onClick={() => dispatch({ type: 'navigated', screen: { name: 'review', id: item.id } })}>
          {result.lookAtIt}
        </Button>
      )}
      {removable && (
        <IconButton
          label={`${words.remove}: ${item.name}`}
          icon={X}
          onClick={() => void request('remove', { ids: [item.id] })}
        />
      )}
    </div>
  )
}

function SmallPicture({ item }: { readonly item: SessionItem }) {
  const [failed, setFailed] = useState(false)
  if (failed || !item.found)
    return (
      <span className="reason-picture">
        <ImageOff size={20} strokeWidth={1.4} aria-hidden />
      </span>
    )
  const url = previewUrl({ id: item.id, kind: 'original', sidePx: 384, at: firstFrame, version: 0 })
  return (
    <img
      className="reason-picture"
      src={url}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setFailed(true)}
    />
  )
}
