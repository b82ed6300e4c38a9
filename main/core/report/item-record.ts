import type { FinishedState, Item } from '../job/item-state.js'
import type { KeptFace, NobodyKept } from '../people/types.js'
import { isFinished } from '../job/item-state.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../job/reasons.js'

/** What a program reads of one finished item: one line of `--json`, one entry of a report. Absent values are null. */
export interface ItemRecord {
  /** Absolute path of the original. */
  readonly input: string
  readonly status: FinishedState['status']
  /** Absolute path of the safe copy, when `safe`. */
  readonly output: string | null
  /** Absolute path of the picture out of the redacted video, when one was asked for. */
  readonly poster: string | null
  /** Faces covered, or to be covered. */
  readonly faces: number | null
  readonly uncertain: number | null
  readonly repeats: number | null
  /** Of a video: seconds of the safe copy that a person should look at first. */
  readonly reviewSeconds: readonly number[] | null
  /** Faces that stay visible, where they are and why; null where the run kept nobody visible. */
  readonly kept: readonly KeptFace[] | null
  /** Covered faces that may be somebody to keep visible. */
  readonly perhaps: number | null
  /**
   * People whose head was seen, but no face of it. Null where nobody looked (`fast`), and for videos of which faces are
   * covered: these heads are covered there.
   */
  readonly bareHeads: number | null
  /** Why nobody could stay visible in it, although the run was to keep somebody. */
  readonly nobodyKept: NobodyKept | null
  readonly reason: RefusalReason | FailureReason | ReviewReason | null
  readonly verdict: {
    readonly performed: readonly string[]
    readonly sha256: string
    readonly sizeBytes: number
  } | null
}

/** The record of an item, or undefined while it is still being worked on. */
export function itemRecord(item: Item): ItemRecord | undefined {
  const { input, state } = item
  if (!isFinished(state)) return undefined
  const coverage = 'coverage' in state ? state.coverage : undefined
  const verdict = state.status === 'safe' ? state.verdict : undefined
  return {
    input,
    status: state.status,
    output: state.status === 'safe' ? state.output : null,
    poster: (state.status === 'safe' ? state.poster : undefined) ?? null,
    faces: coverage?.faces ?? null,
    uncertain: coverage?.uncertain ?? null,
    repeats: coverage?.repeats ?? null,
    reviewSeconds: coverage?.reviewSeconds ?? null,
    kept: coverage?.people?.kept ?? null,
    perhaps: coverage?.people?.perhaps ?? null,
    bareHeads: coverage?.bareHeads ?? coverage?.people?.bareHeads ?? null,
    nobodyKept: coverage?.people?.nobodyKept ?? null,
    reason: reasonOf(state),
    verdict: verdict ? { performed: verdict.performed, sha256: verdict.sha256, sizeBytes: verdict.sizeBytes } : null,
  }
}

/** Why the item was not released, or, of a released video, why no picture out of it was. */
export function reasonOf(state: FinishedState): RefusalReason | FailureReason | ReviewReason | null {
  switch (state.status) {
    case 'refused':
    case 'needs-review':
      return state.reason
    case 'failed':
      return state.error
    case 'safe':
      return state.posterProblem ?? null
    case 'planned':
    case 'canceled':
      return null
  }
}
