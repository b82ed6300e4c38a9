/**
 * Work that goes on beside a loop, at most so many pieces at once. What fails first stops the loop at its next `start`;
 * whoever uses this awaits `settled` before freeing what the pieces use.
 */
export class WorkInFlight {
  readonly #limit: number
  readonly #running = new Set<Promise<void>>()
  #failure: { readonly error: unknown } | undefined

  constructor(limit: number) {
    this.#limit = Math.max(1, limit)
  }

  /** Waits for a free place and begins. Throws what an earlier piece threw. */
  async start(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.#limit) await Promise.race(this.#running)
    this.#throwFailure()
    const running = work()
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Waits for all pieces. Throws what the first of them threw. */
  async end(): Promise<void> {
    await this.settled()
    this.#throwFailure()
  }

  /** Waits for all pieces, however they end. */
  async settled(): Promise<void> {
    await Promise.all(this.#running)
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }
}
