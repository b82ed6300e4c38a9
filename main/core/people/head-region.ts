import type { DetectedFace, FrameFaces } from '../detection/types.js'
import type { Box } from '../geometry/box.js'
import { areaOf, overlapArea } from '../geometry/box.js'
import type { FramePeople } from './types.js'

/**
 * How far a head reaches beyond its face (forehead to chin) on each side, in shares of the face's height and width: hair
 * and headgear above, hair and ears beside, the neck and the line of the shoulders below. The usual growth of a cover
 * comes on top: with 0.3, covers reach 0.6 of the face above and beside it and 0.5 below.
 */
const headReach = { above: 0.2, beside: 0.2, below: 0.1 }

/** The whole head that belongs to a face. */
export const headOf = ({ x, y, width, height }: Box): Box => ({
  x: x - width * headReach.beside,
  y: y - height * headReach.above,
  width: width * (1 + 2 * headReach.beside),
  height: height * (1 + headReach.above + headReach.below),
})

/** The faces with their boxes grown to whole heads. */
export const asHeads = (found: readonly FrameFaces[]): readonly FrameFaces[] =>
  found.map(({ frame, faces }) => ({ frame, faces: faces.map((face) => ({ ...face, box: headOf(face.box) })) }))

/**
 * Where a person's head is in the person's box: its topmost part, as high as a standing body's head with shoulders is
 * against it, and not wider than high. A box that is cut off below, or of somebody who sits, is less high against its
 * width, and the head takes more of it.
 */
export function headOfPerson({ x, y, width, height }: Box, aspect: number): Box {
  const headHeight = Math.min(height, Math.max(height * 0.22, width * aspect * 0.45))
  const headWidth = Math.min(width, (headHeight / aspect) * 1.1)
  return { x: x + (width - headWidth) / 2, y, width: headWidth, height: headHeight }
}

/** The share of a face that must lie in a person's upper half for it to be that person's. */
const ownFaceShare = 0.5
const upperPart = 0.6

/** True where the face is that of the person. */
export function isFaceOf(person: Box, face: Box): boolean {
  const upper = { ...person, height: person.height * upperPart }
  return overlapArea(upper, face) >= ownFaceShare * areaOf(face)
}

/** The people of whom no face was found. `aspect` is each frame's width by its height. */
export function withoutFace(
  found: readonly FramePeople[],
  faces: readonly FrameFaces[],
): readonly { readonly frame: number; readonly person: DetectedFace }[] {
  return found.flatMap(({ frame, people }) => {
    const ofFrame = faces.filter((entry) => entry.frame === frame).flatMap((entry) => entry.faces)
    return people
      .filter((person) => !ofFrame.some(({ box }) => isFaceOf(person.box, box)))
      .map((person) => ({ frame, person }))
  })
}
