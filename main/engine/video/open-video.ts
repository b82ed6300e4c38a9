import type { DetectedFace, FrameFaces, Thoroughness } from '../../core/detection/types.js'
import { keptStretches } from '../../core/people/video/kept-stretches.js'
import type { KeepPerson } from '../../core/people/types.js'
import type { FaceIdentifier, SourceFile, Trace } from '../../core/ports.js'
import type { Span, VideoDecision } from '../../core/review/decision.js'
import type { KeptPerson } from '../../core/review/kept-tracks.js'
import {
  coveredTracks,
  keptPeople,
  recognizedPeople,
  visibleAt,
  withoutVisible,
} from '../../core/review/kept-tracks.js'
import type { Stretch } from '../../core/review/video-decision.js'
import { foundTracks, spanFaces } from '../../core/review/video-decision.js'
import type { OpenVideo, VideoCover, VideoExamination, VideoFaces } from '../../core/video/ports.js'
import { FollowedVideo } from '../../core/video/tracking/followed-video.js'
import { trackingPolicies } from '../../core/video/tracking/policy.js'
import { uprightSize } from '../../core/video/turn.js'
import type { VideoInfo, VideoLimits, VideoPart, VideoTarget } from '../../core/video/types.js'
import type { Finding } from '../../core/verdict/finding.js'
import { corrupt, settle, truncated } from '../image/media-failure.js'
import { createByteSource } from '../structure/byte-source.js'
import { analyzeVideo } from './analyze-video.js'
import { silenceLibraries } from './av.js'
import { openStream } from './decode-frames.js'
import type { VideoStream } from './describe-stream.js'
import { examineVideo } from './examine-video.js'
import type { FrameDetector } from './frame-detector.js'
import { makePoster } from './make-poster.js'
import { isCutOff } from './movie-extent.js'
import type { VideoFile } from './open-input.js'
import { videoTraces } from './video-traces.js'
import { openVideoFile } from './open-input.js'
import { recognizePeople } from './recognize-people.js'
import type { SourceText } from './source-texts.js'
import { needlesOf, sourceTexts } from './source-texts.js'
import type { FrameRecord, VideoTimeline } from './timeline.js'
import { writeVideo } from './write-video.js'

/** What working on a video needs beside the file. */
export interface VideoTools {
  /** Made on first use. */
  readonly detector: () => Promise<FrameDetector>
  /** Made when somebody is to be recognised; undefined where nobody ever is. */
  readonly identifier?: () => Promise<FaceIdentifier>
  /** Threads of the decoders and encoders. */
  readonly threads: number
}

/** Opens a video file. Throws `MediaFailure`; the methods of what it returns do not throw. */
export async function openVideo(
  source: SourceFile,
  limits: VideoLimits,
  tools: VideoTools,
  part?: VideoPart,
): Promise<OpenVideo> {
  silenceLibraries()
  const file = await openVideoFile(source, limits)
  try {
    const isMovie = file.container === 'mp4' || file.container === 'mov' || file.container === '3gp'
    if (isMovie && (await isCutOff(createByteSource(file.handle, file.sizeBytes)))) throw truncated()
    const opened = await openStream(file, limits)
    const texts = sourceTexts(opened.demuxer)
    const traces = videoTraces(opened)
    await opened.demuxer.closeInput()
    return new VideoInHand(file, opened.stream, { texts, traces }, limits, tools, part)
  } catch (error) {
    await file.handle.close()
    throw error
  }
}

/** So often a finished video is looked at again for faces; and every frame around one at which a face was lost. */
const sampledSeconds: Readonly<Record<Thoroughness, number>> = { fast: 1, balanced: 0.5, thorough: 0.5 }

/** A poster comes from the middle of a short video, and of a long one from this frame: all before it must be decoded. */
const latestPosterFrame = 1_200

