import type { EngineError } from '../contract/engine.js'
import { nameOf } from './session-store.js'

/** The error as the window may see it: of every path only its last part. */
export function withoutPaths(error: EngineError): EngineError {
  return {
    ...error,
    ...('output' in error ? { output: nameOf(error.output) } : {}),
    ...('input' in error ? { input: nameOf(error.input) } : {}),
    ...('file' in error ? { file: nameOf(error.file) } : {}),
  }
}
