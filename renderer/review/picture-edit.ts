import type { DetectedFace } from '../../main/core/detection/types.js'
import type { Box } from '../../main/core/geometry/box.js'
import type { FrameDecision, KeepReason, PictureDecision, Shape } from '../../main/core/review/decision.js'
import type { FoundPicture } from '../../main/core/review/found-media.js'

/** One thing of a frame that can be selected: a face that was found, or a shape that a person drew. */
export type PictureArea =
  | {
      readonly kind: 'found'
      readonly key: string
      /** Among those found in the frame. */
      readonly index: number
      /** As the detector gave it: its cover always hides all of this. */
      readonly seen: Box
      /** As it is covered: moved or resized, or as found. */
      readonly box: Box
      readonly confidence: number
      readonly uncertain: boolean
      readonly keep: KeepReason | undefined
      /** It stays visible because the program recognised it; nobody has pointed at it. */
      readonly recognized: boolean
    }
  | {
      readonly kind: 'drawn'
      readonly key: string
      /** In the frame's `cover`, or among what is covered throughout an animation. */
      readonly index: number
      readonly shape: Shape
      readonly throughout: boolean
    }

const emptyFrame = (frame: number): FrameDecision => ({ frame, cover: [], keep: [] })

const frameOf = (decision: PictureDecision, frame: number): FrameDecision =>
  decision.frames.find((entry) => entry.frame === frame) ?? emptyFrame(frame)

export const facesOf = (found: FoundPicture, frame: number): readonly DetectedFace[] =>
  found.faces.filter((entry) => entry.frame === frame).flatMap(({ faces }) => faces)

const standsFor = (shape: Shape, index: number): boolean => shape.kind === 'face' && shape.of === index

/** Everything on a frame: faces that are unsure first, then the other faces, then what was drawn. */
export function pictureAreas(found: FoundPicture, decision: PictureDecision, frame: number): readonly PictureArea[] {
  const { cover, keep } = frameOf(decision, frame)
  const faces = facesOf(found, frame).map((face, index): PictureArea => {
    const moved = cover.find((shape) => standsFor(shape, index))
    const left = keep.find(({ of }) => of === index)
    return {
      kind: 'found',
      key: `found-${index}`,
      index,
      seen: face.box,
      box: moved?.kind === 'face' ? moved.box : face.box,
      confidence: face.confidence,
      uncertain: face.uncertain,
      keep: left?.reason,
      recognized: left?.recognized === true,
    }
  })
  const drawn = cover.flatMap((shape, index): PictureArea[] =>
    shape.kind === 'face' && shape.of !== undefined
      ? []
      : [{ kind: 'drawn', key: `drawn-${index}`, index, shape, throughout: false }],
  )
  const throughout = decision.throughout.map((shape, index): PictureArea => {
    return { kind: 'drawn', key: `throughout-${index}`, index, shape, throughout: true }
  })
  const unsure = faces.filter((area) => area.kind === 'found' && area.uncertain)
  return [...unsure, ...faces.filter((area) => !unsure.includes(area)), ...drawn, ...throughout]
}

function withFrame(decision: PictureDecision, entry: FrameDecision): PictureDecision {
  const others = decision.frames.filter(({ frame }) => frame !== entry.frame)
  return { ...decision, frames: [...others, entry].sort((a, b) => a.frame - b.frame) }
}

/** Where a shape covers: on one frame, or on every frame of an animation. */
export type Reach = number | 'throughout'

export function drawnOn(decision: PictureDecision, frame: Reach, shape: Shape): PictureDecision {
  if (frame === 'throughout') return { ...decision, throughout: [...decision.throughout, shape] }
  const entry = frameOf(decision, frame)
  return withFrame(decision, { ...entry, cover: [...entry.cover, shape] })
}

/** The area at another place or of another size, see `stillHiding`. A found face's cover goes on standing for it. */
export function placed(decision: PictureDecision, frame: number, area: PictureArea, shape: Shape): PictureDecision {
  const entry = frameOf(decision, frame)
  if (area.kind === 'drawn' && area.throughout)
    return { ...decision, throughout: decision.throughout.map((old, at) => (at === area.index ? shape : old)) }
  if (area.kind === 'drawn')
    return withFrame(decision, { ...entry, cover: entry.cover.map((old, at) => (at === area.index ? shape : old)) })
  if (shape.kind !== 'face') return decision
  const others = entry.cover.filter((old) => !standsFor(old, area.index))
  return withFrame(decision, { ...entry, cover: [...others, { kind: 'face', box: shape.box, of: area.index }] })
}

/**
 * Leaves a found face visible, or covers it again where `reason` is undefined.
 *
 * @param anyway also where the person is covered in other files
 */
export function kept(
  found: FoundPicture,
  decision: PictureDecision,
  frame: number,
  index: number,
  reason: KeepReason | undefined,
  anyway?: true,
): PictureDecision {
  const entry = frameOf(decision, frame)
  const face = facesOf(found, frame)[index]
  if (!face) return decision
  const others = entry.keep.filter(({ of }) => of !== index)
  if (reason === undefined) return withFrame(decision, { ...entry, keep: others })
  return withFrame(decision, {
    ...entry,
    cover: entry.cover.filter((shape) => !standsFor(shape, index)),
    keep: [...others, { box: face.box, of: index, reason, ...(anyway ? { anyway } : {}) }],
  })
}

export function removedFrom(
  decision: PictureDecision,
  frame: number,
  { index, throughout }: Extract<PictureArea, { kind: 'drawn' }>,
): PictureDecision {
  const without = (shapes: readonly Shape[]): Shape[] => shapes.filter((_, at) => at !== index)
  if (throughout) return { ...decision, throughout: without(decision.throughout) }
  const entry = frameOf(decision, frame)
  return withFrame(decision, { ...entry, cover: without(entry.cover) })
}
