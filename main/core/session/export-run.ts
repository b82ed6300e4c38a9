import type { ExportChoices } from '../contract/bridge.js'
import type { EngineError } from '../contract/engine.js'
import type { WindowEngine } from '../contract/engine-protocol.js'
import type { ReleaseRequest } from '../contract/requests.js'
import type { ItemState, MediaId } from '../job/item-state.js'
import { mediaId } from '../job/item-state.js'
import type { JobEvent } from '../job/job.js'
import { failed } from '../job/reasons.js'
import type { Result } from '../result.js'
import { ok } from '../result.js'
import type { CoverOrder } from '../review/cover-plan.js'
import { countCovered, coverAll } from '../review/cover-plan.js'
import type { Decision } from '../review/decision.js'
import { decisionSchema } from '../review/decision.js'
import { recognizable } from '../review/kept-tracks.js'
import { ProgressClock, workOf } from './progress-clock.js'
import { endedItem, reviewLimits } from './find-queue.js'
import type { SessionPeople } from './session-people.js'
import { isComparable, showsSomebody } from './session-faces.js'
import { countCoveredTracks } from './session-tracks.js'
import type { Entry, SessionStore } from './session-store.js'
import type { SessionItemState, Settings } from './types.js'

export interface ExportOptions {
  readonly store: SessionStore
  readonly people: SessionPeople
  readonly engine: Pick<WindowEngine, 'release'>
  readonly jobs: number
  readonly now: () => number
  readonly onChange: () => void
}

export interface ExportEnd {
  readonly problem?: EngineError
  /** What was being exported when it ended. */
  readonly underWay: readonly MediaId[]
}

/** Exports the chosen files; one run at a time. */
export class ExportRun {
  readonly #options: ExportOptions
  readonly #clock: ProgressClock
  readonly #controller = new AbortController()
  #ids: readonly MediaId[] = []

  constructor(options: ExportOptions) {
    this.#options = options
    this.#clock = new ProgressClock(options.now)
  }

  get secondsLeft(): number | undefined {
    const { store } = this.#options
    let started = 0
    let left = 0
    for (const id of this.#ids) {
      const item = store.item(id)
      const work = workOf(item?.sizeBytes ?? 0)
      if (item?.state.status === 'export-waiting') left += work
      if (item?.state.status !== 'exporting') continue
      left += work
      started += work * item.state.progress
    }
    return this.#clock.secondsLeft(started, left)
  }

  cancel(): void {
    this.#controller.abort()
  }

  /** Ends when every file ended; those that were not reached can be exported again. */
  async run(
    ids: readonly MediaId[],
    output: string,
    choices: ExportChoices,
    thoroughness: Settings['thoroughness'],
  ): Promise<ExportEnd> {
    const { store, engine, jobs } = this.#options
    const chosen = ids.filter((id) => store.entry(id)?.found)
    for (const id of chosen) store.change(id, { state: { status: 'export-waiting' } })
    this.#ids = chosen
    const compared = await this.#withholdConflicts()
    if (!compared.ok) {
      this.#takeBackUnfinished()
      return { problem: compared.error, underWay: [] }
    }
    const files = chosen.flatMap((id) => {
      const entry = store.entry(id)
      return entry && store.item(id)?.state.status === 'export-waiting' ? [{ id, file: fileOf(entry) }] : []
    })
    const released = files.filter(({ id, file }) => this.#isCarriedOut(id, file))
    if (released.length === 0) return { underWay: [] }
    this.#ids = released.map(({ id }) => id)
    const { format, videoFormat, maxSizePx, ...always } = choices
    const request: ReleaseRequest = {
      ...always,
      ...(format === undefined ? {} : { format }),
      ...(videoFormat === undefined ? {} : { videoFormat }),
      ...(maxSizePx === undefined ? {} : { maxSizePx }),
      // The window says beside these choices that they are for photos only.
      videosWithPhotoOptions: 'release-without',
      output,
      jobs,
      thoroughness,
      limits: reviewLimits,
      files: released.map(({ file }) => file),
    }
    this.#clock.start()
    const idOf = new Map(this.#ids.map((id, index) => [mediaId(index + 1), id]))
    const result = await engine.release(this.#controller.signal, request, (event) =>
      this.#take(event, idOf, { output, cover: always.cover }),
    )
    const underWay = this.#ids.filter((id) => store.item(id)?.state.status === 'exporting')
    this.#takeBackUnfinished()
    return result.ok ? { underWay } : { problem: result.error, underWay }
  }

  /**
   * Where somebody stays visible, the faces of all photos and videos of the session are compared before the first is written:
   * whoever is visible in one may be covered in all others. Such a file waits for a person. Otherwise nothing is compared.
   */
  async #withholdConflicts(): Promise<Result<undefined, EngineError>> {
    const { store, people } = this.#options
    const showing = this.#ids.flatMap((id) => {
      const entry = store.entry(id)
      const isCompared = entry?.found?.kind === 'video' || isComparable(entry?.found)
      return entry && showsSomebody(entry) && isCompared ? [{ id, entry }] : []
    })
    if (showing.length === 0) return ok(undefined)
    const compared = await people.compareAll(this.#controller.signal)
    if (!compared.ok) return compared
    const conflicts = people.conflicts()
    for (const { id, entry } of showing) {
      const findings = conflicts.get(id)
      const coverage = { faces: coveredIn(entry), uncertain: 0, repeats: 0 }
      if (findings)
        store.change(id, {
          state: { status: 'withheld', reason: { code: 'person-inconsistent', findings }, coverage },
        })
      else if (!people.hasCompared(id))
        store.change(id, { state: endedItem(people.failureOf(id) ?? failed({ code: 'internal', detail: 'compare' })) })
    }
    return ok(undefined)
  }

