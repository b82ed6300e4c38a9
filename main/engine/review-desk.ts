import type { EngineError, FindProgress, LookError, Preview } from '../core/contract/engine.js'
import type {
  DiscoverRequest,
  FindPeopleRequest,
  FindRequest,
  PreviewRequest,
  RecognizeRequest,
} from '../core/contract/requests.js'
import type { ItemFailure } from '../core/job/reasons.js'
import { failed } from '../core/job/reasons.js'
import { createFaceMemory } from '../core/people/face-memory.js'
import type { RecognizedPeople, RecognizeProgress } from '../core/people/recognize.js'
import { comparePeople } from '../core/people/recognize.js'
import type { FramePeople } from '../core/people/types.js'
import { findMedia } from '../core/pipeline/find-media.js'
import type { Discovered, MediaWorkshop, SourceFile } from '../core/ports.js'
import type { Result } from '../core/result.js'
import { err, ok } from '../core/result.js'
import type { FoundMedia } from '../core/review/found-media.js'
import type { VideoWorkshop } from '../core/video/ports.js'
import type { ModelStore } from './detect/model-store.js'
import { createSourceFiles } from './files/source-files.js'
import { refusedAtSight } from './refused-at-sight.js'

/** Where pictures and videos are opened. */
export interface Workshops {
  readonly workshop: MediaWorkshop
  readonly videos: VideoWorkshop
}

/** Looks at single files for a person who reviews them; its workshops stay open from one file to the next. */
export interface ReviewDesk {
  discover(signal: AbortSignal, request: DiscoverRequest, onEntry: (entry: Discovered) => void): Promise<void>
  find(
    signal: AbortSignal,
    request: FindRequest,
    onProgress: (progress: FindProgress) => void,
  ): Promise<Result<FoundMedia, LookError>>
  preview(signal: AbortSignal, request: PreviewRequest): Promise<Result<Preview, LookError>>
  findPeople(signal: AbortSignal, request: FindPeopleRequest): Promise<Result<readonly FramePeople[], LookError>>
  recognize(
    signal: AbortSignal,
    request: RecognizeRequest,
    onProgress: (progress: RecognizeProgress) => void,
  ): Promise<Result<RecognizedPeople, EngineError>>
  /** Ends the processes and forgets every face. */
  close(): Promise<void>
}

export function createReviewDesk(store: ModelStore, openWorkshops: () => Workshops): ReviewDesk {
  let workshops: Workshops | undefined
  const memory = createFaceMemory()
  const opened = (): Workshops => (workshops ??= openWorkshops())
  return {
    discover: async (signal, { inputs, recursive }, onEntry) => {
      for await (const entry of createSourceFiles().discover(signal, inputs, { recursive, watch: false })) {
        if (signal.aborted) return
        onEntry(entry.kind === 'file' ? await lookedAt(entry.source) : entry)
      }
    },
    find: async (signal, request, onProgress) => {
      const verified = await store.verify()
      if (!verified.ok) return err({ of: 'engine', error: verified.error })
      return attempt(() =>
        findMedia({ signal, ...opened(), onProgress: (stage, progress) => onProgress({ stage, progress }) }, request),
      )
    },
    preview: (signal, { source, ...order }) =>
      attempt(async () => {
        const { workshop, videos } = opened()
        const isVideo = (await videos.recognize(source)) !== undefined
        return isVideo ? videos.preview(signal, source, order) : workshop.preview(signal, source, order)
      }),
    findPeople: (signal, { source, limits }) =>
      attempt(async () => {
        const media = await opened().workshop.open(signal, source, limits)
        if (!media.ok) return media
        try {
          return await media.value.detectPeople(signal)
        } finally {
          await media.value.close()
        }
      }),
    recognize: (signal, request, onProgress) => {
      const { workshop, videos } = opened()
      return comparePeople({ signal, workshop, videos, sources: createSourceFiles(), memory, onProgress }, request)
    },
    close: async () => {
      memory.keepOnly([])
      const open = workshops
      workshops = undefined
      await Promise.all([open?.workshop.close(), open?.videos.close()])
    },
  }
}

/** A defect met in one file is that file's failure. */
async function attempt<Value>(look: () => Promise<Result<Value, ItemFailure>>): Promise<Result<Value, LookError>> {
  try {
    const result = await look()
    return result.ok ? ok(result.value) : err({ of: 'item', failure: result.error })
  } catch (error) {
    const detail = error instanceof Error ? error.name : 'unknown'
    return err({ of: 'item', failure: failed({ code: 'internal', detail }) })
  }
}

/** What a person has added is told apart at once: what is no photo or video need not wait for its turn. */
async function lookedAt(source: SourceFile): Promise<Discovered> {
  const failure = await refusedAtSight(source)
  return failure
    ? { kind: 'refused', path: source.path, failure, sizeBytes: source.sizeBytes }
    : { kind: 'file', source }
}
