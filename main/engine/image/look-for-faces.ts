import { stillBare } from '../../core/detection/bare-heads.js'
import type { DetectedFace, Sight } from '../../core/detection/types.js'
import type { Box } from '../../core/geometry/box.js'
import { iou } from '../../core/geometry/box.js'
import type { RgbImage } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { flatten } from './sharp-decode.js'

/** One way of looking at an opaque picture. */
export type Look = (image: RgbImage) => Promise<Sight>

/** A look for faces alone. */
export const forFaces =
  (look: (image: RgbImage) => Promise<readonly DetectedFace[]>): Look =>
  async (image) => ({ faces: await look(image), bareHeads: [] })

/** Boxes of two views that overlap more than this are one face, or one head. */
const sameFaceIou = 0.5

/**
 * Looks at every frame that differs from the one before, in every way its viewers might. A picture with transparency
 * is a different one on every ground: it is looked at on white and on black, and so are its colours without their
 * transparency and the transparency by itself, either of which may hold a face that no ground shows.
 */
export class FrameLooker {
  readonly #look: Look
  #last: { readonly pixels: Pixels; readonly sight: Sight } | undefined

  constructor(look: Look) {
    this.#look = look
  }

  async facesIn(pixels: Pixels): Promise<readonly DetectedFace[]> {
    return (await this.lookAt(pixels)).faces
  }

  async lookAt(pixels: Pixels): Promise<Sight> {
    if (this.#last && isSamePicture(this.#last.pixels, pixels)) return this.#last.sight
    let sight: Sight = { faces: [], bareHeads: [] }
    for (const view of viewsOf(pixels)) sight = joined(sight, await this.#look(view))
    this.#last = { pixels, sight }
    return sight
  }
}

/** Same shape and same bytes: pages of another width may hold the same bytes and show something else. */
const isSamePicture = (a: Pixels, b: Pixels): boolean =>
  a.width === b.width && a.height === b.height && a.channels === b.channels && Buffer.compare(a.data, b.data) === 0

function* viewsOf(pixels: Pixels): Generator<RgbImage> {
  yield flatten(pixels)
  if (pixels.channels === 3) return
  yield transformed(pixels, (value, alpha) => Math.round((value * alpha) / 255))
  yield transformed(pixels, (value) => value)
  yield transformed(pixels, (_, alpha) => alpha)
}

/** An opaque picture made of each sample and the transparency of its pixel. */
function transformed(pixels: Pixels, sample: (value: number, alpha: number) => number): RgbImage {
  const { data, width, height } = pixels
  const target = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3] ?? 255
    for (let channel = 0; channel < 3; channel++) target[to + channel] = sample(data[from + channel] ?? 0, alpha)
  }
  return { width, height, data: target }
}

/** All that either view shows; a head that the faces of the other cover is not bare. */
function joined(known: Sight, found: Sight): Sight {
  const isOther = (box: Box, boxes: readonly Box[]): boolean => !boxes.some((other) => iou(other, box) > sameFaceIou)
  const boxes = known.faces.map(({ box }) => box)
  const faces = [...known.faces, ...found.faces.filter(({ box }) => isOther(box, boxes))]
  const heads = [...known.bareHeads, ...found.bareHeads.filter((head) => isOther(head, known.bareHeads))]
  return { faces, bareHeads: stillBare(heads, faces) }
}
