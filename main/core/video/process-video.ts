import type { Coverage, FinishedState, ItemState, Stage } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import { failed } from '../job/reasons.js'
import type { Attempt, StageStarts } from '../pipeline/release-when-clean.js'
import { releaseWhenClean, runningState } from '../pipeline/release-when-clean.js'
import type { OutputFolder, SourceFile, StagedFile } from '../ports.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { CoverExtent } from '../people/cover-more.js'
import type { PeopleSeen } from '../people/session.js'
import type { KeepPerson } from '../people/types.js'
import type { Finding } from '../verdict/finding.js'
import type { VideoDecision } from '../review/decision.js'
import { estimatedBytes } from './finished-size.js'
import { PaceMeter } from './pace.js'
import type { ParkedVideo } from './parked.js'
import { commitWithPoster } from './poster.js'
import type { OpenVideo, VideoFaces, VideoWorkshop } from './ports.js'
import type { VideoFormat, VideoTarget } from './types.js'
import type { VideoRequest } from './video-request.js'

/** How often a finished video may be redacted again because faces were found in it; a repeat takes minutes. */
export const maxVideoRepeats = 3

/** What a job knows of people to keep, for one video. */
export interface VideoPeople {
  /** Names the video among the files of the job. */
  readonly item: string
  readonly people: readonly KeepPerson[]
  /** Takes who is visible and covered in it. */
  readonly add: (seen: PeopleSeen) => void
}

/** A video that was looked through and shows somebody: it waits, closed, until all others of its job were looked at. */
export interface SurveyedVideo {
  readonly faces: VideoFaces
  readonly parked: ParkedVideo
}

/** What the processing of one video needs around it. */
export interface VideoContext {
  readonly signal: AbortSignal
  readonly request: VideoRequest
  /** What a person decided; without it everybody is covered. */
  readonly decision?: VideoDecision
  readonly workshop: VideoWorkshop
  readonly output: OutputFolder
  /** Gives the file's name below the output folder; asked only for a file that may be released. */
  readonly nameFor: (source: SourceFile, target: { readonly format: VideoFormat }) => string
  readonly onState: (state: ItemState) => void
}

/** The share of the work that lies before each stage, measured on 1080p clips at the default setting. */
const startOf: StageStarts = { read: 0, detect: 0.01, redact: 0.55, verify: 0.8, release: 0.99 }

/** Of looking for faces and recognising them, this share is looking. */
const findingShare = 0.8

/** Takes one video from its original to a released file or a named reason why there is none. */
export const processVideo = (context: VideoContext, source: SourceFile): Promise<FinishedState> =>
  withOpenVideo(context, source, (run) => run.process())

/**
 * Looks through a video in which somebody may stay visible. One that shows nobody goes on to its end at once, for nothing
 * that is seen elsewhere can withhold it.
 */
export const surveyVideo = (
  context: VideoContext,
  source: SourceFile,
  people: VideoPeople,
): Promise<FinishedState | SurveyedVideo> => withOpenVideo(context, source, (run) => run.survey(people))

/** Goes on with a video that nothing seen in the others withholds. */
export const releaseSurveyed = (
  context: VideoContext,
  source: SourceFile,
  { parked }: SurveyedVideo,
): Promise<FinishedState> => withOpenVideo(context, source, (run) => run.resume(parked))

/** A video that shows somebody who is covered in other files waits for a person. */
export const withheldVideo = (
  { extent }: VideoRequest,
  { faces }: SurveyedVideo,
  findings: readonly Finding[],
): FinishedState => ({
  status: 'needs-review',
  reason: { code: 'person-inconsistent', findings },
  coverage: coverageOf(faces, extent, 0),
})

async function withOpenVideo<Outcome>(
  context: VideoContext,
  source: SourceFile,
  work: (run: VideoRun) => Promise<FinishedState | Outcome>,
): Promise<FinishedState | Outcome> {
  context.onState(runningState(startOf, 'read', 0))
  const { signal, request, workshop } = context
  const opened = await workshop.open(signal, source, request.limits, request.part)
  if (!opened.ok) return ended(opened.error)
  try {
    return await work(new VideoRun(context, source, opened.value))
  } finally {
    await opened.value.close()
  }
}

/** The work on one open video. */
class VideoRun {
  readonly #context: VideoContext
  readonly #source: SourceFile
  readonly #video: OpenVideo
  readonly #target: VideoTarget
  readonly #pace = new PaceMeter()
  /** An estimate until all of them were looked at. */
  #frames: number

  constructor(context: VideoContext, source: SourceFile, video: OpenVideo) {
    const { request } = context
    const { container, durationSeconds, framesPerSecond } = video.info
    this.#context = context
    this.#source = source
    this.#video = video
    this.#target = { ...request.look, format: request.format ?? (container === 'webm' ? 'webm' : 'mp4') }
    this.#frames = durationSeconds * framesPerSecond
  }

  async process(): Promise<FinishedState> {
    const { signal, request, decision } = this.#context
    // Who stays visible is known again only by a look like the one that the person saw.
    const thoroughness = decision?.foundWith ?? request.thoroughness
    const report = this.#reporter('detect')
    // Whoever stays visible is looked at once more.
    const share = decision && decision.keep.length > 0 ? findingShare : 1
    const onFound = (done: number): void => report(done * share)
    const found = await this.#video.detect(signal, thoroughness, onFound, request.extent)
    if (!found.ok) return ended(found.error)
    const onDecided = (done: number): void => report(share + done * (1 - share))
    const decided = decision ? await this.#video.decide(signal, decision, onDecided) : found
    return decided.ok ? this.#release(decided.value) : ended(decided.error)
  }

