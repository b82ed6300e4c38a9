import type { Box, PixelSize } from '../../geometry/box.js'
import type { FaceTrack } from '../../video/tracking/track-faces.js'
import { decideKept } from '../decide-kept.js'
import { distanceTo } from '../distance.js'
import { isGoodEnough, keepFloor, keepPolicy } from '../policy.js'
import type { Descriptor, FaceDescription, KeepPerson } from '../types.js'
import type { KeptSpan, TrackSample } from './kept-spans.js'
import { keptSpans } from './kept-spans.js'
import { nearFrames } from './near.js'
import type { Path, PathPoint } from './path.js'
import { pathOf, placeAt } from './path.js'
import type { KeepTrackPolicy } from './policy.js'
import { keepTrackPolicy } from './policy.js'
import { sampledAt } from './sample-plan.js'
import { TrackMemory } from './track-memory.js'

/** Describes faces of the frame in hand, in their order; undefined for one that is too small. */
export type Describe = (boxes: readonly Box[]) => Promise<readonly (FaceDescription | undefined)[]>

/** The stretches of one track in which somebody stays visible. */
export interface RecognizedTrack {
  readonly path: Path
  readonly spans: readonly KeptSpan[]
}

/** Somebody as the comparison with other files needs to know him, and one place where he is seen. */
export interface SeenPerson {
  readonly descriptor: Descriptor
  readonly place: PathPoint
}

export interface PieceRecognition {
  readonly kept: readonly RecognizedTrack[]
  /** Covered tracks that may be a person to keep. */
  readonly perhaps: number
  /** One for each person who is visible. */
  readonly shown: readonly (SeenPerson & { readonly person: number })[]
  /** One for each covered track that was seen well enough. */
  readonly hidden: readonly SeenPerson[]
}

/** A track that may be a person to keep, with what was seen of it so far. */
interface Candidate {
  readonly index: number
  readonly path: Path
  readonly near: ReadonlySet<number>
  readonly samples: TrackSample[]
  isPerhaps: boolean
  /** No look is needed before this time: in the middle of a stretch all are, elsewhere fewer. */
  nextSeconds: number
}

/**
 * Finds out which faces that were followed together are people to keep, and when. It is shown frames of the original in order and asks for
 * descriptions of the faces in them: first of those that may be the person, and of all others where one is.
 */
export class TrackRecognizer {
  readonly #people: readonly KeepPerson[]
  readonly #policy: KeepTrackPolicy
  readonly #secondsAt: (frame: number) => number
  readonly #paths: readonly Path[]
  readonly #memory: TrackMemory
  readonly #candidates: readonly Candidate[]
  /** Which candidates are looked at in which frame. */
  readonly #due = new Map<number, Candidate[]>()

