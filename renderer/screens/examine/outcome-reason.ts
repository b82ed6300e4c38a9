import type { InspectedFile } from '../../../main/core/contract/bridge.js'
import { failureCodes } from './failure-codes.js'
import type { FailureReason, RefusalReason } from '../../../main/core/job/reasons.js'
import type { ReasonMessages } from '../../../main/core/messages/window/catalogue.js'

type OutcomeError = Extract<InspectedFile['outcome'], { ok: false }>['error']

/** Why a file could not be examined, in words. */
export function outcomeReason(error: OutcomeError, reasons: ReasonMessages): string {
  if (error.code === 'canceled') return reasons.canceled
  return isFailure(error) ? reasons.failure(error) : reasons.refusal(error)
}

const isFailure = (error: RefusalReason | FailureReason): error is FailureReason =>
  Object.hasOwn(failureCodes, error.code)
