import { z } from 'zod'
import { thoroughnessSchema } from '../detection/types.js'
import { outputFormatSchema } from '../media/formats.js'
import { redactionStyleSchema } from '../redaction/types.js'
import { boxSchema, decisionSchema, maxShapes, shapeSchema } from '../review/decision.js'
import { videoFormatSchema, videoQualitySchema, videoSoundSchema } from '../video/types.js'

const channel = z.int().min(0).max(255)
const inputs = z.array(z.string().min(1)).min(1)

/** Nobody's face is covered by less than its box and this share of it on each side. */
export const minimumGrowShare = 0.3

export const limitsSchema = z.strictObject({
  maxPixels: z.int().min(1).default(150_000_000),
  maxFrames: z.int().min(1).default(2_000),
  maxFileBytes: z.int().min(1).default(1_000_000_000),
})

export const redactRequestSchema = z.strictObject({
  inputs,
  /** Folder for the safe copies; made where only its last part is missing. */
  output: z.string().min(1),
  recursive: z.boolean().default(false),
  /** Keep on looking for new files until canceled. */
  watch: z.boolean().default(false),
  thoroughness: thoroughnessSchema.default('balanced'),
  style: redactionStyleSchema.default('fill'),
  color: z.strictObject({ red: channel, green: channel, blue: channel }).default({ red: 128, green: 128, blue: 128 }),
  /** Share of a face's width and height added on each side. */
  growShare: z.number().min(minimumGrowShare).max(3).default(minimumGrowShare),
  /** Undefined: the input's own family, see docs/formats.md. */
  format: outputFormatSchema.optional(),
  /** Undefined: WebM for WebM, MP4 for every other video. */
  videoFormat: videoFormatSchema.optional(),
  videoQuality: videoQualitySchema.default('standard'),
  /** Longest side; larger pictures and videos are reduced after redaction. */
  maxSizePx: z.int().min(16).max(65_535).optional(),
  /** Change the size of photos to a common one; a video is refused while this is set. */
  roundSize: z.boolean().default(false),
  /** Reduce what ties a photo to the sensor that took it; a video is refused while this is set. */
  defeatFingerprint: z.boolean().default(false),
  /** The same for the shorter side: the `720` of `720p`. */
  maxShortSidePx: z.int().min(16).max(65_535).optional(),
  /** What becomes of a video's sound. */
  videoSound: videoSoundSchema.default('remove'),
  /** The part of each video that is kept, in seconds; photos have none. */
  videoPart: z
    .strictObject({ startSeconds: z.number().min(0), endSeconds: z.number().positive().optional() })
    .refine(({ startSeconds, endSeconds }) => endSeconds === undefined || endSeconds > startSeconds)
    .optional(),
  /** Write videos with 8 bits and SDR, which every player shows. */
  videoCompatible: z.boolean().default(false),
  /** Also release a picture out of each redacted video. */
  videoPoster: z.boolean().default(false),
  names: z.enum(['neutral', 'keep']).default('neutral'),
  /** Repeat the folders of the input below the output folder. */
  keepFolders: z.boolean().default(false),
  /** Files worked on at the same time. */
  jobs: z.int().min(1).max(64).default(1),
  dryRun: z.boolean().default(false),
  limits: limitsSchema.prefault({}),
  /** People who stay visible: for each a reference picture, or a folder of pictures of that one person. */
  keep: z.array(z.string().min(1)).max(100).default([]),
  /** Release files although somebody is visible in them who is covered in others. */
  allowInconsistent: z.boolean().default(false),
  /** What is covered of everybody who is covered: the face, the whole head, or the whole person. */
  cover: z.enum(['faces', 'heads', 'people']).default('faces'),
})

/** What `inspect` and `verify` need. */
export const inspectRequestSchema = z.strictObject({
  inputs,
  recursive: z.boolean().default(false),
  thoroughness: thoroughnessSchema.default('balanced'),
  limits: limitsSchema.prefault({}),
})

const sourceFileSchema = z.strictObject({
  path: z.string().min(1),
  relativePath: z.string().min(1),
  sizeBytes: z.int().min(0),
  modifiedMs: z.number(),
})

/** Which files lie in the inputs, before anything is read of them. */
export const discoverRequestSchema = z.strictObject({ inputs, recursive: z.boolean().default(true) })

