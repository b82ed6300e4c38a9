import fs from 'node:fs/promises'
import path from 'node:path'

/** True where the file does not exist yet, so that a report may get its name. */
export async function isFree(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => false,
    () => true,
  )
}

/**
 * The input folder that the file would lie in, however the two are spelled and whatever links lead there: the folders
 * themselves are compared, by device and inode.
 */
export async function inputAround(file: string, inputs: readonly string[]): Promise<string | undefined> {
  const around = await foldersAround(path.resolve(file))
  for (const input of inputs) {
    const identity = await identityOf(path.resolve(input))
    if (identity !== undefined && around.has(identity)) return input
  }
  return undefined
}

/** The real folder that a file would lie in and all above it; where it does not exist, the nearest one that does. */
async function foldersAround(file: string): Promise<ReadonlySet<string>> {
  const identities = new Set<string>()
  const parent = path.dirname(file)
  const real = await fs.realpath(parent).catch(() => undefined)
  if (real === undefined) return parent === file ? identities : foldersAround(parent)
  for (let at = real; ; at = path.dirname(at)) {
    const identity = await identityOf(at)
    if (identity !== undefined) identities.add(identity)
    if (path.dirname(at) === at) return identities
  }
}

async function identityOf(file: string): Promise<string | undefined> {
  const stats = await fs.stat(file, { bigint: true }).catch(() => undefined)
  return stats && `${String(stats.dev)}:${String(stats.ino)}`
}

/** Writes a report for its owner alone; never over another file. Undefined, or the system's name for the obstacle. */
export async function writeReport(file: string, report: unknown): Promise<string | undefined> {
  try {
    await fs.writeFile(file, `${JSON.stringify(report, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  }
}
