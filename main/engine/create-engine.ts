import { randomBytes } from 'node:crypto'
import os from 'node:os'
import type { Engine, EngineError, ModelError } from '../core/contract/engine.js'
import type { RedactRequest } from '../core/contract/requests.js'
import type { JobEvent, JobSnapshot } from '../core/job/job.js'
import { createNaming } from '../core/naming/naming.js'
import { readReferences } from '../core/people/references.js'
import type { PeopleSession } from '../core/people/session.js'
import { createPeopleSession } from '../core/people/session.js'
import { runInspection, runVerification } from '../core/pipeline/run-examination.js'
import { runJob } from '../core/pipeline/run-job.js'
import type { MediaWorkshop } from '../core/ports.js'
import type { VideoWorkshop } from '../core/video/ports.js'
import type { Result } from '../core/result.js'
import { err, ok } from '../core/result.js'
import type { DetectorOptions } from './detect/create-face-detector.js'
import type { ModelStore } from './detect/model-store.js'
import { createModelStore } from './detect/model-store.js'
import { readIdentityFiles } from './identify/identity-files.js'
import { readPersonModel } from './people/create-person-detector.js'
import { openOutputFolder } from './files/output-folder.js'
import { createSourceFiles } from './files/source-files.js'
import { createMediaWorkshop } from './media-workshop.js'
import { createVideoWorkshop } from './video-workshop.js'

/** Where the engine keeps what it needs; the defaults are the product's own folder and the user's settings. */
export interface EngineOptions {
  /** Holds `manifest.json` and the weights it names. */
  readonly modelsFolder: string
  /** Holds models that the user added. */
  readonly userModelsFolder: string
}

/** The engine over this machine's files and processes. */
export function createEngine(options: EngineOptions): Engine {
  const store = createModelStore(options)
  const open = new Set<Workshops>()

  /** Runs `use` with workshops of its own, after the models were found unaltered; ends their processes. */
  const withWorkshops = async <Value>(
    jobs: number,
    use: (workshops: Workshops) => Promise<Result<Value, EngineError>>,
  ): Promise<Result<Value, EngineError>> => {
    const verified = await store.verify()
    if (!verified.ok) return verified
    const detector = detectorOptions(options, jobs)
    const workshops = {
      workshop: createMediaWorkshop({ detector, jobs }),
      videos: createVideoWorkshop({ detector }),
    }
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
        return verified.ok ? redact(signal, request, workshops, onEvent) : verified
      }),
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
      await Promise.all([...open].map(closeWorkshops))
    },
  }
}

/** Where pictures and videos are opened. */
interface Workshops {
  readonly workshop: MediaWorkshop
  readonly videos: VideoWorkshop
}

const closeWorkshops = async ({ workshop, videos }: Workshops): Promise<void> => {
  await Promise.all([workshop.close(), videos.close()])
}

async function redact(
  signal: AbortSignal,
  request: RedactRequest,
  workshops: Workshops,
  onEvent: (event: JobEvent) => void,
): Promise<Result<JobSnapshot, EngineError>> {
  const { inputs, output, dryRun, names, keepFolders } = request
  const people = await openPeople(signal, request, workshops.workshop)
  if (!people.ok) return people
  const opened = await openOutputFolder({ output, inputs, dryRun })
  if (!opened.ok) return err(opened.error)
  try {
    const nameFor = createNaming({ names, keepFolders, randomBytes })
    const sources = createSourceFiles()
    const kept = people.value ? { people: people.value } : {}
    return ok(await runJob({ signal, request, sources, ...workshops, output: opened.value, nameFor, onEvent, ...kept }))
  } finally {
    people.value?.wipe()
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
    const person = await readPersonModel(modelsFolder)
    if (!person.ok) return person
  }
  return ok(undefined)
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
