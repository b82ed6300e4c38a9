import fs from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { nativePath } from './native-path.js'
import { systemCodeOf } from './system-error.js'

/** Entry of the thread of `syncToDisk`: one path, one `fsync`. */
export type SyncOutcome = { readonly ok: true } | { readonly ok: false; readonly systemCode: string }

function openForSync(path: string): number {
  const native = nativePath(path)
  try {
    return fs.openSync(native, 'r+')
  } catch {
    return fs.openSync(native, 'r')
  }
}

function sync(path: string): SyncOutcome {
  try {
    const handle = openForSync(path)
    try {
      fs.fsyncSync(handle)
      return { ok: true }
    } finally {
      fs.closeSync(handle)
    }
  } catch (error) {
    return { ok: false, systemCode: systemCodeOf(error) }
  }
}

parentPort?.postMessage(sync(workerData as string))
