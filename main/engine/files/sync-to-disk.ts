import fs from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { nativePath } from './native-path.js'
import type { SyncOutcome } from './sync-thread.js'

/**
 * Writes a file's content, or a folder's entries, through to the disk. Rejects with the system's error.
 *
 * Node's permission model, under which the window's engine runs, refuses `fsync` altogether; it binds a process's first thread
 * and not the others, so there a thread of its own asks the system. Nothing else is done in such a thread.
 */
export async function syncToDisk(path: string): Promise<void> {
  if (!isUnderPermissions()) return syncHere(path)
  const outcome = await syncInThread(path)
  if (!outcome.ok) throw Object.assign(new Error('sync'), { code: outcome.systemCode })
}

/** Folders are opened to be read; Windows syncs only what was opened to be written. */
async function syncHere(path: string): Promise<void> {
  const native = nativePath(path)
  const handle = await fs.open(native, 'r+').catch(() => fs.open(native, 'r'))
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Node has the object only where the model is in force. */
const isUnderPermissions = (): boolean => typeof Reflect.get(process, 'permission') === 'object'

function syncInThread(path: string): Promise<SyncOutcome> {
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./sync-thread.js', import.meta.url), { workerData: path, execArgv: [] })
    thread.once('message', resolve)
    thread.once('error', () => resolve({ ok: false, systemCode: 'EIO' }))
    thread.once('exit', () => resolve({ ok: false, systemCode: 'EIO' }))
  })
}
