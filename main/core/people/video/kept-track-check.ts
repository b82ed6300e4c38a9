import type { PixelSize } from '../../geometry/box.js'
import type { KeptPerson } from '../../review/kept-tracks.js'
import { isFace } from '../../review/kept-tracks.js'
import type { FaceTrack, TrackedPiece } from '../../video/tracking/track-faces.js'
import { isGoodEnough } from '../policy.js'
import { nearFrames } from './near.js'
import type { Path, PathPoint } from './path.js'
import { pathOf } from './path.js'
import { keepTrackPolicy } from './policy.js'
import type { Describe } from './recognizer.js'
import { isLargeEnough } from './recognizer.js'
import type { TellingLook } from './same-person.js'
import { samePersonStretches } from './same-person.js'
import { sampledAt } from './sample-plan.js'

/** Somebody whom a person left visible, and what was seen of the face so far. */
interface CheckedTrack {
  /** In the people to check. */
  readonly index: number
  readonly path: Path
  readonly near: ReadonlySet<number>
  readonly looks: TellingLook[]
}

/**
 * Finds out whether the tracks that a person left visible show one and the same person throughout. It is shown frames of the
 * original in order and asks for descriptions of the faces in them, where a track could have gone over to somebody else more
 * often than elsewhere.
 */
export class KeptTrackCheck {
  /** The last frame that is of interest, -1 for none. */
  readonly lastFrame: number
  readonly #people: readonly KeptPerson[]
  readonly #tracks: readonly CheckedTrack[]
  readonly #due = new Map<number, { readonly track: CheckedTrack; readonly point: PathPoint }[]>()

  /** `size`: of the upright picture, in the pixels in which faces are described. */
  constructor(
    people: readonly KeptPerson[],
    pieces: Iterable<TrackedPiece>,
    size: PixelSize,
    secondsAt: (frame: number) => number,
  ) {
    this.#people = people
    this.#tracks = checkedTracks(people, pieces, size, secondsAt)
    for (const track of this.#tracks)
      for (const at of sampledAt(track.path, track.near, keepTrackPolicy)) {
        const point = track.path[at]
        if (!point || !isLargeEnough(point.box, size)) continue
        const due = this.#due.get(point.frame)
        if (due) due.push({ track, point })
        else this.#due.set(point.frame, [{ track, point }])
      }
    this.lastFrame = [...this.#due.keys()].reduce((last, frame) => Math.max(last, frame), -1)
  }

  needs(frame: number): boolean {
    return this.#due.has(frame)
  }

  async look(frame: number, describe: Describe): Promise<void> {
    const due = this.#due.get(frame) ?? []
    const described = await describe(due.map(({ point }) => point.box))
    due.forEach(({ track }, at) => {
      const face = described[at]
      if (!face) return
      if (isGoodEnough(face.quality)) track.looks.push({ frame, descriptor: face.descriptor })
      else face.descriptor.fill(0)
    })
  }

  /**
   * The people, each as long as the track surely shows one and the same. Whose track was interrupted is seen in stretches,
   * beside which somebody else may be.
   */
  result(): readonly KeptPerson[] {
    const checked = new Map(this.#tracks.map((track) => [track.index, track]))
    return this.#people.flatMap((person, index) => {
      if (!isFace(person)) return [person]
      const track = checked.get(index)
      // Nobody can tell who is seen there.
      if (!track) return []
      const stretches = samePersonStretches(track.path, track.looks, track.near)
      const [only, another] = stretches
      const isWhole = only?.fromFrame === track.path[0]?.frame && only?.toFrame === track.path.at(-1)?.frame
      if (isWhole && !another) return [person]
      return stretches.map(({ fromFrame, toFrame }): KeptPerson => ({
        reason: person.reason,
        sightings: person.sightings.filter(({ frame }) => frame >= fromFrame && frame <= toFrame),
        joins: { before: false, after: false },
      }))
    })
  }

  /** Overwrites all that identifies somebody. */
  wipe(): void {
    for (const { looks } of this.#tracks) for (const { descriptor } of looks) descriptor.fill(0)
  }
}

/** The tracks of those who were called people, and not what was called no face. */
function checkedTracks(
  people: readonly KeptPerson[],
  pieces: Iterable<TrackedPiece>,
  size: PixelSize,
  secondsAt: (frame: number) => number,
): readonly CheckedTrack[] {
  const wanted = people.flatMap((person, index) => (isFace(person) ? [{ person, index }] : []))
  const checked: CheckedTrack[] = []
  if (wanted.length === 0) return checked
  for (const { tracks } of pieces) {
    const paths = tracks.map((track) => pathOf(track, secondsAt))
    for (const { person, index } of wanted) {
      const own = paths.findIndex((path) => isPathOf(path, person))
      const [first, last] = [person.sightings[0], person.sightings.at(-1)]
      if (own < 0 || !first || !last) continue
      const path = (paths[own] ?? []).filter(({ frame }) => frame >= first.frame && frame <= last.frame)
      // Nobody is followed across a cut.
      const others = paths.filter((_, other) => other !== own && isSameScene(tracks[other], tracks[own]))
      const near = nearFrames(path, others, size.width / size.height, keepTrackPolicy)
      checked.push({ index, path, near, looks: [] })
    }
  }
  return checked
}

const isSameScene = (a: FaceTrack | undefined, b: FaceTrack | undefined): boolean => a?.scene.first === b?.scene.first

/** True for the track in which the person was found: its sightings are the very same. */
function isPathOf(path: Path, { sightings: [first] }: KeptPerson): boolean {
  const own = path.find(({ frame }) => frame === first?.frame)?.box
  if (!own || !first) return false
  const { x, y, width, height } = first.box
  return own.x === x && own.y === y && own.width === width && own.height === height
}
