import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import type { EngineCall, FromEngine, ToEngine } from '../core/contract/engine-protocol.js'
import type { EngineCommand } from './engine-command.js'
import { engineEnvironment } from './environment.js'

interface PendingCall {
  readonly onProgress: (value: unknown) => void
  readonly settle: (result: unknown) => void
}

/** How long the process may take to end what is under way when it is closed. */
const closeLimitMs = 2_000

/** One engine process. Calls that it does not answer any more end with `undefined`. */
export class EngineProcess {
  /** Resolves when the process is gone; true where nobody here ended it. */
  readonly ended: Promise<boolean>
  readonly #child: ChildProcess
  readonly #pending = new Map<number, PendingCall>()
  #nextId = 1
  #dead = false
  #wanted = false

  constructor({ node, flags, main }: EngineCommand, writableAt: readonly string[]) {
    this.#child = spawn(node, [...flags(writableAt), main], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: engineEnvironment(),
      // A process group of its own where there are such: it is ended with all of its workers.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.#end()
        resolve(!this.#wanted)
      }
      this.#child.once('exit', end)
      this.#child.once('error', end)
    })
    this.#child.on('message', (message: FromEngine) => this.#receive(message))
  }

  get isAlive(): boolean {
    return !this.#dead
  }

  get processId(): number | undefined {
    return this.#child.pid
  }

  /** The `Result` that the engine answers; undefined where its process ended before. */
  call(
    signal: AbortSignal,
    method: EngineCall,
    request: unknown,
    onProgress: (value: unknown) => void,
  ): Promise<unknown> {
    if (this.#dead) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      const id = this.#nextId++
      const cancel = (): void => this.#send({ type: 'cancel', id })
      signal.addEventListener('abort', cancel, { once: true })
      this.#pending.set(id, {
        onProgress,
        settle: (result) => {
          signal.removeEventListener('abort', cancel)
          this.#pending.delete(id)
          resolve(result)
        },
      })
      this.#send({ type: 'call', id, method, request })
      if (signal.aborted) cancel()
    })
  }

  /** Lets the process tidy up and end; ends it where it does not. */
  async close(): Promise<void> {
    this.#wanted = true
    this.#send({ type: 'close' })
    const limit = setTimeout(() => this.kill(), closeLimitMs)
    await this.ended
    clearTimeout(limit)
  }

  /** Ends the process and all of its workers at once, whatever they are doing. */
  kill(): void {
    this.#wanted = true
    const { pid } = this.#child
    if (pid === undefined || this.#dead) return
    if (process.platform === 'win32') spawnSync(taskkill(), ['/pid', `${pid}`, '/t', '/f'], { windowsHide: true })
    else killGroup(pid)
    this.#child.kill('SIGKILL')
  }

  #send(message: ToEngine): void {
    // A process that is just dying cannot be written to; its exit tells the rest.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  #receive(message: FromEngine): void {
    if (message.type === 'progress') this.#pending.get(message.id)?.onProgress(message.value)
    else if (message.type === 'answer') this.#pending.get(message.id)?.settle(message.result)
  }

  #end(): void {
    this.#dead = true
    // Workers that outlive their parent end by themselves, but not at once.
    if (process.platform !== 'win32' && this.#child.pid !== undefined) killGroup(this.#child.pid)
    for (const { settle } of [...this.#pending.values()]) settle(undefined)
  }
}

/** Windows' own program by its full path: by its name alone one would be taken that lies in the folder the app was started in. */
const taskkill = (): string => path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe')

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody of it is left.
  }
}
