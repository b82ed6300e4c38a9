/** Work that a file is, in bytes, before anything is known of it: every file costs something besides its size. */
const bytesPerFile = 2_000_000
export const workOf = (sizeBytes: number): number => sizeBytes + bytesPerFile

/** Nothing is said of the time left before this much time has shown how fast it goes. */
const minSeconds = 4

/** Tells how long the rest will take from how long the work done took; time in which nothing ran does not count. */
export class ProgressClock {
  readonly #now: () => number
  #doneWork = 0
  #activeMs = 0
  #startedMs: number | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  start(): void {
    this.#startedMs ??= this.#now()
  }

  stop(): void {
    this.#activeMs = this.#elapsedMs()
    this.#startedMs = undefined
  }

  done(work: number): void {
    this.#doneWork += work
  }

  /** `startedWork` is the part of the work under way that is done, `totalLeft` all that is not finished. */
  secondsLeft(startedWork: number, totalLeft: number): number | undefined {
    const seconds = this.#elapsedMs() / 1_000
    const done = this.#doneWork + startedWork
    if (seconds < minSeconds || done <= 0) return undefined
    return Math.max(0, ((totalLeft - startedWork) * seconds) / done)
  }

  #elapsedMs(): number {
    return this.#activeMs + (this.#startedMs === undefined ? 0 : this.#now() - this.#startedMs)
  }
}
