import { z } from 'zod'
import { thoroughnessSchema } from '../detection/types.js'

const share = z.number().min(-2).max(3)
const positive = z.number().gt(0).max(5)

/** A box in shares of the upright picture, see `Box`. */
export const boxSchema = z.strictObject({ x: share, y: share, width: positive, height: positive })

const point = z.strictObject({ x: share, y: share })

/** More than any picture has faces: a crowd of 150 million pixels with a face in every 20 by 20 of them has fewer. */
export const maxShapes = 400_000

/** An area that a person wants covered, in shares of the upright picture. It is never made smaller than drawn. */
export const shapeSchema = z.discriminatedUnion('kind', [
  /**
   * A face as detected, moved or resized: grown like every face before it is covered. `of` is the index of the face it
   * stands for among those found in its frame.
   */
  z.strictObject({ kind: z.literal('face'), box: boxSchema, of: z.int().min(0).optional() }),
  z.strictObject({ kind: z.literal('rectangle'), box: boxSchema }),
  /** Inscribed in `box`. */
  z.strictObject({ kind: z.literal('ellipse'), box: boxSchema }),
  /** A stroke; `radius` is a share of the picture's longer side. */
  z.strictObject({
    kind: z.literal('brush'),
    points: z.array(point).min(1).max(2_000),
    radius: z.number().gt(0).max(1),
  }),
  /** Everything below the line from the left edge at `left` to the right edge at `right`, both shares of the height. */
  z.strictObject({ kind: z.literal('below'), left: share, right: share }),
])
export type Shape = z.infer<typeof shapeSchema>

/** Why a face that the detector found stays visible. */
export const keepReasonSchema = z.enum(['consented', 'public-figure', 'not-a-face'])
export type KeepReason = z.infer<typeof keepReasonSchema>

/** Why a person, and not only a face, stays visible. */
export const personReasonSchema = keepReasonSchema.exclude(['not-a-face'])
export type PersonReason = z.infer<typeof personReasonSchema>

const frameDecisionSchema = z.strictObject({
  /** Index of the frame or page, 0 for a still picture. */
  frame: z.int().min(0),
  cover: z.array(shapeSchema).max(maxShapes),
  /** Faces left visible; `of` is the index among those found in the frame, `box` as the detector gave it. */
  keep: z
    .array(
      z.strictObject({
        box: boxSchema,
        of: z.int().min(0),
        reason: keepReasonSchema,
        /** The program recognised it as somebody whom a person keeps visible; nobody pointed at this face itself. */
        recognized: z.literal(true).optional(),
        /** A person knows that whoever this is gets covered in other files, and leaves it visible here all the same. */
        anyway: z.literal(true).optional(),
      }),
    )
    .max(maxShapes),
})

/** All that becomes of a picture: what is covered and which faces stay visible, frame by frame and throughout. */
export const pictureDecisionSchema = z.strictObject({
  kind: z.literal('picture'),
  frames: z.array(frameDecisionSchema).max(10_000),
  /** Covers every frame of an animation; empty for stills and pages. */
  throughout: z.array(shapeSchema).max(1_000),
})

const keyframeSchema = z.strictObject({ seconds: z.number().min(0), box: boxSchema })

/** A rectangle drawn over a span of a video; between two keyframes it moves evenly, before and after them it stands still. */
export const spanSchema = z.strictObject({
  fromSeconds: z.number().min(0),
  toSeconds: z.number().min(0),
  keyframes: z.array(keyframeSchema).min(1).max(1_000),
})
export type Span = z.infer<typeof spanSchema>

/** What becomes of a video beside the tracks that are covered by themselves. */
export const videoDecisionSchema = z.strictObject({
  kind: z.literal('video'),
  /**
   * Tracks left visible, by their number in `FoundVideo.tracks`. Whoever releases the video looks anew and knows them
   * again by `keyframes`, the moments at which they were found; the session sets these, whatever the window sends.
   */
  keep: z
    .array(
      z.strictObject({
        track: z.int().min(0),
        reason: keepReasonSchema,
        keyframes: z.array(keyframeSchema).max(100_000).optional(),
        /** As of a face of a picture. */
        anyway: z.literal(true).optional(),
      }),
    )
    .max(5_000),
  /** How thoroughly the tracks were looked for: a release looks alike. Set by the session with `keyframes`. */
  foundWith: thoroughnessSchema.optional(),
  cover: z.array(spanSchema).max(1_000),
})

/** A person's last word on one file. A found face that it forgets to mention is covered all the same. */
export const decisionSchema = z.discriminatedUnion('kind', [pictureDecisionSchema, videoDecisionSchema])
export type Decision = z.infer<typeof decisionSchema>
export type PictureDecision = z.infer<typeof pictureDecisionSchema>
/** Leaves everything as it was found, which is covered. */
export const noPictureDecision: PictureDecision = { kind: 'picture', frames: [], throughout: [] }
export type FrameDecision = PictureDecision['frames'][number]
export type VideoDecision = z.infer<typeof videoDecisionSchema>
