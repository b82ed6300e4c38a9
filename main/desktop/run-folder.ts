import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * [Note: Run folder]
 *
 * Chromium cannot be kept from writing a profile, though it holds nothing of what was worked on. It gets a folder of its
 * own, in memory where the system has such a place, that is removed when the app quits; the profile folder proper holds the
 * settings alone. The name tells the process, so that the next start removes what a crash left.
 */
const prefix = 'zaslona-window-'

export function makeRunFolder(): string {
  const parent = process.env['XDG_RUNTIME_DIR'] ?? os.tmpdir()
  removeLeftovers(parent)
  return fs.mkdtempSync(path.join(parent, `${prefix}${process.pid}-`))
}

/**
 * Removes what can be removed. Windows lets no file go that the app itself has open, and an exception in its last moment would end the app
 * with a message about a defect: the rest goes with the next start.
 */
export function removeRunFolder(folder: string, remove: typeof fs.rmSync = fs.rmSync): void {
  try {
    remove(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
  } catch {
    // See above.
  }
}

function removeLeftovers(parent: string): void {
  for (const name of fs.readdirSync(parent)) {
    const owner = /^zaslona-window-(\d+)-\w{6}$/.exec(name)?.[1]
    if (owner === undefined || isRunning(Number(owner))) continue
    if (isOwn(path.join(parent, name))) removeRunFolder(path.join(parent, name))
  }
}

/** A real folder of this user, in a place where everybody may put one. */
function isOwn(folder: string): boolean {
  const stats = fs.lstatSync(folder, { throwIfNoEntry: false })
  return stats?.isDirectory() === true && (process.getuid === undefined || stats.uid === process.getuid())
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
