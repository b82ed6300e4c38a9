import { minimumGrowShare } from '../../contract/requests.js'
import type { DetectedFace } from '../../detection/types.js'
import { clip, grow, shareUnder } from '../../geometry/box.js'
import type { KeptPerson } from '../../review/kept-tracks.js'
import type { KeptFace } from '../types.js'

/** A face of which more than this lies under covers cannot be said to be visible. */
const hiddenShare = 0.5

/**
 * What the report says of those who stay visible. `coveredAt`: the faces covered in a frame. `onStretch` is told of each
 * stretch, for working out the covers of a crowd takes a while.
 */
export const keptStretches = (
  people: readonly KeptPerson[],
  coveredAt: (frame: number) => readonly DetectedFace[],
  onStretch: () => void,
): readonly KeptFace[] =>
  people.flatMap(({ sightings, reason }): readonly KeptFace[] => {
    onStretch()
    const [first, last] = [sightings[0], sightings.at(-1)]
    if (!first || !last || reason === 'not-a-face') return []
    const visibleSeconds = sightings.reduce((sum, { frame, box, seconds }, index) => {
      const covers = coveredAt(frame).map((cover) => grow(cover.box, minimumGrowShare))
      const isHidden = shareUnder(clip(box) ?? box, covers) > hiddenShare
      return isHidden ? sum : sum + ((sightings[index + 1]?.seconds ?? seconds) - seconds)
    }, 0)
    if (visibleSeconds === 0) return []
    const stretch = { fromSeconds: first.seconds, toSeconds: last.seconds, visibleSeconds }
    return [{ frame: first.frame, box: first.box, reason, stretch }]
  })
