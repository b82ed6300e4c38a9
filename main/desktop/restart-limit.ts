const periodMs = 60_000
const deathsAllowed = 5

/** Keeps a process that goes on dying from being started over and over: five times a minute, and then it waits. */
export interface RestartLimit {
  /** The process died. */
  readonly note: () => void
  /** How long to wait before the next start. */
  readonly waitMs: () => number
}

export function createRestartLimit(now: () => number): RestartLimit {
  let deaths: readonly number[] = []
  return {
    note: () => (deaths = [...deaths, now()].slice(-deathsAllowed)),
    waitMs: () => {
      const [oldest] = deaths
      if (oldest === undefined || deaths.length < deathsAllowed) return 0
      return Math.max(0, oldest + periodMs - now())
    },
  }
}
