import type { Box } from '../../geometry/box.js'
import { shareUnder } from '../../geometry/box.js'
import type { Sighting } from './link.js'
import type { FrameMotion } from './motion.js'
import type { TrackingPolicy } from './policy.js'
import type { Observation } from './track.js'
import type { FaceTrack, ObservationsAt, TrackedPiece, VideoShape } from './track-faces.js'
import { trackFaces } from './track-faces.js'

/** Seen twice with this score on the average, or once a little more surely, somebody is there. */
const personScore = 0.6
const headPolicy: TrackingPolicy = {
  seedScore: 0.5,
  continueScore: 0.35,
  certainScore: 0.65,
  steadyScore: { crowd: personScore, few: personScore, large: personScore },
  gapSeconds: 1,
  paddingSeconds: 0,
  lostSeconds: 0,
}

/** Nobody saw a face: below what counts as beyond doubt, so that it is marked as doubtful and raises no alarm when it ends. */
const headConfidence = 0.2

/** A box that begins at the picture's upper border has its head outside. */
const borderShare = 0.005
/** Up to this height by width, a person cut off by the lower border is a head and little else. */
const headOnly = 1.25
/** Otherwise a head is no higher than this share of the person's width, arms and a tilted head included. */
const headHeight = 0.8
/** Lower heads, as a share of the picture's longer side, stand in a crowd, where people's boxes are unsure. */
const leastHeight = 0.0234
/** A head of which the covers hide this share is hidden. */
const hiddenShare = 0.5

/** Where a person has the head: the upper part of the box in its whole width, for people lean. Undefined: outside the picture. */
export function headOf({ x, y, width, height }: Box, aspect: number): Box | undefined {
  if (y <= borderShare) return undefined
  const square = width * aspect
  const isCutOff = y + height >= 1 - borderShare && height <= headOnly * square
  const head = { x, y, width, height: isCutOff ? height : Math.min(height, headHeight * square) }
  return head.height < leastHeight * Math.max(1, aspect) ? undefined : head
}

/** A cover in the middle of a head is that of its face. */
export const isCovered = (head: Box, covers: readonly Box[]): boolean =>
  covers.some((cover) => {
    const [x, y] = [cover.x + cover.width / 2, cover.y + cover.height / 2]
    return x > head.x && x < head.x + head.width && y > head.y && y < head.y + head.height
  }) || shareUnder(head, covers) >= hiddenShare

/** Between the middles of a visible face and of a head that it may be in, in sizes of the head; undefined outside of it. */
function distanceIn(head: Box, face: Box): number | undefined {
  const x = (face.x + face.width / 2 - head.x) / head.width - 0.5
  const y = (face.y + face.height / 2 - head.y) / head.height - 0.5
  return Math.max(Math.abs(x), Math.abs(y)) < 0.5 ? Math.hypot(x, y) : undefined
}

/** The heads of those who stay visible: each face has one, that in whose middle it is. Who stands behind has his own. */
function headsOf(faces: readonly Box[], heads: readonly Observation[]): ReadonlySet<Observation> {
  const pairs = faces
    .flatMap((face) =>
      heads.flatMap((head) => {
        const distance = distanceIn(head.box, face)
        return distance === undefined ? [] : [{ face, head, distance }]
      }),
    )
    .sort((a, b) => a.distance - b.distance)
  const done = new Set<Box>()
  const own = new Set<Observation>()
  for (const { face, head } of pairs) {
    if (done.has(face) || own.has(head)) continue
    done.add(face)
    own.add(head)
  }
  return own
}

/**
 * The heads of people in one piece whom the second network sees, from behind, cut off by the border, or hidden to their eyes,
 * and whom no cover reaches. They are followed from look to look like faces; between two looks they are where they move
 * evenly. `coveredAt` is what is painted over, and `visibleAt` the faces of people who stay visible; both are asked only for
 * frames that were looked at for people.
 */
export function followHeads(
  { first, last, tracks }: TrackedPiece,
  peopleAt: ObservationsAt,
  coveredAt: (frame: number) => readonly Box[],
  motions: readonly FrameMotion[],
  shape: VideoShape,
  visibleAt: (frame: number) => readonly Box[] = () => [],
): readonly FaceTrack[] {
  const own = motions.slice(first, last + 1)
  let looks = 0
  const bareHeads = own.map((_, index): readonly Observation[] | undefined => {
    const people = peopleAt(first + index)
    if (!people) return undefined
    looks++
    const heads = people.flatMap(({ box, score }) => {
      const head = headOf(box, shape.aspect)
      return head ? [{ box: head, score }] : []
    })
    if (heads.length === 0) return []
    const visible = headsOf(visibleAt(first + index), heads)
    return heads.filter((head) => !visible.has(head) && !isCovered(head.box, coveredAt(first + index)))
  })
  if (looks === 0) return []
  const looksPerSecond = Math.max(1, (looks * shape.framesPerSecond) / own.length)
  const scene = tracks[0]?.scene ?? { first, last }
  return trackFaces(
    (index) => bareHeads[index],
    own,
    { ...shape, looksPerSecond, glimpsesPerSecond: 0 },
    headPolicy,
  ).map(({ sightings }) => ({
    scene,
    confidence: headConfidence,
    sightings: inEveryFrame(sightings, own).map(({ frame, observation }) => ({ frame: frame + first, observation })),
  }))
}

/** The sightings with those that lie evenly between them, moved with the camera. */
function inEveryFrame(sightings: readonly Sighting[], motions: readonly FrameMotion[]): readonly Sighting[] {
  return sightings.flatMap((sighting, index) => {
    const next = sightings[index + 1]
    return next ? [sighting, ...between(sighting, next, motions)] : [sighting]
  })
}

function between(from: Sighting, to: Sighting, motions: readonly FrameMotion[]): Sighting[] {
  const [a, b] = [from.observation.box, to.observation.box]
  const steps = motions.slice(from.frame + 1, to.frame + 1)
  const whole = steps.reduce((sum, { dx, dy }) => ({ x: sum.x + dx, y: sum.y + dy }), { x: 0, y: 0 })
  const found: Sighting[] = []
  const gone = { x: 0, y: 0 }
  steps.slice(0, -1).forEach(({ dx, dy }, index) => {
    gone.x += dx
    gone.y += dy
    const share = (index + 1) / steps.length
    const mix = (one: number, other: number): number => one + (other - one) * share
    const box = {
      x: mix(a.x, b.x - whole.x) + gone.x,
      y: mix(a.y, b.y - whole.y) + gone.y,
      width: mix(a.width, b.width),
      height: mix(a.height, b.height),
    }
    found.push({ frame: from.frame + 1 + index, observation: { box, score: headConfidence } })
  })
  return found
}
