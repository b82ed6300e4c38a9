import fs from 'node:fs/promises'
import path from 'node:path'
import { identitiesOf } from '../core/naming/file-identity.js'

/** True where the file does not exist yet, so that a report may get its name. */
export async function isFree(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => false,
    () => true,
  )
}

/**
 * The input folder that the file would lie in, however the two are spelled and whatever links lead there, see [Note: Which folder is
 * which].
 */
export async function inputAround(file: string, inputs: readonly string[]): Promise<string | undefined> {
  const around = await foldersAround(path.resolve(file))
  for (const input of inputs) {
    const identities = await identitiesAt(await realPath(path.resolve(input)))
    if (identities.some((identity) => around.has(identity))) return input
  }
  return undefined
}

/** The real folder that a file would lie in and all above it; where it does not exist, the nearest one that does. */
async function foldersAround(file: string): Promise<ReadonlySet<string>> {
  const identities = new Set<string>()
  const parent = path.dirname(file)
  if (!(await isThere(parent))) return parent === file ? identities : foldersAround(parent)
  for (let at = await realPath(parent); ; at = path.dirname(at)) {
    for (const identity of await identitiesAt(at)) identities.add(identity)
    if (path.dirname(at) === at) return identities
  }
}

/** The path itself where Windows cannot tell it without links: on drives that its mount manager does not know. */
const realPath = (absolute: string): Promise<string> => fs.realpath(absolute).catch(() => absolute)

const isThere = (file: string): Promise<boolean> =>
  fs.stat(file).then(
    () => true,
    () => false,
  )

async function identitiesAt(real: string): Promise<readonly string[]> {
  const stats = await fs.stat(real, { bigint: true }).catch(() => undefined)
  return stats ? identitiesOf(stats, real, process.platform) : []
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
