import type { z } from 'zod'
import type { JobEvent, JobSnapshot } from '../job/job.js'
import type { Result } from '../result.js'
import { err } from '../result.js'
import type { Discovered } from '../ports.js'
import type { RecognizedPeople, RecognizeProgress } from '../people/recognize.js'
import type { FramePeople } from '../people/types.js'
import type { FoundMedia } from '../review/found-media.js'
import type {
  Engine,
  EngineError,
  FindProgress,
  InspectedItem,
  LookError,
  ModelListing,
  Preview,
  VerifiedItem,
} from './engine.js'
import {
  addModelRequestSchema,
  discoverRequestSchema,
  findPeopleRequestSchema,
  findRequestSchema,
  inspectRequestSchema,
  previewRequestSchema,
  recognizeRequestSchema,
  redactRequestSchema,
  releaseRequestSchema,
  removeModelRequestSchema,
} from './requests.js'

/** The one door to the engine: takes data from outside, validates it and routes it. */
export interface Dispatch {
  redact(
    signal: AbortSignal,
    request: unknown,
    onEvent: (event: JobEvent) => void,
  ): Promise<Result<JobSnapshot, EngineError>>
  inspect(
    signal: AbortSignal,
    request: unknown,
    onItem: (item: InspectedItem) => void,
  ): Promise<Result<void, EngineError>>
  verify(
    signal: AbortSignal,
    request: unknown,
    onItem: (item: VerifiedItem) => void,
  ): Promise<Result<void, EngineError>>
  discover(
    signal: AbortSignal,
    request: unknown,
    onEntry: (entry: Discovered) => void,
  ): Promise<Result<undefined, EngineError>>
  find(
    signal: AbortSignal,
    request: unknown,
    onProgress: (progress: FindProgress) => void,
  ): Promise<Result<FoundMedia, LookError>>
  preview(signal: AbortSignal, request: unknown): Promise<Result<Preview, LookError>>
  findPeople(signal: AbortSignal, request: unknown): Promise<Result<readonly FramePeople[], LookError>>
  recognize(
    signal: AbortSignal,
    request: unknown,
    onProgress: (progress: RecognizeProgress) => void,
  ): Promise<Result<RecognizedPeople, EngineError>>
  release(
    signal: AbortSignal,
    request: unknown,
    onEvent: (event: JobEvent) => void,
  ): Promise<Result<JobSnapshot, EngineError>>
  listModels(): Promise<Result<readonly ModelListing[], EngineError>>
  addModel(request: unknown): Promise<Result<ModelListing, EngineError>>
  removeModel(request: unknown): Promise<Result<void, EngineError>>
}

export function createDispatch(engine: Engine): Dispatch {
  return {
    redact: (signal, request, onEvent) =>
      validated(redactRequestSchema, request, (valid) => engine.redact(signal, valid, onEvent)),
    inspect: (signal, request, onItem) =>
      validated(inspectRequestSchema, request, (valid) => engine.inspect(signal, valid, onItem)),
    verify: (signal, request, onItem) =>
      validated(inspectRequestSchema, request, (valid) => engine.verify(signal, valid, onItem)),
    discover: (signal, request, onEntry) =>
      validated(discoverRequestSchema, request, (valid) => engine.discover(signal, valid, onEntry)),
    find: (signal, request, onProgress) =>
      validatedLook(findRequestSchema, request, (valid) => engine.find(signal, valid, onProgress)),
    preview: (signal, request) =>
      validatedLook(previewRequestSchema, request, (valid) => engine.preview(signal, valid)),
    findPeople: (signal, request) =>
      validatedLook(findPeopleRequestSchema, request, (valid) => engine.findPeople(signal, valid)),
    recognize: (signal, request, onProgress) =>
      validated(recognizeRequestSchema, request, (valid) => engine.recognize(signal, valid, onProgress)),
    release: (signal, request, onEvent) =>
      validated(releaseRequestSchema, request, (valid) => engine.release(signal, valid, onEvent)),
    listModels: () => engine.listModels(),
    addModel: (request) => validated(addModelRequestSchema, request, ({ file, head }) => engine.addModel(file, head)),
    removeModel: (request) => validated(removeModelRequestSchema, request, ({ name }) => engine.removeModel(name)),
  }
}

async function validated<Schema extends z.ZodType, Value>(
  schema: Schema,
  request: unknown,
  call: (valid: z.infer<Schema>) => Promise<Result<Value, EngineError>>,
): Promise<Result<Value, EngineError>> {
  const parsed = schema.safeParse(request)
  return parsed.success ? call(parsed.data) : err(invalidRequest(parsed.error))
}

/** The same for calls about one file, which tell whose fault a failure is. */
async function validatedLook<Schema extends z.ZodType, Value>(
  schema: Schema,
  request: unknown,
  call: (valid: z.infer<Schema>) => Promise<Result<Value, LookError>>,
): Promise<Result<Value, LookError>> {
  const parsed = schema.safeParse(request)
  return parsed.success ? call(parsed.data) : err({ of: 'engine', error: invalidRequest(parsed.error) })
}

function invalidRequest(error: z.ZodError): EngineError {
  const issue = error.issues[0]
  return { code: 'invalid-request', path: issue?.path.join('.') ?? '', detail: issue?.message ?? '' }
}
