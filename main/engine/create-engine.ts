import { randomBytes } from 'node:crypto'
import os from 'node:os'
import type { Engine, EngineError, ModelError } from '../core/contract/engine.js'
import type { RedactRequest, ReleaseRequest } from '../core/contract/requests.js'
import type { JobEvent, JobSnapshot } from '../core/job/job.js'
import { createNaming } from '../core/naming/naming.js'
import { readReferences } from '../core/people/references.js'
import type { PeopleSession } from '../core/people/session.js'
import { createPeopleSession } from '../core/people/session.js'
import { listedFiles } from '../core/pipeline/listed-files.js'
import { runInspection, runVerification } from '../core/pipeline/run-examination.js'
import type { JobContext } from '../core/pipeline/run-job.js'
import { runJob } from '../core/pipeline/run-job.js'
import type { MediaWorkshop } from '../core/ports.js'
import type { Result } from '../core/result.js'
import { err, ok } from '../core/result.js'
import type { DetectorOptions } from './detect/create-face-detector.js'
import { readPeopleModel } from './detect/model-files.js'
import type { ModelStore } from './detect/model-store.js'
import { createModelStore } from './detect/model-store.js'
import { readIdentityFiles } from './identify/identity-files.js'
import { openOutputFolder } from './files/output-folder.js'
import { productModelsFolder, userModelsFolder } from './files/places.js'
import { createSourceFiles } from './files/source-files.js'
import { createMediaWorkshop } from './media-workshop.js'
import type { Workshops } from './review-desk.js'
import { createReviewDesk } from './review-desk.js'
import type { CodecChoice } from './video/choose-codec.js'
import { problemOf } from './video/executable/check-program.js'
import { programAt, programOfSystem } from './video/executable/find-program.js'
import { createVideoWorkshop } from './video-workshop.js'

/** Where the engine keeps what it needs, and how much of the machine a review may take. */
export interface EngineOptions {
  /** Holds `manifest.json` and the weights it names. */
  readonly modelsFolder: string
  /** Holds models that the user added. */
  readonly userModelsFolder: string
  /** Path of the `ffmpeg` program that videos are read and written with; undefined: FFmpeg's libraries, or what the system has. */
  readonly ffmpeg?: string | undefined
  /** Files whose faces are looked for at the same time while a person reviews. */
  readonly reviewJobs: number
}

/** The product's own models, the user's data folder and one file at a time. */
export const ordinaryOptions = (): EngineOptions => ({
  modelsFolder: productModelsFolder(),
  userModelsFolder: userModelsFolder(process.env, process.platform),
  ffmpeg: process.env['ZASLONA_FFMPEG'] === '' ? undefined : process.env['ZASLONA_FFMPEG'],
  reviewJobs: 1,
})

/** The engine over this machine's files and processes. */
export function createEngine(options: EngineOptions): Engine {
  const store = createModelStore(options)
  const open = new Set<Workshops>()
  const codec = codecChoice(options)
  const openWorkshops = (jobs: number): Workshops => {
    const detector = detectorOptions(options, jobs)
    return { workshop: createMediaWorkshop({ detector, jobs }), videos: createVideoWorkshop({ detector, codec }) }
  }
  const desk = createReviewDesk(store, () => openWorkshops(options.reviewJobs))

  /** Runs `use` with workshops of its own, after the models were found unaltered; ends their processes. */
  const withWorkshops = async <Value>(
    jobs: number,
    use: (workshops: Workshops) => Promise<Result<Value, EngineError>>,
  ): Promise<Result<Value, EngineError>> => {
    const verified = await store.verify()
    if (!verified.ok) return verified
    const program = await verifyProgram(codec)
    if (!program.ok) return program
    const workshops = openWorkshops(jobs)
    open.add(workshops)
    try {
      return await use(workshops)
    } finally {
      open.delete(workshops)
      await closeWorkshops(workshops)
    }
  }

  return {
    redact: (signal, request, onEvent) =>
      withWorkshops(request.jobs, async (workshops) => {
        const verified = await verifyFor(options, request)
        if (!verified.ok) return verified
        const people = await openPeople(signal, request, workshops.workshop)
        if (!people.ok) return people
        const kept = people.value ? { people: people.value } : {}
        try {
          return await runInto(request, {
            signal,
            request,
            sources: createSourceFiles(),
            ...workshops,
            onEvent,
            ...kept,
          })
        } finally {
          people.value?.wipe()
        }
      }),
    release: (signal, request, onEvent) =>
      withWorkshops(request.jobs, (workshops) => release(signal, request, workshops, onEvent)),
    discover: async (signal, request, onEntry) => {
      await desk.discover(signal, request, onEntry)
      return ok(undefined)
    },
    find: (signal, request, onProgress) => desk.find(signal, request, onProgress),
    preview: (signal, request) => desk.preview(signal, request),
    findPeople: async (signal, request) => {
      const verified = await readPeopleModel(options.modelsFolder)
      return verified.ok ? desk.findPeople(signal, request) : err({ of: 'engine', error: verified.error })
    },
    recognize: async (signal, request, onProgress) => {
      const verified =
        request.files.length + request.videos.length > 0 ? await verifyRecognition(options, store) : ok(undefined)
      return verified.ok ? desk.recognize(signal, request, onProgress) : verified
    },
    inspect: (signal, request, onItem) =>
      withWorkshops(1, async (workshops) => {
        await runInspection({ signal, sources: createSourceFiles(), ...workshops }, request, onItem)
        return ok(undefined)
      }),
    verify: (signal, request, onItem) =>
      withWorkshops(1, async (workshops) => {
        await runVerification({ signal, sources: createSourceFiles(), ...workshops }, request, onItem)
        return ok(undefined)
      }),
    ...modelCommands(store),
    close: async () => {
      await Promise.all([desk.close(), ...[...open].map(closeWorkshops)])
    },
  }
}