class VideoInHand implements OpenVideo {
  readonly info: VideoInfo
  readonly #file: VideoFile
  readonly #stream: VideoStream
  readonly #texts: readonly SourceText[]
  readonly #limits: VideoLimits
  readonly #tools: VideoTools
  readonly #part: VideoPart | undefined
  #record: FrameRecord | undefined
  #followed: FollowedVideo | undefined
  #faces: VideoFaces | undefined
  #soundSeconds: number | undefined
  #thoroughness: Thoroughness = 'balanced'
  /** People who stay visible. Tracks are numbered anew whenever more is seen; where they were seen stays. */
  #kept: readonly KeptPerson[] = []
  /** Covered tracks that may be somebody to keep; undefined where nobody was to be recognised. */
  #perhaps: number | undefined
  #spans: readonly Span[] = []

  constructor(
    file: VideoFile,
    stream: VideoStream,
    told: { readonly texts: readonly SourceText[]; readonly traces: readonly Trace[] },
    limits: VideoLimits,
    tools: VideoTools,
    part: VideoPart | undefined,
  ) {
    this.#file = file
    this.#stream = stream
    this.#texts = told.texts
    this.#limits = limits
    this.#tools = tools
    this.#part = part
    this.info = {
      container: file.container,
      size: uprightSize(stream.size, stream.turn),
      durationSeconds: secondsOfPart(stream.durationSeconds, part),
      framesPerSecond: stream.framesPerSecond,
      hasSound: stream.sound !== undefined,
      traces: told.traces,
    }
  }

