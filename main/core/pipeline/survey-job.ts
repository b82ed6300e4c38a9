import { countFaces, countUncertain } from '../detection/faces.js'
import type { FinishedState, ItemState, MediaId } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { PhotoDecision } from '../people/keep-photo.js'
import { surveyPhoto } from '../people/keep-photo.js'
import type { PeopleSession } from '../people/session.js'
import type { Finding } from '../verdict/finding.js'
import type { JobContext, QueuedFile } from './run-job.js'
import type { WorkQueue } from './work-queue.js'
import { createWorkQueue } from './work-queue.js'

export type SurveyContext = JobContext & { readonly people: PeopleSession }

/** The files of a job that go on after the survey. */
export interface Surveyed {
  readonly photos: WorkQueue<QueuedFile>
  readonly videos: WorkQueue<QueuedFile>
}

/**
 * Looks at every photo of the job and compares the people in them, before anything is written: whoever is visible in one
 * may be covered in all others. Photos that cannot be looked at end here; videos are looked at when their turn comes.
 */
export async function surveyAll(
  context: SurveyContext,
  queue: WorkQueue<QueuedFile>,
  change: (id: MediaId, state: ItemState) => void,
): Promise<Surveyed> {
  const [photos, videos] = [createWorkQueue<QueuedFile>(), createWorkQueue<QueuedFile>()]
  const survey = async (): Promise<void> => {
    for (let file = await queue.take(); file; file = await queue.take()) {
      const { id } = file
      const finished = await surveyOne(context, file, (state) => change(id, state))
      if (finished === 'video') videos.push(file)
      else if (finished) change(id, finished)
      else photos.push(file)
    }
  }
  await Promise.all(Array.from({ length: context.request.jobs }, survey))
  photos.end()
  videos.end()
  return { photos, videos }
}

/** The state of a photo that ended already, or undefined; or that it is a video. A defect in one must not take the others with it. */
async function surveyOne(
  context: SurveyContext,
  { id, source }: QueuedFile,
  onState: (state: ItemState) => void,
): Promise<FinishedState | 'video' | undefined> {
  const { signal, request, people, workshop, videos } = context
  if (signal.aborted) return { status: 'canceled' }
  try {
    if ((await videos.recognize(source)) !== undefined) return 'video'
    const report = (share: number): void =>
      onState({ status: 'running', stage: 'detect', progress: surveyShare * Math.min(1, share) })
    report(0)
    const opened = await workshop.open(signal, source, request.limits)
    if (!opened.ok) return ended(opened.error)
    try {
      const survey = await surveyPhoto(signal, opened.value, id, people.people, request.thoroughness, report)
      if (!survey.ok) return ended(survey.error)
      people.add(id, survey.value)
      return undefined
    } finally {
      await opened.value.close()
    }
  } catch (error) {
    return { status: 'failed', error: { code: 'internal', detail: error instanceof Error ? error.name : 'unknown' } }
  }
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
