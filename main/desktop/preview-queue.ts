/** Work of which the newest is done first: what scrolled by meanwhile is no longer looked at. */
export interface PreviewQueue {
  /** Rejects with the signal's reason when that is aborted before its turn came. */
  run<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value>
}

interface Waiting {
  readonly signal: AbortSignal
  readonly start: () => void
}

/** @param atOnce how many run at the same time */
export function createPreviewQueue(atOnce: number): PreviewQueue {
  let waiting: Waiting[] = []
  let running = 0
  const next = (): void => {
    while (running < atOnce) {
      const newest = waiting.pop()
      if (!newest) return
      running++
      newest.start()
    }
  }
  return {
    run: async (signal, work) => {
      await new Promise<void>((resolve, reject) => {
        const entry = { signal, start: resolve }
        const giveUp = (): void => {
          if (!waiting.includes(entry)) return
          waiting = waiting.filter((other) => other !== entry)
          reject(new Error('given up'))
        }
        signal.addEventListener('abort', giveUp, { once: true })
        waiting.push(entry)
        if (signal.aborted) giveUp()
        else next()
      })
      try {
        return await work()
      } finally {
        running--
        next()
      }
    },
  }
}
