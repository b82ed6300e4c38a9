import type { BridgeRequest, ExportChoices } from '../../main/core/contract/bridge.js'
import type { Store } from './store.js'

export type Look = BridgeRequest<'look'>

/** What of the choices is to be seen in a redacted preview. */
export const lookOf = ({ style, color, growShare, cover, maxSizePx }: ExportChoices): Look => ({
  style,
  color,
  growShare,
  cover,
  maxSizePx,
})

export const isSameLook = (a: Look, b: Look): boolean =>
  a.style === b.style &&
  a.growShare === b.growShare &&
  a.cover === b.cover &&
  a.maxSizePx === b.maxSizePx &&
  a.color === b.color

/**
 * Tells the session the look in force: at first, as one that a page showed before may be in force there, and whenever it
 * changes, also back to the first one when the window starts anew. Redacted previews look as the export will.
 */
export function keepLookInForce(store: Store, send: (look: Look) => void): void {
  let sent: Look | undefined
  store.subscribe(() => {
    const { session, choices } = store.state()
    const look = lookOf(choices)
    if (!session || (sent && isSameLook(sent, look))) return
    sent = look
    send(look)
  })
}
