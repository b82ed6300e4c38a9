import type { z } from 'zod'
import type { JobEvent, JobSnapshot } from '../job/job.js'
import type { Result } from '../result.js'
import { err } from '../result.js'
import type { Engine, EngineError, InspectedItem, ModelListing, VerifiedItem } from './engine.js'
import {
  addModelRequestSchema,
  inspectRequestSchema,
  redactRequestSchema,
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
  if (parsed.success) return call(parsed.data)
  const issue = parsed.error.issues[0]
  return err({ code: 'invalid-request', path: issue?.path.join('.') ?? '', detail: issue?.message ?? '' })
}
