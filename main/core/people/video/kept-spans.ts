import type { Path } from './path.js'
import { steadySteps } from './path.js'
import type { KeepTrackPolicy } from './policy.js'

/** What one look at a track's face in the original frame said. */
export interface TrackSample {
  readonly frame: number
  /** Which of the people to keep it is, clearly and unambiguously; undefined for everybody else and every doubt. */
  readonly person: number | undefined
  /** True where the picture of the face is good enough for its answer to say something. */
  readonly isTelling: boolean
  /** True where the face lies too far from everybody to be one of the people to keep. */
  readonly isFar: boolean
}

/** A stretch of a track in which its face stays visible, both ends included. */
export interface KeptSpan {
  readonly person: number
  readonly fromFrame: number
  readonly toFrame: number
  /** True where what the track shows directly before and after is surely the same person, though not clearly enough to be shown. */
  readonly joins: { readonly before: boolean; readonly after: boolean }
}

interface Stretch {
  readonly person: number
  /** Indices into the path. */
  readonly from: number
  readonly to: number
}

/** A sample with the index of its sighting in the path. */
interface PlacedSample extends TrackSample {
  readonly at: number
}

/**
 * The stretches of a track in which somebody stays visible: between samples that are all surely the person, close to each
 * other, and with the track steady all the way. Each end is such a sample, and neither end the track's own first or last
 * sighting: what comes before and after is covered by what was seen there. `near`: frames in which another track is near.
 */
export function keptSpans(
  path: Path,
  samples: readonly TrackSample[],
  near: ReadonlySet<number>,
  policy: KeepTrackPolicy,
): readonly KeptSpan[] {
  const steady = steadySteps(path, policy)
  const isUnbroken = (from: number, to: number): boolean => {
    for (let at = from + 1; at <= to; at++) if (!steady[at]) return false
    return true
  }
  const answers = placedSamples(path, samples)
  const believed = mostlyOnePerson(answers, path, isUnbroken, policy)
  const placed = answers.map((sample) => (believed.has(sample) ? sample : { ...sample, person: undefined }))
  const stretches = runsOf(placed, path, isUnbroken, policy)
  return stretches.map(({ person, from, to }) => {
    const isSame = (edge: number, step: -1 | 1): boolean => isJoined(edge, step, path, placed, near, isUnbroken, policy)
    return {
      person,
      fromFrame: path[from]?.frame ?? 0,
      toFrame: path[to]?.frame ?? 0,
      joins: { before: isSame(from, -1), after: isSame(to, 1) },
    }
  })
}

function placedSamples(path: Path, samples: readonly TrackSample[]): readonly PlacedSample[] {
  const indexOf = new Map(path.map(({ frame }, at) => [frame, at]))
  return samples
    .flatMap((sample) => {
      const at = indexOf.get(sample.frame)
      return at === undefined ? [] : [{ ...sample, at }]
    })
    .sort((a, b) => a.at - b.at)
}

/**
 * The samples of those parts of a track that are mostly somebody to keep: a stranger who is taken for her now and then is
 * nobody to keep. A new part begins only where the track breaks; where the answers contradict each other it may have gone
 * over to somebody else, or be a stranger who was mistaken for her, and then nobody is kept. Looks are not counted, for
 * whoever seems to be her is looked at many times as often: each stands for the time until the next that says something.
 */
function mostlyOnePerson(
  samples: readonly PlacedSample[],
  path: Path,
  isUnbroken: (from: number, to: number) => boolean,
  policy: KeepTrackPolicy,
): ReadonlySet<PlacedSample> {
  const parts: PlacedSample[][] = []
  let last: PlacedSample | undefined
  for (const sample of samples) {
    if (last && isUnbroken(last.at, sample.at)) parts.at(-1)?.push(sample)
    else parts.push([sample])
    last = sample
  }
  return new Set(parts.filter((part) => isMostlySure(part, path, policy)).flat())
}

