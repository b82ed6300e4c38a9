import type { PixelSize } from '../../geometry/box.js'
import type { TrackedPiece } from '../../video/tracking/track-faces.js'
import { distanceTo } from '../distance.js'
import { keepPolicy } from '../policy.js'
import type { PeopleSeen } from '../session.js'
import type { Descriptor, KeepPerson } from '../types.js'
import type { Describe, PieceRecognition, RecognizedTrack, SeenPerson } from './recognizer.js'
import { TrackRecognizer, isLargeEnough } from './recognizer.js'

/** Who was recognised in a whole video. */
export interface Recognition {
  readonly kept: readonly RecognizedTrack[]
  /** Covered tracks that may be a person to keep. */
  readonly perhaps: number
  readonly seen: PeopleSeen
}

/**
 * Recognises people in a video that is shown to it frame by frame, in order. Of a long one it holds no more tracks than those
 * of one piece, and of the others the stretches and descriptors that remain.
 */
export class VideoRecognizer {
  /** The last frame that is of interest, -1 for none. */
  readonly lastFrame: number
  readonly #people: readonly KeepPerson[]
  readonly #open: (piece: TrackedPiece) => TrackRecognizer
  readonly #pieces: Iterator<TrackedPiece, unknown>
  readonly #results: PieceRecognition[] = []
  /** What `result` gave out: it belongs to whoever asked. */
  readonly #given = new Set<Descriptor>()
  #piece: { readonly last: number; readonly recognizer: TrackRecognizer } | undefined

  /** `size`: of the upright picture, in the pixels in which faces are described. `pieces` begins anew at each call. */
  constructor(
    pieces: () => Iterable<TrackedPiece>,
    people: readonly KeepPerson[],
    size: PixelSize,
    secondsAt: (frame: number) => number,
  ) {
    let lastFrame = -1
    for (const { tracks } of pieces())
      for (const { sightings } of tracks)
        for (const { frame, observation } of sightings)
          if (frame > lastFrame && isLargeEnough(observation.box, size)) lastFrame = frame
    this.lastFrame = lastFrame
    this.#people = people
    this.#open = ({ tracks }) => new TrackRecognizer(tracks, people, size, secondsAt)
    this.#pieces = pieces()[Symbol.iterator]()
  }

  /** Whether the frame is needed, after all that was seen before it. */
  needs(frame: number): boolean {
    return this.#at(frame)?.needs(frame) === true
  }

  async look(frame: number, describe: Describe): Promise<void> {
    await this.#at(frame)?.look(frame, describe)
  }

  /** `item` names the video among the files it is compared with. */
  result(item: string): Recognition {
    this.#finishPiece()
    return {
      kept: this.#results.flatMap(({ kept }) => kept),
      perhaps: this.#results.reduce((sum, { perhaps }) => sum + perhaps, 0),
      seen: this.#seen(item),
    }
  }

  /** Overwrites all that identifies somebody, but what `result` gave out. */
  wipe(): void {
    this.#piece?.recognizer.wipe()
    for (const { shown, hidden } of this.#results)
      for (const { descriptor } of [...shown, ...hidden]) if (!this.#given.has(descriptor)) descriptor.fill(0)
  }

  #at(frame: number): TrackRecognizer | undefined {
    while (!this.#piece || this.#piece.last < frame) {
      this.#finishPiece()
      const next = this.#pieces.next()
      if (next.done === true) return undefined
      this.#piece = { last: next.value.last, recognizer: this.#open(next.value) }
    }
    return this.#piece.recognizer
  }

  #finishPiece(): void {
    if (!this.#piece) return
    const { kept, ...result } = this.#piece.recognizer.result()
    this.#piece.recognizer.wipe()
    this.#piece = undefined
    // Of a path only what is visible is of use from here on.
    const within = kept.map(({ path, spans }) => ({
      path: path.filter(({ frame }) => spans.some(({ fromFrame, toFrame }) => frame >= fromFrame && frame <= toFrame)),
      spans,
    }))
    this.#results.push({ ...result, kept: within })
  }

  /**
   * One appearance for each person who is visible, and one for each covered track. Whoever is visible somewhere in the
   * video is covered elsewhere in it only because he could not be recognised there.
   */
  #seen(item: string): PeopleSeen {
    const shown = new Map<number, SeenPerson>()
    for (const result of this.#results)
      for (const { person, ...seen } of result.shown) if (!shown.has(person)) shown.set(person, seen)
    const visible = this.#people.filter((_, person) => shown.has(person))
    const isShown = (descriptor: Descriptor): boolean =>
      visible.some((person) => distanceTo(person, descriptor) <= keepPolicy.perhapsDistance)
    const hidden = this.#results.flatMap((result) => result.hidden.filter(({ descriptor }) => !isShown(descriptor)))
    const all = [...shown.values(), ...hidden]
    for (const { descriptor } of all) this.#given.add(descriptor)
    return {
      // The numbers only tell the people of one video apart.
      appearances: all.map(({ descriptor }, frame) => ({
        ...{ item, frame, descriptor, visible: frame < shown.size, telling: true },
      })),
      places: all.map(({ place: { frame, box } }) => ({ frame, box, reason: 'reference' })),
    }
  }
}
