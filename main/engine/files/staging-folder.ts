import { createHash, randomBytes } from 'node:crypto'
import nodeFs from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathFromBytes } from '../../core/naming/path-bytes.js'
import { parseStagingName, stagingFolderName } from '../../core/naming/staging-name.js'
import { nativePath } from './native-path.js'
import { systemCodeOf } from './system-error.js'

/**
 * [Note: Staging]
 *
 * What is not yet verified must not lie in the output folder, not even for a moment and not even after `kill -9`. Files
 * are therefore prepared in a hidden folder beside the output folder, on the same file system, and get their final name
 * with one call of the system. Only where that place cannot be written to, or is another file system, the hidden folder
 * lies inside the output folder.
 *
 * The name tells whose it is: `.zaslona-HOST-PROCESS-START-RANDOM`. HOST are 16 bits of a digest of the host's name, so
 * that on a shared drive nobody removes what another machine is working on; START tells two processes of one number
 * apart.
 */
const hostTag = (): string => createHash('sha256').update(os.hostname()).digest('hex').slice(0, 4)

/** Makes the staging folder for an output folder, after removing those of processes that are gone. */
export async function makeStagingFolder(output: string): Promise<string> {
  const parent = path.dirname(output)
  await removeLeftovers(parent)
  await removeLeftovers(output)
  const owner = { host: hostTag(), processId: process.pid, start: startOf(process.pid) ?? '0' }
  const name = stagingFolderName(owner, randomBytes(16).toString('hex'))
  if (parent !== output && (await sameFileSystem(parent, output))) {
    const beside = path.join(parent, name)
    const made = await fs.mkdir(nativePath(beside), { mode: 0o700 }).then(
      () => true,
      () => false,
    )
    if (made) return beside
  }
  const inside = path.join(output, name)
  await fs.mkdir(nativePath(inside), { mode: 0o700 })
  return inside
}

/** Removes a staging folder and what is in it; links in it are removed, not followed. */
export async function removeStagingFolder(folder: string): Promise<void> {
  await fs.rm(nativePath(folder), { recursive: true, force: true, maxRetries: 5 })
}

async function sameFileSystem(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([fs.stat(nativePath(a)), fs.stat(nativePath(b))])
  return first.dev === second.dev
}

/** What cannot be listed or removed stays: it belongs to somebody else, and is hidden. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await fs.readdir(nativePath(folder), { encoding: 'buffer' }).catch(() => [])
  for (const name of names.map(pathFromBytes)) {
    const owner = parseStagingName(name)
    if (owner?.host !== hostTag()) continue
    const leftover = path.join(folder, name)
    const stats = await fs.lstat(nativePath(leftover)).catch(() => undefined)
    if (!stats?.isDirectory()) continue
    const isOrphaned = owner.start === '0' && isOlderThanSystem(stats.mtimeMs)
    if (isOrphaned || !isRunning(owner.processId, owner.start))
      await removeStagingFolder(leftover).catch(() => undefined)
  }
}

/** A clock that is set right, and the rounding of both times, move them apart by less. */
const clockSlackMs = 600_000

/**
 * Whether a folder was last written to before the system started, so that no process of then is left, whoever has its number now: asked
 * where the system does not tell when a process began.
 */
export const isOlderThanSystem = (modifiedMs: number, nowMs = Date.now(), upSeconds = os.uptime()): boolean =>
  modifiedMs < nowMs - upSeconds * 1_000 - clockSlackMs

function isRunning(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (systemCodeOf(error) === 'ESRCH') return false
  }
  const current = startOf(pid)
  return current === undefined || start === '0' || current === start
}

/** When a process started, in the kernel's ticks, where the system tells (proc(5), field 22 of `stat`). */
function startOf(pid: number): string | undefined {
  try {
    const stat = nodeFs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
