import fs from 'node:fs/promises'

/** True where the file does not exist yet, so that a report may get its name. */
export async function isFree(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => false,
    () => true,
  )
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
