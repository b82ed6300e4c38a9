import type { BridgeAnswers, BridgeError, BridgeRequest, ReportKind } from '../contract/bridge.js'
import type { LookError, Preview } from '../contract/engine.js'
import type { PreviewAddress } from '../contract/preview-address.js'
import type { MediaId } from '../job/item-state.js'
import type { FramePeople } from '../people/types.js'
import type { Discovered } from '../ports.js'
import type { Report, ShareableReport } from '../report/report.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import { completed } from '../review/cover-plan.js'
import type { Decision } from '../review/decision.js'
import type { KeptPersonSummary, PersonChoice, PersonContext } from './decide-person.js'
import { coverPerson, keepPerson } from './decide-person.js'
import type { SessionController, SessionMethod, SessionOptions } from './controller.js'
import { Examinations } from './examinations.js'
import { ExportRun } from './export-run.js'
import { endedItem, FindQueue } from './find-queue.js'
import type { RedactedLook } from './preview-order.js'
import { bodiesOf, compareForPerson, peopleOfFile } from './people-of-file.js'
import { KeptChoices } from './kept-choices.js'
import { isOutputProblem } from './output-problem.js'
import { ordinaryLook, previewRequest } from './preview-order.js'
import { SessionPeople } from './session-people.js'
import { reportOf } from './session-report.js'
import { SessionStore } from './session-store.js'
import type { Session, SessionItem, SessionPhase } from './types.js'
import { withoutPaths } from './without-paths.js'

export function createSession(options: SessionOptions): SessionController {
  return new LiveSession(options)
}

class LiveSession implements SessionController {
  readonly examinations: Examinations
  readonly #options: SessionOptions
  readonly #store: SessionStore
  readonly #queue: FindQueue
  readonly #people: SessionPeople
  readonly #choices = new KeptChoices()
  readonly #discoveries = new Set<AbortController>()
  #export: ExportRun | undefined
  #look: RedactedLook = ordinaryLook
  #output: string | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    const { engine, jobs, now, thoroughness } = options
    this.#store = new SessionStore((event) => options.onEvent({ type: 'session', events: [event] }))
    const onChange = (): void => this.#showStatus()
    this.#queue = new FindQueue({ store: this.#store, engine, jobs, thoroughness, now, onChange })
    // What looks for faces meanwhile has the processors first.
    const peopleJobs = (): number => (this.#queue.isBusy && !this.#queue.isPaused ? 1 : jobs)
    this.#people = new SessionPeople({ store: this.#store, engine, jobs: peopleJobs })
    this.examinations = new Examinations(engine, options.onEvent)
  }

  get output(): string | undefined {
    return this.#output
  }

  snapshot(): Session {
    const { session } = this.#store
    return { ...session, items: new Map(session.items) }
  }

  handle<Method extends SessionMethod>(
    method: Method,
    request: BridgeRequest<Method>,
  ): Result<BridgeAnswers[Method], BridgeError> {
    return this.#handlers[method](request)
  }

  add(paths: readonly string[]): void {
    if (paths.length > 0) void this.#discover(paths)
  }

  setOutput(path: string, name: string): void {
    const { problem } = this.#store.session
    this.#output = path
    if (problem && isOutputProblem(problem)) this.#store.clearProblem()
    this.#store.setStatus({ outputName: name })
  }

