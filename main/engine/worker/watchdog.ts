import { workerData } from 'node:worker_threads'
import { memorySignalOn } from './protocol.js'
import { isParentGone } from './parent.js'

/**
 * A thread beside the worker's main one, which may be deep in native code: ends the process when its memory grows beyond
 * the limit, or when the parent is gone and cannot end it any more.
 */
export interface WatchdogData {
  readonly parentId: number
  readonly memoryLimitBytes: number
}

const intervalMs = 100
const { parentId, memoryLimitBytes } = workerData as WatchdogData

setInterval(() => {
  if (isParentGone(parentId)) process.kill(process.pid, 'SIGKILL')
  if (process.memoryUsage.rss() > memoryLimitBytes) process.kill(process.pid, memorySignalOn(process.platform))
}, intervalMs)
