import type { FrameFaces, FrameSight, Thoroughness } from '../../core/detection/types.js'
import type { ItemFailure } from '../../core/job/reasons.js'
import type { FrameDescriptions, FramePeople } from '../../core/people/types.js'
import type { Preview } from '../../core/contract/engine.js'
import type {
  DecodeLimits,
  EncodeTarget,
  Inspection,
  MediaInfo,
  PreviewOrder,
  SourceFile,
  Trace,
} from '../../core/ports.js'
import type { FramePlan, RedactionLook } from '../../core/redaction/types.js'
import type { DetectorOptions } from '../detect/create-face-detector.js'
import type { Result } from '../../core/result.js'
import type { Evidence } from '../../core/verdict/verdict.js'
import type { Finding } from '../../core/verdict/finding.js'
import type { ProgramChange } from './started-programs.js'
import type { CodecChoice } from '../video/choose-codec.js'
import type { VideoCalls } from '../video/video-calls.js'

/** What a worker is told once, before its first call. Must survive structured cloning. */
export interface WorkerOptions {
  /** Resident memory at which the worker ends itself. */
  readonly memoryLimitBytes: number
  /** Threads of the picture codecs. */
  readonly threads: number
  /** Handed to `createFaceDetector`. */
  readonly detector: DetectorOptions
  /** What videos are read and written with; absent: node-av alone. */
  readonly videoCodec?: CodecChoice
  /** Load the detector at once, before it is asked for. */
  readonly preload: boolean
}

/** Every call that a worker answers: what it takes and what it brings. */
export interface WorkerCalls extends VideoCalls {
  readonly open: {
    readonly request: { readonly source: SourceFile; readonly limits: DecodeLimits }
    readonly value: MediaInfo
  }
  readonly detect: {
    readonly request: { readonly thoroughness: Thoroughness }
    readonly value: readonly FrameSight[]
  }
  readonly write: {
    readonly request: {
      readonly plan: readonly FramePlan[]
      readonly look: RedactionLook
      readonly target: EncodeTarget
      readonly stagedPath: string
    }
    readonly value: undefined
  }
  readonly examine: {
    readonly request: {
      readonly plan: readonly FramePlan[]
      readonly look: RedactionLook
      readonly target: EncodeTarget
      readonly thoroughness: Thoroughness
      readonly stagedPath: string
      readonly accepted: readonly FrameFaces[]
    }
    readonly value: { readonly evidence: Evidence; readonly faces: readonly FrameFaces[] }
  }
  readonly describe: {
    readonly request: { readonly found: readonly FrameFaces[] }
    readonly value: readonly FrameDescriptions[]
  }
  readonly 'detect-around': {
    readonly request: { readonly visible: readonly FrameFaces[]; readonly thoroughness: Thoroughness }
    readonly value: readonly FrameFaces[]
  }
  readonly 'detect-people': { readonly request: { readonly all: true }; readonly value: readonly FramePeople[] }
  readonly traces: { readonly request: { readonly all: true }; readonly value: readonly Trace[] }
  readonly preview: {
    readonly request: { readonly source: SourceFile; readonly order: PreviewOrder }
    readonly value: Preview
  }
  /** Forgets the open picture. */
  readonly close: { readonly request: { readonly forget: true }; readonly value: undefined }
  readonly inspect: {
    readonly request: {
      readonly source: SourceFile
      readonly limits: DecodeLimits
      readonly thoroughness: Thoroughness
    }
    readonly value: Inspection
  }
  readonly audit: {
    readonly request: {
      readonly source: SourceFile
      readonly limits: DecodeLimits
      readonly thoroughness: Thoroughness
    }
    readonly value: readonly Finding[]
  }
}

export type CallName = keyof WorkerCalls
export type CallRequest<Name extends CallName> = WorkerCalls[Name]['request']
export type CallResult<Name extends CallName> = Result<WorkerCalls[Name]['value'], ItemFailure>

/** One call with its name, for every name. */
export type AnyCall = { [Name in CallName]: { readonly name: Name; readonly request: CallRequest<Name> } }[CallName]

export type ToWorker =
  | { readonly type: 'start'; readonly options: WorkerOptions }
  | { readonly type: 'call'; readonly id: number; readonly call: AnyCall }
  | { readonly type: 'cancel'; readonly id: number }

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly share: number }
  | { readonly type: 'result'; readonly id: number; readonly result: Result<unknown, ItemFailure> }
  /** Resident memory, every `memoryReportMs` while the worker lives. */
  | { readonly type: 'memory'; readonly rssBytes: number }
  | { readonly type: 'program'; readonly change: ProgramChange }

export const memoryReportMs = 500

/**
 * The signal with which a worker over its memory limit ends itself, whatever native code it is in: one that no other part of the engine
 * sends. Windows has no such signal; there the process ends as by `TerminateProcess`.
 */
export const memorySignalOn = (platform: NodeJS.Platform): NodeJS.Signals =>
  platform === 'win32' ? 'SIGKILL' : 'SIGUSR2'

/** What a worker ends with after a defect of its own, so that on Windows 1 is left for `memorySignalOn`. */
export const defectExitCode = 70

/** Whether a worker that nobody here ended did so because of its memory. */
export function endedForMemory(
  code: number | null,
  signal: NodeJS.Signals | null,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform === 'win32' ? code === 1 : signal === memorySignalOn(platform)
}
