import type { FrameFaces, Thoroughness } from '../../core/detection/types.js'
import type { CoverExtent } from '../../core/people/cover-more.js'
import type { KeepPerson } from '../../core/people/types.js'
import type { FaceIdentifier, SourceFile, Trace } from '../../core/ports.js'
import type { VideoDecision } from '../../core/review/decision.js'
import { isFace, keptPeople, recognizedPeople } from '../../core/review/kept-tracks.js'
import { foundTracks } from '../../core/review/video-decision.js'
import type { ParkedVideo } from '../../core/video/parked.js'
import type { OpenVideo, VideoCover, VideoExamination } from '../../core/video/ports.js'
import { uprightSize } from '../../core/video/turn.js'
import type { VideoInfo, VideoLimits, VideoPart, VideoTarget } from '../../core/video/types.js'
import type { Finding } from '../../core/verdict/finding.js'
import { failed } from '../../core/job/reasons.js'
import { MediaFailure, corrupt, settle, truncated } from '../image/media-failure.js'
import { createByteSource } from '../structure/byte-source.js'
import { analyzeVideo } from './analyze-video.js'
import { openStream } from './decode-frames.js'
import type { VideoStream } from './describe-stream.js'
import { examineVideo } from './examine-video.js'
import type { FrameDetector } from './frame-detector.js'
import { makePoster } from './make-poster.js'
import { isCutOff } from './movie-extent.js'
import type { VideoFile } from './open-input.js'
import { openVideoFile } from './open-input.js'
import type { RecognizeOrder } from './recognize-in-video.js'
import { checkInVideo, recognizeInVideo } from './recognize-in-video.js'
import type { SourceText } from './source-texts.js'
import { needlesOf, tellingTexts } from './source-texts.js'
import { FrameRecord } from './timeline.js'
import type { VideoCodec } from './video-codec.js'
import { videoTraces } from './video-traces.js'
import { WatchedVideo } from './watched-video.js'
import { writeVideo } from './write-video.js'

/** What working on a video needs beside the file. */
export interface VideoTools {
  /** Made on first use. Throws `MediaFailure` where there is none. */
  readonly codec: () => Promise<VideoCodec>
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
  const codec = await tools.codec()
  const file = await openVideoFile(source, limits)
  try {
    const isMovie = file.container === 'mp4' || file.container === 'mov' || file.container === '3gp'
    if (isMovie && (await isCutOff(createByteSource(file.handle, file.sizeBytes)))) throw truncated()
    const opened = await openStream(codec, file, limits)
    const texts = tellingTexts(opened.texts)
    const traces = videoTraces(opened)
    await opened.close()
    return new VideoInHand(codec, file, opened.stream, { texts, traces }, limits, tools, part)
  } catch (error) {
    await file.handle.close()
    throw error
  }
}

/** A poster comes from the middle of a short video, and of a long one from this frame: all before it must be decoded. */
const latestPosterFrame = 1_200

class VideoInHand implements OpenVideo {
  readonly info: VideoInfo
  readonly #codec: VideoCodec
  readonly #file: VideoFile
  readonly #stream: VideoStream
  readonly #texts: readonly SourceText[]
  readonly #limits: VideoLimits
  readonly #tools: VideoTools
  readonly #part: VideoPart | undefined
  #found: { readonly watched: WatchedVideo; readonly thoroughness: Thoroughness } | undefined
  #soundSeconds: number | undefined

