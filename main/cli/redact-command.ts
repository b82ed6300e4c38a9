import path from 'node:path'
import type { Dispatch } from '../core/contract/dispatch.js'
import type { RedactRequestInput } from '../core/contract/requests.js'
import type { Item } from '../core/job/item-state.js'
import { countByStatus } from '../core/job/job.js'
import type { PeopleOutcome, RunOutcome } from '../core/messages/catalogue.js'
import { printable } from '../core/messages/printable.js'
import { itemRecord } from '../core/report/item-record.js'
import { createReport, createShareableReport } from '../core/report/report.js'
import type { CommandContext } from './command-context.js'
import { reportError, withEngine } from './command-context.js'
import type { ExitCode } from './exit-codes.js'
import { exitCode, exitCodeOfItems, isSidecar } from './exit-codes.js'
import { createInterruption } from './interruption.js'
import { inputAround, isFree, writeReport } from './report-file.js'
import { createRunView } from './run-view.js'
import { isVideoName } from '../core/video/types.js'

export interface RedactOptions {
  readonly request: RedactRequestInput
  readonly json: boolean
  readonly quiet: boolean
  readonly report?: string
  readonly shareReport?: string
}

export async function redactCommand(context: CommandContext, options: RedactOptions): Promise<ExitCode> {
  const { terminal, messages } = context
  if (options.request.watch && options.request.dryRun) return usageError(context, messages.usage.watchNeedsRun)
  if (options.request.watch && options.request.keep?.length) return usageError(context, messages.usage.watchOrKeep)
  if (options.report && options.shareReport && path.resolve(options.report) === path.resolve(options.shareReport))
    return usageError(context, messages.usage.oneReportFile)
  for (const file of [options.report, options.shareReport]) {
    if (file === undefined) continue
    if (!(await isFree(file))) return usageError(context, messages.run.reportExists(printable(file)))
    const input = await inputAround(file, options.request.inputs)
    if (input !== undefined)
      return usageError(context, messages.run.reportInsideInput(printable(file), printable(input)))
  }
  if (options.request.style === 'blur') terminal.warning(messages.run.blurWarning)
  const sound = options.request.videoSound ?? 'remove'
  if (sound !== 'remove') terminal.warning(messages.run.soundWarning(sound))
  const interruption = createInterruption(context.signals, () => terminal.message(messages.run.stopping))
  context.onRunning(() => interruption.interrupt())
  try {
    return await withEngine(context, (dispatch) => run(context, options, dispatch, interruption.signal))
  } finally {
    context.onRunning(undefined)
    interruption.close()
  }
}

async function run(
  context: CommandContext,
  options: RedactOptions,
  dispatch: Dispatch,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, messages } = context
  const { request } = options
  if (request.watch && !options.quiet) terminal.message(messages.run.watching)
  const view = createRunView(terminal, messages, options.quiet, (item) => {
    if (options.json) terminal.data(JSON.stringify(itemRecord(item)))
  })
  const result = await dispatch.redact(signal, request, (event) => view.onEvent(event))
  terminal.clearProgress()
  const items = view.items()
  const reported = await writeReports(context, options, items)
  if (!result.ok) return reportError(context, result.error)
  if (!options.quiet) for (const line of messages.run.summary(outcomeOf(items, request))) terminal.message(line)
  if (signal.aborted) {
    terminal.message(messages.run.stopped)
    return exitCode.interrupted
  }
  if (items.length === 0) return usageError(context, messages.run.nothingFound(request.recursive === true))
  return reported ? exitCodeOfItems(items) : exitCode.environment
}

function outcomeOf(items: readonly Item[], { output, keep = [], cover = 'faces' }: RedactRequestInput): RunOutcome {
  let faces = 0
  let uncertain = 0
  const bareHeads = { amount: 0, files: 0 }
  for (const { state } of items)
    if (state.status === 'safe' || state.status === 'planned') {
      faces += state.coverage.faces
      uncertain += state.coverage.uncertain
      const heads = state.coverage.bareHeads ?? 0
      bareHeads.amount += heads
      if (heads > 0) bareHeads.files++
    }
  const sidecars = items.filter(isSidecar).length
  const videos = items.filter(({ state }) => state.status === 'safe' && isVideoName(state.output)).length
  const counts = countByStatus(items)
  const people = keep.length > 0 || cover !== 'faces' ? { people: peopleOf(items, keep.length > 0) } : {}
  return { counts, sidecars, videos, faces, uncertain, bareHeads, output: printable(path.resolve(output)), ...people }
}

function peopleOf(items: readonly Item[], keeping: boolean): PeopleOutcome {
  let [kept, perhaps, bareHeads, moving] = [0, 0, 0, 0]
  const stretches = { amount: 0, seconds: 0 }
  for (const { state } of items) {
    if (state.status !== 'safe' && state.status !== 'planned') continue
    for (const { stretch } of state.coverage.people?.kept ?? [])
      if (stretch) {
        stretches.amount++
        stretches.seconds += stretch.visibleSeconds
      } else kept++
    perhaps += state.coverage.people?.perhaps ?? 0
    bareHeads += state.coverage.people?.bareHeads ?? 0
    if (state.coverage.people?.nobodyKept === 'moving-picture') moving++
  }
  return { keeping, kept, stretches, perhaps, bareHeads, moving }
}

/** False where a report that was asked for could not be written. */
async function writeReports(
  { terminal, messages, version }: CommandContext,
  options: RedactOptions,
  items: readonly Item[],
): Promise<boolean> {
  let written = true
  const wanted = [
    { file: options.report, make: createReport },
    { file: options.shareReport, make: createShareableReport },
  ]
  for (const { file, make } of wanted) {
    if (file === undefined) continue
    const obstacle = await writeReport(file, make(version, items))
    if (obstacle !== undefined) {
      written = false
      terminal.error(
        obstacle === 'EEXIST'
          ? messages.run.reportExists(printable(file))
          : messages.run.reportUnwritable(printable(file), obstacle),
      )
    } else if (!options.quiet) terminal.message(messages.run.reportWritten(printable(file)))
  }
  return written
}

function usageError({ terminal }: CommandContext, sentence: string): ExitCode {
  terminal.error(sentence)
  return exitCode.usage
}
