import type { EngineError } from '../core/contract/engine.js'
import type { Item } from '../core/job/item-state.js'

/** What the command's end tells a script. */
export const exitCode = { safe: 0, notReleased: 1, usage: 2, environment: 3, interrupted: 130 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** Details of `model-unusable` that come of the command line and not of the model. */
const mistyped: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'not-a-file', 'head-unknown'])

export function exitCodeOfError(error: EngineError): ExitCode {
  switch (error.code) {
    case 'invalid-request':
    case 'output-inside-input':
    case 'input-inside-output':
    case 'model-unknown':
    case 'reference-unusable':
    case 'model-built-in':
      return exitCode.usage
    case 'model-unusable':
      return mistyped.has(error.detail) ? exitCode.usage : exitCode.environment
    case 'canceled':
      return exitCode.interrupted
    case 'output-not-a-folder':
    case 'output-unwritable':
    case 'model-missing':
    case 'model-altered':
    case 'models-unwritable':
    case 'ffmpeg-unusable':
    case 'engine-ended':
    case 'internal':
      return exitCode.environment
  }
}

/** A sidecar is mentioned; nobody expected it to be released. */
export const isSidecar = ({ state }: Item): boolean => state.status === 'refused' && state.reason.code === 'sidecar'

export function exitCodeOfItems(items: readonly Item[]): ExitCode {
  const expected = items.filter((item) => !isSidecar(item))
  if (expected.some(isDiskProblem)) return exitCode.environment
  const good = expected.filter(({ state }) => state.status === 'safe' || state.status === 'planned')
  return good.length === expected.length && good.length > 0 ? exitCode.safe : exitCode.notReleased
}

const diskProblems: ReadonlySet<string> = new Set(['disk-full', 'not-enough-space', 'output-unwritable'])

const isDiskProblem = ({ state }: Item): boolean => state.status === 'failed' && diskProblems.has(state.error.code)
