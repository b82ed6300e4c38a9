import type { EngineError } from '../contract/engine.js'

const outputCodes: ReadonlySet<EngineError['code']> = new Set([
  'output-inside-input',
  'input-inside-output',
  'output-not-a-folder',
  'output-unwritable',
])

/** Whether another folder for the copies is all that it takes. */
export const isOutputProblem = ({ code }: EngineError): boolean => outputCodes.has(code)
