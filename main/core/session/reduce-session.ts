import type { MediaId } from '../job/item-state.js'
import type { Session, SessionEvent, SessionItem, SessionStatus } from './types.js'

/** The session after the events, in order; those that are older than the session change nothing. */
export function reduceSession(session: Session, events: readonly SessionEvent[]): Session {
  const fresh = events.filter(({ sequence }) => sequence > session.sequence)
  if (fresh.length === 0) return session
  const items = new Map(session.items)
  let next: Session = { ...session, items }
  for (const event of fresh) next = applySessionEvent(next, items, event)
  return next
}

/** The session after one event; changes `items` in place, for a copy with every event costs the square of their number. */
export function applySessionEvent(session: Session, items: Map<MediaId, SessionItem>, event: SessionEvent): Session {
  return { ...statusAfter(session, items, event), sequence: event.sequence, items }
}

function statusAfter(session: Session, items: Map<MediaId, SessionItem>, event: SessionEvent): SessionStatus {
  switch (event.type) {
    case 'items-added':
      for (const item of event.items) items.set(item.id, item)
      return session
    case 'item-changed':
      items.set(event.item.id, event.item)
      return session
    case 'items-removed':
      for (const id of event.ids) items.delete(id)
      return session
    case 'session-changed':
      return event.status
  }
}