  /** One decision that the engine would not take must not keep the other files from being exported. */
  #isCarriedOut(id: MediaId, { decision }: ReleaseRequest['files'][number]): boolean {
    if (decisionSchema.optional().safeParse(decision).success) return true
    this.#options.store.change(id, { state: { status: 'failed', error: { code: 'internal', detail: 'decision' } } })
    return false
  }

  #take(
    event: JobEvent,
    idOf: ReadonlyMap<MediaId, MediaId>,
    { output, cover }: Pick<ReleaseRequest, 'output' | 'cover'>,
  ): void {
    const id = event.type === 'item-changed' ? idOf.get(event.id) : undefined
    if (event.type !== 'item-changed' || id === undefined) return
    const bareHeads = cover === 'faces' ? this.#bareHeads(id) : undefined
    const state = exportState(event.state, output, bareHeads)
    if (event.state.status === 'safe') this.#options.store.remember(id, { released: event.state })
    if (state) this.#options.store.change(id, { state })
    if (state && state.status !== 'exporting') this.#clock.done(workOf(this.#options.store.item(id)?.sizeBytes ?? 0))
    this.#options.onChange()
  }

  /** The engine covers what was decided and looks for nobody: the heads stay as they were found, if anybody looked for people. */
  #bareHeads(id: MediaId): number | undefined {
    const [item, entry] = [this.#options.store.item(id), this.#options.store.entry(id)]
    return item?.found?.kind === 'picture' && entry?.foundWith !== 'fast' ? (item.bareHeads ?? 0) : undefined
  }

  #takeBackUnfinished(): void {
    const { store } = this.#options
    for (const id of this.#ids) {
      const status = store.item(id)?.state.status
      const isUnfinished = status === 'export-waiting' || status === 'exporting' || status === 'canceled'
      if (isUnfinished) store.change(id, { state: { status: 'found' } })
    }
  }
}

const decisionOf = ({ decision }: Entry): CoverOrder =>
  decision?.kind === 'picture' ? { faces: [], decision } : { faces: [] }

const coveredIn = (entry: Entry): number =>
  entry.found?.kind === 'video' ? countCoveredTracks(entry.found, entry) : countCovered(decisionOf(entry))

/** Faces that were found need not be looked for again: where nobody decided, all of them are covered. */
function fileOf({ source, found, foundWith, decision }: Entry): ReleaseRequest['files'][number] {
  if (found?.kind === 'video' && decision?.kind === 'video')
    return { source, decision: recognizable(decision, found, foundWith) }
  if (decision) return { source, decision }
  const whole: Decision | undefined = found?.kind === 'picture' ? coverAll(found.faces) : undefined
  // Where that cannot be told to the engine, it looks for itself.
  return whole && decisionSchema.safeParse(whole).success ? { source, decision: whole } : { source }
}

function exportState(state: ItemState, output: string, bareHeads: number | undefined): SessionItemState | undefined {
  switch (state.status) {
    case 'queued':
      return undefined
    case 'running':
      return { status: 'exporting', stage: state.stage, progress: state.progress }
    case 'safe':
      return {
        status: 'safe',
        name: below(output, state.output),
        coverage: bareHeads === undefined ? state.coverage : { ...state.coverage, bareHeads },
        ...(state.posterProblem ? { posterProblem: state.posterProblem } : {}),
      }
    case 'needs-review':
      return { status: 'withheld', reason: state.reason, coverage: state.coverage }
    case 'planned':
      return { status: 'found' }
    case 'refused':
    case 'failed':
    case 'canceled':
      return state
  }
}

/** The released file's path below the output folder, `/` between parts. */
function below(output: string, path: string): string {
  const name = path.startsWith(output) ? path.slice(output.length) : (path.split(/[/\\]/).at(-1) ?? '')
  return name.replaceAll('\\', '/').replace(/^\/+/, '')
}
