import type { DetectedFace, FrameFaces, Thoroughness } from '../../core/detection/types.js'
import type { CoverExtent } from '../../core/people/cover-more.js'
import { keptStretches } from '../../core/people/video/kept-stretches.js'
import type { Span } from '../../core/review/decision.js'
import type { KeptPerson } from '../../core/review/kept-tracks.js'
import { coveredTracks, isFace, visibleAt, withoutVisible } from '../../core/review/kept-tracks.js'
import type { TimeSpan } from '../../core/review/video-decision.js'
import { spanFaces } from '../../core/review/video-decision.js'
import type { VideoFaces } from '../../core/video/ports.js'
import type { ParkedVideo } from '../../core/video/parked.js'
import { followBodies, wholeCovers } from '../../core/video/tracking/follow-bodies.js'
import { FollowedVideo } from '../../core/video/tracking/followed-video.js'
import { trackingPolicies } from '../../core/video/tracking/policy.js'
import type { VideoShape } from '../../core/video/tracking/track-faces.js'
import type { VideoInfo } from '../../core/video/types.js'
import type { VideoStream } from './describe-stream.js'
import type { FrameRecord, VideoTimeline } from './timeline.js'

/** So often a finished video is looked at again for faces; and every frame around one at which a face was lost. */
const sampledSeconds: Readonly<Record<Thoroughness, number>> = { fast: 1, balanced: 0.5, thorough: 0.5 }

/** A track that is less surely a face than this is for a person to look at. */
const certainConfidence = 0.5

/** The video that was looked at, and how. */
export interface Watching {
  readonly record: FrameRecord
  readonly thoroughness: Thoroughness
  /** What is covered of everybody who is covered. */
  readonly extent: CoverExtent
  readonly info: Pick<VideoInfo, 'size' | 'framesPerSecond'>
  readonly timeBase: VideoStream['timeBase']
}

/** A video after every frame was looked at: everybody in it, followed through time, and who of them stays visible. */
export class WatchedVideo {
  readonly #watching: Watching
  #followed: FollowedVideo
  /** Whole people, where these are covered. */
  #bodies: FollowedVideo | undefined
  /** People who stay visible. Tracks are numbered anew whenever more is seen; where they were seen stays. */
  #kept: readonly KeptPerson[] = []
  /** Covered tracks that may be somebody to keep; undefined where nobody was to be recognised. */
  #perhaps: number | undefined
  #spans: readonly Span[] = []

  /**
   * `onPiece` is told now and then while everybody is followed, which takes a while in a long video. `parked`: who stays
   * visible in a video that was looked through before.
   */
  constructor(watching: Watching, onPiece: () => void, parked?: Pick<ParkedVideo, 'kept' | 'perhaps'>) {
    this.#watching = watching
    this.#kept = parked?.kept ?? []
    this.#perhaps = parked?.perhaps
    this.#followed = this.#follow(onPiece)
    this.#bodies = this.#followBodies(onPiece)
  }

