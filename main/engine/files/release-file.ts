import { createHash, randomBytes } from 'node:crypto'
import nodeFs from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Patience } from './patience.js'
import { patiently } from './patience.js'
import { nativePath } from './native-path.js'
import { stagingPrefix } from '../../core/naming/staging-name.js'
import { syncToDisk } from './sync-to-disk.js'
import { systemCodeOf } from './system-error.js'

/**
 * File systems without hard links (FAT, exFAT, some network drives) answer with one of these. OneDrive's refusals have no name in Node:
 * whatever they mean, a rename may still do.
 */
const noHardLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
])

/** What releasing asks of the system. */
export interface ReleaseCalls {
  readonly link: (from: string, to: string) => Promise<void>
  readonly rename: (from: string, to: string) => Promise<void>
  readonly remove: (file: string) => Promise<void>
  /** Makes an empty file; `EEXIST` where there is one of that name. */
  readonly claim: (file: string) => Promise<void>
  readonly patiently: Patience
}

const ownCalls: ReleaseCalls = {
  link: (from, to) => fs.link(nativePath(from), nativePath(to)),
  rename: (from, to) => fs.rename(nativePath(from), nativePath(to)),
  remove: (file) => fs.unlink(nativePath(file)),
  claim: async (file) => (await fs.open(nativePath(file), 'wx', 0o644)).close(),
  patiently,
}

/** Of a link's refusals the one that passes; `EPERM` says that there are no hard links. */
const heldFromLinking: ReadonlySet<string> = new Set(['EBUSY'])

/**
 * Gives a finished file its final name, in one step and never in place of another file (`EEXIST`): `link` is the one
 * call that refuses to replace. Where there are no hard links, the name is first claimed by an empty file, which no
 * other program's file can then take, and the finished file is renamed over that.
 */
export async function releaseFile(staged: string, final: string, calls: ReleaseCalls = ownCalls): Promise<void> {
  try {
    await calls.patiently(() => calls.link(staged, final), heldFromLinking)
  } catch (error) {
    const code = systemCodeOf(error)
    if (code === 'EXDEV') return releaseAcross(staged, final)
    if (!noHardLinks.has(code)) throw error
    await renameOverClaim(staged, final, calls)
    return
  }
  // The file has its name, whatever becomes of the other: that goes with the staging folder.
  await calls.patiently(() => calls.remove(staged)).catch(() => undefined)
}

async function renameOverClaim(staged: string, final: string, { patiently, ...calls }: ReleaseCalls): Promise<void> {
  await calls.claim(final)
  try {
    await patiently(() => calls.rename(staged, final))
  } catch (error) {
    await patiently(() => calls.remove(final))
    throw error
  }
}

/** Two mounts of one file system look the same and still do not link: the copy is compared before it gets its name. */
async function releaseAcross(staged: string, final: string): Promise<void> {
  const near = path.join(path.dirname(final), `${stagingPrefix}${randomBytes(16).toString('hex')}`)
  try {
    await fs.copyFile(nativePath(staged), nativePath(near), nodeFs.constants.COPYFILE_EXCL)
    const stats = await fs.stat(nativePath(staged))
    await settle(near, stats.mtime)
    if ((await digestOf(staged)) !== (await digestOf(near))) throw new Error('the copy differs')
    await releaseFile(near, final)
  } finally {
    await fs.rm(nativePath(near), { force: true, maxRetries: 5 })
  }
  await patiently(() => fs.unlink(nativePath(staged))).catch(() => undefined)
}

/** Gives the file the permissions and times of a released one and writes it through to the disk. */
export async function settle(file: string, modified: Date): Promise<void> {
  const native = nativePath(file)
  await patiently(async () => {
    await fs.chmod(native, 0o644)
    await fs.utimes(native, modified, modified)
    await syncToDisk(file)
  })
}

/** Writes a folder's entries through to the disk, where the system can (Windows cannot, and needs not). */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await syncToDisk(folder)
  } catch (error) {
    const harmless = ['EINVAL', 'EPERM', 'EACCES', 'EISDIR', 'ENOTSUP', 'EBADF', 'ENOENT']
    if (!harmless.includes(systemCodeOf(error))) throw error
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of nodeFs.createReadStream(nativePath(file))) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
