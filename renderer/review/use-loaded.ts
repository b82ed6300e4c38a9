import { useEffect, useState } from 'react'
import type { BridgeError, KnownDecision } from '../../main/core/contract/bridge.js'
import type { MediaId } from '../../main/core/job/item-state.js'
import type { FoundMedia } from '../../main/core/review/found-media.js'
import { useApp } from '../state/app.js'

export type Loaded =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: BridgeError }
  | ({ readonly status: 'ready'; readonly id: MediaId; readonly found: FoundMedia } & KnownDecision)

/** What was found in a file and what was decided on it so far. */
export function useLoaded(id: MediaId): Loaded {
  const { bridge, outbox } = useApp()
  const [loaded, setLoaded] = useState<{ readonly id: MediaId; readonly of: Loaded } | undefined>()
  useEffect(() => {
    let current = true
    const load = async (): Promise<Loaded> => {
      // A change made a moment ago must have arrived before the decision is asked for.
      await outbox.flush()
      const [found, decision] = await Promise.all([bridge.request('found', { id }), bridge.request('decision', { id })])
      if (!found.ok) return { status: 'failed', error: found.error }
      if (!decision.ok) return { status: 'failed', error: decision.error }
      const last = outbox.held(id)
      return { status: 'ready', id, found: found.value, ...decision.value, ...(last ? { decision: last } : {}) }
    }
    void load().then((of) => {
      if (current) setLoaded({ id, of })
    })
    return () => {
      current = false
    }
  }, [id, bridge, outbox])
  return loaded?.id === id ? loaded.of : { status: 'loading' }
}
