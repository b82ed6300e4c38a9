import type { Bridge, BridgeError } from '../../main/core/contract/bridge.js'
import type { MediaId } from '../../main/core/job/item-state.js'
import { err } from '../../main/core/result.js'
import type { Decision } from '../../main/core/review/decision.js'

/** Sends decisions a moment after the last change, in order, and at once where something depends on them. */
export interface DecisionOutbox {
  readonly put: (id: MediaId, decision: Decision) => void
  /** The decision on a file that has not arrived yet: newer than the one that the session knows. */
  readonly held: (id: MediaId) => Decision | undefined
  /** The number of the last decision on a file that arrived, once what is on its way has; undefined where none was sent. */
  readonly arrivedAs: (id: MediaId) => Promise<number | undefined>
  /** Resolves when everything that was put has arrived; false while something is refused, which is kept and tried again. */
  readonly flush: () => Promise<boolean>
}

const quietMs = 300

export function createDecisionOutbox(bridge: Bridge, onError: (error: BridgeError) => void): DecisionOutbox {
  const waiting = new Map<MediaId, Decision>()
  const numbers = new Map<MediaId, number>()
  let sending: Promise<boolean> = Promise.resolve(true)
  let timer: ReturnType<typeof setTimeout> | undefined

  const send = async (id: MediaId, decision: Decision): Promise<boolean> => {
    const answer = await answerOf(bridge, id, decision)
    // A change made meanwhile stays, and is sent next. A file that is no longer there needs no decision.
    const isSettled = answer.ok || answer.error.code === 'unknown-item'
    if (isSettled && waiting.get(id) === decision) waiting.delete(id)
    if (answer.ok) numbers.set(id, answer.value)
    else onError(answer.error)
    return answer.ok
  }

  const sendAll = async (): Promise<boolean> => {
    const tried = new Set<Decision>()
    let arrived = true
    for (;;) {
      const next = [...waiting].find(([, decision]) => !tried.has(decision))
      if (!next) return arrived && waiting.size === 0
      tried.add(next[1])
      const answered = await send(...next)
      arrived &&= answered
    }
  }

  const flush = (): Promise<boolean> => {
    clearTimeout(timer)
    sending = sending.then(sendAll)
    return sending
  }

  return {
    flush,
    held: (id) => waiting.get(id),
    arrivedAs: (id) => sending.then(() => numbers.get(id)),
    put: (id, decision) => {
      waiting.set(id, decision)
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), quietMs)
    },
  }
}

/** A bridge that is gone rejects: that is a refusal like every other. */
const answerOf = (bridge: Bridge, id: MediaId, decision: Decision): ReturnType<typeof bridge.request<'decide'>> =>
  bridge
    .request('decide', { id, decision })
    .catch((error: unknown) =>
      err({ code: 'internal', detail: error instanceof Error ? error.message : String(error) }),
    )
