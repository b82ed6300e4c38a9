import type { Bridge, BridgeEvent } from '../../main/core/contract/bridge.js'
import type { WindowAction, WindowState } from './window-state.js'
import { initialWindow, reduceWindow } from './window-state.js'

/** The state of the window, outside of React, so that a thousand events cost one rendering. */
export interface Store {
  readonly state: () => WindowState
  readonly dispatch: (action: WindowAction) => void
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: () => void) => () => void
}

/** @param schedule Runs its argument later, at most once a frame: what comes until then is applied at once. */
export function createStore(bridge: Bridge, schedule: (run: () => void) => void): Store {
  let state = initialWindow
  let pending: BridgeEvent[] = []
  const listeners = new Set<() => void>()

  const apply = (action: WindowAction): void => {
    const next = reduceWindow(state, action)
    if (next === state) return
    state = next
    for (const listener of listeners) listener()
  }

  const applyPending = (): void => {
    // Events that come before the snapshot wait for it: those that it holds already are dropped by their number.
    if (!state.session) return
    const events = pending
    pending = []
    if (events.length > 0) apply({ type: 'events', events })
  }

  /** What has happened is applied before what follows from it: a screen that opens after an answer sees what the answer is about. */
  const dispatch = (action: WindowAction): void => {
    applyPending()
    apply(action)
  }

  bridge.subscribe((event) => {
    pending.push(event)
    if (pending.length === 1) schedule(applyPending)
  })
  void load(bridge, dispatch).then(applyPending)

  return {
    state: () => state,
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function load(bridge: Bridge, dispatch: Store['dispatch']): Promise<void> {
  const [settings, session] = await Promise.all([
    bridge.request('settings', undefined),
    bridge.request('session', undefined),
  ])
  if (settings.ok) dispatch({ type: 'settings-loaded', settings: settings.value })
  else dispatch({ type: 'noticed', error: settings.error })
  if (session.ok) dispatch({ type: 'session-loaded', session: session.value })
  else dispatch({ type: 'noticed', error: session.error })
}
