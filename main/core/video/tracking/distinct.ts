import { suppress } from '../../detection/merge.js'
import type { Proposal } from '../../detection/proposal.js'
import type { Observation } from './track.js'

/** Overlaps are as large in any unit; in this one, parts of a picture's side, faces are some tens to hundreds high. */
const unitsPerSide = 4_096

/**
 * What several looks or networks saw in one frame, each face once: of boxes that mean the same the highest score stays.
 * Otherwise every further look would take room from others in a crowd.
 */
export function distinctObservations(observations: readonly Observation[]): readonly Observation[] {
  const known = new Map<Proposal, Observation>()
  for (const observation of observations) {
    const { box, score } = observation
    const [left, top] = [box.x * unitsPerSide, box.y * unitsPerSide]
    const [right, bottom] = [left + box.width * unitsPerSide, top + box.height * unitsPerSide]
    known.set({ box: { left, top, right, bottom }, score }, observation)
  }
  return suppress([...known.keys()]).flatMap((proposal) => known.get(proposal) ?? [])
}