/** Whether the answers that say something are sure for long enough, in one part of a track. */
function isMostlySure(part: readonly PlacedSample[], path: Path, policy: KeepTrackPolicy): boolean {
  const { maxSampleSeconds, strangerSampleSeconds, leastMatchingShare } = policy
  const secondsAt = (at: number): number => path[at]?.seconds ?? 0
  const end = secondsAt(part.at(-1)?.at ?? 0)
  const telling = part.filter(({ isTelling }) => isTelling)
  let sure = 0
  let all = 0
  telling.forEach(({ at, person }, index) => {
    const next = telling[index + 1]
    const until = next ? secondsAt(next.at) : end
    // A sure look says less of the time after it than any other.
    const longest = person === undefined ? strangerSampleSeconds : maxSampleSeconds
    const seconds = Math.min(until - secondsAt(at), longest)
    all += seconds
    if (person !== undefined) sure += seconds
  })
  return sure > 0 && sure >= all * leastMatchingShare
}

/** Runs of sure samples of one person, without those ends that nothing else of the track would cover. */
function runsOf(
  samples: readonly PlacedSample[],
  path: Path,
  isUnbroken: (from: number, to: number) => boolean,
  policy: KeepTrackPolicy,
): readonly Stretch[] {
  const secondsAt = (at: number): number => path[at]?.seconds ?? 0
  const stretches: Stretch[] = []
  let run: PlacedSample[] = []
  const close = (next: PlacedSample | undefined): void => {
    const [first, last] = [run[0], run.at(-1)]
    if (!first || !last) return
    // Where no sighting of the track lies between this run and what is beside it, its own last one is given up.
    const isOpenBefore = first.at === 0 || samples[samples.indexOf(first) - 1]?.person !== undefined
    const isOpenAfter = last.at === path.length - 1 || next?.person !== undefined
    const kept = run.slice(isOpenBefore ? 1 : 0, isOpenAfter ? -1 : undefined)
    const [from, to] = [kept[0], kept.at(-1)]
    run = []
    if (from?.person === undefined || !to || kept.length < policy.leastSamples) return
    if (secondsAt(to.at) - secondsAt(from.at) < policy.leastSeconds) return
    stretches.push({ person: from.person, from: from.at, to: to.at })
  }
  for (const sample of samples) {
    const last = run.at(-1)
    const isNext =
      last !== undefined &&
      sample.person === last.person &&
      secondsAt(sample.at) - secondsAt(last.at) <= policy.maxSampleSeconds &&
      isUnbroken(last.at, sample.at)
    if (!isNext) close(sample)
    if (sample.person !== undefined) run.push(sample)
  }
  close(undefined)
  return stretches
}

/**
 * Whether the track shows the same person beside a stretch: steady, with nobody near, and no look at it up to the next
 * stretch or the track's end that says somebody else. Its cover there need not reach into the stretch.
 */
function isJoined(
  edge: number,
  step: -1 | 1,
  path: Path,
  samples: readonly PlacedSample[],
  near: ReadonlySet<number>,
  isUnbroken: (from: number, to: number) => boolean,
  policy: KeepTrackPolicy,
): boolean {
  const isAway = (at: number): boolean => (step < 0 ? at < edge : at > edge)
  const aside = samples.filter(({ at }) => isAway(at)).sort((a, b) => step * (a.at - b.at))
  const next = aside.findIndex(({ person }) => person !== undefined)
  const between = next < 0 ? aside : aside.slice(0, next)
  if (between.some(({ isTelling, isFar }) => isTelling && isFar)) return false
  const seconds = path[edge]?.seconds ?? 0
  let end = edge
  while (path[end + step] && Math.abs((path[end]?.seconds ?? 0) - seconds) < policy.joinSeconds) end += step
  for (let at = edge; at !== end + step; at += step) if (near.has(path[at]?.frame ?? -1)) return false
  return isUnbroken(Math.min(edge, end), Math.max(edge, end))
}
