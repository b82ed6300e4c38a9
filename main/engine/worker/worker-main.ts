// First: a library that cannot be loaded is a defect, too.
import './end-on-defect.js'
import { Worker } from 'node:worker_threads'
import { failed } from '../../core/job/reasons.js'
import { err } from '../../core/result.js'
import type { FromWorker, ToWorker, WorkerOptions } from './protocol.js'
import { memoryReportMs } from './protocol.js'
import { endOwnPrograms, onProgramChange } from './started-programs.js'
import { createMediaService, type MediaService } from './media-service.js'
import type { WatchdogData } from './watchdog.js'
import { wipeDescriptors } from './wipe-descriptors.js'

/** Entry of a worker process: answers the parent's calls one at a time and ends with its parent. */

const parentId = process.ppid
const running = new Map<number, AbortController>()
let service: MediaService | undefined

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message)
}

function start(options: WorkerOptions): void {
  const workerData: WatchdogData = { parentId, memoryLimitBytes: options.memoryLimitBytes }
  new Worker(new URL('./watchdog.js', import.meta.url), { workerData, execArgv: [] }).unref()
  setInterval(() => send({ type: 'memory', rssBytes: process.memoryUsage.rss() }), memoryReportMs).unref()
  service = createMediaService(options)
  send({ type: 'ready' })
}

async function answer(message: Extract<ToWorker, { type: 'call' }>): Promise<void> {
  const { id, call } = message
  const controller = new AbortController()
  running.set(id, controller)
  const onProgress = (share: number): void => send({ type: 'progress', id, share })
  const result = service
    ? await service.answer(controller.signal, call, onProgress)
    : err(failed({ code: 'internal', detail: 'worker not started' }))
  running.delete(id)
  send({ type: 'result', id, result })
  wipeDescriptors([call, result])
}

process.on('message', (message: ToWorker) => {
  if (message.type === 'start') start(message.options)
  else if (message.type === 'cancel') running.get(message.id)?.abort()
  else void answer(message)
})
process.on('disconnect', () => process.exit(0))
onProgramChange((change) => send({ type: 'program', change }))
process.on('exit', endOwnPrograms)
// These reach the whole process group; the parent decides what becomes of the work. Windows sends the last for Ctrl-Break.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) process.on(name, () => undefined)
