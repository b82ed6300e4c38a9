import type { LookError } from '../contract/engine.js'
import type { WindowEngine } from '../contract/engine-protocol.js'
import { limitsSchema } from '../contract/requests.js'
import type { Thoroughness } from '../detection/types.js'
import type { MediaId } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import { failed } from '../job/reasons.js'
import type { Result } from '../result.js'
import type { FoundMedia } from '../review/found-media.js'
import { ProgressClock, workOf } from './progress-clock.js'
import type { SessionStore } from './session-store.js'
import { summaryOf } from './session-store.js'
import type { SessionItemState, Settings } from './types.js'
import { withoutPaths } from './without-paths.js'

export interface FindQueueOptions {
  readonly store: SessionStore
  readonly engine: Pick<WindowEngine, 'find'>
  /** Files looked at at the same time. */
  readonly jobs: number
  readonly thoroughness: () => Settings['thoroughness']
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  /** Something began or ended. */
  readonly onChange: () => void
}

/** A file with which the engine died this often is left alone. */
const maxCrashes = 2

/** Looks for the faces of one file after the other, the preferred one first. */
export class FindQueue {
  readonly #options: FindQueueOptions
  readonly #clock: ProgressClock
  #waiting: MediaId[] = []
  readonly #running = new Map<MediaId, AbortController>()
  /** Under way when the engine died, and not answered yet: their answers tell of the same death. */
  readonly #dying = new Set<MediaId>()
  #paused = false

  constructor(options: FindQueueOptions) {
    this.#options = options
    this.#clock = new ProgressClock(options.now)
  }

  get isPaused(): boolean {
    return this.#paused
  }

  get isBusy(): boolean {
    return this.#running.size > 0 || this.#waiting.length > 0
  }

  get secondsLeft(): number | undefined {
    const { store } = this.#options
    let started = 0
    let left = 0
    for (const id of [...this.#running.keys(), ...this.#waiting]) {
      const item = store.item(id)
      const work = workOf(item?.sizeBytes ?? 0)
      left += work
      if (item?.state.status === 'finding') started += work * item.state.progress
    }
    return this.#clock.secondsLeft(started, left)
  }

  push(id: MediaId): void {
    this.#options.store.change(id, { state: { status: 'waiting' } })
    this.#waiting.push(id)
    this.#startNext()
  }

  /** A person looks at this one: it comes next. One that was given up is taken up again, also while it is being given up. */
  prefer(id: MediaId): void {
    if (!this.#options.store.entry(id)) return
    const status = this.#options.store.item(id)?.state.status
    const isBeingGivenUp = this.#running.get(id)?.signal.aborted === true
    if (status !== 'waiting' && status !== 'canceled' && !isBeingGivenUp) return
    this.#waiting = [id, ...this.#waiting.filter((other) => other !== id)]
    this.#options.store.change(id, { state: { status: 'waiting' } })
    this.#startNext()
  }

  /** What is under way is finished, nothing further is begun. */
  pause(): void {
    this.#paused = true
    this.#options.onChange()
  }

  resume(): void {
    this.#paused = false
    this.#startNext()
    this.#options.onChange()
  }

  remove(ids: ReadonlySet<MediaId>): void {
    this.#waiting = this.#waiting.filter((id) => !ids.has(id))
    for (const id of ids) this.#running.get(id)?.abort()
  }

  /** Gives up all that is not found yet. */
  cancel(): void {
    const given = this.#waiting
    this.#waiting = []
    this.#paused = false
    for (const id of given) this.#options.store.change(id, { state: { status: 'canceled' } })
    for (const controller of this.#running.values()) controller.abort()
    this.#options.onChange()
  }

  #startNext(): void {
    while (!this.#paused && this.#running.size < this.#options.jobs) {
      const id = this.#waiting[0]
      if (id === undefined || !this.#mayJoin(id)) break
      this.#waiting.shift()
      void this.#find(id)
    }
    if (this.#running.size === 0) this.#clock.stop()
    this.#options.onChange()
  }

  /**
   * A file with which the engine died is looked at alone: dying again tells that it was this one. One that is being given up
   * has to end first.
   */
  #mayJoin(id: MediaId): boolean {
    if (this.#running.has(id)) return false
    const isSuspect = (other: MediaId): boolean => (this.#options.store.entry(other)?.crashes ?? 0) > 0
    return this.#running.size === 0 || ![id, ...this.#running.keys()].some(isSuspect)
  }

  async #find(id: MediaId): Promise<void> {
    const { store, engine, thoroughness } = this.#options
    const entry = store.entry(id)
    if (!entry) return
    const controller = new AbortController()
    this.#running.set(id, controller)
    this.#clock.start()
    store.change(id, { state: { status: 'finding', stage: 'read', progress: 0 } })
    const foundWith = thoroughness()
    const request = { source: entry.source, thoroughness: foundWith, limits: reviewLimits }
    const result = await engine.find(controller.signal, request, ({ stage, progress }) => {
      if (!controller.signal.aborted) store.change(id, { state: { status: 'finding', stage, progress } })
      this.#options.onChange()
    })
    this.#running.delete(id)
    this.#clock.done(workOf(entry.source.sizeBytes))
    // Given up, and wanted again before it had ended: its next turn tells.
    if (!this.#waiting.includes(id)) this.#finish(id, result, foundWith)
    this.#dying.delete(id)
    this.#startNext()
  }

  #finish(id: MediaId, result: Result<FoundMedia, LookError>, foundWith: Thoroughness): void {
    const { store } = this.#options
    if (result.ok) {
      store.remember(id, { found: result.value, foundWith })
      store.change(id, { state: { status: 'found' }, found: summaryOf(result.value) })
    } else if (result.error.of === 'item') store.change(id, { state: endedItem(result.error.failure) })
    else if (result.error.error.code === 'engine-ended') this.#afterCrash(id)
    else if (result.error.error.code === 'canceled') store.change(id, { state: { status: 'canceled' } })
    else {
      // The engine cannot work at all: nothing is lost, and nothing goes on before it is mended.
      store.change(id, { state: { status: 'waiting' } })
      this.#waiting.unshift(id)
      this.#paused = true
      store.setStatus({ problem: withoutPaths(result.error.error) })
    }
  }

  #afterCrash(id: MediaId): void {
    const { store } = this.#options
    const crashes = (store.entry(id)?.crashes ?? 0) + 1
    store.remember(id, { crashes })
    if (!this.#dying.has(id)) {
      const others = [...this.#running.keys()]
      for (const other of others) this.#dying.add(other)
      store.noteRestart([id, ...others])
    }
    if (crashes >= maxCrashes) {
      store.change(id, { state: endedItem(failed({ code: 'worker-crashed' })) })
      return
    }
    // Last, so that another file is under way should it happen again.
    store.change(id, { state: { status: 'waiting' } })
    this.#waiting.push(id)
  }
}

/** What may be decoded of a file while a person reviews: the command's own limits. */
export const reviewLimits = limitsSchema.parse({})

export function endedItem(failure: ItemFailure): SessionItemState {
  const state = ended(failure)
  if (state.status === 'refused' || state.status === 'failed') return state
  return { status: 'canceled' }
}
