import { exitCode } from './exit-codes.js'

/** Where signals come from; `process` in the command. */
export interface SignalSource {
  on(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown
  off(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown
  exit(code: number): void
}

export interface Interruption {
  readonly signal: AbortSignal
  /** Ends the work as the first Ctrl-C does. */
  interrupt(): void
  close(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal cancels, after `onFirst` has answered; the second ends the process where it stands. */
export function createInterruption(source: SignalSource, onFirst: () => void): Interruption {
  const controller = new AbortController()
  const interrupt = (): void => {
    if (controller.signal.aborted) return
    onFirst()
    controller.abort()
  }
  const onSignal = (): void => {
    if (controller.signal.aborted) source.exit(exitCode.interrupted)
    else interrupt()
  }
  for (const name of signals) source.on(name, onSignal)
  return {
    signal: controller.signal,
    interrupt,
    close: () => {
      for (const name of signals) source.off(name, onSignal)
    },
  }
}