  constructor(
    codec: VideoCodec,
    file: VideoFile,
    stream: VideoStream,
    told: { readonly texts: readonly SourceText[]; readonly traces: readonly Trace[] },
    limits: VideoLimits,
    tools: VideoTools,
    part: VideoPart | undefined,
  ) {
    this.#codec = codec
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
    extent: CoverExtent = 'faces',
  ): ReturnType<OpenVideo['detect']> {
    return settle(signal, 'detect', async () => {
      const source = await openStream(this.#codec, this.#file, this.#limits)
      const expected = Math.max(1, this.info.durationSeconds * this.info.framesPerSecond)
      const onFrame = (index: number): void => onProgress(Math.min(1, (index + 1) / expected))
      try {
        const detector = await this.#tools.detector()
        if (extent !== 'faces' && !detector.findPeople) throw noPeopleNetwork()
        const decoding = this.#decoding(onProgress)
        const record = await analyzeVideo(signal, source, decoding, detector, thoroughness, onFrame, extent)
        const watching = { record, thoroughness, extent, info: this.info, timeBase: this.#stream.timeBase }
        const watched = new WatchedVideo(watching, () => onProgress(1))
        this.#found = { watched, thoroughness }
        return watched.faces(() => onProgress(1))
      } finally {
        await source.close()
      }
    })
  }

  park(signal: AbortSignal): ReturnType<OpenVideo['park']> {
    return settle(signal, 'park', () => Promise.resolve(this.#watched.parked()))
  }

  resume(
    signal: AbortSignal,
    parked: ParkedVideo,
    onProgress: (share: number) => void,
  ): ReturnType<OpenVideo['resume']> {
    return settle(signal, 'resume', () => {
      const { thoroughness, extent } = parked
      const record = FrameRecord.resumed(parked.record)
      const watching = { record, thoroughness, extent, info: this.info, timeBase: this.#stream.timeBase }
      const watched = new WatchedVideo(watching, () => onProgress(1), parked)
      this.#found = { watched, thoroughness }
      return Promise.resolve(watched.faces(() => onProgress(1)))
    })
  }

  tracks(signal: AbortSignal): ReturnType<OpenVideo['tracks']> {
    return settle(signal, 'tracks', () => {
      const watched = this.#watched
      return Promise.resolve(foundTracks(watched.followed.tracks(), (frame) => watched.secondsAt(frame)))
    })
  }

  decide(
    signal: AbortSignal,
    decision: VideoDecision,
    onProgress?: (share: number) => void,
  ): ReturnType<OpenVideo['decide']> {
    return settle(signal, 'decide', async () => {
      const watched = this.#watched
      const onDone = onProgress ?? (() => undefined)
      const followed = this.#followed(onDone)
      const kept = keptPeople(watched.followed.tracks(), decision, followed.secondsAt)
      const isAnybody = kept.some(isFace)
      const identifier = this.#identifier
      const checked = isAnybody ? await checkInVideo(signal, { ...followed, kept }, identifier, onDone) : kept
      watched.decide(checked, decision.cover, () => onDone(1))
      return watched.faces(() => onDone(1))
    })
  }

  recognize(
    signal: AbortSignal,
    item: string,
    people: readonly KeepPerson[],
    onProgress: (share: number) => void,
  ): ReturnType<OpenVideo['recognize']> {
    return settle(signal, 'recognize', async () => {
      const watched = this.#watched
      const order = { ...this.#followed(onProgress), item, people }
      const { kept, perhaps, seen } = await recognizeInVideo(signal, order, this.#identifier, onProgress)
      watched.decide(recognizedPeople(kept), [], () => onProgress(1), perhaps)
      return { faces: watched.faces(() => onProgress(1)), seen }
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
      const watched = this.#watched
      const order = {
        ...this.#order(cover, target, stagedPath),
        source: { stream: this.#stream },
        needles: needlesOf(this.#texts),
        thoroughness,
        isSampled: watched.sampling,
        soundSeconds: this.#soundSeconds,
      }
      const outcome = await examineVideo(signal, order, await this.#tools.detector(), onProgress)
      const remaining = watched.unexpected(outcome.faces)
      watched.addFaces(remaining, () => onProgress(1))
      return {
        evidence: outcome.evidence,
        remaining: remaining.flatMap((faces) => asFindings(faces, this.#watched.secondsAt(faces.frame))),
        faces: watched.faces(() => onProgress(1)),
      }
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
      const watched = this.#watched
      const { threads } = this.#tools
      const needles = needlesOf(this.#texts)
      const every = watched.sampledEvery
      const frame = Math.floor(Math.min(watched.timeline.frames / 2, latestPosterFrame) / every) * every
      const accepted = watched.visibleAt(frame)
      const order = {
        codec: this.#codec,
        stagedPath,
        posterPath,
        format,
        frame,
        accepted,
        needles,
        thoroughness,
        threads,
      }
      return makePoster(signal, order, await this.#tools.detector())
    })
  }

  async close(): Promise<void> {
    this.#found = undefined
    await this.#file.handle.close()
  }

  /** Nothing is decided or written before somebody looked. */
  get #watched(): WatchedVideo {
    if (!this.#found) throw corrupt()
    return this.#found.watched
  }

  /** What looking at those who were followed once more takes. */
  #followed(onProgress: (share: number) => void): Omit<RecognizeOrder, 'item' | 'people'> {
    const watched = this.#watched
    return {
      codec: this.#codec,
      file: this.#file,
      options: this.#decoding(onProgress),
      pieces: () => watched.followed.pieces(),
      secondsAt: (frame) => watched.secondsAt(frame),
    }
  }

  /** Asked for only where a face is large enough to be described. */
  readonly #identifier = (): Promise<FaceIdentifier> => {
    const { identifier } = this.#tools
    if (!identifier) throw corrupt()
    return identifier()
  }

  #decoding(onProgress: (share: number) => void): Parameters<typeof analyzeVideo>[2] {
    const onSkipped = (): void => onProgress(0)
    return { limits: this.#limits, threads: this.#tools.threads, part: this.#part, onSkipped }
  }

  #order(cover: VideoCover, target: VideoTarget, stagedPath: string): Parameters<typeof writeVideo>[1] {
    if (!this.#found) throw corrupt()
    const { watched, thoroughness } = this.#found
    return {
      codec: this.#codec,
      file: this.#file,
      limits: this.#limits,
      part: this.#part,
      timeline: watched.timeline,
      cover,
      target,
      stagedPath,
      thoroughness,
      threads: this.#tools.threads,
    }
  }
}

/** Whoever asks for whole people must not get their faces alone. */
const noPeopleNetwork = (): MediaFailure =>
  new MediaFailure(failed({ code: 'internal', detail: 'detector: model-missing' }))

/** How long the part is, as far as the container tells how long the whole is. */
function secondsOfPart(seconds: number, part: VideoPart | undefined): number {
  if (!part || seconds === 0) return seconds
  return Math.max(0, Math.min(seconds, part.endSeconds ?? seconds) - part.startSeconds)
}

const asFindings = ({ frame, faces }: FrameFaces, seconds: number): readonly Finding[] =>
  faces.map(({ box, confidence }) => ({ code: 'face-visible', frame, seconds, box, confidence }))
