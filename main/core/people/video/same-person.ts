import { distanceBetween, middleOf } from '../distance.js'
import { keepPolicy } from '../policy.js'
import type { Descriptor } from '../types.js'
import type { Path } from './path.js'
import { steadySteps } from './path.js'
import type { KeepTrackPolicy } from './policy.js'
import { keepTrackPolicy } from './policy.js'

/** What the face of a track looks like in a frame in which it is seen well enough for its descriptor to say something. */
export interface TellingLook {
  readonly frame: number
  readonly descriptor: Descriptor
}

/** Frames of a track, both ends included. */
export interface TrackStretch {
  readonly fromFrame: number
  readonly toFrame: number
}

/** A look with the index of its sighting in the path, and whether it shows whom the track mostly shows. */
interface PlacedLook {
  readonly at: number
  readonly agrees: boolean
}

/**
 * The stretches of a track that show one person throughout, as far as looks at it can tell: it goes on from one look at the
 * person to the next, and is interrupted wherever a look shows somebody else. Before the first look and after the last one
 * nothing vouches for a track that may have gone over to somebody else meanwhile. Without any telling look it is taken as it
 * is; where looks leave open whom it mostly shows, nothing is left. `near`: frames in which another track is near.
 */
export function samePersonStretches(
  path: Path,
  looks: readonly TellingLook[],
  near: ReadonlySet<number>,
  policy: KeepTrackPolicy = keepTrackPolicy,
): readonly TrackStretch[] {
  const indexOf = new Map(path.map(({ frame }, at) => [frame, at]))
  const seen = looks.flatMap((look) => {
    const at = indexOf.get(look.frame)
    return at === undefined ? [] : [{ ...look, at }]
  })
  if (seen.length === 0) return stretchesOf(path, () => true)
  const person = mostlyShown(seen, path, policy)
  if (!person) return []
  const placed = seen
    .map(({ at, descriptor }) => ({ at, agrees: isPerson(person, descriptor) }))
    .sort((a, b) => a.at - b.at)
  person.fill(0)
  const isVisible = visibilityOf(path, placed, near, policy)
  return stretchesOf(path, (at) => isVisible[at] === true)
}

const isPerson = (person: Descriptor, descriptor: Descriptor): boolean =>
  distanceBetween(person, descriptor) <= keepPolicy.perhapsDistance

/** Of a longer track no more looks decide whom it mostly shows. */
const mostDecidingLooks = 240
/** Of the looks that decide, so many must show the person: a track of two people leaves open who was meant. */
const leastPersonShare = 2 / 3

/**
 * Whom a track mostly shows: the middle of the largest group of looks around one of them, to be overwritten by the caller.
 * Looks are taken evenly in time, for where the track is in doubt there are many more of them.
 */
function mostlyShown(
  looks: readonly (TellingLook & { readonly at: number })[],
  path: Path,
  { sampleSeconds }: KeepTrackPolicy,
): Descriptor | undefined {
  const secondsAt = (at: number): number => path[at]?.seconds ?? 0
  const pause = Math.max(sampleSeconds, (secondsAt(path.length - 1) - secondsAt(0)) / mostDecidingLooks)
  const byTime = new Map<number, Descriptor>()
  for (const { at, descriptor } of looks) {
    const time = Math.floor(secondsAt(at) / pause)
    if (!byTime.has(time)) byTime.set(time, descriptor)
  }
  const deciding = [...byTime.values()]
  let largest: readonly Descriptor[] = []
  for (const middle of deciding) {
    const group = deciding.filter((other) => distanceBetween(middle, other) <= keepPolicy.groupDistance)
    if (group.length > largest.length) largest = group
  }
  const person = middleOf(largest)
  const agreeing = deciding.filter((descriptor) => isPerson(person, descriptor))
  if (agreeing.length >= leastPersonShare * deciding.length) return person
  person.fill(0)
  return undefined
}

/** For each sighting whether it stays visible. `looks`: in order, at least one. */
function visibilityOf(
  path: Path,
  looks: readonly PlacedLook[],
  near: ReadonlySet<number>,
  policy: KeepTrackPolicy,
): readonly boolean[] {
  const steady = steadySteps(path, policy)
  const isDoubtless = (from: number, to: number): boolean => {
    for (let at = from; at <= to; at++)
      if (near.has(path[at]?.frame ?? -1) || (at > from && steady[at] !== true)) return false
    return true
  }
  const isVisible = path.map(() => false)
  const show = (from: number, to: number): void => void isVisible.fill(true, from, to + 1)
  const [first, last] = [looks[0], looks.at(-1)]
  if (first?.agrees && isDoubtless(0, first.at)) show(0, first.at)
  if (last?.agrees && isDoubtless(last.at, path.length - 1)) show(last.at, path.length - 1)
  looks.forEach(({ at, agrees }, index) => {
    const next = looks[index + 1]
    if (agrees) show(at, next?.agrees ? next.at : at)
  })
  return isVisible
}

function stretchesOf(path: Path, isVisible: (at: number) => boolean): readonly TrackStretch[] {
  const stretches: TrackStretch[] = []
  let from: number | undefined
  path.forEach(({ frame }, at) => {
    if (!isVisible(at)) from = undefined
    else if (from === undefined) stretches.push({ fromFrame: (from = frame), toFrame: frame })
    else stretches.splice(-1, 1, { fromFrame: from, toFrame: frame })
  })
  return stretches
}
