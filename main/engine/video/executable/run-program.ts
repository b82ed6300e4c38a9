import type { ChildProcess, StdioOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { failed } from '../../../core/job/reasons.js'
import { MediaFailure, refuse, throwIfAborted } from '../../image/media-failure.js'
import { endProgram, noteProgram } from '../../worker/started-programs.js'
import type { CodecFile } from '../video-codec.js'
import { PipeReader } from './pipe-reader.js'

/**
 * [Note: An ffmpeg program]
 *
 * No shell, nothing of the user's environment beside what finds libraries (`FFREPORT` would write a log with file names
 * into the current folder), no protocol but files and pipes, and a demuxer that is named. The program stands in a process
 * group of its own, which is killed when the work is cancelled, and when this process dies, see
 * [Note: Programs outlive whoever started them]. What it says
 * on standard error at its level `error` is never printed, for it may hold names: that it says anything is a failure.
 */
export interface ProgramOptions {
  readonly program: string
  readonly args: readonly string[]
  /** Whether standard input is written to; else it is empty. */
  readonly takesInput?: boolean
  /** The file it works on, as `urlForProgram` names it. */
  readonly file?: Pick<CodecFile, 'handle'>
}

/** Where the second output of a program arrives, and the file that it inherits lies. */
export const secondOutput = 3
const inheritedFile = 4

/** `file:` in front, so that no part of a name is read as a protocol. On Linux the descriptor that it inherits. */
export const urlForProgram = ({ path }: Pick<CodecFile, 'path'>): string =>
  process.platform === 'linux' ? `file:/proc/self/fd/${inheritedFile}` : `file:${path}`

/** What every call begins with. */
export const commonArguments = ['-hide_banner', '-loglevel', 'error'] as const

const maxToldBytes = 4096

/** One run of a program of FFmpeg. */
export class RunningProgram {
  readonly #signal: AbortSignal
  readonly #child: ChildProcess
  readonly #ended: Promise<number | undefined>
  readonly #onAbort = (): void => this.kill()
  readonly output: PipeReader
  readonly secondOutput: PipeReader
  #told = ''

  constructor(signal: AbortSignal, { program, args, takesInput, file }: ProgramOptions) {
    throwIfAborted(signal)
    this.#signal = signal
    const inherited = file && process.platform === 'linux' ? file.handle.fd : 'ignore'
    this.#child = startChild(program, args, [
      takesInput === true ? 'pipe' : 'ignore',
      'pipe',
      'pipe',
      'pipe',
      inherited,
    ])
    this.output = new PipeReader(present(this.#child.stdout))
    this.secondOutput = new PipeReader(present(this.#child.stdio[secondOutput] as Readable | null | undefined))
    this.#account()
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve(undefined))
      this.#child.once('close', (code) => resolve(code ?? undefined))
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#told.length < maxToldBytes) this.#told += text
    })
    // Writing to or reading from a program that has ended fails; how it ended says more.
    for (const stream of this.#child.stdio) stream?.on('error', () => undefined)
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  get input(): Writable {
    return present(this.#child.stdin)
  }

  /** Waits for its end. Throws when it was cancelled, else tells whether all went well and what it complained of. */
  async outcome(): Promise<{ readonly isWell: boolean; readonly told: string }> {
    const code = await this.#ended
    this.#signal.removeEventListener('abort', this.#onAbort)
    throwIfAborted(this.#signal)
    return { isWell: code === 0 && this.#told === '', told: this.#told }
  }

  /** Ends it at once, with everything that it started. */
  kill(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    const { pid } = this.#child
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return
    endProgram(pid)
  }

  #account(): void {
    const { pid: processId } = this.#child
    if (processId === undefined) return
    noteProgram({ processId, isRunning: true })
    this.#child.once('exit', () => noteProgram({ processId, isRunning: false }))
  }

  /** Ends it and waits until it is gone. */
  async close(): Promise<void> {
    this.kill()
    for (const stream of this.#child.stdio) stream?.destroy()
    await this.#ended
  }
}

function startChild(program: string, args: readonly string[], stdio: StdioOptions): ChildProcess {
  try {
    return spawn(program, args, {
      stdio,
      env: environment(),
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
  } catch {
    // What is no program of this system is thrown at once, other failures come later.
    throw refuse({ code: 'ffmpeg-unusable', problem: { code: 'not-starting' } })
  }
}

function present<Stream>(stream: Stream | null | undefined): Stream {
  if (stream) return stream
  throw new MediaFailure(failed({ code: 'internal', detail: 'no pipe' }))
}

function environment(): NodeJS.ProcessEnv {
  const kept = ['SystemRoot', 'windir', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(kept), LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' }
}

/** All that a short call prints. Undefined where it cannot be started or does not end well. */
export async function printed(
  signal: AbortSignal,
  options: ProgramOptions,
  maxBytes: number,
): Promise<string | undefined> {
  const running = new RunningProgram(signal, options)
  const pieces: Buffer[] = []
  let length = 0
  try {
    for (let piece = await running.output.next(); piece; piece = await running.output.next()) {
      pieces.push(piece)
      length += piece.length
      if (length > maxBytes) return undefined
    }
    return (await running.outcome()).isWell ? Buffer.concat(pieces).toString('utf8') : undefined
  } finally {
    await running.close()
  }
}
