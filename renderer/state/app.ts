import { createContext, use, useSyncExternalStore } from 'react'
import type { Bridge, BridgeAnswers, BridgeMethod, BridgeRequest } from '../../main/core/contract/bridge.js'
import { windowMessages } from '../../main/core/messages/window/languages.js'
import type { WindowMessages } from '../../main/core/messages/window/catalogue.js'
import type { DecisionOutbox } from './decision-outbox.js'
import { createDecisionOutbox } from './decision-outbox.js'
import { keepLookInForce } from './look.js'
import type { Store } from './store.js'
import { createStore } from './store.js'
import type { WindowAction, WindowState } from './window-state.js'

/** What every component can reach. */
export interface App {
  readonly bridge: Bridge
  readonly store: Store
  readonly outbox: DecisionOutbox
  readonly dispatch: (action: WindowAction) => void
  /** The answer, or undefined after a notice was put up that says what did not work. */
  readonly request: <Method extends BridgeMethod>(
    method: Method,
    request: BridgeRequest<Method>,
  ) => Promise<{ readonly answer: BridgeAnswers[Method] } | undefined>
}

export function createApp(bridge: Bridge): App {
  const store = createStore(bridge, (run) => requestAnimationFrame(run))
  const request: App['request'] = async (method, asked) => {
    const outcome = await bridge.request(method, asked)
    if (outcome.ok) return { answer: outcome.value }
    if (outcome.error.code !== 'canceled') store.dispatch({ type: 'noticed', error: outcome.error })
    return undefined
  }
  keepLookInForce(store, (look) => void request('look', look))
  return {
    bridge,
    store,
    request,
    dispatch: store.dispatch,
    outbox: createDecisionOutbox(bridge, (error) => {
      store.dispatch({ type: 'noticed', error: error.code === 'internal' ? error : { code: 'decision-not-kept' } })
    }),
  }
}

export const AppContext = createContext<App | undefined>(undefined)

export function useApp(): App {
  const app = use(AppContext)
  if (!app) throw new Error('outside of the app')
  return app
}

/** A part of the state; `select` must return the same object as long as nothing of it changed. */
export function useWindow<Part>(select: (state: WindowState) => Part): Part {
  const { store } = useApp()
  return useSyncExternalStore(store.subscribe, () => select(store.state()))
}

/** The sentences of the language in force. */
export function useMessages(): WindowMessages {
  return windowMessages[useWindow((state) => state.settings?.language ?? 'en')]
}
