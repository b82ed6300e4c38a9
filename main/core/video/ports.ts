import type { Thoroughness } from '../detection/types.js'
import type { PixelSize } from '../geometry/box.js'
import type { ItemFailure } from '../job/reasons.js'
import type { CoverExtent } from '../people/cover-more.js'
import type { PeopleSeen } from '../people/session.js'
import type { FaceDescription, KeepPerson, PeopleCoverage } from '../people/types.js'
import type { TrackLook } from '../people/video/track-looks.js'
import type { Preview } from '../contract/engine.js'
import type { PreviewOrder, SourceFile, Trace } from '../ports.js'
import type { VideoDecision } from '../review/decision.js'
import type { FoundTrack } from '../review/found-media.js'
import type { Color } from '../redaction/types.js'
import type { Result } from '../result.js'
import type { Audit } from '../verdict/audit.js'
import type { Finding } from '../verdict/finding.js'
import type { Evidence } from '../verdict/verdict.js'
import type { ParkedVideo } from './parked.js'
import type { VideoContainer, VideoInfo, VideoLimits, VideoPart, VideoTarget } from './types.js'

/** What a video's faces are covered with. In a video always an opaque fill: a moving mosaic can be averaged back. */
export interface VideoCover {
  readonly color: Color
  /** Share of a face's width and height added on each side. */
  readonly growShare: number
}

/** What looking through all frames brought. The boxes themselves stay in the process that decodes. */
export interface VideoFaces {
  readonly frames: number
  /** People who are covered, if only for a time; one who leaves and comes back counts twice. */
  readonly covered: number
  /** Of these, covered on weak evidence. */
  readonly uncertain: number
  /** Seconds of the finished video at which somebody was lost without a visible reason, so that the cover was widened. */
  readonly reviewSeconds: readonly number[]
  /** Of `covered`, people whose head was seen, but no face of it. */
  readonly bareHeads: number
  /** Only where somebody was to be recognised, or stays visible because a person decided so. */
  readonly people?: Pick<PeopleCoverage, 'kept' | 'perhaps'>
}

/** Who was recognised in a video, and what comparing it with other files needs. */
export interface VideoRecognition {
  readonly faces: VideoFaces
  readonly seen: PeopleSeen
}

/** The result of examining a finished video. */
export interface VideoExamination {
  readonly evidence: Evidence
  /** Faces seen in the finished video. They were added to what the next `write` covers. */
  readonly remaining: readonly Finding[]
  /** What the next `write` covers. */
  readonly faces: VideoFaces
}

/** The result of making and examining a picture out of a finished video. */
export type PosterExamination = Pick<VideoExamination, 'evidence' | 'remaining'>

/**
 * One video held open in a process of its own. `detect` or `resume` comes first; `write` may be repeated and always starts from the
 * original, covering all that `detect` and earlier examinations found.
 */
export interface OpenVideo {
  readonly info: VideoInfo
  /** Follows everybody. `extent`: what later calls cover of everybody who is covered; undefined: the face. */
  detect(
    signal: AbortSignal,
    thoroughness: Thoroughness,
    onProgress: (share: number) => void,
    extent?: CoverExtent,
  ): Promise<Result<VideoFaces, ItemFailure>>
  /** All that was seen and decided so far, so that the video can be closed and go on later. */
  park(signal: AbortSignal): Promise<Result<ParkedVideo, ItemFailure>>
  /** Goes on where a video was parked; the same file must have been opened again. */
  resume(
    signal: AbortSignal,
    parked: ParkedVideo,
    onProgress: (share: number) => void,
  ): Promise<Result<VideoFaces, ItemFailure>>
  /** The people that `detect` followed. */
  tracks(signal: AbortSignal): Promise<Result<readonly FoundTrack[], ItemFailure>>
  /**
   * What a person decided on them: whom later calls leave visible, and what they cover besides. Looks once more at each of
   * these in the original; they stay visible as long as the face is surely one and the same person's.
   */
  decide(
    signal: AbortSignal,
    decision: VideoDecision,
    onProgress?: (share: number) => void,
  ): Promise<Result<VideoFaces, ItemFailure>>
  /**
   * Looks in the original for people to keep among those that `detect` followed. Later calls leave them visible as long
   * as each is surely recognised, and nobody else. `item` names the video in the appearances.
   */
  recognize(
    signal: AbortSignal,
    item: string,
    people: readonly KeepPerson[],
    onProgress: (share: number) => void,
  ): Promise<Result<VideoRecognition, ItemFailure>>
  /** Redacts and encodes into `stagedPath`, which exists, is empty and is fsynced before this returns. */
  write(
    signal: AbortSignal,
    cover: VideoCover,
    target: VideoTarget,
    stagedPath: string,
    onProgress: (share: number) => void,
  ): Promise<Result<void, ItemFailure>>
  /** Decodes the staged file from disk and makes every examination of it. */
  examine(
    signal: AbortSignal,
    cover: VideoCover,
    target: VideoTarget,
    thoroughness: Thoroughness,
    stagedPath: string,
    onProgress: (share: number) => void,
  ): Promise<Result<VideoExamination, ItemFailure>>
  /** Makes a JPEG out of the finished video in `stagedPath`, writes it into `posterPath` and examines it there. */
  poster(
    signal: AbortSignal,
    target: VideoTarget,
    thoroughness: Thoroughness,
    stagedPath: string,
    posterPath: string,
  ): Promise<Result<PosterExamination, ItemFailure>>
  close(): Promise<void>
}

/** What one video would tell whoever gets it. */
export interface VideoInspection {
  readonly container: VideoContainer
  readonly size: PixelSize
  readonly frames: number
  readonly durationSeconds: number
  readonly traces: readonly Trace[]
  /** Faces in that of the sampled frames that shows most. */
  readonly mostFaces: number
}

/** The engine's door to videos. */
export interface VideoWorkshop {
  /** What kind of video the file's first bytes announce; undefined for everything that is no video Zaslona reads. */
  recognize(source: SourceFile): Promise<VideoContainer | undefined>
  /** `part`: what is to be worked on; undefined for all of the video. */
  open(
    signal: AbortSignal,
    source: SourceFile,
    limits: VideoLimits,
    part: VideoPart | undefined,
  ): Promise<Result<OpenVideo, ItemFailure>>
  /** What the file tells; faces are counted on sampled frames. */
  inspect(
    signal: AbortSignal,
    source: SourceFile,
    limits: VideoLimits,
    thoroughness: Thoroughness,
  ): Promise<Result<VideoInspection, ItemFailure>>
  /** Examines a video that somebody else made: structure, file attributes, hidden data, visible faces in sampled frames, sound. */
  audit(
    signal: AbortSignal,
    source: SourceFile,
    limits: VideoLimits,
    thoroughness: Thoroughness,
  ): Promise<Result<Audit, ItemFailure>>
  /** What faces look like at the given moments, in the order of these; undefined for one that cannot be described. */
  describe(
    signal: AbortSignal,
    source: SourceFile,
    limits: VideoLimits,
    looks: readonly TrackLook[],
  ): Promise<Result<readonly (FaceDescription | undefined)[], ItemFailure>>
  /** One frame, as it is or with covers, for a person to look at. */
  preview(signal: AbortSignal, source: SourceFile, order: PreviewOrder): Promise<Result<Preview, ItemFailure>>
  close(): Promise<void>
}
