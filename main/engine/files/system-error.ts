import type { ItemFailure } from '../../core/job/reasons.js'
import { failed, refused } from '../../core/job/reasons.js'

/** The system's name for what went wrong, `EACCES` say. */
export function systemCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'UNKNOWN'
}

/** Why an input could not be looked at. */
export function readFailure(error: unknown): ItemFailure {
  const systemCode = systemCodeOf(error)
  if (systemCode === 'ELOOP') return refused({ code: 'link-loop' })
  if (systemCode === 'ENOENT' || systemCode === 'ENOTDIR') return refused({ code: 'vanished' })
  return refused({ code: 'unreadable', systemCode })
}

/** Why an output could not be written. */
export function writeFailure(error: unknown): ItemFailure {
  const systemCode = systemCodeOf(error)
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') return failed({ code: 'disk-full' })
  return failed({ code: 'output-unwritable', systemCode })
}
