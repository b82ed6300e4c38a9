import type { Coverage, FinishedState, ItemState, Stage } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import { failed } from '../job/reasons.js'
import type { RedactRequest } from '../contract/requests.js'
import type { Attempt, StageStarts } from '../pipeline/release-when-clean.js'
import { releaseWhenClean, runningState } from '../pipeline/release-when-clean.js'
import type { DecodeLimits, OutputFolder, SourceFile, StagedFile } from '../ports.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { PeopleSeen } from '../people/session.js'
import type { KeepPerson } from '../people/types.js'
import type { Finding } from '../verdict/finding.js'
import type { VideoDecision } from '../review/decision.js'
import type { Thoroughness } from '../detection/types.js'
import { estimatedBytes } from './finished-size.js'
import { PaceMeter } from './pace.js'
import { commitWithPoster } from './poster.js'
import type { OpenVideo, VideoCover, VideoFaces, VideoWorkshop } from './ports.js'
import type { VideoFormat, VideoLimits, VideoPart, VideoTarget } from './types.js'
import { defaultVideoLimits } from './types.js'

/** How often a finished video may be redacted again because faces were found in it; a repeat takes minutes. */
export const maxVideoRepeats = 3

/** What a person may choose for a video. */
export interface VideoRequest {
  readonly thoroughness: Thoroughness
  readonly cover: VideoCover
  /** Undefined: WebM for WebM, MP4 for everything else. */
  readonly format?: VideoFormat
  readonly look: Omit<VideoTarget, 'format'>
  /** Undefined: all of it. */
  readonly part?: VideoPart | undefined
  readonly poster: boolean
  readonly limits: VideoLimits
  readonly dryRun: boolean
}

/** What a request for photos and videos asks of a video. Its style is always the opaque fill, see `VideoCover`. */
export function videoRequestOf(
  request: Pick<
    RedactRequest,
    | 'thoroughness'
    | 'color'
    | 'growShare'
    | 'videoFormat'
    | 'videoQuality'
    | 'videoSound'
    | 'videoCompatible'
    | 'videoPart'
    | 'videoPoster'
    | 'maxSizePx'
    | 'maxShortSidePx'
    | 'dryRun'
    | 'limits'
  >,
): VideoRequest {
  const { thoroughness, color, growShare, videoFormat, videoPart, videoPoster, dryRun, limits } = request
  const { videoQuality: quality, videoSound: sound, videoCompatible: compatible, maxSizePx, maxShortSidePx } = request
  return {
    thoroughness,
    cover: { color, growShare },
    ...(videoFormat === undefined ? {} : { format: videoFormat }),
    look: {
      quality,
      sound,
      compatible,
      ...(maxSizePx === undefined ? {} : { maxLongSidePx: maxSizePx }),
      ...(maxShortSidePx === undefined ? {} : { maxShortSidePx }),
    },
    ...(videoPart === undefined ? {} : { part: videoPart }),
    poster: videoPoster,
    limits: videoLimitsOf(limits),
    dryRun,
  }
}

/** Of the limits for pictures, the one on pixels holds for each frame of a video too. */
export const videoLimitsOf = ({ maxPixels }: Pick<DecodeLimits, 'maxPixels'>): VideoLimits => ({
  ...defaultVideoLimits,
  maxFramePixels: Math.min(defaultVideoLimits.maxFramePixels, maxPixels),
})

/** What a job knows of people to keep, for one video. */
export interface VideoPeople {
  /** Names the video among the files of the job. */
  readonly item: string
  readonly people: readonly KeepPerson[]
  /** Takes who is visible and covered in it; tells what keeps it from being written. */
  readonly compare: (seen: PeopleSeen) => readonly Finding[]
}

/** What the processing of one video needs around it. */
export interface VideoContext {
  readonly signal: AbortSignal
  readonly request: VideoRequest
  /** What a person decided; without it everybody is covered. */
  readonly decision?: VideoDecision
  /** Who stays visible where he is recognised. */
  readonly people?: VideoPeople
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
export async function processVideo(context: VideoContext, source: SourceFile): Promise<FinishedState> {
  context.onState(runningState(startOf, 'read', 0))
  const { signal, request, workshop } = context
  const opened = await workshop.open(signal, source, request.limits, request.part)
  if (!opened.ok) return ended(opened.error)
  try {
    return await new VideoRun(context, source, opened.value).run()
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

  async run(): Promise<FinishedState> {
    const { signal, request, decision, output } = this.#context
    // Who stays visible is known again only by a look like the one that the person saw.
    const thoroughness = decision?.foundWith ?? request.thoroughness
    const found = await this.#find(thoroughness)
    if (!found.ok) return ended(found.error)
    const decided = decision ? await this.#video.decide(signal, decision) : ok(undefined)
    if (!decided.ok) return ended(decided.error)
    this.#frames = found.value.faces.frames
    const conflicts = found.value.conflicts
    if (conflicts.length > 0)
      return {
        status: 'needs-review',
        reason: { code: 'person-inconsistent', findings: conflicts },
        coverage: coverageOf(found.value.faces, 0),
      }
    if (request.dryRun) return { status: 'planned', coverage: coverageOf(found.value.faces, 0) }
    const obstacle = await this.#spaceObstacle()
    if (obstacle) return ended(obstacle)

    const staged = await output.stage()
    if (!staged.ok) return ended(staged.error)
    try {
      return await this.#releaseWhenClean(found.value.faces, staged.value)
    } finally {
      await staged.value.discard()
    }
  }

  /** Finds everybody, and who of them stays visible; nothing is written while that contradicts another file. */
  async #find(
    thoroughness: Thoroughness,
  ): Promise<Result<{ readonly faces: VideoFaces; readonly conflicts: readonly Finding[] }, ItemFailure>> {
    const { signal, people } = this.#context
    const report = this.#reporter('detect')
    const share = people ? findingShare : 1
    const found = await this.#video.detect(signal, thoroughness, (done) => report(done * share))
    if (!found.ok) return found
    if (!people) return ok({ faces: found.value, conflicts: [] })
    const onRecognized = (done: number): void => report(share + done * (1 - share))
    const recognized = await this.#video.recognize(signal, people.item, people.people, onRecognized)
    if (!recognized.ok) return recognized
    const { faces, seen } = recognized.value
    return ok({ faces, conflicts: people.compare(seen) })
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
    return ok({ evidence, remaining, coverage: coverageOf(found, repeats), found: faces })
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

const coverageOf = ({ tracks, uncertain, reviewSeconds, people }: VideoFaces, repeats: number): Coverage => ({
  faces: tracks,
  uncertain,
  repeats,
  reviewSeconds,
  ...(people ? { people: { ...people, bareHeads: 0 } } : {}),
})