  async survey(people: VideoPeople): Promise<FinishedState | SurveyedVideo> {
    const { signal, request } = this.#context
    const report = this.#reporter('detect')
    const onFound = (done: number): void => report(done * findingShare)
    const found = await this.#video.detect(signal, request.thoroughness, onFound, request.extent)
    if (!found.ok) return ended(found.error)
    const onRecognized = (done: number): void => report(findingShare + done * (1 - findingShare))
    const recognized = await this.#video.recognize(signal, people.item, people.people, onRecognized)
    if (!recognized.ok) return ended(recognized.error)
    const { faces, seen } = recognized.value
    if (!showsSomebody(faces, seen)) {
      people.add(seen)
      return this.#release(faces)
    }
    const parked = await this.#video.park(signal)
    if (!parked.ok) {
      // A video that does not come out must have no part in what becomes of the others.
      for (const { descriptor } of seen.appearances) descriptor.fill(0)
      return ended(parked.error)
    }
    people.add(seen)
    return { faces, parked: parked.value }
  }

  async resume(parked: ParkedVideo): Promise<FinishedState> {
    const report = this.#reporter('detect')
    report(1)
    const found = await this.#video.resume(this.#context.signal, parked, () => report(1))
    return found.ok ? this.#release(found.value) : ended(found.error)
  }

  async #release(found: VideoFaces): Promise<FinishedState> {
    const { request, output } = this.#context
    this.#frames = found.frames
    if (request.dryRun) return { status: 'planned', coverage: coverageOf(found, request.extent, 0) }
    const obstacle = await this.#spaceObstacle()
    if (obstacle) return ended(obstacle)

    const staged = await output.stage()
    if (!staged.ok) return ended(staged.error)
    try {
      return await this.#releaseWhenClean(found, staged.value)
    } finally {
      await staged.value.discard()
    }
  }

  async #spaceObstacle(): Promise<ItemFailure | undefined> {
    const { durationSeconds: seconds, size } = this.#video.info
    const neededBytes = estimatedBytes(size, { frames: this.#frames, seconds }, this.#target)
    const freeBytes = await this.#context.output.freeBytes()
    const isEnough = freeBytes === undefined || freeBytes >= neededBytes
    return isEnough ? undefined : failed({ code: 'not-enough-space', neededBytes, freeBytes })
  }

  #releaseWhenClean(first: VideoFaces, staged: StagedFile): Promise<FinishedState> {
    const { signal } = this.#context
    let found = first
    return releaseWhenClean({
      signal,
      maxRepeats: maxVideoRepeats,
      attempt: async (repeats) => {
        const attempt = await this.#writeAndExamine(found, staged, repeats)
        if (attempt.ok) found = attempt.value.found
        return attempt
      },
      release: async (verdict, coverage) => {
        this.#reporter('release')
        const { request, output, nameFor } = this.#context
        const video = { signal, video: this.#video, target: this.#target, staged, verdict, coverage }
        const name = nameFor(this.#source, this.#target)
        if (request.poster) return commitWithPoster({ ...video, thoroughness: request.thoroughness, name, output })
        const committed = await staged.commit(name, verdict)
        return committed.ok ? { status: 'safe', output: committed.value, verdict, coverage } : ended(committed.error)
      },
    })
  }

  async #writeAndExamine(
    found: VideoFaces,
    staged: StagedFile,
    repeats: number,
  ): Promise<Result<Attempt & { readonly found: VideoFaces }, ItemFailure>> {
    const { signal, request } = this.#context
    const { cover, thoroughness } = request
    const written = await this.#video.write(signal, cover, this.#target, staged.path, this.#reporter('redact'))
    if (!written.ok) return written
    const onExamined = this.#reporter('verify')
    const examined = await this.#video.examine(signal, cover, this.#target, thoroughness, staged.path, onExamined)
    if (!examined.ok) return err(examined.error)
    const { evidence, remaining, faces } = examined.value
    return ok({ evidence, remaining, coverage: coverageOf(found, request.extent, repeats), found: faces })
  }

  /** Reports that a stage begins, and returns what reports how far it is. */
  #reporter(stage: Stage): (share: number) => void {
    const report = (share: number): void => {
      const state = runningState(startOf, stage, share)
      const pace = this.#pace.measure(stage, share, state.progress, this.#frames)
      this.#context.onState(pace ? { ...state, pace } : state)
    }
    report(0)
    return report
  }
}

/** Either of them would do; where they disagree, the video waits. */
const showsSomebody = ({ people }: VideoFaces, { appearances }: PeopleSeen): boolean =>
  (people?.kept.length ?? 0) > 0 || appearances.some(({ visible }) => visible)

function coverageOf(
  { covered, uncertain, reviewSeconds, bareHeads, people }: VideoFaces,
  extent: CoverExtent,
  repeats: number,
): Coverage {
  const more = people ?? (extent === 'faces' ? undefined : { kept: [], perhaps: 0 })
  const heads = extent === 'faces' ? 0 : bareHeads
  return {
    faces: covered,
    uncertain,
    repeats,
    reviewSeconds,
    ...(more ? { people: { ...more, bareHeads: heads } } : {}),
  }
}
