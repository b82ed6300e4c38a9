import { exitCode } from './exit-codes.js'

/** Windows sends `SIGHUP` where the console is closed and `SIGBREAK` for Ctrl-Break; nothing there can send `SIGTERM`. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const
type InterruptSignal = (typeof signals)[number]

/** Where signals come from; `process` in the command. */
export interface SignalSource {
  on(event: InterruptSignal, listener: () => void): unknown
  off(event: InterruptSignal, listener: () => void): unknown
  exit(code: number): void
}

export interface Interruption {
  readonly signal: AbortSignal
  /** Ends the work as the first Ctrl-C does. */
  interrupt(): void
  close(): void
}

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
