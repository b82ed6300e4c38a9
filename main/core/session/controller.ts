import type {
  BridgeAnswers,
  BridgeError,
  BridgeEvent,
  BridgeMethod,
  BridgeRequest,
  ReportKind,
} from '../contract/bridge.js'
import type { LookError, Preview } from '../contract/engine.js'
import type { WindowEngine } from '../contract/engine-protocol.js'
import type { PreviewAddress } from '../contract/preview-address.js'
import type { MediaId } from '../job/item-state.js'
import type { FramePeople } from '../people/types.js'
import type { Report, ShareableReport } from '../report/report.js'
import type { Result } from '../result.js'
import type { KeptPersonSummary, PersonChoice } from './decide-person.js'
import type { Examinations } from './examinations.js'
import type { Session, Settings } from './types.js'

/** The requests of the window that the session answers; the others need the system's dialogs or settings. */
export type SessionMethod = Exclude<
  BridgeMethod,
  | 'add-files'
  | 'add-folder'
  | 'choose-output'
  | 'open-output'
  | 'save-report'
  | 'verify-folder'
  | 'inspect-file'
  | 'bodies'
  | 'keep-person'
  | 'keep-from-pictures'
  | 'settings'
  | 'change-settings'
  | 'panic'
>

export interface SessionOptions {
  /** Calls that a dying engine leaves unanswered end as `engine-ended`; the next call reaches a new one. */
  readonly engine: WindowEngine
  readonly onEvent: (event: BridgeEvent) => void
  /** Files worked on at the same time, see `fittingJobs`. */
  readonly jobs: number
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  readonly thoroughness: () => Settings['thoroughness']
}

/** One window's work, from what was dropped to what was exported; lives in memory only. */
export interface SessionController {
  snapshot(): Session
  handle<Method extends SessionMethod>(
    method: Method,
    request: BridgeRequest<Method>,
  ): Result<BridgeAnswers[Method], BridgeError>
  /** Files and folders that join the session; paths stay here. */
  add(paths: readonly string[]): void
  /** Where exports go, with the name that the window may show. */
  setOutput(path: string, name: string): void
  /** Absolute path of the output folder, to open it. */
  readonly output: string | undefined
  preview(signal: AbortSignal, address: PreviewAddress): Promise<Result<Preview, BridgeError | LookError>>
  readonly examinations: Examinations
  /** Everybody in a photo as a whole. */
  bodies(id: MediaId): Promise<Result<readonly FramePeople[], BridgeError>>
  /** Leaves a person visible wherever they are clearly recognised. */
  keepPerson(choice: PersonChoice): Promise<Result<KeptPersonSummary, BridgeError>>
  /** What came of all files so far. */
  report(kind: ReportKind, version: string): Report | ShareableReport
  /** Ends all that is under way. */
  close(): void
}
