import { z } from 'zod'
import type { MediaId } from '../job/item-state.js'
import type { FailureReason, RefusalReason } from '../job/reasons.js'
import type { Inspection } from '../ports.js'
import type { FramePeople } from '../people/types.js'
import type { Result } from '../result.js'
import { decisionSchema, personReasonSchema } from '../review/decision.js'
import type { Decision } from '../review/decision.js'
import type { FoundMedia } from '../review/found-media.js'
import type { KeptPersonSummary } from '../session/decide-person.js'
import type { Language, PeopleOfFile, Session, SessionEvent, Settings } from '../session/types.js'
import { settingsSchema } from '../session/types.js'
import type { Audit } from '../verdict/audit.js'
import type { EngineError } from './engine.js'
import { redactRequestSchema } from './requests.js'

/**
 * The window's only door: every request it can make, validated where it arrives, and every answer it can get. The window
 * names files by their `MediaId`; a path never crosses, and no pixel does: previews are read from `media://`, see
 * `preview-address.ts`.
 */

const id = z.string().regex(/^media-\d+$/) as unknown as z.ZodType<MediaId>
const nothing = z.undefined()
const face = { id, frame: z.int().min(0), of: z.int().min(0) }

/** How the safe copies are written; what is not named here has the command's safe default. */
export const exportChoicesSchema = redactRequestSchema
  .pick({
    style: true,
    color: true,
    growShare: true,
    cover: true,
    names: true,
    keepFolders: true,
    format: true,
    videoFormat: true,
    videoQuality: true,
    videoSound: true,
    videoCompatible: true,
    videoPoster: true,
    maxSizePx: true,
    roundSize: true,
    defeatFingerprint: true,
  })
  .strict()
export type ExportChoices = z.infer<typeof exportChoicesSchema>

/** For whoever made it, with the names of files and who stays visible why; or with amounts alone, to be passed on. */
export const reportKindSchema = z.enum(['shareable', 'own'])
export type ReportKind = z.infer<typeof reportKindSchema>

/** Every request of the window: its name and what it carries. */
export const bridgeRequests = {
  /** The session as it stands; events newer than its `sequence` follow by themselves. */
  session: nothing,
  /** Opens the system's dialog; what is chosen joins the session. */
  'add-files': nothing,
  'add-folder': nothing,
  remove: z.strictObject({ ids: z.array(id).min(1).max(100_000) }),
  /** Forgets everything and starts anew. */
  clear: nothing,
  pause: nothing,
  resume: nothing,
  /** Ends finding or exporting; what is finished stays. */
  cancel: nothing,
  /** Find this one next: a person is looking at it. */
  prefer: z.strictObject({ id }),
  /** What was found in one file. */
  found: z.strictObject({ id }),
  /** The decision taken on one file so far, and its number. */
  decision: z.strictObject({ id }),
  /** The answer is the number that the decision got. */
  decide: z.strictObject({ id, decision: decisionSchema }),
  /** Everybody in a photo as a whole; looked for when first asked. */
  bodies: z.strictObject({ id }),
  /** Compares the faces of all photos, to know who is in which; the session's status tells how far it is. */
  compare: nothing,
  'cancel-comparison': nothing,
  /** What is known of the people of one photo. */
  people: z.strictObject({ id }),
  /** Leaves the person of a face visible wherever they are clearly recognised; compares first. */
  'keep-person': z.strictObject({ ...face, reason: personReasonSchema }),
  /** Opens the system's dialog for pictures of one person, and does the same; undefined when given up. */
  'keep-from-pictures': z.strictObject({ reason: personReasonSchema }),
  /** Covers every known appearance of the person of a face; the answer is the number of photos that changed. */
  'cover-person': z.strictObject(face),
  /** How redacted previews look from now on. */
  look: exportChoicesSchema.pick({ style: true, color: true, growShare: true, cover: true, maxSizePx: true }),
  /**
   * A person looked at these and agreed, each with the decision of this number: where any of them has another one by now,
   * nobody saw that, and all are refused.
   */
  accept: z.strictObject({
    items: z
      .array(z.strictObject({ id, decisions: z.int().min(0) }))
      .min(1)
      .max(100_000),
    accepted: z.boolean(),
  }),
  /** Opens the system's dialog for the output folder; the answer is its name, undefined when given up. */
  'choose-output': nothing,
  /** Exports the named items into the chosen folder. */
  export: z.strictObject({ ids: z.array(id).min(1).max(100_000), choices: exportChoicesSchema }),
  'open-output': nothing,
  /** Opens the system's dialog for a new file, and writes there what came of all files; the answer is its name, undefined when given up. */
  'save-report': z.strictObject({ kind: reportKindSchema }),
  /** Opens the system's dialog for a folder that somebody else made, and examines it; `verification` events follow. */
  'verify-folder': nothing,
  'cancel-verification': nothing,
  /** Opens the system's dialog for a file and tells what it would give away. */
  'inspect-file': nothing,
  settings: nothing,
  'change-settings': z.strictObject({ settings: settingsSchema }),
  /** Closes at once and leaves nothing behind. */
  panic: nothing,
} as const

