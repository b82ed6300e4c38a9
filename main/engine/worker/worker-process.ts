import { fork, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ItemFailure } from '../../core/job/reasons.js'
import { canceled, failed } from '../../core/job/reasons.js'
import { err } from '../../core/result.js'
import type { AnyCall, CallName, CallRequest, CallResult, FromWorker, ToWorker, WorkerOptions } from './protocol.js'
import { endedForMemory } from './protocol.js'
import { endProgram, keepAccount } from './started-programs.js'
import { muteTelemetry } from '../detect/mute-telemetry.js'

/** How long a worker may go on after being asked to cancel. */
const cancelGraceMs = 300
/** How often the parent looks itself at the memory of a busy worker and of the programs it started, where the system shows it. */
const memoryLookMs = 250

export interface CallOptions {
  /** The call fails when this long nothing was heard of it. */
  readonly limitMs: number
  readonly onProgress?: (share: number) => void
}

interface RunningCall {
  readonly id: number
  readonly settle: (result: CallResult<CallName>) => void
  readonly onProgress: (share: number) => void
}

/** One child process. Whatever happens in it ends as the result of the call that is running. */
export class WorkerProcess {
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>
  readonly #child: ChildProcess
  readonly #memoryLimitBytes: number
  readonly #programs = new Set<number>()
  #running: RunningCall | undefined
  #nextId = 1
  #dead = false
  /** Why this side ended the process, where it did. */
  #killedFor: ItemFailure | undefined
  rssBytes = 0

  constructor(options: WorkerOptions) {
    this.#memoryLimitBytes = options.memoryLimitBytes
    this.#child = fork(fileURLToPath(new URL('./worker-main.js', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: minimalEnvironment(),
      execArgv: permissionFlags(process.execArgv),
    })
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#end(endedForMemory(code, signal))
        resolve()
      })
      this.#child.once('error', () => {
        this.#end(false)
        if (this.#child.pid === undefined) resolve()
      })
    })
    this.#child.on('message', (message: FromWorker) => this.#receive(message))
    this.#send({ type: 'start', options })
  }

  get isAlive(): boolean {
    return !this.#dead && this.#killedFor === undefined
  }

  get processId(): number | undefined {
    return this.#child.pid
  }

  /** Makes one call; a worker answers one at a time. Aborting ends the process if it does not stop by itself. */
  call<Name extends CallName>(
    signal: AbortSignal,
    name: Name,
    request: CallRequest<Name>,
    options: CallOptions,
  ): Promise<CallResult<Name>> {
    if (signal.aborted) return Promise.resolve(err(canceled))
    if (!this.isAlive) return Promise.resolve(err(this.#killedFor ?? failed({ code: 'worker-crashed' })))
    if (this.#running) return Promise.resolve(err(failed({ code: 'internal', detail: 'worker is busy' })))
    return new Promise<CallResult<Name>>((resolve) => {
      const id = this.#nextId++
      let stall = setTimeout(onStall, options.limitMs, this)
      let grace: NodeJS.Timeout | undefined
      const memory = setInterval(() => void this.#lookAtMemory(), memoryLookMs)
      const onAbort = (): void => {
        this.#send({ type: 'cancel', id })
        grace = setTimeout(() => this.kill(canceled), cancelGraceMs)
      }
      function onStall(worker: WorkerProcess): void {
        worker.kill(failed({ code: 'timed-out', limitMs: options.limitMs }))
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#running = {
        id,
        onProgress: (share) => {
          clearTimeout(stall)
          stall = setTimeout(onStall, options.limitMs, this)
          if (!signal.aborted) options.onProgress?.(share)
        },
        settle: (result) => {
          clearTimeout(stall)
          clearTimeout(grace)
          clearInterval(memory)
          signal.removeEventListener('abort', onAbort)
          this.#running = undefined
          // The worker answers a call with this call's own kind of value; the pairing is by `id`.
          resolve(result)
        },
      }
      this.#send({ type: 'call', id, call: { name, request } as unknown as AnyCall })
    })
  }

  /** Ends the process at once; a running call fails with `reason`. */
  kill(reason: ItemFailure): void {
    this.#killedFor ??= reason
    this.#child.kill('SIGKILL')
  }

  #send(message: ToWorker): void {
    // A process that is just dying cannot be written to; its exit tells the rest.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  #receive(message: FromWorker): void {
    if (message.type === 'memory') {
      this.rssBytes = message.rssBytes
      this.#noteMemory(message.rssBytes)
    } else if (message.type === 'program') keepAccount(this.#programs, message.change)
    else if (message.type !== 'ready' && message.id === this.#running?.id) {
      if (message.type === 'progress') this.#running.onProgress(message.share)
      else this.#running.settle(message.result as CallResult<CallName>)
    }
  }

  #end(forMemory: boolean): void {
    this.#dead = true
    this.#programs.forEach(endProgram)
    const outOfMemory = failed({ code: 'out-of-memory', limitBytes: this.#memoryLimitBytes })
    const reason = this.#killedFor ?? (forMemory ? outOfMemory : failed({ code: 'worker-crashed' }))
    this.#killedFor ??= reason
    this.#running?.settle(err(reason))
  }

  #noteMemory(rssBytes: number): void {
    if (rssBytes > this.#memoryLimitBytes) {
      this.kill(failed({ code: 'out-of-memory', limitBytes: this.#memoryLimitBytes }))
    }
  }

  /** No program that the worker started may take more than the worker itself. */
  async #lookAtMemory(): Promise<void> {
    const processes = [this.#child.pid ?? [], ...this.#programs].flat()
    const most = Math.max(...(await Promise.all(processes.map(residentBytes))))
    if (this.#running) this.#noteMemory(most)
  }
}

/** What a process holds in memory; 0 where the system does not show it, or when the process has just ended. */
async function residentBytes(processId: number): Promise<number> {
  if (process.platform !== 'linux') return 0
  try {
    const status = await readFile(`/proc/${String(processId)}/status`, 'latin1')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/**
 * Node's permission model holds for a child process only where its flags are handed on: what this process may not do, no
 * worker may (https://nodejs.org/api/permissions.html). Everything else of the command line stays behind.
 */
export const permissionFlags = (execArgv: readonly string[]): string[] =>
  execArgv.filter((flag) =>
    /^--(?:permission$|allow-(?:fs-read|fs-write|addons|child-process|worker)(?:=|$))/.test(flag),
  )

/** Nothing of the user's environment but what the system needs to start a process. */
function minimalEnvironment(): NodeJS.ProcessEnv {
  const kept = ['SystemRoot', 'windir', 'LD_LIBRARY_PATH'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    ...muteTelemetry,
    // Pictures are never put into files of libvips' own, however large they are.
    VIPS_DISC_THRESHOLD: '1000g',
    VIPS_BLOCK_UNTRUSTED: '1',
    // glibc keeps freed memory for each thread apart and so holds several pictures; two arenas are enough here.
    MALLOC_ARENA_MAX: '2',
    // A decoded photo is nine thousand small pages, each of which the system hands out by itself, or eighteen large ones. Asked
    // of glibc 2.35 or later; others do not read it (https://sourceware.org/glibc/manual/2.36/html_node/Memory-Allocation-Tunables.html).
    GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
  }
}
