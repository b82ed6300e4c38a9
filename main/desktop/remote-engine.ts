import fs from 'node:fs/promises'
import path from 'node:path'
import type { EngineCall, WindowEngine } from '../core/contract/engine-protocol.js'
import type { EngineError } from '../core/contract/engine.js'
import type { ReleaseRequest } from '../core/contract/requests.js'
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

/**
 * Two kinds of processes: one looks at files all the time and cannot write anything; each export gets one of its own that
 * may write to its output folder alone, see [Note: What the engine may do]. Both are started when they are needed.
 * `onEnded` is told when one died by itself, after every call it owed was answered.
 */
export function createRemoteEngine(command: EngineCommand, now: () => number, onEnded: () => void): RemoteEngine {
  const limit = createRestartLimit(now)
  const releasing = new Map<EngineProcess, string>()
  let looking: EngineProcess | undefined
  let closed = false

  const start = (writableAt: readonly string[]): EngineProcess | undefined => {
    if (closed || !limit.mayStart()) return undefined
    const started = new EngineProcess(command, writableAt)
    void started.ended.then((unexpected) => {
      if (!unexpected || closed) return
      limit.note()
      onEnded()
    })
    return started
  }

  /** The answers have the shape that the contract gives them: both sides are built from it together. */
  const look = async (
    signal: AbortSignal,
    method: EngineCall,
    request: unknown,
    onProgress: (value: never) => void = () => undefined,
  ): Promise<unknown> => {
    if (!looking?.isAlive) looking = start([])
    return looking?.call(signal, method, request, onProgress as (value: unknown) => void)
  }
  const failed = err(ended)
  const failedLook = err({ of: 'engine', error: ended } as const)

  const release: WindowEngine['release'] = async (signal, request, onEvent) => {
    const output = await realOutput(request.output)
    const process = start(writableFor(output))
    if (!process) return failed
    releasing.set(process, output)
    try {
      const answer = await process.call(signal, 'release', request, onEvent as (value: unknown) => void)
      return (answer ?? failed) as Awaited<ReturnType<WindowEngine['release']>>
    } finally {
      await process.close()
      if (process.processId !== undefined) removeStagedBy(process.processId, output)
      releasing.delete(process)
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
    close: async () => {
      closed = true
      await Promise.all([looking, ...releasing.keys()].map((process) => process?.close()))
    },
    kill: () => {
      closed = true
      looking?.kill()
      for (const [process, output] of releasing) {
        process.kill()
        if (process.processId !== undefined) removeStagedBy(process.processId, output)
      }
    },
  }
}

/** Where an export writes: its folder, and the hidden folder beside it in which files wait to be examined. */
const writableFor = (output: string): readonly string[] => [
  output,
  path.join(output, '*'),
  path.join(path.dirname(output), `${stagingPrefix}*`),
]

/** The output folder as the engine will name it: without links, also where it is yet to be made. */
async function realOutput(output: ReleaseRequest['output']): Promise<string> {
  const absolute = path.resolve(output)
  try {
    return await fs.realpath(absolute)
  } catch {
    const parent = await fs.realpath(path.dirname(absolute)).catch(() => path.dirname(absolute))
    return path.join(parent, path.basename(absolute))
  }
}
