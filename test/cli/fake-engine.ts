import type { Dispatch } from '../../main/core/contract/dispatch.js'
import { createDispatch } from '../../main/core/contract/dispatch.js'
import type { Engine, EngineError, InspectedItem, ModelListing, VerifiedItem } from '../../main/core/contract/engine.js'
import type { RedactRequest } from '../../main/core/contract/requests.js'
import type { FinishedState } from '../../main/core/job/item-state.js'
import { mediaId } from '../../main/core/job/item-state.js'
import type { JobEvent, JobSnapshot } from '../../main/core/job/job.js'
import { emptyJob, reduceJob } from '../../main/core/job/job.js'
import { err, ok } from '../../main/core/result.js'
import { judge, requiredExaminations } from '../../main/core/verdict/verdict.js'

const evidence = { performed: requiredExaminations, findings: [], sha256: '0'.repeat(64), sizeBytes: 10 }
const verdict = judge(evidence)
if (!verdict.ok) throw new Error('no verdict')
export const safe = (output: string, faces = 2, uncertain = 0): FinishedState => ({
  status: 'safe',
  output,
  verdict: verdict.value,
  coverage: { faces, uncertain, repeats: 0 },
})

/** What a scripted engine answers. */
export interface Script {
  readonly items?: Readonly<Record<string, FinishedState>>
  readonly inspected?: readonly InspectedItem[]
  readonly verified?: readonly VerifiedItem[]
  readonly models?: readonly ModelListing[]
  readonly error?: EngineError
  /** Runs before the last item ends. */
  readonly beforeEnd?: () => void
  readonly onRequest?: (request: RedactRequest) => void
}

/** The real dispatch over an engine that answers from a script. */
export function scriptedDispatch(script: Script): Dispatch {
  const failure = script.error ? err(script.error) : undefined
  const engine: Engine = {
    redact: (signal, request, onEvent) => {
      script.onRequest?.(request)
      return Promise.resolve(failure ?? ok(play(script, signal, onEvent)))
    },
    inspect: (_signal, _request, onItem) => {
      for (const item of script.inspected ?? []) onItem(item)
      return Promise.resolve(failure ?? ok(undefined))
    },
    verify: (_signal, _request, onItem) => {
      for (const item of script.verified ?? []) onItem(item)
      return Promise.resolve(failure ?? ok(undefined))
    },
    discover: notAsked,
    find: notAsked,
    preview: notAsked,
    recognize: notAsked,
    findPeople: notAsked,
    release: notAsked,
    listModels: () => Promise.resolve(failure ?? ok(script.models ?? [])),
    addModel: () => Promise.resolve(failure ?? notFound),
    removeModel: () => Promise.resolve(failure ?? ok(undefined)),
    close: () => Promise.resolve(),
  }
  return createDispatch(engine)
}

const notAsked = () => Promise.reject(new Error('the command does not ask for this'))
const notFound = err<EngineError>({ code: 'model-missing', file: 'none' })

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'sequence'> : never

function play(script: Script, signal: AbortSignal, onEvent: (event: JobEvent) => void): JobSnapshot {
  let job = emptyJob
  const emit = (event: Unnumbered<JobEvent>): void => {
    const numbered = { ...event, sequence: job.sequence + 1 } as JobEvent
    job = reduceJob(job, numbered)
    onEvent(numbered)
  }
  const items = Object.entries(script.items ?? {})
  items.forEach(([input], index) => emit({ type: 'item-added', id: mediaId(index), input }))
  emit({ type: 'discovery-ended' })
  items.forEach(([, state], index) => {
    emit({ type: 'item-changed', id: mediaId(index), state: { status: 'running', stage: 'detect', progress: 0.5 } })
    if (index === items.length - 1) script.beforeEnd?.()
    emit({ type: 'item-changed', id: mediaId(index), state: signal.aborted ? { status: 'canceled' } : state })
  })
  emit({ type: 'job-ended' })
  return job
}
