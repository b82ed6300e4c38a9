import type { Box } from '../../geometry/box.js'
import type { Path } from './path.js'
import { placeAround } from './path.js'
import type { KeepTrackPolicy } from './policy.js'

/** Frames of the path in which another face that is plainly seen is so near that tracking could take one for the other. */
export function nearFrames(
  path: Path,
  others: readonly Path[],
  aspect: number,
  policy: KeepTrackPolicy,
): ReadonlySet<number> {
  const [first, last] = [path[0], path.at(-1)]
  if (!first || !last) return new Set()
  const { nearSeconds, nearSizes, leastScore } = policy
  const plain = others.map((other) => other.filter(({ score }) => score >= leastScore))
  const meanwhile = plain.filter(
    (other) =>
      (other[0]?.seconds ?? Infinity) <= last.seconds + nearSeconds &&
      (other.at(-1)?.seconds ?? -Infinity) >= first.seconds - nearSeconds,
  )
  const near = new Set<number>()
  for (const { frame, seconds, box } of path)
    for (const other of meanwhile) {
      const place = placeAround(other, seconds, nearSeconds)
      if (!place || distanceInSizes(box, place, aspect) > nearSizes) continue
      near.add(frame)
      break
    }
  return near
}

/** Between the middles of two boxes, in their mean size. `aspect` is the picture's width by its height. */
function distanceInSizes(a: Box, b: Box, aspect: number): number {
  const size = (a.width * aspect + a.height + b.width * aspect + b.height) / 4
  const across = (a.x + a.width / 2 - b.x - b.width / 2) * aspect
  return Math.hypot(across, a.y + a.height / 2 - b.y - b.height / 2) / size
}