export type BridgeMethod = keyof typeof bridgeRequests
export type BridgeRequest<Method extends BridgeMethod> = z.infer<(typeof bridgeRequests)[Method]>

/** Why a request of the window was not carried out. */
export type BridgeError =
  | EngineError
  | { readonly code: 'unknown-item' }
  | { readonly code: 'no-output' }
  | { readonly code: 'report-exists' }
  /** `systemCode`: the system's name for the obstacle. */
  | { readonly code: 'report-unwritable'; readonly systemCode: string }
  /** Not now: finding, exporting or nothing is under way, or what was decided is no longer what the window shows. */
  | { readonly code: 'not-now' }

export interface SettingsInForce {
  readonly settings: Settings
  /** The one shown: the chosen, else the system's where it is one of ours, else English. */
  readonly language: Language
}

/** What one file gives away; `name` without folder. */
export interface InspectedFile {
  readonly name: string
  readonly outcome: Result<Inspection, RefusalReason | FailureReason | { readonly code: 'canceled' }>
}

export interface VerifiedFile {
  /** Below the examined folder, `/` between parts. */
  readonly name: string
  readonly outcome: Result<Audit, RefusalReason | FailureReason | { readonly code: 'canceled' }>
}

/** A decision with its number, see `SessionItem.decisions`. */
export interface KnownDecision {
  readonly decisions: number
  /** Undefined where none was taken. */
  readonly decision?: Decision
}

/** The answer to each request; `void` where only the outcome counts. */
export interface BridgeAnswers {
  readonly session: Session
  readonly 'add-files': undefined
  readonly 'add-folder': undefined
  readonly remove: undefined
  readonly clear: undefined
  readonly pause: undefined
  readonly resume: undefined
  readonly cancel: undefined
  readonly prefer: undefined
  readonly found: FoundMedia
  readonly decision: KnownDecision
  readonly decide: number
  readonly bodies: readonly FramePeople[]
  readonly compare: undefined
  readonly 'cancel-comparison': undefined
  readonly people: PeopleOfFile
  readonly 'keep-person': KeptPersonSummary
  readonly 'keep-from-pictures': KeptPersonSummary | undefined
  readonly 'cover-person': number
  readonly look: undefined
  readonly accept: undefined
  readonly 'choose-output': string | undefined
  readonly export: undefined
  readonly 'open-output': undefined
  readonly 'save-report': string | undefined
  /** The folder's name, undefined when given up. */
  readonly 'verify-folder': string | undefined
  readonly 'cancel-verification': undefined
  readonly 'inspect-file': InspectedFile | undefined
  readonly settings: SettingsInForce
  readonly 'change-settings': SettingsInForce
  readonly panic: undefined
}

/** What reaches the window unasked. */
export type BridgeEvent =
  /** Several at once where they come fast; apply with `reduceSession`. */
  | { readonly type: 'session'; readonly events: readonly SessionEvent[] }
  | { readonly type: 'verification'; readonly files: readonly VerifiedFile[] }
  | { readonly type: 'verification-ended'; readonly outcome: Result<void, EngineError> }
  /** Changed elsewhere than on the page: in the menu, with its keys, or with the wheel. */
  | { readonly type: 'settings'; readonly settings: SettingsInForce }

/** What the preload puts on `window.bridge`. */
export interface Bridge {
  request<Method extends BridgeMethod>(
    method: Method,
    request: BridgeRequest<Method>,
  ): Promise<Result<BridgeAnswers[Method], BridgeError>>
  /** Files dropped on the window join the session; the window itself never learns where they lie. */
  addDropped(files: readonly unknown[]): Promise<Result<void, BridgeError>>
  /** Files or a folder dropped on the verify or inspect screen. */
  verifyDropped(files: readonly unknown[]): Promise<Result<string | undefined, BridgeError>>
  inspectDropped(files: readonly unknown[]): Promise<Result<InspectedFile | undefined, BridgeError>>
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: BridgeEvent) => void): () => void
}