  async preview(signal: AbortSignal, address: PreviewAddress): Promise<Result<Preview, BridgeError | LookError>> {
    const entry = this.#store.entry(address.id)
    if (!entry) return err({ code: 'unknown-item' })
    const request = previewRequest(entry, address, this.#look)
    return request.ok ? this.#options.engine.preview(signal, request.value) : request
  }

  bodies(id: MediaId): Promise<Result<readonly FramePeople[], BridgeError>> {
    return bodiesOf(this.#store, this.#options.engine, id)
  }

  report(kind: ReportKind, version: string): Report | ShareableReport {
    return reportOf(this.#store, kind, version)
  }

  async keepPerson(choice: PersonChoice): Promise<Result<KeptPersonSummary, BridgeError>> {
    if (this.#export) return err({ code: 'not-now' })
    const kept = await keepPerson(this.#personContext, new AbortController().signal, choice)
    if (kept.ok || kept.error.code === 'unknown-item' || kept.error.code === 'not-now') return kept
    return err(withoutPaths(kept.error))
  }

  get #personContext(): PersonContext {
    const isExporting = (): boolean => this.#export !== undefined
    return { store: this.#store, people: this.#people, choices: this.#choices, isExporting }
  }

  close(): void {
    for (const discovery of this.#discoveries) discovery.abort()
    this.#queue.cancel()
    this.#export?.cancel()
    this.examinations.cancel()
  }

  readonly #handlers: {
    readonly [Method in SessionMethod]: (request: BridgeRequest<Method>) => Result<BridgeAnswers[Method], BridgeError>
  } = {
    session: () => ok(this.snapshot()),
    remove: ({ ids }) => {
      // A copy of it could still be released, of which nobody would be told.
      if (ids.some((id) => isExporting(this.#store.item(id)?.state.status))) return err({ code: 'not-now' })
      this.#queue.remove(new Set(ids))
      this.#store.remove(ids)
      this.#forgetRemoved()
      this.#showStatus()
      return done
    },
    clear: () => {
      if (this.#export) return err({ code: 'not-now' })
      this.close()
      this.#look = ordinaryLook
      this.#store.remove([...this.#store.session.items.keys()])
      this.#forgetRemoved()
      this.#showStatus()
      return done
    },
    pause: () => whenTrue(this.#queue.isBusy, () => this.#queue.pause()),
    resume: () =>
      whenTrue(this.#queue.isPaused, () => {
        this.#store.clearProblem()
        this.#queue.resume()
      }),
    cancel: () => {
      for (const discovery of this.#discoveries) discovery.abort()
      if (this.#export) this.#export.cancel()
      else this.#queue.cancel()
      return done
    },
    prefer: ({ id }) => this.#known(id, () => this.#queue.prefer(id)),
    found: ({ id }) => {
      const found = this.#store.entry(id)?.found
      return found ? ok(found) : err({ code: 'unknown-item' })
    },
    decision: ({ id }) => {
      const [entry, item] = [this.#store.entry(id), this.#store.item(id)]
      if (!entry || !item) return err({ code: 'unknown-item' })
      const { decisions } = item
      return ok(entry.decision ? { decisions, decision: entry.decision } : { decisions })
    },
    decide: ({ id, decision }) => this.#decide(id, decision),
    compare: () => {
      if (this.#export) return err({ code: 'not-now' })
      void compareForPerson(this.#personContext)
      return done
    },
    'cancel-comparison': () => {
      this.#people.cancel()
      return done
    },
    people: ({ id }) => peopleOfFile(this.#personContext, id),
    'cover-person': (face) => (this.#export ? err({ code: 'not-now' }) : ok(coverPerson(this.#personContext, face))),
    look: (look) => {
      this.#look = look
      return done
    },
    accept: ({ items, accepted }) => {
      // Nobody has seen what was decided since.
      if (items.some(({ id, decisions }) => this.#store.item(id)?.decisions !== decisions))
        return err({ code: 'not-now' })
      for (const { id } of items) {
        this.#store.remember(id, { perhaps: [] })
        this.#store.change(id, { accepted, perhaps: 0 })
      }
      return done
    },
    export: ({ ids, choices }) => {
      const output = this.#output
      if (output === undefined) return err({ code: 'no-output' })
      if (this.#export || (this.#queue.isBusy && !this.#queue.isPaused)) return err({ code: 'not-now' })
      void this.#runExport(ids, output, choices)
      return done
    },
    'cancel-verification': () => {
      this.examinations.cancel()
      return done
    },
  }

  #forgetRemoved(): void {
    this.#people.forgetRemoved()
    this.#choices.keepOnly((id) => this.#store.entry(id) !== undefined)
  }

  #known(id: MediaId, act: () => void): Result<undefined, BridgeError> {
    if (!this.#store.entry(id)) return err({ code: 'unknown-item' })
    act()
    return done
  }

  #decide(id: MediaId, decision: Decision): Result<number, BridgeError> {
    const found = this.#store.entry(id)?.found
    const item = this.#store.item(id)
    if (!found || !item || found.kind !== decision.kind) return err({ code: 'unknown-item' })
    if (isExporting(item.state.status)) return err({ code: 'not-now' })
    const whole = decision.kind === 'picture' && found.kind === 'picture' ? completed(decision, found.faces) : decision
    this.#store.remember(id, { decision: whole })
    // What was exported before was another decision's: this one is not out yet.
    const decisions = item.decisions + 1
    this.#store.change(id, { decisions, state: { status: 'found' } })
    return ok(decisions)
  }

  async #discover(paths: readonly string[]): Promise<void> {
    const controller = new AbortController()
    this.#discoveries.add(controller)
    this.#showStatus()
    const request = { inputs: [...paths], recursive: true }
    const result = await this.#options.engine.discover(controller.signal, request, (entry) => {
      if (!controller.signal.aborted) this.#join(entry)
    })
    this.#discoveries.delete(controller)
    if (!result.ok && result.error.code !== 'canceled') this.#store.setStatus({ problem: withoutPaths(result.error) })
    this.#showStatus()
  }

  #join(entry: Discovered): void {
    const path = entry.kind === 'file' ? entry.source.path : entry.path
    const known = this.#store.idOf(path)
    if (known !== undefined && !this.#isNew(known, entry)) {
      this.#queue.prefer(known)
      return
    }
    // Whoever was told to copy a file again has done so.
    if (known !== undefined) this.#handlers.remove({ ids: [known] })
    if (entry.kind === 'file') this.#queue.push(this.#store.add(path, entry.source, { status: 'waiting' }))
    else this.#store.add(path, undefined, endedItem(entry.failure), entry.sizeBytes)
  }

  /** Whether what was added again may end otherwise than the first time: nothing of it is known, or it is another file by now. */
  #isNew(known: MediaId, entry: Discovered): boolean {
    const [item, before] = [this.#store.item(known), this.#store.entry(known)]
    if (item?.state.status !== 'refused' && item?.state.status !== 'failed') return false
    if (!before?.found) return true
    const { source } = before
    return (
      entry.kind === 'file' &&
      (entry.source.sizeBytes !== source.sizeBytes || entry.source.modifiedMs !== source.modifiedMs)
    )
  }

  async #runExport(
    ids: readonly MediaId[],
    output: string,
    choices: BridgeRequest<'export'>['choices'],
  ): Promise<void> {
    const { engine, jobs, now, thoroughness } = this.#options
    const store = this.#store
    const run = new ExportRun({ store, people: this.#people, engine, jobs, now, onChange: () => this.#showStatus() })
    // What it came to would change the decisions that are being carried out.
    this.#people.cancel()
    this.#export = run
    this.#store.clearProblem()
    this.#showStatus()
    const { problem, underWay } = await run.run(ids, output, choices, thoroughness())
    this.#export = undefined
    if (problem?.code === 'engine-ended') this.#store.noteRestart(underWay)
    else if (problem && problem.code !== 'canceled') this.#store.setStatus({ problem: withoutPaths(problem) })
    this.#showStatus()
  }

  /** Tells the window where things stand when that has changed; the time left in whole seconds. */
  #showStatus(): void {
    const { session } = this.#store
    const phase = this.#phase()
    const discovering = this.#discoveries.size > 0
    const left = this.#export ? this.#export.secondsLeft : this.#queue.secondsLeft
    const isWorking = phase === 'finding' || phase === 'exporting'
    const secondsLeft = isWorking && left !== undefined ? Math.ceil(left) : undefined
    const isSame = session.phase === phase && session.discovering === discovering && session.secondsLeft === secondsLeft
    if (!isSame) this.#store.setStatus({ phase, discovering, secondsLeft })
  }

  #phase(): SessionPhase {
    if (this.#export) return 'exporting'
    if (this.#queue.isBusy) return this.#queue.isPaused ? 'paused' : 'finding'
    return this.#store.session.items.size > 0 ? 'ready' : 'empty'
  }
}

const isExporting = (status: SessionItem['state']['status'] | undefined): boolean =>
  status === 'export-waiting' || status === 'exporting'

const done: Result<undefined, never> = ok(undefined)

function whenTrue(isTime: boolean, act: () => void): Result<undefined, BridgeError> {
  if (!isTime) return err({ code: 'not-now' })
  act()
  return done
}
