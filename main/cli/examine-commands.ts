import type { Dispatch } from '../core/contract/dispatch.js'
import type { EngineError, InspectedItem, VerifiedItem } from '../core/contract/engine.js'
import type { InspectRequest } from '../core/contract/requests.js'
import type { ItemFailure } from '../core/job/reasons.js'
import type { Messages } from '../core/messages/catalogue.js'
import { videoContainers } from '../core/video/types.js'
import { printable } from '../core/messages/printable.js'
import type { Trace } from '../core/ports.js'
import { traceKinds } from '../core/ports.js'
import type { Result } from '../core/result.js'
import { assertNever } from '../core/result.js'
import type { CommandContext } from './command-context.js'
import { reportError, withEngine } from './command-context.js'
import type { ExitCode } from './exit-codes.js'
import { exitCode } from './exit-codes.js'
import { createInterruption } from './interruption.js'
import { shownName } from './shown-name.js'

export interface ExamineOptions {
  readonly request: Pick<InspectRequest, 'inputs' | 'recursive' | 'thoroughness'> & {
    readonly limits?: { readonly maxPixels: number }
  }
  readonly json: boolean
  readonly quiet: boolean
}

export async function inspectCommand(context: CommandContext, options: ExamineOptions): Promise<ExitCode> {
  const { terminal, messages } = context
  let examined = 0
  let failed = 0
  return examine(context, options, {
    start: (dispatch, signal) =>
      dispatch.inspect(signal, options.request, (item) => {
        examined++
        if (!item.ok && !isSidecar(item.failure)) failed++
        if (options.json) terminal.data(JSON.stringify(item))
        else if (!options.quiet || tellsSomething(item)) terminal.data(describeInspected(item, messages))
      }),
    finish: () => (examined === 0 ? undefined : failed > 0 ? exitCode.notReleased : exitCode.safe),
  })
}

export async function verifyCommand(context: CommandContext, options: ExamineOptions): Promise<ExitCode> {
  const { terminal, messages } = context
  let clean = 0
  let wanting = 0
  const visit = (item: VerifiedItem): void => {
    const good = item.ok && item.findings.length === 0
    if (good) clean++
    else wanting++
    if (options.json) terminal.data(JSON.stringify(item))
    else if (!good || !options.quiet || hasSound(item)) terminal.data(describeVerified(item, messages))
  }
  return examine(context, options, {
    start: (dispatch, signal) => dispatch.verify(signal, options.request, visit),
    finish: () => {
      if (clean + wanting === 0) return undefined
      if (!options.quiet) terminal.message(messages.verify.summary(clean, wanting))
      return wanting > 0 ? exitCode.notReleased : exitCode.safe
    },
  })
}

interface Examination {
  readonly start: (dispatch: Dispatch, signal: AbortSignal) => Promise<Result<void, EngineError>>
  /** The exit code, or undefined where no file was met. */
  readonly finish: () => ExitCode | undefined
}

async function examine(context: CommandContext, options: ExamineOptions, work: Examination): Promise<ExitCode> {
  const { terminal, messages } = context
  const interruption = createInterruption(context.signals, () => terminal.message(messages.run.stopping))
  context.onRunning(() => interruption.interrupt())
  try {
    return await withEngine(context, async (dispatch) => {
      const result = await work.start(dispatch, interruption.signal)
      if (interruption.signal.aborted) {
        terminal.message(messages.run.stopped)
        return exitCode.interrupted
      }
      if (!result.ok) return reportError(context, result.error)
      const code = work.finish()
      if (code === undefined) terminal.error(messages.run.nothingFound(options.request.recursive))
      return code ?? exitCode.usage
    })
  } finally {
    context.onRunning(undefined)
    interruption.close()
  }
}

/** What a file tells, grouped by what it tells of; the gravest first, as `traceKinds` has them. */
function describeInspected(item: InspectedItem, messages: Messages): string {
  const heading = messages.inspect.heading(shownName(item.input))
  if (!item.ok) return `${heading}\n  ${messages.inspect.unexamined(failureSentence(item.failure, messages))}`
  const { format, size, frames, traces, faces } = item.inspection
  const lines = [
    heading,
    `  ${messages.inspect.picture(format, size.width, size.height, frames)}`,
    `  ${isVideo(format) ? messages.inspect.facesOfVideo(faces) : messages.inspect.faces(faces)}`,
  ]
  for (const kind of traceKinds) {
    const ofKind = traces.filter((trace) => trace.kind === kind)
    if (ofKind.length === 0) continue
    if (kind === 'other')
      lines.push(`  ${messages.inspect.otherFields(ofKind.length, ofKind.length === traces.length)}`)
    else lines.push(`  ${messages.traceKind(kind)}`, ...linesOf(ofKind, messages).map((line) => `    ${line}`))
  }
  if (traces.length === 0) lines.push(`  ${messages.inspect.nothing}`)
  return lines.join('\n')
}

const isVideo = (format: string): boolean => videoContainers.some((container) => container === format)

/** More lines than this of one kind are not read; a single line that says "one more" saves nothing. */
const maxLines = 12

function linesOf(traces: readonly Trace[], messages: Messages): readonly string[] {
  const lines = traces.map((trace) => lineOf(trace, messages))
  if (lines.length <= maxLines) return lines
  return [...lines.slice(0, maxLines - 1), messages.inspect.more(lines.length - maxLines + 1)]
}

function lineOf({ field, value }: Trace, messages: Messages): string {
  const note = messages.inspect.note(field)
  const line = value === '' ? printable(field) : `${printable(field)}: ${printable(value)}`
  return note === undefined ? line : `${line}, ${note}`
}

/** Whether there is anything to say that is not plain to see: metadata, something hidden, a face; or that it could not be examined. */
const tellsSomething = (item: InspectedItem): boolean =>
  !item.ok || item.inspection.traces.length > 0 || item.inspection.faces > 0

function describeVerified(item: VerifiedItem, messages: Messages): string {
  const name = shownName(item.input)
  if (!item.ok) return messages.verify.unexamined(name, failureSentence(item.failure, messages))
  const { findings, remarks } = item
  const heading = findings.length === 0 ? messages.verify.clean(name) : messages.verify.found(name, findings.length)
  const sentences = [...findings.map(messages.finding), ...remarks.map(messages.remark)]
  return [heading, ...sentences.map((sentence) => `  – ${sentence}`)].join('\n')
}

/** Voices give away people of whom nothing is seen. */
const hasSound = (item: VerifiedItem): boolean => item.ok && item.remarks.some(({ code }) => code === 'sound')

const isSidecar = (failure: ItemFailure): boolean => failure.kind === 'refused' && failure.reason.code === 'sidecar'

function failureSentence(failure: ItemFailure, messages: Messages): string {
  switch (failure.kind) {
    case 'refused':
      return messages.refusal(failure.reason)
    case 'failed':
      return messages.failure(failure.error)
    case 'canceled':
      return messages.run.stopped
    default:
      return assertNever(failure)
  }
}
