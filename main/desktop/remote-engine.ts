import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { EngineCall, WindowEngine } from '../core/contract/engine-protocol.js'
import type { EngineError } from '../core/contract/engine.js'
import { stagingPrefix } from '../core/naming/staging-name.js'
import { err } from '../core/result.js'
import type { EngineCommand } from './engine-command.js'
import { EngineProcess } from './engine-process.js'
import { createRestartLimit } from './restart-limit.js'
import { removeStagedBy } from './staging-leftovers.js'

/** The engine in processes of its own. */
export interface RemoteEngine {
  readonly engine: WindowEngine
  /** Lets the processes end in order. */
  close(): Promise<void>
  /** Ends them at once and removes what they had staged. */
  kill(): void
}

const ended: EngineError = { code: 'engine-ended' }
const failed = err(ended)
const failedLook = err({ of: 'engine', error: ended } as const)

/**
 * Two kinds of processes: one looks at files all the time and cannot write anything; each export gets one of its own that
 * may write to its output folder alone, see [Note: What the engine may do]. Both are started when they are needed, and
 * again when they died. Answers have the shape that the contract gives them: both sides are built from it together.
 */
export function createRemoteEngine(command: Promise<EngineCommand>, now: () => number): RemoteEngine {
  const processes = new ProcessStarter(command, now)
  let looking: Promise<EngineProcess | undefined> | undefined

  const look = async (
    signal: AbortSignal,
    method: EngineCall,
    request: unknown,
    onProgress: (value: never) => void = () => undefined,
  ): Promise<unknown> => {
    const known = looking
    if (!(await known)?.isAlive && looking === known) looking = processes.start([])
    return (await looking)?.call(signal, method, request, onProgress as (value: unknown) => void)
  }

  const release: WindowEngine['release'] = async (signal, request, onEvent) => {
    const output = await realOutput(request.output)
    const process = await processes.start(writableFor(output), output)
    if (!process) return failed
    try {
      const answer = await process.call(signal, 'release', request, onEvent as (value: unknown) => void)
      return (answer ?? failed) as Awaited<ReturnType<WindowEngine['release']>>
    } finally {
      await process.close()
      if (process.processId !== undefined) removeStagedBy(process.processId, output)
    }
  }

  return {
    engine: {
      discover: async (...call) => ((await look(call[0], 'discover', call[1], call[2])) ?? failed) as never,
      find: async (...call) => ((await look(call[0], 'find', call[1], call[2])) ?? failedLook) as never,
      preview: async (...call) => ((await look(call[0], 'preview', call[1])) ?? failedLook) as never,
      inspect: async (...call) => ((await look(call[0], 'inspect', call[1], call[2])) ?? failed) as never,
      verify: async (...call) => ((await look(call[0], 'verify', call[1], call[2])) ?? failed) as never,
      release,
    },
    close: () => processes.close(),
    kill: () => processes.kill(),
  }
}

/** Starts processes, not too often, and knows those that live. */
class ProcessStarter {
  readonly #command: Promise<EngineCommand>
  readonly #limit
  /** With the output folder of those that export. */
  readonly #alive = new Map<EngineProcess, string | undefined>()
  #closed = false

  constructor(command: Promise<EngineCommand>, now: () => number) {
    this.#command = command
    this.#limit = createRestartLimit(now)
  }

  async start(writableAt: readonly string[], output?: string): Promise<EngineProcess | undefined> {
    const command = await this.#command
    const waitMs = this.#limit.waitMs()
    if (waitMs > 0) await wait(waitMs, undefined, { ref: false })
    if (this.#closed) return undefined
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

/** Where an export writes: its folder, and the hidden folder beside it in which files wait to be examined. */
const writableFor = (output: string): readonly string[] => [
  output,
  path.join(output, '*'),
  path.join(path.dirname(output), `${stagingPrefix}*`),
]

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
