import type { Coverage, FinishedState, ItemState, Stage } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import type { Result } from '../result.js'
import type { Finding } from '../verdict/finding.js'
import type { Evidence, Verdict } from '../verdict/verdict.js'
import { judge } from '../verdict/verdict.js'

/** One attempt to make a safe copy, examined. */
export interface Attempt {
  readonly evidence: Evidence
  /** Faces that can still be seen in it. The next attempt covers them too. */
  readonly remaining: readonly Finding[]
  readonly coverage: Coverage
}

/** How one file is written, examined and released; the same for photos and videos. */
export interface ReleaseOrder {
  readonly signal: AbortSignal
  /** How often the file may be redacted again because faces were found in it. */
  readonly maxRepeats: number
  /** Writes the staged file anew from the original and examines it. */
  readonly attempt: (repeats: number) => Promise<Result<Attempt, ItemFailure>>
  /** Gives the file its name and place; asked only for a file that may be released. */
  readonly release: (verdict: Verdict, coverage: Coverage) => Promise<FinishedState>
}

/** Writes and examines; where the examination sees a face, it is covered too and all starts again from the original. */
export async function releaseWhenClean(order: ReleaseOrder): Promise<FinishedState> {
  for (let repeats = 0; ; repeats++) {
    const attempt = await order.attempt(repeats)
    if (!attempt.ok) return ended(attempt.error)
    const { evidence, remaining, coverage } = attempt.value
    // Covering more changes nothing of what else stands against a file.
    if (evidence.findings.length > 0)
      return { status: 'needs-review', reason: { code: 'verification-failed', findings: evidence.findings }, coverage }
    if (remaining.length === 0) {
      const verdict = judge(evidence)
      if (!verdict.ok)
        return { status: 'needs-review', reason: { code: 'verification-failed', findings: verdict.error }, coverage }
      return order.signal.aborted ? { status: 'canceled' } : order.release(verdict.value, coverage)
    }
    if (repeats === order.maxRepeats)
      return { status: 'needs-review', reason: { code: 'faces-remain', findings: remaining }, coverage }
  }
}

/** The share of the whole work that lies before each stage. */
export type StageStarts = Readonly<Record<Stage, number>>

const stageAfter: Readonly<Record<Stage, Stage | undefined>> = {
  read: 'detect',
  detect: 'redact',
  redact: 'verify',
  verify: 'release',
  release: undefined,
}

/** The state of an item that has done `share` of a stage. */
export function runningState(
  starts: StageStarts,
  stage: Stage,
  share: number,
): Extract<ItemState, { status: 'running' }> {
  const next = stageAfter[stage]
  const end = next === undefined ? 1 : starts[next]
  return {
    status: 'running',
    stage,
    progress: starts[stage] + (end - starts[stage]) * Math.min(1, Math.max(0, share)),
  }
}
