import type { DetectedFace } from '../../detection/types.js'
import type { Box } from '../../geometry/box.js'
import type { SteadyPositions } from './cover-tracks.js'
import { addCovers, farthestReach, steadyPositions } from './cover-tracks.js'
import { followHeads } from './follow-heads.js'
import type { Sighting } from './link.js'
import type { FrameMotion } from './motion.js'
import { PackedTracks } from './packed-tracks.js'
import type { TrackingPolicy } from './policy.js'
import type { FaceTrack, ObservationsAt, TrackedPiece, VideoShape } from './track-faces.js'
import { trackPieces } from './track-faces.js'

/** Which of the tracks of a piece are covered. */
export type TrackChoice = (tracks: readonly FaceTrack[]) => readonly FaceTrack[]

/** What one piece covers, in its own frames and in those around it. */
interface PieceCovers {
  /** The frame that `faces` begins with. */
  readonly first: number
  readonly faces: readonly (readonly DetectedFace[])[]
}

/**
 * Everybody followed through a video. Its tracks are packed, and what they cover is worked out when a frame is asked for, a
 * piece of at most a minute at a time: whoever goes through the frames in order never holds more than the pieces around one of them.
 */
export class FollowedVideo {
  /** Frames at which a face was lost without a visible reason, in order. */
  readonly lostAt: readonly number[]
  /** People whose head was seen, but no face of it. */
  readonly bareHeads: number
  readonly #pieces: readonly PackedTracks[]
  readonly #steady: SteadyPositions
  readonly #shape: VideoShape
  readonly #policy: TrackingPolicy
  readonly #choose: TrackChoice
  /** How surely each one who is covered, if only for a time, is a face. */
  readonly #confidences: readonly number[]
  /** By the number of their piece. */
  readonly #covers = new Map<number, PieceCovers>()

