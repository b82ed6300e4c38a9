import type { Messages } from './catalogue.js'
import { help, usage } from './english/command.js'
import { engineError, finding, remark, traceKind } from './english/findings.js'
import { failure, refusal, review } from './english/reasons.js'
import { inspect, models, run, stage, verify } from './english/run.js'

export const english: Messages = {
  refusal,
  failure,
  review,
  finding,
  remark,
  engineError,
  traceKind,
  stage,
  run,
  inspect,
  verify,
  models,
  usage,
  help,
}
