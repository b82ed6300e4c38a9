import type { Dispatch } from '../core/contract/dispatch.js'
import type { EngineError } from '../core/contract/engine.js'
import type { Messages } from '../core/messages/catalogue.js'
import type { ExitCode } from './exit-codes.js'
import { exitCodeOfError } from './exit-codes.js'
import type { SignalSource } from './interruption.js'
import type { Terminal } from './terminal.js'

/** An engine with the door to it. */
export interface OpenEngine {
  readonly dispatch: Dispatch
  close(): Promise<void>
}

/** What every command works with. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly messages: Messages
  readonly version: string
  readonly signals: SignalSource
  /** Is told how to end the running work when nobody reads the output any more; undefined when it has ended. */
  readonly onRunning: (interrupt: (() => void) | undefined) => void
  /** Starts the engine; its processes and models are needed only for some commands. */
  readonly openEngine: (choices?: EngineChoices) => Promise<OpenEngine>
}

/** What the command line says of the engine itself. */
export interface EngineChoices {
  /** Path of the `ffmpeg` program for videos. */
  readonly ffmpeg?: string
}

/** The context whose engine follows these choices. */
export const withChoices = (context: CommandContext, choices: EngineChoices): CommandContext => ({
  ...context,
  openEngine: () => context.openEngine(choices),
})

/** Runs with an engine and closes it in every case. */
export async function withEngine(
  context: CommandContext,
  work: (dispatch: Dispatch) => Promise<ExitCode>,
): Promise<ExitCode> {
  const engine = await context.openEngine()
  try {
    return await work(engine.dispatch)
  } finally {
    await engine.close()
  }
}

export function reportError({ terminal, messages }: CommandContext, error: EngineError): ExitCode {
  terminal.error(messages.engineError(error))
  return exitCodeOfError(error)
}
