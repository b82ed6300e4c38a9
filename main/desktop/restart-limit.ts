const periodMs = 60_000
const deathsAllowed = 5

/** How often a process that keeps on dying is started again: five times a minute, then not until the minute is over. */
export interface RestartLimit {
  readonly note: () => void
  readonly mayStart: () => boolean
}

export function createRestartLimit(now: () => number): RestartLimit {
  let deaths: readonly number[] = []
  return {
    note: () => (deaths = [...deaths, now()].slice(-deathsAllowed)),
    mayStart: () => deaths.length < deathsAllowed || now() - (deaths[0] ?? 0) > periodMs,
  }
}
