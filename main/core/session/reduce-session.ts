import type { MediaId } from '../job/item-state.js'
import type { Session, SessionEvent, SessionItem } from './types.js'

/** The session after the events, in order; those that are older than the session change nothing. */
export function reduceSession(session: Session, events: readonly SessionEvent[]): Session {
  const fresh = events.filter(({ sequence }) => sequence > session.sequence)
  if (fresh.length === 0) return session
  const items = new Map(session.items)
  let next: Session = { ...session, items }
  for (const event of fresh) next = { ...after(next, items, event), sequence: event.sequence, items }
  return next
}

function after(session: Session, items: Map<MediaId, SessionItem>, event: SessionEvent): Session {
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
    case 'session-changed': {
      const { phase, discovering, secondsLeft, engineRestart, outputName } = event
      return {
        sequence: event.sequence,
        items,
        phase,
        discovering,
        ...(secondsLeft === undefined ? {} : { secondsLeft }),
        ...(engineRestart === undefined ? {} : { engineRestart }),
        ...(outputName === undefined ? {} : { outputName }),
      }
    }
  }
}