  /** For the time in which the video is closed. */
  parked(): ParkedVideo {
    const { record, thoroughness, extent } = this.#watching
    return { record: record.parked(), thoroughness, extent, kept: this.#kept, perhaps: this.#perhaps }
  }

  /** Everybody who was followed, whoever stays visible. */
  get followed(): FollowedVideo {
    return this.#followed
  }

  /** `onPiece` is told now and then, for what is left of stretches under the covers of others takes a while. */
  faces(onPiece: () => void): VideoFaces {
    const followed = this.#followed
    return {
      frames: this.#watching.record.frames,
      covered: followed.count,
      uncertain: followed.countBelow(certainConfidence),
      reviewSeconds: wholeSeconds(followed.lostAt.map((frame) => this.secondsAt(frame))),
      bareHeads: followed.bareHeads,
      ...this.#people(onPiece),
    }
  }

  /** What is to be painted over, frame by frame. */
  get timeline(): VideoTimeline {
    const { record } = this.#watching
    return {
      frames: record.frames,
      pixelAspect: record.pixelAspect ?? { num: 1, den: 1 },
      lastDurationTicks: record.lastDurationTicks,
      ticksAt: (index) => record.ticksAt(index),
      facesAt: (index): readonly DetectedFace[] => [
        ...this.#coversAt(index),
        ...spanFaces(this.#spans, this.#shownAt(index)),
      ],
    }
  }

  /** Frames from one sample of the finished video to the next. */
  get sampledEvery(): number {
    const { info, thoroughness } = this.#watching
    return Math.max(1, Math.round(info.framesPerSecond * sampledSeconds[thoroughness]))
  }

  /** Is this frame of the finished video looked at again? Regularly, where a face was lost, and where somebody begins or ends to be visible. */
  get sampling(): (index: number) => boolean {
    const every = this.sampledEvery
    const lost = this.#followed.lostAt.flatMap((frame) => [frame - 1, frame + 1, frame + 3])
    const ends = this.#kept.flatMap(({ sightings }) => [sightings[0]?.frame ?? -1, sightings.at(-1)?.frame ?? -1])
    const flagged = new Set([...lost, ...ends])
    return (index) => index % every === 0 || flagged.has(index)
  }

  secondsAt(frame: number): number {
    const { record, timeBase } = this.#watching
    return (Number(record.ticksAt(frame)) * timeBase.num) / timeBase.den
  }

  /** Leaves these people visible and covers these areas from now on. `perhaps`: see `VideoFaces`. */
  decide(kept: readonly KeptPerson[], spans: readonly Span[], onPiece: () => void, perhaps?: number): void {
    this.#kept = kept
    this.#spans = spans
    this.#perhaps = perhaps
    this.#followAnew(onPiece)
  }

  /** Those faces of a finished video that nobody left visible. */
  unexpected(faces: readonly FrameFaces[]): readonly FrameFaces[] {
    return withoutVisible(faces, this.#kept, (frame) => this.secondsAt(frame))
  }

  /** Where somebody stays visible in a frame. */
  visibleAt(frame: number): ReturnType<typeof visibleAt> {
    return visibleAt(this.#kept, this.secondsAt(frame))
  }

  /** What was seen in a finished video is certain to be covered in the next. */
  addFaces(faces: readonly FrameFaces[], onPiece: () => void): void {
    if (faces.length === 0) return
    for (const { frame, faces: seen } of faces)
      this.#watching.record.addObservations(
        frame,
        seen.map(({ box }) => ({ box, score: 1 })),
      )
    this.#followAnew(onPiece)
  }

  #followAnew(onPiece: () => void): void {
    this.#followed = this.#follow(onPiece)
    this.#bodies = this.#followBodies(onPiece)
  }

  /** Follows the faces anew from everything observed so far. */
  #follow(onPiece: () => void): FollowedVideo {
    const { record, thoroughness } = this.#watching
    const kept = this.#kept
    return new FollowedVideo(
      (frame) => record.observationsAt(frame),
      record.motions,
      this.#shape,
      trackingPolicies[thoroughness],
      (tracks) => coveredTracks(tracks, kept),
      onPiece,
      (frame) => record.peopleAt(frame),
    )
  }

  #followBodies(onPiece: () => void): FollowedVideo | undefined {
    const { record, extent } = this.#watching
    if (extent !== 'people') return undefined
    const faces = this.#kept.filter(isFace)
    return followBodies({
      bodiesAt: (frame) => record.bodiesAt(frame),
      looks: record.bodyLooks,
      motions: record.motions,
      shape: this.#shape,
      coveredAt: (frame) => this.#followed.facesAt(frame),
      visibleAt: (frame) => visibleAt(faces, this.secondsAt(frame)),
      onPiece,
    })
  }

  get #shape(): VideoShape {
    const { record, info } = this.#watching
    const framesPerSecond = this.#measuredRate()
    const perSecond = (count: number): number => Math.min(60, (framesPerSecond * count) / Math.max(1, record.frames))
    return {
      aspect: info.size.width / info.size.height,
      framesPerSecond,
      looksPerSecond: Math.max(1, perSecond(record.looks.full)),
      glimpsesPerSecond: perSecond(record.looks.glimpse),
    }
  }

  /** What is covered of the people in a frame, but for what somebody drew. */
  #coversAt(frame: number): readonly DetectedFace[] {
    return wholeCovers(this.#watching.extent, this.#followed.facesAt(frame), this.#bodies?.facesAt(frame) ?? [])
  }

  #people(onPiece: () => void): Pick<VideoFaces, 'people'> {
    if (this.#perhaps === undefined && !this.#kept.some(isFace)) return {}
    const kept = keptStretches(this.#kept, (frame) => this.#coversAt(frame), onPiece)
    return { people: { kept, perhaps: this.#perhaps ?? 0 } }
  }

  /** When a frame is on the screen: the first one from the beginning, the last one to the end. */
  #shownAt(frame: number): TimeSpan {
    return {
      fromSeconds: frame === 0 ? 0 : this.secondsAt(frame),
      toSeconds: frame + 1 < this.#watching.record.frames ? this.secondsAt(frame + 1) : Number.POSITIVE_INFINITY,
    }
  }

  #measuredRate(): number {
    const { record, info } = this.#watching
    const seconds = this.secondsAt(record.frames - 1) - this.secondsAt(0)
    return seconds > 0 ? Math.max(1, (record.frames - 1) / seconds) : info.framesPerSecond
  }
}

/** Each second once: nobody looks at a video more finely than that. */
const wholeSeconds = (seconds: readonly number[]): readonly number[] => [...new Set(seconds.map(Math.floor))]
