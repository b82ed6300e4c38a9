import type { DetectedFace } from '../../detection/types.js'
import type { Box } from '../../geometry/box.js'
import { grow } from '../../geometry/box.js'
import type { CoverExtent } from '../../people/cover-more.js'
import { headOf, isFaceOf } from '../../people/head-region.js'
import { awayFrom, bestBody } from '../../review/background.js'
import { FollowedVideo } from './followed-video.js'
import type { FrameMotion } from './motion.js'
import type { TrackingPolicy } from './policy.js'
import type { Observation } from './track.js'
import type { ObservationsAt, VideoShape } from './track-faces.js'

/**
 * The least growth of a cover is meant for faces: a body's box is taken in first, so that it ends a seventh larger on each
 * side. In a photo it ends as large as it is; here people move on between two looks.
 */
const bodyGrowth = -0.1

/** In a photo a score of 0.2 covers somebody; in a video it must be seen three times in a second, or once a little more surely. */
const bodyScore = 0.2
const steadyScore = 0.1
const bodyPolicy: TrackingPolicy = {
  seedScore: bodyScore,
  continueScore: bodyScore,
  certainScore: 0.35,
  steadyScore: { crowd: steadyScore, few: steadyScore, large: steadyScore },
  gapSeconds: 1.5,
  paddingSeconds: 0.5,
  lostSeconds: 0.5,
}

/** Who is seen in the frames of a video, as far as it matters for whole people. */
export interface BodiesOrder {
  /** People as a whole; undefined for a frame that was not looked at. */
  readonly bodiesAt: ObservationsAt
  /** How many frames were looked at for them. */
  readonly looks: number
  readonly motions: readonly FrameMotion[]
  readonly shape: VideoShape
  /** The faces that are covered, and those that stay visible. */
  readonly coveredAt: (frame: number) => readonly DetectedFace[]
  readonly visibleAt: (frame: number) => readonly DetectedFace[]
  readonly onPiece: () => void
}

/** A track of faces is surely one from here on; a doubtful one is given no body. */
const guessConfidence = 0.5

/**
 * The bodies of everybody but those whose face stays visible, those included that only a face tells of. They are followed
 * from look to look: between two looks, and for half a second before the first and after the last, a larger box covers
 * them, never across a cut.
 */
export function followBodies({ bodiesAt, looks, motions, shape, ...order }: BodiesOrder): FollowedVideo {
  const { coveredAt, visibleAt, onPiece } = order
  const coveredBodiesAt: ObservationsAt = (frame) => {
    const bodies = bodiesAt(frame)
    if (!bodies) return undefined
    const covered = coveredAt(frame)
    const others = besideVisible(bodies, visibleAt(frame), covered)
    return [...others, ...guessedBodies(others, covered)]
  }
  const looksPerSecond = Math.max(1, (looks * shape.framesPerSecond) / Math.max(1, motions.length))
  const bodyShape = { ...shape, looksPerSecond, glimpsesPerSecond: 0 }
  return new FollowedVideo(coveredBodiesAt, motions, bodyShape, bodyPolicy, (tracks) => tracks, onPiece)
}

/** All but the one body of each visible face, unless somebody who is covered has that body, too. */
function besideVisible(
  bodies: readonly Observation[],
  visible: readonly DetectedFace[],
  covered: readonly DetectedFace[],
): readonly Observation[] {
  const boxes = bodies.map(({ box }) => box)
  const bodiesOf = (faces: readonly DetectedFace[]): ReadonlySet<Box> =>
    new Set(faces.flatMap(({ box }) => bestBody(box, boxes) ?? []))
  const [own, others] = [bodiesOf(visible), bodiesOf(covered)]
  return bodies.filter(({ box }) => !own.has(box) || others.has(box))
}

/** A body for each face of which none was seen: nobody's body covers two people. */
function guessedBodies(bodies: readonly Observation[], covered: readonly DetectedFace[]): readonly Observation[] {
  // Beside a place at which somebody was seen lies where he may have been meanwhile: no second person.
  const seen = covered.filter(({ confidence, uncertain }) => confidence >= guessConfidence && !uncertain)
  const owners = ownersOf(
    bodies.map(({ box }) => box),
    seen.map(({ box }) => box),
  )
  return seen
    .filter(({ box }) => !owners.has(box))
    .map(({ box, confidence }) => ({ box: standingBody(box), score: confidence }))
}

/** The faces that have a body of their own, the best matches first. */
function ownersOf(bodies: readonly Box[], faces: readonly Box[]): ReadonlySet<Box> {
  const matches = faces
    .flatMap((face) =>
      bodies.filter((body) => isFaceOf(body, face)).map((body) => ({ face, body, away: awayFrom(body, face) })),
    )
    .sort((one, other) => one.away - other.away)
  const owners = new Set<Box>()
  const owned = new Set<Box>()
  for (const { face, body } of matches) {
    if (owners.has(face) || owned.has(body)) continue
    owners.add(face)
    owned.add(body)
  }
  return owners
}

/** What is covered in a frame in place of the boxes of its faces. */
export function wholeCovers(
  extent: CoverExtent,
  faces: readonly DetectedFace[],
  bodies: readonly DetectedFace[],
): readonly DetectedFace[] {
  if (extent === 'faces') return faces
  const heads = faces.map((face) => ({ ...face, box: headOf(face.box) }))
  if (extent === 'heads') return heads
  return [...heads, ...bodies.map((body) => ({ ...body, box: grow(body.box, bodyGrowth) }))]
}

/** Where a standing person is, by the face alone: three faces wide and eight high. */
const standingBody = ({ x, y, width, height }: Box): Box => ({
  x: x - width,
  y: y - height / 2,
  width: 3 * width,
  height: 8 * height,
})
