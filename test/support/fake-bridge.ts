import type {
  Bridge,
  BridgeAnswers,
  BridgeError,
  BridgeEvent,
  BridgeMethod,
  BridgeRequest,
} from '../../main/core/contract/bridge.js'
import type { Result } from '../../main/core/result.js'
import { err, ok } from '../../main/core/result.js'
import type { Session, SessionEvent } from '../../main/core/session/types.js'

export interface Asked {
  readonly method: BridgeMethod
  readonly request: unknown
}

/** A bridge without anything behind it: it answers what a test tells it to, and remembers what it was asked. */
export interface FakeBridge extends Bridge {
  readonly asked: readonly Asked[]
  /** Sends an event to whoever listens. */
  readonly emit: (event: BridgeEvent) => void
  readonly emitSession: (...events: readonly SessionEvent[]) => void
}

type Answer<Method extends BridgeMethod> = (
  request: BridgeRequest<Method>,
) => Result<BridgeAnswers[Method], BridgeError> | Promise<Result<BridgeAnswers[Method], BridgeError>>

export type Answers = { readonly [Method in BridgeMethod]?: Answer<Method> }

const nothingYet: Session = { sequence: 0, phase: 'empty', discovering: false, items: new Map() }

const usual: Answers = {
  session: () => ok(nothingYet),
  settings: () =>
    ok({
      settings: { theme: 'system', textSizePercent: 100, thoroughness: 'balanced', welcomed: true },
      language: 'en',
    }),
}

export function createFakeBridge(answers: Answers = {}): FakeBridge {
  const asked: Asked[] = []
  const listeners = new Set<(event: BridgeEvent) => void>()
  const emit = (event: BridgeEvent): void => {
    for (const listener of listeners) listener(event)
  }
  return {
    asked,
    emit,
    emitSession: (...events) => emit({ type: 'session', events }),
    request: async <Method extends BridgeMethod>(method: Method, request: BridgeRequest<Method>) => {
      asked.push({ method, request })
      const answer = answers[method] ?? usual[method]
      return answer ? answer(request) : err({ code: 'not-now' })
    },
    addDropped: async () => Promise.resolve(ok(undefined)),
    verifyDropped: async () => Promise.resolve(ok(undefined)),
    inspectDropped: async () => Promise.resolve(ok(undefined)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
