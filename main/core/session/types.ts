import { z } from 'zod'
import type { EngineError } from '../contract/engine.js'
import type { Coverage, MediaId, Stage } from '../job/item-state.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../job/reasons.js'
import type { TraceKind } from '../ports.js'

/** What the window shows of one file while it is found, reviewed and exported. It never holds a path. */
export type SessionItemState =
  | { readonly status: 'waiting' }
  | { readonly status: 'finding'; readonly stage: Stage; readonly progress: number }
  /** Its faces are known; a person may look at it, and it may be exported. */
  | { readonly status: 'found' }
  | { readonly status: 'export-waiting' }
  | { readonly status: 'exporting'; readonly stage: Stage; readonly progress: number }
  /** `name` is the released file's name below the output folder. */
  | {
      readonly status: 'safe'
      readonly name: string
      readonly coverage: Coverage
      /** Why there is no picture out of the video, though one was asked for. */
      readonly posterProblem?: FailureReason
    }
  /** Examined and not released; it stays reviewable and can be exported again. */
  | { readonly status: 'withheld'; readonly reason: ReviewReason; readonly coverage: Coverage }
  | { readonly status: 'refused'; readonly reason: RefusalReason }
  | { readonly status: 'failed'; readonly error: FailureReason }
  | { readonly status: 'canceled' }

/** What finding told of an item, small enough to be held for thousands. */
export interface FoundSummary {
  readonly kind: 'picture' | 'video'
  readonly width: number
  readonly height: number
  readonly frames: number
  /** 0 for pictures. */
  readonly durationSeconds: number
  /** Faces of a picture, people of a video. */
  readonly faces: number
  readonly uncertain: number
  /** How much a person should look at it, 0 (nothing to see) to 1; the review queue is sorted by it. */
  readonly doubt: number
  /** How many traces of each kind the original tells. */
  readonly traces: Readonly<Partial<Record<TraceKind, number>>>
  /** The names of the trace fields, for a summary over all files: `GPSLatitude`, `SerialNumber` … */
  readonly traceFields: readonly string[]
}

export interface SessionItem {
  readonly id: MediaId
  /** The file's own name, without its folder; control characters removed. */
  readonly name: string
  readonly sizeBytes: number
  readonly state: SessionItemState
  readonly found?: FoundSummary
  /** A person has looked at it and agreed. */
  readonly accepted: boolean
  /** Counts the decisions taken on it, 0 for none: part of the address of its redacted preview. */
  readonly decisions: number
  /** Covered faces of it that may be somebody who stays visible elsewhere, and that nobody has looked at yet. */
  readonly perhaps?: number
  /** Heads of people in a picture that nothing covers, as things are decided: somebody should look. 0 where absent. */
  readonly bareHeads?: number
}

/** A face that was found, by its place among those of its frame. */
export interface SessionFace {
  readonly id: MediaId
  readonly frame: number
  readonly of: number
}

/** One appearance of a person, as things stand. */
export interface FaceAppearance extends SessionFace {
  readonly visible: boolean
}

/** What is known of the people of one photo. */
export interface PeopleOfFile {
  /** False before its faces were compared, and for what never is: videos and moving pictures. */
  readonly compared: boolean
  /** Photos of the session that could be compared, and were not yet. */
  readonly missing: number
  /** Its faces that can be told from others, each with all appearances of the person, itself included. */
  readonly faces: readonly {
    readonly frame: number
    readonly of: number
    readonly appearances: readonly FaceAppearance[]
  }[]
  /** Covered faces that may be somebody who stays visible elsewhere. */
  readonly perhaps: readonly { readonly frame: number; readonly of: number }[]
}

/** Whether the people of the photos are known; undefined in a session where nobody asked. */
export type PeopleStatus =
  /** Faces that were looked at, of all. */
  { readonly status: 'comparing'; readonly done: number; readonly total: number } | { readonly status: 'compared' }

/** What the whole session is doing. */
export type SessionPhase = 'empty' | 'finding' | 'paused' | 'ready' | 'exporting'

export interface Session {
  /** The last event that is part of this snapshot. */
  readonly sequence: number
  readonly phase: SessionPhase
  /** Still listing what was dropped. */
  readonly discovering: boolean
  readonly items: ReadonlyMap<MediaId, SessionItem>
  /** Seconds until all is found, or exported, where that can be told yet. */
  readonly secondsLeft?: number
  /** Set after the engine's process had to be started again. */
  readonly engineRestart?: EngineRestart
  /** Name of the folder that exports go to. */
  readonly outputName?: string
  readonly people?: PeopleStatus
  /** Why the engine does not work at all; nothing goes on before it is mended. */
  readonly problem?: EngineError
}

export interface EngineRestart {
  /** What the engine was working on when it last died; undefined where it was idle. */
  readonly item?: MediaId
  /** What it was working on at the same time: any of them may have killed it. */
  readonly others: readonly MediaId[]
  /** How often it died; once, however many files were under way. */
  readonly count: number
}

/** What of a session is not its items. */
export type SessionStatus = Omit<Session, 'sequence' | 'items'>

export type SessionEvent =
  | { readonly sequence: number; readonly type: 'items-added'; readonly items: readonly SessionItem[] }
  | { readonly sequence: number; readonly type: 'item-changed'; readonly item: SessionItem }
  | { readonly sequence: number; readonly type: 'items-removed'; readonly ids: readonly MediaId[] }
  | { readonly sequence: number; readonly type: 'session-changed'; readonly status: SessionStatus }

export const emptySession: Session = { sequence: 0, phase: 'empty', discovering: false, items: new Map() }

export const languageSchema = z.enum(['en', 'be', 'ru', 'uk', 'pl', 'lt', 'de'])
export type Language = z.infer<typeof languageSchema>

/** How large the window's text, and everything with it, can be, in percent of the usual size. */
export const textSizesPercent = [100, 125, 150, 175, 200] as const

/** All that the window remembers between two starts; nothing of what was worked on. */
export const settingsSchema = z.strictObject({
  /** Undefined: the system's. */
  language: languageSchema.optional(),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  textSizePercent: z.literal(textSizesPercent).default(100),
  thoroughness: z.enum(['fast', 'balanced', 'thorough']).default('balanced'),
  /** The short explanation at the first start was read. */
  welcomed: z.boolean().default(false),
})
export type Settings = z.infer<typeof settingsSchema>
