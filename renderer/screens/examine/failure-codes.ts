import type { FailureReason } from '../../../main/core/job/reasons.js'

/** Every code of a failure, so that it can be told from a refusal; the type keeps the list complete. */
export const failureCodes: Readonly<Record<FailureReason['code'], true>> = {
  'worker-crashed': true,
  'timed-out': true,
  'out-of-memory': true,
  'disk-full': true,
  'not-enough-space': true,
  'output-unwritable': true,
  'output-exists': true,
  'encode-failed': true,
  internal: true,
}
