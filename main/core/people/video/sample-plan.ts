import type { Path } from './path.js'
import { steadySteps } from './path.js'
import type { KeepTrackPolicy } from './policy.js'

/**
 * The sightings of a track at which its face may be looked at: its first and last two, some of every second, and every
 * one where the track could have gone over to somebody else. Indices into the path, in order.
 */
export function sampledAt(path: Path, near: ReadonlySet<number>, policy: KeepTrackPolicy): readonly number[] {
  const steady = steadySteps(path, policy)
  const chosen = new Set<number>()
  let last = Number.NEGATIVE_INFINITY
  path.forEach(({ frame, seconds, score }, at) => {
    const isAtEnd = at < 2 || at >= path.length - 2
    const isDoubtful = near.has(frame) || score < policy.lowScore || steady[at] === false || steady[at + 1] === false
    const following = path[at + 1]?.seconds ?? seconds
    // The last sighting that is no later than the next sample must be.
    const isDue = following - last > policy.sampleSeconds + sameSeconds
    if (score < policy.leastScore || !(isAtEnd || isDoubtful || isDue)) return
    chosen.add(at)
    last = seconds
  })
  return [...chosen]
}

/** Times of frames are rounded to their clock. */
const sameSeconds = 0.002
