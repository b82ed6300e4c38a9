import type { FrameMotion } from './motion.js'
import type { Sighting } from './link.js'
import { SceneLinker } from './link.js'
import type { TrackingPolicy } from './policy.js'
import { crowdTracks, largeShare } from './policy.js'
import type { Observation } from './track.js'

/** A face followed through one scene, from its first to its last sighting. */
export interface FaceTrack {
  /** In order; frames without a sighting are left out. */
  readonly sightings: readonly Sighting[]
  /** How sure it is that this is a face, 0–1. */
  readonly confidence: number
  readonly scene: Scene
}

/** The first and the last frame between two cuts. */
export interface Scene {
  readonly first: number
  readonly last: number
}

export interface VideoShape {
  /** Width of the upright picture by its height. */
  readonly aspect: number
  readonly framesPerSecond: number
  /** How many frames of each second were looked at in full: so many sightings a lasting face has. */
  readonly looksPerSecond: number
  /** How many more were looked at coarsely, where small faces are not seen. */
  readonly glimpsesPerSecond?: number
}

/** Longer scenes are followed piece by piece, which bounds memory; covers reach over the joints. */
const maxPieceFrames = 1_800

/** What was seen in a frame; undefined where it was not looked at. */
export type ObservationsAt = (frame: number) => readonly Observation[] | undefined

/** A stretch of one scene that was followed by itself, `first` to `last`; each of its tracks lies wholly in it. */
export interface TrackedPiece extends Scene {
  readonly tracks: readonly FaceTrack[]
}

/** Follows every face through the frames of a video; `motions` has one entry for each frame. */
export const trackFaces = (
  observationsAt: ObservationsAt,
  motions: readonly FrameMotion[],
  shape: VideoShape,
  policy: TrackingPolicy,
): readonly FaceTrack[] => [...trackPieces(observationsAt, motions, shape, policy)].flatMap(({ tracks }) => tracks)

/** The same piece by piece, in order: of a long video not all sightings are in memory at once. */
export function* trackPieces(
  observationsAt: ObservationsAt,
  motions: readonly FrameMotion[],
  shape: VideoShape,
  policy: TrackingPolicy,
): Generator<TrackedPiece, void, undefined> {
  const limits = {
    maxGapFrames: Math.ceil(policy.gapSeconds * (shape.looksPerSecond + (shape.glimpsesPerSecond ?? 0))),
    continueScore: policy.continueScore,
  }
  for (const scene of scenesOf(motions)) {
    for (let first = scene.first; first <= scene.last; first += maxPieceFrames) {
      const end = Math.min(scene.last + 1, first + maxPieceFrames)
      const frames = observationsOf(observationsAt, first, end)
      const linker = new SceneLinker(first, frames, motions.slice(first, end), shape.aspect, limits)
      const chains = linker.chains(policy.seedScore)
      const isCrowd = chains.filter((chain) => bestOf(chain) >= confidentScore).length >= crowdTracks
      const tracks = chains.flatMap((sightings): readonly FaceTrack[] => {
        const confidence = confidenceOf(sightings, scene, isCrowd, shape, policy)
        return confidence > 0 ? [{ sightings, confidence, scene }] : []
      })
      yield { first, last: end - 1, tracks }
    }
  }
}

function* observationsOf(
  observationsAt: ObservationsAt,
  first: number,
  end: number,
): Generator<ReturnType<ObservationsAt>> {
  for (let frame = first; frame < end; frame++) yield observationsAt(frame)
}

/** A chain with such a sighting is a face beyond doubt. */
const confidentScore = 0.35

const bestOf = (sightings: readonly Sighting[]): number =>
  sightings.reduce((best, { observation }) => Math.max(best, observation.score), 0)

function scenesOf(motions: readonly FrameMotion[]): readonly Scene[] {
  const starts = motions.flatMap(({ isCut }, frame) => (isCut || frame === 0 ? [frame] : []))
  return starts.map((first, index) => ({ first, last: (starts[index + 1] ?? motions.length) - 1 }))
}

/** 0 for a chain that is not covered. */
function confidenceOf(
  sightings: readonly Sighting[],
  scene: Scene,
  isCrowd: boolean,
  shape: VideoShape,
  policy: TrackingPolicy,
): number {
  const scores = sightings.map(({ observation }) => observation.score).sort((a, b) => b - a)
  const count = Math.max(2, Math.round(shape.looksPerSecond * visibleSeconds(sightings, scene, shape)))
  const steady = scores.slice(0, count).reduce((sum, score) => sum + score, 0) / count
  const best = scores[0] ?? 0
  const heights = sightings.map(({ observation }) => observation.box.height).sort((a, b) => a - b)
  const isLarge = (heights[heights.length >> 1] ?? 0) > largeShare
  const { crowd, few, large } = policy.steadyScore
  const needed = isLarge ? large : isCrowd ? crowd : few
  return best >= policy.certainScore || steady >= needed ? Math.max(best, steady) : 0
}

/** Sightings are compared with those that a second brings, or a shorter time where somebody cannot have been seen longer. */
const mostSeconds = 1
const leastSeconds = 0.2
/** This near to a cut or to the picture's border somebody may have come or gone unseen. */
const nearSeconds = 0.1
const nearShare = 0.01

/** How long somebody can have been seen: who is there between two cuts, or comes in and goes out, is judged by that time alone. */
function visibleSeconds(sightings: readonly Sighting[], scene: Scene, { framesPerSecond }: VideoShape): number {
  const [first, last] = [sightings[0], sightings.at(-1)]
  if (!first || !last) return mostSeconds
  const near = nearSeconds * framesPerSecond
  const isWhole =
    (first.frame - scene.first <= near || isAtBorder(first)) && (scene.last - last.frame <= near || isAtBorder(last))
  if (!isWhole) return mostSeconds
  return Math.min(mostSeconds, Math.max(leastSeconds, (last.frame - first.frame + 1) / framesPerSecond))
}

const isAtBorder = ({ observation: { box } }: Sighting): boolean =>
  Math.min(box.x, box.y, 1 - box.x - box.width, 1 - box.y - box.height) <= nearShare
