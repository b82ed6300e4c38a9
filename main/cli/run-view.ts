import type { Item } from '../core/job/item-state.js'
import { isFinished } from '../core/job/item-state.js'
import type { JobEvent, JobSnapshot } from '../core/job/job.js'
import { createJobStore } from '../core/job/job.js'
import type { Messages } from '../core/messages/catalogue.js'
import { lengthOf, shortened } from '../core/messages/printable.js'
import { isSidecar } from './exit-codes.js'
import { shownName } from './shown-name.js'
import type { Terminal } from './terminal.js'

export interface RunView {
  onEvent(event: JobEvent): void
  readonly items: () => readonly Item[]
}

/** Before this much of the work is done, an estimate of the rest would be a guess. */
const estimateFromShare = 0.02
const estimateFromMs = 2_000

/** Follows a run: tells at once what was not released, and shows how far it is. */
export function createRunView(
  terminal: Terminal,
  messages: Messages,
  quiet: boolean,
  onFinished: (item: Item) => void,
): RunView {
  const store = createJobStore()
  const startMs = performance.now()
  return {
    items: () => [...store.job.items.values()],
    onEvent: (event) => {
      store.apply(event)
      if (event.type !== 'item-changed') return
      const item = store.job.items.get(event.id)
      if (!item) return
      if (isFinished(item.state)) {
        onFinished(item)
        tell(terminal, messages, item)
        if (!quiet) tellWhereToLook(terminal, messages, item)
      } else
        terminal.progress((columns) => progressLine(store.job, item, messages, performance.now() - startMs, columns))
    },
  }
}

function tell(terminal: Terminal, messages: Messages, item: Item): void {
  const { state } = item
  const name = shownName(item.input)
  if (state.status === 'refused') {
    const sentence = messages.refusal(state.reason)
    if (isSidecar(item)) terminal.message(messages.run.mentioned(name, sentence))
    else terminal.warning(messages.run.notReleased(name, sentence))
  } else if (state.status === 'safe' && state.posterProblem)
    terminal.warning(messages.run.posterMissing(shownName(state.output), messages.failure(state.posterProblem)))
  else if (state.status === 'failed') terminal.error(messages.run.notReleased(name, messages.failure(state.error)))
  else if (state.status === 'needs-review') {
    const findings = state.reason.findings.slice(0, 5).map((found) => `\n  – ${messages.finding(found)}`)
    terminal.warning(messages.run.withheld(name, messages.review(state.reason) + findings.join('')))
  }
}

/** More moments than this are in the report. */
const shownMoments = 12

/** Names a released picture that shows a head without a cover, and the moments of a video at which somebody was lost. */
function tellWhereToLook(terminal: Terminal, messages: Messages, { state }: Item): void {
  if (state.status !== 'safe') return
  const heads = state.coverage.bareHeads ?? 0
  if (heads > 0) terminal.message(messages.run.bareHeads(shownName(state.output), heads))
  const moments = state.coverage.reviewSeconds ?? []
  if (moments.length === 0) return
  const shown = moments.slice(0, shownMoments).map(clockTime).join(', ')
  const times = moments.length > shownMoments ? `${shown} …` : shown
  terminal.message(messages.run.reviewVideo(shownName(state.output), times))
}

/** `1:02:03`, as players show it. */
function clockTime(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const rest = two(Math.floor(seconds) % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

function progressLine(job: JobSnapshot, current: Item, messages: Messages, elapsedMs: number, columns: number): string {
  let finished = 0
  let done = 0
  for (const { state } of job.items.values()) {
    if (isFinished(state)) finished++
    done += isFinished(state) ? 1 : state.status === 'running' ? state.progress : 0
  }
  const share = job.items.size > 0 ? done / job.items.size : 0
  const estimated = !job.discovering && elapsedMs >= estimateFromMs && share >= estimateFromShare
  const rest = job.discovering
    ? messages.run.stillLooking
    : estimated
      ? messages.run.remaining((elapsedMs * (1 / share - 1)) / 1_000)
      : ''
  const stage = current.state.status === 'running' ? messages.stage(current.state.stage) : ''
  const pace = current.state.status === 'running' ? current.state.pace : undefined
  // The estimate for one file counts where there is no better one for all of them.
  const lone = job.items.size === 1 && pace ? messages.run.remaining(pace.remainingSeconds) : rest
  const compose = (name: string): string =>
    [
      messages.run.progress(finished, job.items.size, name, stage),
      pace ? messages.run.pace(pace.framesPerSecond) : '',
      lone,
    ]
      .filter((part) => part !== '')
      .join(' · ')
  const name = shownName(current.input)
  return shortened(compose(shortened(name, Math.max(8, columns - lengthOf(compose(''))))), columns)
}