const codecChoice = ({ ffmpeg }: EngineOptions): CodecChoice =>
  ffmpeg === undefined
    ? { kind: 'built-in', instead: programOfSystem(process.env['PATH']) }
    : { kind: 'program', program: programAt(ffmpeg) }

/** A program that somebody named must be usable before anything begins. */
async function verifyProgram(codec: CodecChoice): Promise<Result<void, EngineError>> {
  const problem = codec.kind === 'program' ? await problemOf(codec.program) : undefined
  return problem ? err({ code: 'ffmpeg-unusable', problem }) : ok(undefined)
}

const closeWorkshops = async ({ workshop, videos }: Workshops): Promise<void> => {
  await Promise.all([workshop.close(), videos.close()])
}

function release(
  signal: AbortSignal,
  { files, videosWithPhotoOptions, ...choices }: ReleaseRequest,
  workshops: Workshops,
  onEvent: (event: JobEvent) => void,
): Promise<Result<JobSnapshot, EngineError>> {
  const sources = files.map(({ source }) => source)
  const decisions = new Map(files.map(({ source, decision }) => [source, decision]))
  const inputs = sources.map(({ path }) => path)
  const request: RedactRequest = {
    ...choices,
    ...{ inputs, recursive: false, watch: false, dryRun: false },
    ...{ keep: [], allowInconsistent: false },
  }
  const decisionOn: JobContext['decisionOn'] = (source) => decisions.get(source)
  const listed = listedFiles(sources)
  return runInto(request, {
    signal,
    request,
    sources: listed,
    decisionOn,
    videosWithPhotoOptions,
    ...workshops,
    onEvent,
  })
}

/** Runs a job into the output folder it asks for. */
async function runInto(
  { inputs, output, dryRun, names, keepFolders }: RedactRequest,
  context: Omit<JobContext, 'output' | 'nameFor'>,
): Promise<Result<JobSnapshot, EngineError>> {
  const opened = await openOutputFolder({ output, inputs, dryRun })
  if (!opened.ok) return err(opened.error)
  try {
    const nameFor = createNaming({ names, keepFolders, randomBytes })
    return ok(await runJob({ ...context, output: opened.value, nameFor }))
  } finally {
    await opened.value.close()
  }
}

/** The people who stay visible, or undefined where everybody is covered. */
async function openPeople(
  signal: AbortSignal,
  { keep, limits, allowInconsistent }: RedactRequest,
  workshop: MediaWorkshop,
): Promise<Result<PeopleSession | undefined, EngineError>> {
  if (keep.length === 0) return ok(undefined)
  const read = await readReferences({ signal, sources: createSourceFiles(), workshop, limits }, keep)
  if (signal.aborted) return err({ code: 'canceled' })
  return read.ok ? ok(createPeopleSession(read.value, allowInconsistent)) : read
}

/** Networks that only some requests use are compared with their SHA-256 before such a request begins. */
async function verifyFor({ modelsFolder }: EngineOptions, request: RedactRequest): Promise<Result<void, ModelError>> {
  if (request.keep.length > 0) {
    const identity = await readIdentityFiles(modelsFolder)
    if (!identity.ok) return identity
  }
  if (request.cover !== 'faces') {
    const person = await readPeopleModel(modelsFolder)
    if (!person.ok) return person
  }
  return ok(undefined)
}

/** The detector looks at reference pictures, the identifier at every face. */
async function verifyRecognition(
  { modelsFolder }: EngineOptions,
  store: ModelStore,
): Promise<Result<unknown, ModelError>> {
  const detector = await store.verify()
  return detector.ok ? readIdentityFiles(modelsFolder) : detector
}

/** The processor is shared fairly: as many threads for each picture as leave every job one. */
const detectorOptions = (options: EngineOptions, jobs: number): DetectorOptions => ({
  modelsFolder: options.modelsFolder,
  userModelsFolder: options.userModelsFolder,
  threads: Math.max(1, Math.floor(os.availableParallelism() / jobs)),
})

const modelCommands = (store: ModelStore): Pick<Engine, 'listModels' | 'addModel' | 'removeModel'> => ({
  listModels: () => store.list(),
  addModel: (file, head) => store.add(file, head),
  removeModel: (name) => store.remove(name),
})
