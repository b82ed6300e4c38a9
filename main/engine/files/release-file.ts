import { createHash, randomBytes } from 'node:crypto'
import nodeFs from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { nativePath } from './native-path.js'
import { stagingPrefix } from '../../core/naming/staging-name.js'
import { syncToDisk } from './sync-to-disk.js'
import { systemCodeOf } from './system-error.js'

/** File systems without hard links (FAT, exFAT, some network drives) answer with one of these. */
const noHardLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'EISDIR',
])

/**
 * Gives a finished file its final name, in one step and never in place of another file (`EEXIST`): `link` is the one
 * call that refuses to replace. Where there are no hard links, the name is first claimed by an empty file, which no
 * other program's file can then take, and the finished file is renamed over that.
 */
export async function releaseFile(staged: string, final: string): Promise<void> {
  try {
    await fs.link(nativePath(staged), nativePath(final))
  } catch (error) {
    const code = systemCodeOf(error)
    if (code === 'EXDEV') return releaseAcross(staged, final)
    if (!noHardLinks.has(code)) throw error
    await renameOverClaim(staged, final)
    return
  }
  await fs.unlink(nativePath(staged))
}

async function renameOverClaim(staged: string, final: string): Promise<void> {
  const claim = await fs.open(nativePath(final), 'wx', 0o644)
  await claim.close()
  try {
    await fs.rename(nativePath(staged), nativePath(final))
  } catch (error) {
    await fs.unlink(nativePath(final))
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
    await fs.rm(nativePath(near), { force: true })
  }
  await fs.unlink(nativePath(staged))
}

/** Gives the file the permissions and times of a released one and writes it through to the disk. */
export async function settle(file: string, modified: Date): Promise<void> {
  const native = nativePath(file)
  await fs.chmod(native, 0o644)
  await fs.utimes(native, modified, modified)
  await syncToDisk(file)
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
