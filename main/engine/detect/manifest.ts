import { z } from 'zod'

/** How a model's output is read; see heads/. */
export const headNames = ['yolov8-face', 'yunet', 'scrfd', 'retinaface'] as const
export const headNameSchema = z.enum(headNames)
export type HeadName = z.infer<typeof headNameSchema>

/** A model's file name: no path, so that a manifest cannot point out of its folder. */
const fileNameSchema = z.string().regex(/^\w[\w.-]*\.onnx$/)
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
const levelSchema = z.number().min(0).max(255)

/** See `InputLayout`; only models that are fed otherwise than their family name it. */
const inputSchema = z.strictObject({
  planes: z.enum(['rgb', 'bgr']),
  mean: levelSchema,
  divisor: z.number().positive(),
  padding: levelSchema,
})

/** One model of a manifest. Where it comes from and how it was cut is for scripts/models; the engine has no use for it. */
export const modelEntrySchema = z.object({
  name: z.string().regex(/^\w[\w.-]*$/),
  file: fileNameSchema,
  sha256: sha256Schema,
  head: headNameSchema,
  license: z.string(),
  input: inputSchema.optional(),
})
export type ModelEntry = z.infer<typeof modelEntrySchema>

/** The network that finds people as a whole; it has one head, and nobody adds to it. */
const peopleEntrySchema = z.object({
  name: z.string().regex(/^\w[\w.-]*$/),
  file: fileNameSchema,
  sha256: sha256Schema,
  license: z.string(),
})
export type PeopleEntry = z.infer<typeof peopleEntrySchema>

export const manifestSchema = z.object({
  models: z.array(modelEntrySchema),
  people: z.array(peopleEntrySchema).max(1).optional(),
})
export type Manifest = z.infer<typeof manifestSchema>
