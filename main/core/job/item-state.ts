import type { PeopleCoverage } from '../people/types.js'
import type { Verdict } from '../verdict/verdict.js'
import type { FailureReason, ItemFailure, RefusalReason, ReviewReason } from './reasons.js'

declare const mediaIdBrand: unique symbol

/** Names one file of a job; says nothing of where it lies. */
export type MediaId = string & { readonly [mediaIdBrand]: true }
export const mediaId = (index: number): MediaId => `media-${index}` as MediaId

export const stages = ['read', 'detect', 'redact', 'verify', 'release'] as const
export type Stage = (typeof stages)[number]

/** What covers the faces of one item. */
export interface Coverage {
  /** Faces covered in all frames together. */
  readonly faces: number
  /** Of these, kept on weak evidence. */
  readonly uncertain: number
  /** How often the finished file was examined, found wanting and redacted again. */
  readonly repeats: number
  /** Only of videos: seconds of the safe copy at which somebody was lost without a visible reason. A person looks there. */
  readonly reviewSeconds?: readonly number[]
  /**
   * Heads of people that nothing covers: somebody should look. Only of pictures of which faces alone are covered and in which
   * people were looked for; in videos such heads are covered.
   */
  readonly bareHeads?: number
  /** Only where somebody is to stay visible or more than faces is covered. */
  readonly people?: PeopleCoverage
}

/** How fast an item that takes minutes is going. */
export interface Pace {
  /** Frames of the present stage. */
  readonly framesPerSecond: number
  /** An estimate for the whole item. */
  readonly remainingSeconds: number
}

/** Where one file stands. */
export type ItemState =
  | { readonly status: 'queued' }
  /** `progress` is the share of the whole item done, 0–1. */
  | { readonly status: 'running'; readonly stage: Stage; readonly progress: number; readonly pace?: Pace }
  | { readonly status: 'needs-review'; readonly reason: ReviewReason; readonly coverage: Coverage }
  | {
      readonly status: 'safe'
      readonly output: string
      readonly verdict: Verdict
      readonly coverage: Coverage
      /** Absolute path of a picture out of the redacted video, where one was asked for. */
      readonly poster?: string
      /** Why that picture could not be put beside the video. */
      readonly posterProblem?: FailureReason
    }
  /** A dry run found out what would be covered; nothing was written. */
  | { readonly status: 'planned'; readonly coverage: Coverage }
  | { readonly status: 'refused'; readonly reason: RefusalReason }
  | { readonly status: 'failed'; readonly error: FailureReason }
  | { readonly status: 'canceled' }

export type FinishedState = Exclude<ItemState, { status: 'queued' | 'running' }>

export const isFinished = (state: ItemState): state is FinishedState =>
  state.status !== 'queued' && state.status !== 'running'

/** The state of an item that ended short of a safe file. */
export function ended(failure: ItemFailure): FinishedState {
  switch (failure.kind) {
    case 'refused':
      return { status: 'refused', reason: failure.reason }
    case 'failed':
      return { status: 'failed', error: failure.error }
    case 'canceled':
      return { status: 'canceled' }
  }
}

/** One file of a job. `input` is the path as given or found; it is shown to the user and never logged. */
export interface Item {
  readonly id: MediaId
  readonly input: string
  readonly state: ItemState
}