/** Look for the faces of one file and hold nothing of it afterwards. */
export const findRequestSchema = z.strictObject({
  source: sourceFileSchema,
  thoroughness: thoroughnessSchema.default('balanced'),
  limits: limitsSchema.prefault({}),
})

/** Look for the people of one photo as a whole. */
export const findPeopleRequestSchema = findRequestSchema.pick({ source: true, limits: true })

/** A face by its file's place in the request, its frame, and its place among the frame's faces. */
const facePlaceSchema = z.strictObject({ file: z.int().min(0), frame: z.int().min(0), face: z.int().min(0) })

/** A photo and its faces. */
export const recognizeFileSchema = z.strictObject({
  source: sourceFileSchema,
  frames: z.array(
    z.strictObject({
      frame: z.int().min(0),
      /** Visible ones take part however poor their picture is. */
      faces: z.array(z.strictObject({ box: boxSchema, visible: z.boolean() })).max(maxShapes),
    }),
  ),
})

/** A video and its tracks, each by the moments at which it is looked at; without any, it is only remembered. */
export const recognizeVideoSchema = z.strictObject({
  source: sourceFileSchema,
  tracks: z
    .array(
      z.strictObject({
        looks: z.array(z.strictObject({ seconds: z.number().min(0), box: boxSchema })).max(100),
        visible: z.boolean(),
      }),
    )
    .max(maxShapes),
})

/**
 * Recognise the people of photos whose faces are known. What is remembered of files that an earlier request named and this
 * one does not is overwritten: a request without files forgets everything.
 */
export const recognizeRequestSchema = z.strictObject({
  files: z.array(recognizeFileSchema).max(100_000),
  videos: z.array(recognizeVideoSchema).max(100_000).default([]),
  /** People to keep visible, each known by faces of these files and by pictures that show nobody else. */
  keep: z
    .array(
      z.strictObject({
        faces: z.array(facePlaceSchema).max(10_000),
        pictures: z.array(z.string().min(1)).max(100),
      }),
    )
    .max(1_000)
    .default([]),
  jobs: z.int().min(1).max(64).default(1),
  limits: limitsSchema.prefault({}),
})

/** A small picture of one frame for a person to look at. */
export const previewRequestSchema = z.strictObject({
  source: sourceFileSchema,
  /** Longest side in pixels; never enlarged. */
  sidePx: z.int().min(1).max(8_192),
  at: z.discriminatedUnion('unit', [
    z.strictObject({ unit: z.literal('frame'), frame: z.int().min(0) }),
    z.strictObject({ unit: z.literal('seconds'), seconds: z.number().min(0) }),
  ]),
  /** The part of the frame that is shown; undefined: all of it. */
  part: boxSchema.optional(),
  /** Undefined: the original. */
  cover: redactRequestSchema
    .pick({ style: true, color: true, growShare: true, maxSizePx: true })
    .extend({ shapes: z.array(shapeSchema).max(maxShapes) })
    .strict()
    .optional(),
  limits: limitsSchema.prefault({}),
})

/** Redact files that were looked at, each with a person's decision where one was taken. */
export const releaseRequestSchema = redactRequestSchema
  // Who stays visible is decided by a person, face by face.
  .omit({ inputs: true, recursive: true, watch: true, dryRun: true, keep: true, allowInconsistent: true })
  .extend({
    /** What becomes of videos where something is asked for that can be done to photos alone: `roundSize`, `defeatFingerprint`. */
    videosWithPhotoOptions: z.enum(['refuse', 'release-without']).default('refuse'),
    files: z
      .array(z.strictObject({ source: sourceFileSchema, decision: decisionSchema.optional() }))
      .min(1)
      .max(100_000),
  })
  .strict()

export const addModelRequestSchema = z.strictObject({ file: z.string().min(1), head: z.string().optional() })
export const removeModelRequestSchema = z.strictObject({ name: z.string().min(1) })

export type RedactRequest = z.infer<typeof redactRequestSchema>
export type RedactRequestInput = z.input<typeof redactRequestSchema>
export type InspectRequest = z.infer<typeof inspectRequestSchema>
export type VerifyRequest = InspectRequest
export type DiscoverRequest = z.infer<typeof discoverRequestSchema>
export type FindRequest = z.infer<typeof findRequestSchema>
export type FindPeopleRequest = z.infer<typeof findPeopleRequestSchema>
export type RecognizeRequest = z.infer<typeof recognizeRequestSchema>
export type PreviewRequest = z.infer<typeof previewRequestSchema>
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>
