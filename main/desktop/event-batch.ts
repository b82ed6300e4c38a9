import type { BridgeEvent } from '../core/contract/bridge.js'
import type { MediaId } from '../core/job/item-state.js'
import type { SessionEvent } from '../core/session/types.js'

/** About one frame: the window cannot show more. */
const periodMs = 16

export interface EventBatch {
  add(event: BridgeEvent): void
  /** Sends what waits. */
  flush(): void
}

/** Collects what happens within a frame and sends it as few messages, in order. */
export function createEventBatch(send: (event: BridgeEvent) => void): EventBatch {
  let waiting: BridgeEvent[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const events = waiting
    waiting = []
    for (const event of events) send(event.type === 'session' ? { ...event, events: newest(event.events) } : event)
  }
  return {
    add: (event) => {
      const joined = join(waiting.at(-1), event)
      if (joined) waiting.splice(-1, 1, joined)
      else waiting.push(event)
      timer ??= setTimeout(flush, periodMs)
    },
    flush,
  }
}

function join(last: BridgeEvent | undefined, next: BridgeEvent): BridgeEvent | undefined {
  if (last?.type === 'session' && next.type === 'session')
    return { type: 'session', events: [...last.events, ...next.events] }
  if (last?.type === 'verification' && next.type === 'verification')
    return { type: 'verification', files: [...last.files, ...next.files] }
  return undefined
}

/** Of several changes of one item only the last, which tells all of it. */
function newest(events: readonly SessionEvent[]): readonly SessionEvent[] {
  const last = new Map<MediaId, number>()
  for (const event of events) if (event.type === 'item-changed') last.set(event.item.id, event.sequence)
  return events.filter((event) => event.type !== 'item-changed' || last.get(event.item.id) === event.sequence)
}
