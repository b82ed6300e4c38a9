import type { Box } from '../geometry/box.js'
import { clip, grow } from '../geometry/box.js'
import { isFaceOf } from '../people/head-region.js'

/** A found face of a frame, and whether it stays visible. */
export interface FaceInFrame {
  readonly box: Box
  readonly visible: boolean
}

/** Where nobody stays visible, faces at least this high against the highest are those that the picture is about. */
const foregroundShare = 0.6

/** A body's box is drawn this much larger on each side: networks cut feet and hands. */
const bodyRim = 0.02

/**
 * The bodies of everybody but those whom the picture is about: whoever stays visible, or else those with the largest faces.
 * A body without a face, somebody seen from behind say, is one of the background.
 */
export function backgroundBodies(faces: readonly FaceInFrame[], bodies: readonly Box[]): readonly Box[] {
  const visible = faces.filter((face) => face.visible)
  const highest = Math.max(0, ...faces.map(({ box }) => box.height))
  const foreground = visible.length > 0 ? visible : faces.filter(({ box }) => box.height >= foregroundShare * highest)
  const spared = new Set(foreground.flatMap(({ box }) => bestBody(box, bodies) ?? []))
  return bodies.filter((body) => !spared.has(body)).flatMap((body) => asDrawn(body) ?? [])
}

/** The whole body that belongs to a face; undefined where none was found. */
export function bodyOf(face: Box, bodies: readonly Box[]): Box | undefined {
  const body = bestBody(face, bodies)
  return body && asDrawn(body)
}

const asDrawn = (body: Box): Box | undefined => clip(grow(body, bodyRim))

/** Of the bodies in whose upper part the face is, the one that has it most nearly where a head is. */
export const bestBody = (face: Box, bodies: readonly Box[]): Box | undefined =>
  bodies
    .filter((body) => isFaceOf(body, face))
    .reduce<Box | undefined>(
      (best, body) => (best && awayFrom(best, face) <= awayFrom(body, face) ? best : body),
      undefined,
    )

/** How far a face is from where the head of a body is: on top, in the middle. */
export const awayFrom = (body: Box, face: Box): number =>
  Math.abs(face.x + face.width / 2 - body.x - body.width / 2) / body.width + Math.abs(face.y - body.y) / body.height
