import type { RedactRequest } from '../contract/requests.js'
import type { FinishedState, ItemState, MediaId } from '../job/item-state.js'
import { mediaId } from '../job/item-state.js'
import type { JobEvent, JobSnapshot } from '../job/job.js'
import type { PhotoOption } from '../job/reasons.js'
import { createJobStore } from '../job/job.js'
import type { MediaWorkshop, OutputFolder, SourceFile, SourceFiles } from '../ports.js'
import type { NameFor } from '../naming/naming.js'
import type { Decision } from '../review/decision.js'
import type { VideoWorkshop } from '../video/ports.js'
import { processVideo, videoRequestOf } from '../video/process-video.js'
import { processPhoto } from './process-photo.js'
import { createWorkQueue } from './work-queue.js'

/** What a job needs around it. */
export interface JobContext {
  readonly signal: AbortSignal
  readonly request: RedactRequest
  readonly sources: SourceFiles
  readonly workshop: MediaWorkshop
  readonly videos: VideoWorkshop
  readonly output: OutputFolder
  readonly nameFor: NameFor
  /** What a person decided on a file; without one every face that is found is covered. */
  readonly decisionOn?: (source: SourceFile) => Decision | undefined
  readonly onEvent: (event: JobEvent) => void
}

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'sequence'> : never

interface QueuedFile {
  readonly id: MediaId
  readonly source: SourceFile
}

/**
 * Processes every file that discovery brings, `request.jobs` at a time. One item's end never touches another; after a
 * cancel, what is queued ends as canceled, so that every item that was added also ends.
 */
export async function runJob(context: JobContext): Promise<JobSnapshot> {
  const store = createJobStore()
  const emit = (event: Unnumbered<JobEvent>): void => {
    const numbered = { ...event, sequence: store.job.sequence + 1 } as JobEvent
    store.apply(numbered)
    context.onEvent(numbered)
  }
  const change = (id: MediaId, state: ItemState): void => emit({ type: 'item-changed', id, state })
  const queue = createWorkQueue<QueuedFile>()
  const discover = async (): Promise<void> => {
    try {
      await discoverInto(context, emit, (file) => queue.push(file))
    } finally {
      emit({ type: 'discovery-ended' })
      queue.end()
    }
  }
  const work = async (): Promise<void> => {
    for (let file = await queue.take(); file; file = await queue.take()) {
      const { id, source } = file
      change(id, await processOne(context, source, (state) => change(id, state)))
    }
  }
  await Promise.all([discover(), ...Array.from({ length: context.request.jobs }, work)])
  emit({ type: 'job-ended' })
  return store.job
}

async function discoverInto(
  context: JobContext,
  emit: (event: Unnumbered<JobEvent>) => void,
  found: (file: QueuedFile) => void,
): Promise<void> {
  const { signal, request, sources } = context
  const { recursive, watch } = request
  const options = { recursive, watch, ignore: context.output.path }
  let count = 0
  for await (const entry of sources.discover(signal, request.inputs, options)) {
    const id = mediaId(++count)
    if (entry.kind === 'file') {
      emit({ type: 'item-added', id, input: entry.source.path })
      found({ id, source: entry.source })
      continue
    }
    emit({ type: 'item-added', id, input: entry.path })
    if (entry.failure.kind === 'refused')
      emit({ type: 'item-changed', id, state: { status: 'refused', reason: entry.failure.reason } })
    else if (entry.failure.kind === 'failed')
      emit({ type: 'item-changed', id, state: { status: 'failed', error: entry.failure.error } })
    else emit({ type: 'item-changed', id, state: { status: 'canceled' } })
  }
}

/** A defect in one item's processing must not take the others with it. */
async function processOne(
  context: JobContext,
  source: SourceFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState> {
  if (context.signal.aborted) return { status: 'canceled' }
  try {
    const isVideo = (await context.videos.recognize(source)) !== undefined
    return isVideo ? await processOneVideo(context, source, onState) : await processOnePhoto(context, source, onState)
  } catch (error) {
    return { status: 'failed', error: { code: 'internal', detail: error instanceof Error ? error.name : 'unknown' } }
  }
}

function processOnePhoto(
  context: JobContext,
  source: SourceFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState> {
  const decision = context.decisionOn?.(source)
  return processPhoto({ ...context, ...(decision?.kind === 'picture' ? { decision } : {}), onState }, source)
}

function processOneVideo(
  context: JobContext,
  source: SourceFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState> {
  const { request, videos } = context
  const option = photoOptionOf(request)
  if (option !== undefined) return Promise.resolve({ status: 'refused', reason: { code: 'not-for-videos', option } })
  const decision = context.decisionOn?.(source)
  return processVideo(
    {
      ...context,
      request: videoRequestOf(request),
      ...(decision?.kind === 'video' ? { decision } : {}),
      workshop: videos,
      onState,
    },
    source,
  )
}

/** What the request asks for that can be done to photos alone. */
function photoOptionOf({ roundSize, defeatFingerprint }: RedactRequest): PhotoOption | undefined {
  if (roundSize) return 'round-size'
  return defeatFingerprint ? 'defeat-fingerprint' : undefined
}
