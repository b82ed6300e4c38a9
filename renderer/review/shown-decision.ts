import type { Bridge } from '../../main/core/contract/bridge.js'
import type { MediaId } from '../../main/core/job/item-state.js'
import type { Decision } from '../../main/core/review/decision.js'
import type { DecisionOutbox } from '../state/decision-outbox.js'

interface Sent {
  readonly bridge: Pick<Bridge, 'request'>
  readonly outbox: DecisionOutbox
}

/** A decision that the window does not show yet. */
export interface ChangedDecision {
  readonly decision: Decision
  readonly decisions: number
}

/**
 * What was decided on a file elsewhere since the decision of the number `shown`, where the session told of the number
 * `latest`. Undefined where it is the window's own, or a change waits that takes its place: what a person sees is then what
 * the session will know.
 */
export async function changedDecision(
  { bridge, outbox }: Sent,
  id: MediaId,
  { shown, latest }: { readonly shown: number; readonly latest: number },
): Promise<ChangedDecision | undefined> {
  const own = (await outbox.arrivedAs(id)) ?? 0
  if (latest <= Math.max(shown, own)) return undefined
  const known = await bridge.request('decision', { id })
  if (!known.ok || outbox.held(id) !== undefined) return undefined
  const { decision, decisions } = known.value
  const sent = (await outbox.arrivedAs(id)) ?? 0
  return decision && decisions > Math.max(shown, sent) ? { decision, decisions } : undefined
}

/**
 * The decision on a file as the session knows it after one that concerned many, once what a person changed meanwhile has
 * arrived. Undefined while a change waits, which would be lost.
 */
export async function decisionAfter({ bridge, outbox }: Sent, id: MediaId): Promise<ChangedDecision | undefined> {
  await outbox.flush()
  const known = await bridge.request('decision', { id })
  if (!known.ok || outbox.held(id) !== undefined) return undefined
  const { decision, decisions } = known.value
  return decision && { decision, decisions }
}

/**
 * The number of the decision that a person sees, once what they changed has arrived; undefined where it did not. A decision
 * that was taken elsewhere meanwhile has a higher one.
 */
export async function shownNumber(outbox: DecisionOutbox, id: MediaId, shown: number): Promise<number | undefined> {
  if (!(await outbox.flush())) return undefined
  return Math.max(shown, (await outbox.arrivedAs(id)) ?? 0)
}
