/** A list that one side fills while others wait for its entries. */
export interface WorkQueue<Entry> {
  push(entry: Entry): void
  /** No entry will follow. */
  end(): void
  /** The next entry, or undefined when the queue has ended and is empty. */
  take(): Promise<Entry | undefined>
}

export function createWorkQueue<Entry>(): WorkQueue<Entry> {
  const entries: Entry[] = []
  const waiting: ((entry: Entry | undefined) => void)[] = []
  let ended = false
  return {
    push(entry) {
      const next = waiting.shift()
      if (next) next(entry)
      else entries.push(entry)
    },
    end() {
      ended = true
      for (const resolve of waiting.splice(0)) resolve(undefined)
    },
    take() {
      const entry = entries.shift()
      if (entry !== undefined || ended) return Promise.resolve(entry)
      return new Promise((resolve) => waiting.push(resolve))
    },
  }
}
