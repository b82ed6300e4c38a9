import fs from 'node:fs/promises'
import type { BridgeError } from '../core/contract/bridge.js'
import type { Result } from '../core/result.js'
import { err, ok } from '../core/result.js'

/** Writes a report for its owner alone; never over another file, whatever the system's dialog was answered. */
export async function writeReport(file: string, report: unknown): Promise<Result<undefined, BridgeError>> {
  try {
    await fs.writeFile(file, `${JSON.stringify(report, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
    return ok(undefined)
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    return err(systemCode === 'EEXIST' ? { code: 'report-exists' } : { code: 'report-unwritable', systemCode })
  }
}
