import type { JobEvent, JobSnapshot } from '../job/job.js'
import type { Stage } from '../job/item-state.js'
import type { FfmpegProblem, ItemFailure } from '../job/reasons.js'
import type { RecognizedPeople, RecognizeProgress } from '../people/recognize.js'
import type { FramePeople } from '../people/types.js'
import type { ReferenceError } from '../people/references.js'
import type { Discovered, Inspection } from '../ports.js'
import type { Result } from '../result.js'
import type { Audit } from '../verdict/audit.js'
import type { FoundMedia } from '../review/found-media.js'
import type {
  DiscoverRequest,
  FindPeopleRequest,
  FindRequest,
  InspectRequest,
  PreviewRequest,
  RecognizeRequest,
  RedactRequest,
  ReleaseRequest,
  VerifyRequest,
} from './requests.js'

/** Why a whole command could not be carried out. */
export type EngineError =
  /** The request is not valid; `path` is the field, `detail` zod's words for it. */
  | { readonly code: 'invalid-request'; readonly path: string; readonly detail: string }
  | { readonly code: 'output-inside-input'; readonly output: string; readonly input: string }
  | { readonly code: 'input-inside-output'; readonly output: string; readonly input: string }
  | { readonly code: 'output-not-a-folder'; readonly output: string }
  | { readonly code: 'output-unwritable'; readonly output: string; readonly systemCode: string }
  | ModelError
  | ReferenceError
  /** The `ffmpeg` program that was named for videos. */
  | { readonly code: 'ffmpeg-unusable'; readonly problem: FfmpegProblem }
  | { readonly code: 'canceled' }
  /** The engine's process ended before it answered. */
  | { readonly code: 'engine-ended' }
  | { readonly code: 'internal'; readonly detail: string }

/** Why the engine will not look for faces: a detector that may be wrong is not used. */
export type ModelError =
  | { readonly code: 'model-missing'; readonly file: string }
  | { readonly code: 'model-altered'; readonly file: string }
  | { readonly code: 'model-unusable'; readonly file: string; readonly detail: string }
  | { readonly code: 'model-unknown'; readonly name: string }
  | { readonly code: 'model-built-in'; readonly name: string }
  | { readonly code: 'models-unwritable'; readonly systemCode: string }

/** A detector model as `zaslona models` lists it. */
export interface ModelListing {
  readonly name: string
  /** How its output is read: `yolov8-face`, `yunet`, `scrfd`, `retinaface`. */
  readonly head: string
  readonly license: string
  readonly sha256: string
  readonly builtIn: boolean
}

export type InspectedItem = { readonly input: string } & (
  { readonly ok: true; readonly inspection: Inspection } | { readonly ok: false; readonly failure: ItemFailure }
)

export type VerifiedItem = { readonly input: string } & (
  ({ readonly ok: true } & Audit) | { readonly ok: false; readonly failure: ItemFailure }
)

/** Why one file could not be looked at: the file's fault or the engine's. */
export type LookError =
  { readonly of: 'item'; readonly failure: ItemFailure } | { readonly of: 'engine'; readonly error: EngineError }

/** A picture for a person to look at: a JPEG file without metadata. */
export interface Preview {
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * What a window needs to let a person decide. It keeps nothing between two calls: who asks names the file each time, so
 * that an engine that was started again goes on where the other ended. Only `recognize` remembers, in memory, what the faces
 * of its last request look like, so that they need not be described again; it never tells that to anybody.
 */
export interface ReviewEngine {
  discover(
    signal: AbortSignal,
    request: DiscoverRequest,
    onEntry: (entry: Discovered) => void,
  ): Promise<Result<undefined, EngineError>>
  find(
    signal: AbortSignal,
    request: FindRequest,
    onProgress: (progress: FindProgress) => void,
  ): Promise<Result<FoundMedia, LookError>>
  preview(signal: AbortSignal, request: PreviewRequest): Promise<Result<Preview, LookError>>
  /** Everybody in a photo as a whole, also from behind, frame by frame. */
  findPeople(signal: AbortSignal, request: FindPeopleRequest): Promise<Result<readonly FramePeople[], LookError>>
  /** Tells which faces are of one person, and which are of people to keep. */
  recognize(
    signal: AbortSignal,
    request: RecognizeRequest,
    onProgress: (progress: RecognizeProgress) => void,
  ): Promise<Result<RecognizedPeople, EngineError>>
  /** Item ids of the events are `mediaId(1)`, `mediaId(2)` … in the order of `request.files`. */
  release(
    signal: AbortSignal,
    request: ReleaseRequest,
    onEvent: (event: JobEvent) => void,
  ): Promise<Result<JobSnapshot, EngineError>>
}

export interface FindProgress {
  readonly stage: Stage
  /** Share of the whole search, 0–1. */
  readonly progress: number
}

/** What window and command may ask of the engine; `core/dispatch` is the only caller. */
export interface Engine extends ReviewEngine {
  redact(
    signal: AbortSignal,
    request: RedactRequest,
    onEvent: (event: JobEvent) => void,
  ): Promise<Result<JobSnapshot, EngineError>>
  inspect(
    signal: AbortSignal,
    request: InspectRequest,
    onItem: (item: InspectedItem) => void,
  ): Promise<Result<void, EngineError>>
  verify(
    signal: AbortSignal,
    request: VerifyRequest,
    onItem: (item: VerifiedItem) => void,
  ): Promise<Result<void, EngineError>>
  listModels(): Promise<Result<readonly ModelListing[], EngineError>>
  addModel(file: string, head: string | undefined): Promise<Result<ModelListing, EngineError>>
  removeModel(name: string): Promise<Result<void, EngineError>>
  /** Ends every process of the engine. */
  close(): Promise<void>
}
