import { countFaces, countUncertain } from '../detection/faces.js'
import type { FinishedState, ItemState, MediaId } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { PhotoDecision } from '../people/keep-photo.js'
import { surveyPhoto } from '../people/keep-photo.js'
import type { PeopleSeen, PeopleSession } from '../people/session.js'
import type { Finding } from '../verdict/finding.js'
import { surveyVideo } from '../video/process-video.js'
import { optionNotForVideos, videoContextOf } from './job-video.js'
import type { JobContext, QueuedFile } from './run-job.js'
import type { WorkQueue } from './work-queue.js'
import { createWorkQueue } from './work-queue.js'

export type SurveyContext = JobContext & { readonly people: PeopleSession }

/**
 * Looks at every file of the job and compares the people in them, before anything is written that shows somebody: whoever
 * is visible in one may be covered in all others. Returns the files that go on after that. Those that cannot be looked at
 * end here, and so do videos that show nobody.
 */
export async function surveyAll(
  context: SurveyContext,
  queue: WorkQueue<QueuedFile>,
  change: (id: MediaId, state: ItemState) => void,
): Promise<WorkQueue<QueuedFile>> {
  const surveyed = createWorkQueue<QueuedFile>()
  const survey = async (): Promise<void> => {
    for (let file = await queue.take(); file; file = await queue.take()) {
      const { id } = file
      const outcome = await surveyOne(context, file, (state) => change(id, state))
      if ('status' in outcome) change(id, outcome)
      else surveyed.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: context.request.jobs }, survey))
  surveyed.end()
  return surveyed
}

/** The file as it goes on, or how it ended already. A defect in one must not take the others with it. */
async function surveyOne(
  context: SurveyContext,
  file: QueuedFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState | QueuedFile> {
  if (context.signal.aborted) return { status: 'canceled' }
  try {
    const isVideo = (await context.videos.recognize(file.source)) !== undefined
    return isVideo ? await surveyOneVideo(context, file, onState) : await surveyOnePhoto(context, file, onState)
  } catch (error) {
    return { status: 'failed', error: { code: 'internal', detail: error instanceof Error ? error.name : 'unknown' } }
  }
}

async function surveyOnePhoto(
  { signal, request, people, workshop }: SurveyContext,
  file: QueuedFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState | QueuedFile> {
  const report = (share: number): void =>
    onState({ status: 'running', stage: 'detect', progress: surveyShare * Math.min(1, share) })
  report(0)
  const opened = await workshop.open(signal, file.source, request.limits)
  if (!opened.ok) return ended(opened.error)
  try {
    const survey = await surveyPhoto(signal, opened.value, file.id, people.people, request.thoroughness, report)
    if (!survey.ok) return ended(survey.error)
    people.add(file.id, survey.value)
    return file
  } finally {
    await opened.value.close()
  }
}

async function surveyOneVideo(
  context: SurveyContext,
  file: QueuedFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState | QueuedFile> {
  const { people } = context
  // It is refused, or goes as it was decided, when its turn comes.
  if (optionNotForVideos(context) !== undefined || context.decisionOn?.(file.source)) return file
  const asked = { item: file.id, people: people.people, add: (seen: PeopleSeen) => people.addVideo(seen) }
  const outcome = await surveyVideo(videoContextOf(context, file.source, onState), file.source, asked)
  return 'status' in outcome ? outcome : { ...file, surveyed: outcome }
}

/** The share of an item's work that lies in the survey. */
const surveyShare = 0.6

/** A photo that shows somebody who is covered in others waits for a person. */
export const withheldForConflict = (
  { covered, kept, perhaps }: PhotoDecision,
  findings: readonly Finding[],
): FinishedState => ({
  status: 'needs-review',
  reason: { code: 'person-inconsistent', findings },
  coverage: {
    faces: countFaces(covered),
    uncertain: countUncertain(covered),
    repeats: 0,
    people: { kept, perhaps, bareHeads: 0 },
  },
})
