import { createRestartLimit } from './restart-limit.js'

/** Returns what to do when the page's process ended: it is shown again, not too often where it goes on dying. */
export function createPageRestart(now: () => number, reload: () => void): (reason: string) => void {
  const limit = createRestartLimit(now)
  return (reason) => {
    if (reason === 'clean-exit') return
    limit.note()
    setTimeout(reload, limit.waitMs())
  }
}
