import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { EngineCall, WindowEngine } from '../core/contract/engine-protocol.js'
import type { EngineError } from '../core/contract/engine.js'
import type { Result } from '../core/result.js'
import { err, ok } from '../core/result.js'
import type { EngineCommand } from './engine-command.js'
import { EngineProcess } from './engine-process.js'
import { createRestartLimit } from './restart-limit.js'
import { removeStagedBy } from './staging-leftovers.js'
import { writablePlaces } from './writable-places.js'

/** The engine in processes of its own. */
export interface RemoteEngine {
  readonly engine: WindowEngine
  /** Lets the processes end in order. */
  close(): Promise<void>
  /** Ends them at once and removes what they had staged. */
  kill(): void
}

const ended: EngineError = { code: 'engine-ended' }
const failedLook = (error: EngineError) => err({ of: 'engine', error } as const)

/**
 * Two kinds of processes: one looks at files all the time and cannot write anything; each export gets one of its own that
 * may write to its output folder alone, see [Note: What the engine may do]. Both are started when they are needed, and
 * again when they died. Where none can be started every call ends with an error. Answers have the shape that the contract gives them: both sides are built from it together.
 */
export function createRemoteEngine(findCommand: () => Promise<EngineCommand>, now: () => number): RemoteEngine {
  const processes = new ProcessStarter(findCommand, now)
  let looking: Promise<Started> | undefined

  const look = async (
    signal: AbortSignal,
    method: EngineCall,
    request: unknown,
    failed: (error: EngineError) => unknown,
    onProgress: (value: never) => void = () => undefined,
  ): Promise<never> => {
    const known = looking
    if (!isAlive(await known) && looking === known) looking = processes.start([])
    const started = (await looking) ?? err(ended)
    if (!started.ok) return failed(started.error) as never
    const answer = await started.value.call(signal, method, request, onProgress as (value: unknown) => void)
    return (answer ?? failed(ended)) as never
  }

  const release: WindowEngine['release'] = async (signal, request, onEvent) => {
    const output = await realOutput(request.output)
    const started = await processes.start(writablePlaces(output), output)
    if (!started.ok) return started
    const process = started.value
    try {
      const answer = await process.call(signal, 'release', request, onEvent as (value: unknown) => void)
      return (answer ?? err(ended)) as Awaited<ReturnType<WindowEngine['release']>>
    } finally {
      await process.close()
      if (process.processId !== undefined) removeStagedBy(process.processId, output)
    }
  }

  return {
    engine: {
      discover: (signal, request, onFiles) => look(signal, 'discover', request, err, onFiles),
      find: (signal, request, onProgress) => look(signal, 'find', request, failedLook, onProgress),
      preview: (signal, request) => look(signal, 'preview', request, failedLook),
      findPeople: (signal, request) => look(signal, 'findPeople', request, failedLook),
      recognize: (signal, request, onProgress) => look(signal, 'recognize', request, err, onProgress),
      inspect: (signal, request, onProgress) => look(signal, 'inspect', request, err, onProgress),
      verify: (signal, request, onFile) => look(signal, 'verify', request, err, onFile),
      release,
    },
    close: () => processes.close(),
    kill: () => processes.kill(),
  }
}

type Started = Result<EngineProcess, EngineError>

const isAlive = (started: Started | undefined): boolean => started?.ok === true && started.value.isAlive

/** Starts processes, not too often, and knows those that live. */
class ProcessStarter {
  readonly #findCommand: () => Promise<EngineCommand>
  readonly #limit
  /** With the output folder of those that export. */
  readonly #alive = new Map<EngineProcess, string | undefined>()
  #command: EngineCommand | undefined
  #closed = false

  constructor(findCommand: () => Promise<EngineCommand>, now: () => number) {
    this.#findCommand = findCommand
    this.#limit = createRestartLimit(now)
  }

  async start(writableAt: readonly string[], output?: string): Promise<Started> {
    try {
      const command = await this.#knownCommand()
      const waitMs = this.#limit.waitMs()
      if (waitMs > 0) await wait(waitMs, undefined, { ref: false })
      return this.#closed ? err(ended) : ok(this.#spawn(command, writableAt, output))
    } catch (error) {
      // No program to start, or the system starts none: told as it is, not as a crash of the file that was looked at.
      return err({ code: 'internal', detail: error instanceof Error ? error.message : String(error) })
    }
  }

  /** Looked for again while it is not found: it may be installed meanwhile. */
  async #knownCommand(): Promise<EngineCommand> {
    this.#command ??= await this.#findCommand()
    return this.#command
  }

  #spawn(command: EngineCommand, writableAt: readonly string[], output: string | undefined): EngineProcess {
    const started = new EngineProcess(command, writableAt)
    this.#alive.set(started, output)
    void started.ended.then((unexpected) => {
      this.#alive.delete(started)
      if (unexpected) this.#limit.note()
    })
    return started
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#alive.keys()].map((process) => process.close()))
  }

  kill(): void {
    this.#closed = true
    for (const [process, output] of this.#alive) {
      process.kill()
      if (output !== undefined && process.processId !== undefined) removeStagedBy(process.processId, output)
    }
  }
}

/** The output folder as the engine will name it: without links, also where it is yet to be made. */
async function realOutput(output: string): Promise<string> {
  const absolute = path.resolve(output)
  try {
    return await fs.realpath(absolute)
  } catch {
    const parent = await fs.realpath(path.dirname(absolute)).catch(() => path.dirname(absolute))
    return path.join(parent, path.basename(absolute))
  }
}