  /** `size`: of the upright picture, in the pixels in which faces are described. */
  constructor(
    tracks: readonly FaceTrack[],
    people: readonly KeepPerson[],
    size: PixelSize,
    secondsAt: (frame: number) => number,
    policy: KeepTrackPolicy = keepTrackPolicy,
  ) {
    this.#people = people
    this.#policy = policy
    this.#secondsAt = secondsAt
    this.#paths = tracks.map((track) => pathOf(track, secondsAt))
    this.#memory = new TrackMemory(people)
    this.#candidates = this.#paths.flatMap((path, index): readonly Candidate[] => {
      if (!path.some(({ box }) => isLargeEnough(box, size))) return []
      // Nobody is followed across a cut.
      const isSameScene = (other: number): boolean => tracks[other]?.scene.first === tracks[index]?.scene.first
      const others = this.#paths.filter((_, other) => other !== index && isSameScene(other))
      const near = nearFrames(path, others, size.width / size.height, policy)
      return [{ index, path, near, samples: [], isPerhaps: false, nextSeconds: Number.NEGATIVE_INFINITY }]
    })
    for (const candidate of this.#candidates)
      for (const at of sampledAt(candidate.path, candidate.near, policy)) {
        const point = candidate.path[at]
        if (!point || !isLargeEnough(point.box, size)) continue
        const due = this.#due.get(point.frame)
        if (due) due.push(candidate)
        else this.#due.set(point.frame, [candidate])
      }
  }

  /** Whether the frame is needed, after all that was seen before it. */
  needs(frame: number): boolean {
    return this.#dueAt(frame).length > 0
  }

  async look(frame: number, describe: Describe): Promise<void> {
    const seconds = this.#secondsAt(frame)
    const seen = this.#dueAt(frame).flatMap((candidate) => {
      const box = placeAt(candidate.path, seconds, 0)
      return box ? [{ candidate, box }] : []
    })
    const due = seen.map(({ candidate }) => candidate)
    const described = await describe(seen.map(({ box }) => box))
    due.forEach(({ index }, at) => this.#memory.note(index, seconds, described[at]))
    const isAnyClear = described.some((face) => face && isGoodEnough(face.quality) && this.#isNear(face))
    const persons = isAnyClear ? await this.#personsIn(seconds, describe) : new Map<number, number>()
    due.forEach((candidate, at) => this.#take(candidate, { frame, seconds }, described[at], persons))
  }

  result(): PieceRecognition {
    const kept = this.#candidates.flatMap(({ index, path, samples, near }) => {
      const spans = keptSpans(path, samples, near, this.#policy)
      return spans.length > 0 ? [{ index, path, spans }] : []
    })
    const visible = new Set(kept.map(({ index }) => index))
    const covered = this.#candidates.filter(({ index }) => !visible.has(index))
    const hidden = covered.flatMap(({ index, path: [place] }) => {
      const descriptor = this.#memory.seenIn(index)
      return descriptor && place ? [{ descriptor, place }] : []
    })
    return { kept, perhaps: covered.filter(({ isPerhaps }) => isPerhaps).length, shown: this.#shown(kept), hidden }
  }

  #shown(kept: readonly (RecognizedTrack & { readonly index: number })[]): PieceRecognition['shown'] {
    return this.#people.flatMap((_, person) => {
      const own = kept.filter(({ spans }) => spans.some((span) => span.person === person))
      const from = own[0]?.spans.find((span) => span.person === person)?.fromFrame
      const place = own[0]?.path.find(({ frame }) => frame === from)
      const descriptor = this.#memory.sureIn(own.map(({ index }) => index))
      return place && descriptor ? [{ person, descriptor, place }] : []
    })
  }

  /** Overwrites all that identifies somebody. */
  wipe(): void {
    this.#memory.wipe()
  }

  #dueAt(frame: number): readonly Candidate[] {
    const seconds = this.#secondsAt(frame)
    return (this.#due.get(frame) ?? []).filter(({ nextSeconds }) => seconds >= nextSeconds)
  }

  /** Who stays visible among all faces of a moment, by the index of the track. */
  async #personsIn(seconds: number, describe: Describe): Promise<ReadonlyMap<number, number>> {
    const present = this.#paths.flatMap((path, index) => {
      const box = placeAt(path, seconds, this.#policy.maxSampleSeconds)
      return box ? [{ index, box }] : []
    })
    const unknown = present.filter(({ index }) => !this.#memory.isFresh(index, seconds))
    const described = await describe(unknown.map(({ box }) => box))
    unknown.forEach(({ index }, at) => this.#memory.note(index, seconds, described[at]))
    const faces = present.map(({ index, box }) => ({ box, description: this.#memory.descriptionOf(index) }))
    const decisions = decideKept(faces, this.#people)
    return new Map(
      present.flatMap(({ index }, at) => {
        const description = faces[at]?.description
        return decisions[at] === 'kept' && description ? [[index, this.#nearest(description)] as const] : []
      }),
    )
  }

  #take(
    candidate: Candidate,
    { frame, seconds }: { readonly frame: number; readonly seconds: number },
    described: FaceDescription | undefined,
    persons: ReadonlyMap<number, number>,
  ): void {
    const distance = described ? this.#distance(described) : Number.POSITIVE_INFINITY
    const isTelling = described !== undefined && isGoodEnough(described.quality)
    const isFar = distance > keepPolicy.perhapsDistance
    const person = persons.get(candidate.index)
    candidate.samples.push({ frame, person, isTelling, isFar })
    // Also whoever was sure: if too little of the track was, it is covered.
    if (!isFar) candidate.isPerhaps = true
    candidate.nextSeconds = seconds + this.#pauseAfter(person !== undefined, isTelling && isFar)
    if (described) this.#memory.add(candidate.index, described, person !== undefined)
  }

  #isNear(face: FaceDescription): boolean {
    return this.#distance(face) <= keepPolicy.keepDistance
  }

  #pauseAfter(isSure: boolean, isStranger: boolean): number {
    const { sampleSeconds, strangerSampleSeconds } = this.#policy
    if (isSure) return 0
    return pauseShare * (isStranger ? strangerSampleSeconds : sampleSeconds)
  }

  #distance({ descriptor }: FaceDescription): number {
    return Math.min(...this.#people.map((person) => distanceTo(person, descriptor)))
  }

  #nearest({ descriptor }: FaceDescription): number {
    const distances = this.#people.map((person) => distanceTo(person, descriptor))
    return distances.indexOf(Math.min(...distances))
  }
}

/** A planned look may come a little early, instead of being left out for the next. */
const pauseShare = 0.8

/** Nothing smaller ever stays visible, so that nobody has to look at it. */
export const isLargeEnough = (box: Box, { width, height }: PixelSize): boolean =>
  Math.min(box.width * width, box.height * height) >= keepFloor.sizePx
