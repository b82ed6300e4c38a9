import type { EngineError } from '../contract/engine.js'
import type { StatusCounts } from '../job/job.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../job/reasons.js'
import type { Stage } from '../job/item-state.js'
import type { TraceKind } from '../ports.js'
import type { Remark } from '../verdict/audit.js'
import type { Finding } from '../verdict/finding.js'
import type { CommandHelp, UsageMessages } from './command-catalogue.js'

/**
 * Every sentence a person sees, in one language. Parameters that come from outside (names, paths) are printable
 * already. A language is one object of this type.
 */
export interface Messages {
  /** Why a file was not taken, and what to do. */
  readonly refusal: (reason: RefusalReason) => string
  readonly failure: (reason: FailureReason) => string
  readonly review: (reason: ReviewReason) => string
  /** What stands against a finished file. */
  readonly finding: (finding: Finding) => string
  /** What a person has to know of an examined file that is not against it. */
  readonly remark: (remark: Remark) => string
  /** Why a whole command did not run, and what to do. */
  readonly engineError: (error: EngineError) => string
  /** Heading over the traces of one kind. */
  readonly traceKind: (kind: TraceKind) => string
  readonly stage: (stage: Stage) => string
  readonly run: RunMessages
  readonly inspect: InspectMessages
  readonly verify: VerifyMessages
  readonly models: ModelMessages
  readonly usage: UsageMessages
  readonly help: CommandHelp
}

/** What a run says of itself. */
export interface RunMessages {
  readonly notReleased: (name: string, sentence: string) => string
  readonly withheld: (name: string, sentence: string) => string
  readonly mentioned: (name: string, sentence: string) => string
  readonly progress: (finished: number, total: number, name: string, stage: string) => string
  readonly remaining: (seconds: number) => string
  readonly pace: (framesPerSecond: number) => string
  readonly stillLooking: string
  readonly blurWarning: string
  /** What a person should know before releasing voices. */
  readonly soundWarning: (sound: 'keep' | 'distort') => string
  /** Where a person should look in a released video first. */
  readonly reviewVideo: (name: string, times: string) => string
  /** Where a person should look in a released picture: heads that nothing covers. */
  readonly bareHeads: (name: string, heads: number) => string
  readonly posterMissing: (name: string, sentence: string) => string
  readonly watching: string
  readonly stopping: string
  readonly stopped: string
  readonly nothingFound: (recursive: boolean) => string
  /** The whole outcome, one sentence a line. */
  readonly summary: (outcome: RunOutcome) => readonly string[]
  readonly reportWritten: (file: string) => string
  readonly reportExists: (file: string) => string
  readonly reportInsideInput: (file: string, input: string) => string
  readonly reportUnwritable: (file: string, systemCode: string) => string
}

export interface RunOutcome {
  readonly counts: StatusCounts
  /** Sidecars: counted as refused too, but nothing that anybody expected to be released. */
  readonly sidecars: number
  readonly faces: number
  readonly uncertain: number
  /** Heads of people that nothing covers, and in how many files. */
  readonly bareHeads: { readonly amount: number; readonly files: number }
  /** Only where somebody was to stay visible or more than faces was covered. */
  readonly people?: PeopleOutcome
  /** Released videos. */
  readonly videos: number
  readonly output: string
}

export interface PeopleOutcome {
  /** Somebody was to stay visible. */
  readonly keeping: boolean
  /** Faces that stay visible in photos, covered ones that might have, and covered people without a face that was found. */
  readonly kept: number
  /** In videos. */
  readonly stretches: { readonly amount: number; readonly seconds: number }
  readonly perhaps: number
  readonly bareHeads: number
  /** Moving pictures, in which nobody could stay visible. */
  readonly moving: number
}

export interface InspectMessages {
  readonly heading: (name: string) => string
  readonly picture: (format: string, width: number, height: number, frames: number) => string
  readonly faces: (count: number) => string
  /** The most in one of the frames that were looked at: of a video, two a second. */
  readonly facesOfVideo: (most: number) => string
  readonly nothing: string
  /** What a person should know of the field beside its value. */
  readonly note: (field: string) => string | undefined
  /** In place of the lines of a kind that are too many to be read. */
  readonly more: (amount: number) => string
  /** In place of all the fields that tell nothing but technicalities; alone where the file tells nothing else. */
  readonly otherFields: (amount: number, alone: boolean) => string
  readonly unexamined: (sentence: string) => string
}

export interface VerifyMessages {
  readonly clean: (name: string) => string
  readonly found: (name: string, count: number) => string
  readonly unexamined: (name: string, sentence: string) => string
  readonly summary: (clean: number, wanting: number) => string
}

export interface ModelMessages {
  readonly builtIn: string
  readonly added: (name: string) => string
  readonly removed: (name: string) => string
}