  detect(
    signal: AbortSignal,
    thoroughness: Thoroughness,
    onProgress: (share: number) => void,
  ): ReturnType<OpenVideo['detect']> {
    return settle(signal, 'detect', async () => {
      const source = await openStream(this.#file, this.#limits)
      const expected = Math.max(1, this.info.durationSeconds * this.info.framesPerSecond)
      const onSkipped = (): void => onProgress(0)
      const options = { limits: this.#limits, threads: this.#tools.threads, part: this.#part, onSkipped }
      const onFrame = (index: number): void => onProgress(Math.min(1, (index + 1) / expected))
      try {
        const detector = await this.#tools.detector()
        this.#record = await analyzeVideo(signal, source, options, detector, thoroughness, onFrame)
      } finally {
        await source.demuxer.closeInput()
      }
      this.#thoroughness = thoroughness
      return this.#follow(this.#record, () => onProgress(1))
    })
  }

  tracks(signal: AbortSignal): ReturnType<OpenVideo['tracks']> {
    return settle(signal, 'tracks', () => {
      const record = this.#record
      const followed = this.#followed
      if (!record || !followed) throw corrupt()
      return Promise.resolve(foundTracks(followed.tracks(), (frame) => this.#secondsAt(record, frame)))
    })
  }

  decide(
    signal: AbortSignal,
    decision: VideoDecision,
    onProgress?: (share: number) => void,
  ): ReturnType<OpenVideo['decide']> {
    return settle(signal, 'decide', () => {
      const record = this.#record
      const followed = this.#followed
      if (!record || !followed) throw corrupt()
      this.#kept = keptPeople(followed.tracks(), decision, (frame) => this.#secondsAt(record, frame))
      this.#spans = decision.cover
      this.#follow(record, () => onProgress?.(0))
      return Promise.resolve(undefined)
    })
  }

  recognize(
    signal: AbortSignal,
    item: string,
    people: readonly KeepPerson[],
    onProgress: (share: number) => void,
  ): ReturnType<OpenVideo['recognize']> {
    return settle(signal, 'recognize', async () => {
      const record = this.#record
      const followed = this.#followed
      const { identifier, threads } = this.#tools
      if (!record || !followed || !identifier) throw corrupt()
      const onSkipped = (): void => onProgress(0)
      const options = { limits: this.#limits, threads, part: this.#part, onSkipped }
      const secondsAt = (frame: number): number => this.#secondsAt(record, frame)
      const order = { file: this.#file, options, pieces: () => followed.pieces(), secondsAt, item, people }
      const { kept, perhaps, seen } = await recognizePeople(signal, order, identifier, onProgress)
      this.#kept = recognizedPeople(kept)
      this.#perhaps = perhaps
      return { faces: this.#follow(record, () => onProgress(1)), seen }
    })
  }

  write(
    signal: AbortSignal,
    cover: VideoCover,
    target: VideoTarget,
    stagedPath: string,
    onProgress: (share: number) => void,
  ): ReturnType<OpenVideo['write']> {
    return settle(signal, 'write', async () => {
      const written = await writeVideo(signal, this.#order(cover, target, stagedPath), onProgress)
      this.#soundSeconds = written.soundSeconds
    })
  }

  examine(
    signal: AbortSignal,
    cover: VideoCover,
    target: VideoTarget,
    thoroughness: Thoroughness,
    stagedPath: string,
    onProgress: (share: number) => void,
  ): ReturnType<OpenVideo['examine']> {
    return settle(signal, 'examine', async (): Promise<VideoExamination> => {
      const order = {
        ...this.#order(cover, target, stagedPath),
        source: { stream: this.#stream },
        needles: needlesOf(this.#texts),
        thoroughness,
        isSampled: this.#sampling(),
        soundSeconds: this.#soundSeconds,
      }
      const outcome = await examineVideo(signal, order, await this.#tools.detector(), onProgress)
      const record = this.#record
      if (!record) throw corrupt()
      const remaining = withoutVisible(outcome.faces, this.#kept, (frame) => this.#secondsAt(record, frame))
      const faces = this.#addFaces(remaining, () => onProgress(1))
      return { evidence: outcome.evidence, remaining: remaining.flatMap(asFindings), faces }
    })
  }

  poster(
    signal: AbortSignal,
    { format }: VideoTarget,
    thoroughness: Thoroughness,
    stagedPath: string,
    posterPath: string,
  ): ReturnType<OpenVideo['poster']> {
    return settle(signal, 'poster', async () => {
      const { threads } = this.#tools
      const needles = needlesOf(this.#texts)
      const every = this.#sampledEvery
      const frame = Math.floor(Math.min(this.#timeline().frames / 2, latestPosterFrame) / every) * every
      const record = this.#record
      if (!record) throw corrupt()
      const accepted = visibleAt(this.#kept, this.#secondsAt(record, frame))
      const order = { stagedPath, posterPath, format, frame, accepted, needles, thoroughness, threads }
      return makePoster(signal, order, await this.#tools.detector())
    })
  }

  async close(): Promise<void> {
    this.#record = undefined
    this.#followed = undefined
    await this.#file.handle.close()
  }

  #order(cover: VideoCover, target: VideoTarget, stagedPath: string): Parameters<typeof writeVideo>[1] {
    const { limits, threads } = { limits: this.#limits, threads: this.#tools.threads }
    return {
      file: this.#file,
      limits,
      part: this.#part,
      timeline: this.#timeline(),
      cover,
      target,
      stagedPath,
      thoroughness: this.#thoroughness,
      threads,
    }
  }

  #timeline(): VideoTimeline {
    const record = this.#record
    const followed = this.#followed
    // Nothing is written before somebody looked.
    if (!record || !followed) throw corrupt()
    return {
      frames: record.frames,
      pixelAspect: record.pixelAspect ?? { num: 1, den: 1 },
      ticksAt: (index) => record.ticksAt(index),
      facesAt: (index): readonly DetectedFace[] => [
        ...followed.facesAt(index),
        ...spanFaces(this.#spans, this.#shownAt(record, index)),
      ],
    }
  }

  #sampling(): (index: number) => boolean {
    const every = this.#sampledEvery
    const ends = this.#kept.flatMap(({ sightings }) => [sightings[0]?.frame ?? -1, sightings.at(-1)?.frame ?? -1])
    const flagged = new Set(this.#followed?.lostAt.flatMap((frame) => [frame - 1, frame + 1, frame + 3]))
    for (const frame of ends) flagged.add(frame)
    return (index) => index % every === 0 || flagged.has(index)
  }

  get #sampledEvery(): number {
    return Math.max(1, Math.round(this.info.framesPerSecond * sampledSeconds[this.#thoroughness]))
  }

  /** Follows the faces anew from everything observed so far. */
  #follow(record: FrameRecord, onPiece: () => void): VideoFaces {
    const policy = trackingPolicies[this.#thoroughness]
    const { width, height } = this.info.size
    const framesPerSecond = this.#measuredRate(record)
    const looksPerSecond = Math.max(1, (framesPerSecond * record.looks) / Math.max(1, record.frames))
    const shape = { aspect: width / height, framesPerSecond, looksPerSecond: Math.min(60, looksPerSecond) }
    const kept = this.#kept
    const followed = new FollowedVideo(
      (frame) => record.observationsAt(frame),
      record.motions,
      shape,
      policy,
      (tracks) => coveredTracks(tracks, kept),
      onPiece,
      (frame) => record.peopleAt(frame),
    )
    this.#followed = followed
    return (this.#faces = {
      frames: record.frames,
      tracks: followed.count,
      uncertain: followed.countBelow(0.5),
      reviewSeconds: wholeSeconds(followed.lostAt.map((frame) => this.#secondsAt(record, frame))),
      ...this.#peopleOf(followed),
    })
  }

  #peopleOf(followed: FollowedVideo): Pick<VideoFaces, 'people'> {
    if (this.#perhaps === undefined) return {}
    const kept = keptStretches(this.#kept, (frame) => followed.facesAt(frame))
    return { people: { kept, perhaps: this.#perhaps } }
  }

  #secondsAt(record: FrameRecord, frame: number): number {
    const { num, den } = this.#stream.timeBase
    return (Number(record.ticksAt(frame)) * num) / den
  }

  /** When a frame is on the screen: the first one from the beginning, the last one to the end. */
  #shownAt(record: FrameRecord, frame: number): Stretch {
    return {
      fromSeconds: frame === 0 ? 0 : this.#secondsAt(record, frame),
      toSeconds: frame + 1 < record.frames ? this.#secondsAt(record, frame + 1) : Number.POSITIVE_INFINITY,
    }
  }

  #measuredRate(record: FrameRecord): number {
    const seconds = this.#secondsAt(record, record.frames - 1) - this.#secondsAt(record, 0)
    return seconds > 0 ? Math.max(1, (record.frames - 1) / seconds) : this.info.framesPerSecond
  }

  /** What was seen in a finished video is certain to be covered in the next. */
  #addFaces(faces: readonly FrameFaces[], onPiece: () => void): VideoFaces {
    const record = this.#record
    if (!record || !this.#faces) throw corrupt()
    if (faces.length === 0) return this.#faces
    for (const { frame, faces: seen } of faces)
      record.addObservations(
        frame,
        seen.map(({ box }) => ({ box, score: 1 })),
      )
    return this.#follow(record, onPiece)
  }
}

/** How long the part is, as far as the container tells how long the whole is. */
function secondsOfPart(seconds: number, part: VideoPart | undefined): number {
  if (!part || seconds === 0) return seconds
  return Math.max(0, Math.min(seconds, part.endSeconds ?? seconds) - part.startSeconds)
}

/** Each second once: nobody looks at a video more finely than that. */
const wholeSeconds = (seconds: readonly number[]): readonly number[] => [...new Set(seconds.map(Math.floor))]

const asFindings = ({ frame, faces }: FrameFaces): readonly Finding[] =>
  faces.map(({ box, confidence }) => ({ code: 'face-visible', frame, box, confidence }))
