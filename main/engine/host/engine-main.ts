import os from 'node:os'
import { createDispatch } from '../../core/contract/dispatch.js'
import { fittingJobs } from '../../core/session/fitting-jobs.js'
import { createEngine, ordinaryOptions } from '../create-engine.js'
import { serveEngine } from './serve-engine.js'

/** Entry of the engine's own process beside a window: answers calls until its parent ends or closes it. */

const engine = createEngine({
  ...ordinaryOptions(),
  reviewJobs: fittingJobs(os.availableParallelism(), os.totalmem()),
})

serveEngine(createDispatch(engine), {
  send: (message) => {
    // A parent that is just dying cannot be written to; `disconnect` tells the rest.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
  },
  onMessage: (listener) => process.on('message', listener),
  onDisconnect: (listener) => process.on('disconnect', listener),
  end: async () => {
    await engine.close()
    process.exit(0)
  },
})

// These reach the whole process group; the parent decides what becomes of the work. Windows sends the last for Ctrl-Break.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) process.on(name, () => undefined)
