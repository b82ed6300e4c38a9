import type { DetectedFace, FrameFaces, Thoroughness } from '../../core/detection/types.js'
import type { PixelRect } from '../../core/geometry/box.js'
import { clip, grow } from '../../core/geometry/box.js'
import { besidePainted } from '../../core/people/accepted.js'
import type { PeopleFinder } from '../../core/people/ports.js'
import type { FrameDescriptions, FramePeople } from '../../core/people/types.js'
import type { FaceDetector, FaceIdentifier, PersonDetector, RgbImage } from '../../core/ports.js'
import { settle, throwIfAborted } from './media-failure.js'
import type { ViewableSource } from './picture-source.js'
import { flatten } from './sharp-decode.js'

/** The networks that look at people, each loaded when it is first asked for. */
export interface PeopleTools {
  /** Made on first use: a dry look at a file's format needs no model. */
  readonly detector: () => Promise<FaceDetector>
  readonly identifier: () => Promise<FaceIdentifier>
  readonly personDetector: () => Promise<PersonDetector>
}

export function peopleFinder(source: ViewableSource, tools: PeopleTools): PeopleFinder {
  return {
    describe: (signal, found) => settle(signal, 'describe', () => describe(signal, source, found, tools)),
    detectAround: (signal, visible, thoroughness) =>
      settle(signal, 'detect around', () => detectAround(signal, source, visible, thoroughness, tools)),
    detectPeople: (signal) => settle(signal, 'detect people', () => detectPeople(signal, source, tools)),
  }
}

async function describe(
  signal: AbortSignal,
  source: ViewableSource,
  found: readonly FrameFaces[],
  tools: PeopleTools,
): Promise<readonly FrameDescriptions[]> {
  const identifier = await tools.identifier()
  const described: FrameDescriptions[] = []
  for (const { frame, faces } of found) {
    throwIfAborted(signal)
    if (faces.length === 0) continue
    const image = flatten(await source.view(frame))
    const boxes = faces.map(({ box }) => box)
    described.push({ frame, descriptions: await identifier.describe(signal, image, boxes) })
  }
  return described
}

/** How much around a visible face is looked at again, in shares of its size on each side. */
const aroundShare = 1.5

async function detectAround(
  signal: AbortSignal,
  source: ViewableSource,
  visible: readonly FrameFaces[],
  thoroughness: Thoroughness,
  tools: PeopleTools,
): Promise<readonly FrameFaces[]> {
  const detector = await tools.detector()
  const found: FrameFaces[] = []
  for (const { frame, faces } of visible) {
    if (faces.length === 0) continue
    const image = flatten(await source.view(frame))
    const painted = { ...image, data: Uint8Array.from(image.data) }
    for (const { box } of faces) paint(painted, pixelsOf(image, box))
    const around: DetectedFace[] = []
    for (const { box } of faces) {
      throwIfAborted(signal)
      const rect = pixelsOf(image, grow(box, aroundShare))
      const piece = pieceOf(painted, rect)
      const { faces: seen } = await detector.detect(signal, piece, thoroughness, () => undefined)
      around.push(...seen.map((face) => inWhole(face, rect, image)))
    }
    found.push({ frame, faces: besidePainted(around, faces) })
  }
  return found
}

async function detectPeople(
  signal: AbortSignal,
  source: ViewableSource,
  tools: PeopleTools,
): Promise<readonly FramePeople[]> {
  const detector = await tools.personDetector()
  const found: FramePeople[] = []
  for (let frame = 0; frame < source.info.frames.length; frame++) {
    throwIfAborted(signal)
    found.push({ frame, people: await detector.detectPeople(signal, flatten(await source.view(frame))) })
  }
  return found
}

/** The whole pixels that the part of a box inside the picture touches. */
function pixelsOf({ width, height }: RgbImage, box: DetectedFace['box']): PixelRect {
  const inside = clip(box) ?? { x: 0, y: 0, width: 0, height: 0 }
  const left = Math.floor(inside.x * width)
  const top = Math.floor(inside.y * height)
  const right = Math.min(width, Math.ceil((inside.x + inside.width) * width))
  return {
    left,
    top,
    width: right - left,
    height: Math.min(height, Math.ceil((inside.y + inside.height) * height)) - top,
  }
}

/** Middle grey, which no detector takes for skin. */
const paintLevel = 128

function paint({ width, data }: RgbImage, rect: PixelRect): void {
  for (let row = rect.top; row < rect.top + rect.height; row++)
    data.fill(paintLevel, 3 * (row * width + rect.left), 3 * (row * width + rect.left + rect.width))
}

function pieceOf({ width, data }: RgbImage, rect: PixelRect): RgbImage {
  const piece = new Uint8Array(rect.width * rect.height * 3)
  for (let row = 0; row < rect.height; row++) {
    const from = 3 * ((rect.top + row) * width + rect.left)
    piece.set(data.subarray(from, from + 3 * rect.width), 3 * row * rect.width)
  }
  return { width: rect.width, height: rect.height, data: piece }
}

/** A face of a piece, in shares of the whole picture. */
const inWhole = (face: DetectedFace, rect: PixelRect, { width, height }: RgbImage): DetectedFace => ({
  ...face,
  box: {
    x: (rect.left + face.box.x * rect.width) / width,
    y: (rect.top + face.box.y * rect.height) / height,
    width: (face.box.width * rect.width) / width,
    height: (face.box.height * rect.height) / height,
  },
})
