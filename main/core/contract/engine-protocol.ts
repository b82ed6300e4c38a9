import type { Engine } from './engine.js'

/**
 * Messages between the window's main process and the engine's process, over a child process's channel with `advanced`
 * serialisation. Every call gets exactly one `answer`; `progress` may come any number of times before it.
 */
export type ToEngine =
  | {
      readonly type: 'call'
      readonly id: number
      readonly method: EngineCall
      /** Validated where it arrives. */
      readonly request: unknown
    }
  | { readonly type: 'cancel'; readonly id: number }
  /** End after everything under way was cancelled. */
  | { readonly type: 'close' }

export type FromEngine =
  | { readonly type: 'ready' }
  /** What the method's callback gets. */
  | { readonly type: 'progress'; readonly id: number; readonly value: unknown }
  /** The `Result` that the method brought. */
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }

/** The methods that cross, all of the shape `(signal, request, onProgress?) => Promise<Result>`. */
export const engineCalls = [
  'discover',
  'find',
  'preview',
  'findPeople',
  'recognize',
  'release',
  'inspect',
  'verify',
] as const
export type EngineCall = (typeof engineCalls)[number]

/** The engine as the window's side sees it. */
export type WindowEngine = Pick<Engine, EngineCall>
