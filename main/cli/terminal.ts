import { lengthOf } from '../core/messages/printable.js'

/** A stream as far as the command needs it. */
export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface TerminalOptions {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Data goes to standard output, messages to standard error, one animated line at most and only where a person looks. */
export interface Terminal {
  data(line: string): void
  message(text: string): void
  warning(text: string): void
  error(text: string): void
  /** Shows a line that the next one replaces; nothing where the messages do not go to a terminal. */
  progress(line: (columns: number) => string): void
  clearProgress(): void
}

const redrawMs = 100

export function createTerminal({ stdout, stderr, environment }: TerminalOptions): Terminal {
  const dumb = environment['TERM'] === 'dumb'
  const animated = stderr.isTTY === true && !dumb
  const colored = animated && (environment['NO_COLOR'] ?? '') === ''
  let shownLength = 0
  let drawnMs = Number.NEGATIVE_INFINITY
  const clearProgress = (): void => {
    if (shownLength > 0) stderr.write(`\r${' '.repeat(shownLength)}\r`)
    shownLength = 0
  }
  const say = (text: string, color?: 'yellow' | 'red'): void => {
    clearProgress()
    drawnMs = Number.NEGATIVE_INFINITY
    const code = color === 'red' ? 31 : 33
    stderr.write(color && colored ? `\u001B[${code}m${text}\u001B[0m\n` : `${text}\n`)
  }
  return {
    data: (line) => {
      clearProgress()
      stdout.write(`${line}\n`)
    },
    message: (text) => say(text),
    warning: (text) => say(text, 'yellow'),
    error: (text) => say(text, 'red'),
    progress: (line) => {
      const nowMs = performance.now()
      if (!animated || nowMs - drawnMs < redrawMs) return
      drawnMs = nowMs
      // Some terminals say that they have no columns at all.
      const known = stderr.columns ?? 0
      const text = line(Math.max(20, (known > 0 ? known : 80) - 1))
      const length = lengthOf(text)
      stderr.write(`\r${text}${' '.repeat(Math.max(0, shownLength - length))}`)
      shownLength = length
    },
    clearProgress,
  }
}
