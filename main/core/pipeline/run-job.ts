import type { RedactRequest, ReleaseRequest } from '../contract/requests.js'
import type { FinishedState, ItemState, MediaId } from '../job/item-state.js'
import { mediaId } from '../job/item-state.js'
import type { JobEvent, JobSnapshot } from '../job/job.js'
import { createJobStore } from '../job/job.js'
import type { MediaWorkshop, OutputFolder, SourceFile, SourceFiles } from '../ports.js'
import type { NameFor } from '../naming/naming.js'
import type { Decision } from '../review/decision.js'
import type { VideoWorkshop } from '../video/ports.js'
import type { SurveyedVideo } from '../video/process-video.js'
import { processVideo, releaseSurveyed, withheldVideo } from '../video/process-video.js'
import type { PeopleSession } from '../people/session.js'
import { optionNotForVideos, videoContextOf } from './job-video.js'
import { processPhoto } from './process-photo.js'
import { surveyAll, withheldForConflict } from './survey-job.js'
import type { WorkQueue } from './work-queue.js'
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
  /** Undefined: `refuse`. */
  readonly videosWithPhotoOptions?: ReleaseRequest['videosWithPhotoOptions']
  readonly onEvent: (event: JobEvent) => void
  /** Where somebody stays visible: the job then looks at all photos before it writes the first. */
  readonly people?: PeopleSession
}

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'sequence'> : never

/** One file of the job. */
export interface QueuedFile {
  readonly id: MediaId
  readonly source: SourceFile
  /** A video that was looked through; photos are known to the job's `people`. */
  readonly surveyed?: SurveyedVideo
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
  const work = async (files: WorkQueue<QueuedFile>): Promise<void> => {
    for (let file = await files.take(); file; file = await files.take()) {
      const { id } = file
      change(id, await processOne(context, file, (state) => change(id, state)))
    }
  }
  const workers = (files: WorkQueue<QueuedFile>): Promise<void>[] =>
    Array.from({ length: context.request.jobs }, () => work(files))
  const { people } = context
  if (people) {
    const [surveyed] = await Promise.all([surveyAll({ ...context, people }, queue, change), discover()])
    people.compare()
    await Promise.all(workers(surveyed))
  } else await Promise.all([discover(), ...workers(queue)])
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
  file: QueuedFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState> {
  if (context.signal.aborted) return { status: 'canceled' }
  try {
    const isVideo = (await context.videos.recognize(file.source)) !== undefined
    return isVideo ? await processOneVideo(context, file, onState) : await processOnePhoto(context, file, onState)
  } catch (error) {
    return { status: 'failed', error: { code: 'internal', detail: error instanceof Error ? error.name : 'unknown' } }
  }
}

function processOnePhoto(
  { people, ...context }: JobContext,
  { id, source }: QueuedFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState> {
  const decision = context.decisionOn?.(source)
  if (decision?.kind === 'picture') return processPhoto({ ...context, decision, onState }, source)
  const surveyed = people?.decisionFor(id)
  const findings = people?.conflictsOf(id) ?? []
  if (surveyed && findings.length > 0) return Promise.resolve(withheldForConflict(surveyed, findings))
  return processPhoto({ ...context, ...(surveyed ? { surveyed } : {}), onState }, source)
}

function processOneVideo(
  context: JobContext,
  { id, source, surveyed }: QueuedFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState> {
  const option = optionNotForVideos(context)
  if (option !== undefined) return Promise.resolve({ status: 'refused', reason: { code: 'not-for-videos', option } })
  const video = videoContextOf(context, source, onState)
  if (!surveyed) return processVideo(video, source)
  const findings = context.people?.conflictsOf(id) ?? []
  if (findings.length > 0) return Promise.resolve(withheldVideo(video.request, surveyed, findings))
  return releaseSurveyed(video, source, surveyed)
}