  /**
   * `onPiece` is told whenever a piece was followed: an hour of a crowd takes a minute. `peopleAt` brings what the network
   * for people saw in the few frames that it looked at.
   */
  constructor(
    observationsAt: ObservationsAt,
    motions: readonly FrameMotion[],
    shape: VideoShape,
    policy: TrackingPolicy,
    choose: TrackChoice,
    onPiece: () => void,
    peopleAt: ObservationsAt = () => undefined,
  ) {
    this.#steady = steadyPositions(motions)
    this.#shape = shape
    this.#policy = policy
    this.#choose = choose
    const pieces: PackedTracks[] = []
    const lostAt: number[] = []
    const confidences: number[] = []
    let bareHeads = 0
    for (const faces of trackPieces(observationsAt, motions, shape, policy)) {
      const covered = choose(faces.tracks)
      const coveredAt = this.#coversIn(faces.first, covered)
      const visibleAt = this.#coversIn(faces.first, visibleTracks(faces.tracks, covered))
      const heads = followHeads(faces, peopleAt, coveredAt, motions, shape, visibleAt)
      bareHeads += heads.length
      for (const { confidence } of [...coveredAtAll(faces.tracks, covered), ...heads]) confidences.push(confidence)
      const piece = { ...faces, tracks: [...faces.tracks, ...heads] }
      pieces.push(new PackedTracks(piece))
      lostAt.push(...this.#addCovers(piece.tracks, () => undefined))
      onPiece()
    }
    this.#pieces = pieces
    this.lostAt = lostAt
    this.bareHeads = bareHeads
    this.#confidences = confidences
  }

  /** How many people are covered, if only for a time; one who leaves and comes back counts twice. */
  get count(): number {
    return this.#confidences.length
  }

  /** How many of them are less surely a face than this. */
  countBelow(confidence: number): number {
    return this.#confidences.filter((own) => own < confidence).length
  }

  /** One after the other; those that nobody keeps are forgotten. */
  *tracks(): Generator<FaceTrack, void, undefined> {
    for (const piece of this.#pieces) yield* piece.tracks()
  }

  /** The same by the pieces in which they were followed. */
  *pieces(): Generator<TrackedPiece, void, undefined> {
    for (const piece of this.#pieces) yield { first: piece.first, last: piece.last, tracks: [...piece.tracks()] }
  }

  /** What is covered in a frame. */
  facesAt(frame: number): readonly DetectedFace[] {
    const reach = farthestReach(this.#shape, this.#policy)
    let from = this.#pieceAt(frame)
    let to = from
    while ((this.#pieces[from - 1]?.last ?? -Infinity) >= frame - reach) from--
    while ((this.#pieces[to + 1]?.first ?? Infinity) <= frame + reach) to++
    for (const piece of this.#covers.keys()) if (piece < from || piece > to) this.#covers.delete(piece)
    const faces: DetectedFace[] = []
    for (let piece = from; piece <= to; piece++) {
      const covers = this.#coversOf(piece, reach)
      faces.push(...(covers.faces[frame - covers.first] ?? []))
    }
    return faces
  }

  /** The piece that a frame lies in. */
  #pieceAt(frame: number): number {
    let low = 0
    let high = this.#pieces.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#pieces[middle]?.last ?? 0) < frame) low = middle + 1
      else high = middle
    }
    return low
  }

  #coversOf(index: number, reach: number): PieceCovers {
    const known = this.#covers.get(index)
    if (known) return known
    const piece = this.#pieces[index]
    const first = (piece?.first ?? 0) - reach
    const faces: DetectedFace[][] = []
    const add = (frame: number, face: DetectedFace): void => void (faces[frame - first] ??= []).push(face)
    if (piece) this.#addCovers([...piece.tracks()], add)
    const covers = { first, faces }
    this.#covers.set(index, covers)
    return covers
  }

  /** What these tracks of the piece that begins with `first` are covered with, or would be if nobody were kept. */
  #coversIn(first: number, tracks: readonly FaceTrack[]): (frame: number) => readonly Box[] {
    let covers: Box[][] | undefined
    return (frame) => {
      if (!covers) {
        const boxes: Box[][] = (covers = [])
        const add = (at: number, { box }: DetectedFace): void => {
          if (at >= first) (boxes[at - first] ??= []).push(box)
        }
        addCovers(tracks, this.#steady, this.#shape, this.#policy, add)
      }
      return covers[frame - first] ?? []
    }
  }

  #addCovers(tracks: readonly FaceTrack[], add: Parameters<typeof addCovers>[4]): readonly number[] {
    return addCovers(this.#choose(tracks), this.#steady, this.#shape, this.#policy, add)
  }
}

/** The tracks of which a sighting is among the covered ones. */
function coveredAtAll(tracks: readonly FaceTrack[], covered: readonly FaceTrack[]): readonly FaceTrack[] {
  if (tracks === covered) return tracks
  const hidden = new Set(covered.flatMap(({ sightings }) => sightings))
  return tracks.filter(({ sightings }) => sightings.some((sighting) => hidden.has(sighting)))
}

/** The stretches of tracks that are not among the covered ones, each bounded by its own first and last sighting. */
function visibleTracks(tracks: readonly FaceTrack[], covered: readonly FaceTrack[]): readonly FaceTrack[] {
  if (tracks === covered) return []
  const hidden = new Set(covered.flatMap(({ sightings }) => sightings))
  return tracks.flatMap((track) => {
    const stretches: Sighting[][] = [[]]
    for (const sighting of track.sightings)
      if (!hidden.has(sighting)) stretches.at(-1)?.push(sighting)
      else if (stretches.at(-1)?.length) stretches.push([])
    return stretches.flatMap((sightings) => {
      const [from, to] = [sightings[0], sightings.at(-1)]
      return from && to ? [{ ...track, sightings, scene: { first: from.frame, last: to.frame } }] : []
    })
  })
}
