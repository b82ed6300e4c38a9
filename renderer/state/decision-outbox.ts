import type { Bridge, BridgeError } from '../../main/core/contract/bridge.js'
import type { MediaId } from '../../main/core/job/item-state.js'
import type { Decision } from '../../main/core/review/decision.js'

/** Sends decisions a moment after the last change, in order, and at once where something depends on them. */
export interface DecisionOutbox {
  readonly put: (id: MediaId, decision: Decision) => void
  /** Resolves when everything that was put has arrived; false where something was refused. */
  readonly flush: () => Promise<boolean>
}

const quietMs = 300

export function createDecisionOutbox(bridge: Bridge, onError: (error: BridgeError) => void): DecisionOutbox {
  const waiting = new Map<MediaId, Decision>()
  let sending: Promise<boolean> = Promise.resolve(true)
  let timer: ReturnType<typeof setTimeout> | undefined

  const sendAll = async (): Promise<boolean> => {
    let arrived = true
    for (const [id, decision] of [...waiting]) {
      // A change made meanwhile is sent in the next round.
      if (waiting.get(id) === decision) waiting.delete(id)
      const answer = await bridge.request('decide', { id, decision })
      if (answer.ok) continue
      arrived = false
      onError(answer.error)
    }
    return arrived
  }

  const flush = (): Promise<boolean> => {
    clearTimeout(timer)
    sending = sending.then(async (before) => (waiting.size === 0 ? before : sendAll()))
    const outcome = sending
    sending = outcome.then(() => true)
    return outcome
  }

  return {
    flush,
    put: (id, decision) => {
      waiting.set(id, decision)
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), quietMs)
    },
  }
}
