import type { DetectedFace, FrameFaces, Thoroughness } from '../../core/detection/types.js'
import type { SourceFile, Trace } from '../../core/ports.js'
import { isSameFace } from '../../core/review/cover-plan.js'
import type { Span, VideoDecision } from '../../core/review/decision.js'
import type { KeptSightings } from '../../core/review/video-decision.js'
import { foundTracks, isKept, keptSightings, spanFaces } from '../../core/review/video-decision.js'
import type { OpenVideo, VideoCover, VideoExamination, VideoFaces } from '../../core/video/ports.js'
import type { VideoCoverage } from '../../core/video/tracking/cover-tracks.js'
import { coverTracks } from '../../core/video/tracking/cover-tracks.js'
import { trackingPolicies } from '../../core/video/tracking/policy.js'
import type { FaceTrack } from '../../core/video/tracking/track-faces.js'
import { trackFaces } from '../../core/video/tracking/track-faces.js'
import { uprightSize } from '../../core/video/turn.js'
import type { VideoInfo, VideoLimits, VideoTarget } from '../../core/video/types.js'
import type { Finding } from '../../core/verdict/finding.js'
import { corrupt, settle, truncated } from '../image/media-failure.js'
import { createByteSource } from '../structure/byte-source.js'
import { analyzeVideo } from './analyze-video.js'
import { silenceLibraries } from './av.js'
import { openStream } from './decode-frames.js'
import type { VideoStream } from './describe-stream.js'
import { examineVideo } from './examine-video.js'
import type { FrameDetector } from './frame-detector.js'
import { isCutOff } from './movie-extent.js'
import type { VideoFile } from './open-input.js'
import { videoTraces } from './video-traces.js'
import { openVideoFile } from './open-input.js'
import type { SourceText } from './source-texts.js'
import { needlesOf, sourceTexts } from './source-texts.js'
import type { FrameRecord, VideoTimeline } from './timeline.js'
import { writeVideo } from './write-video.js'

/** What working on a video needs beside the file. */
export interface VideoTools {
  /** Made on first use. */
  readonly detector: () => Promise<FrameDetector>
  /** Threads of the decoders and encoders. */
  readonly threads: number
}

/** Opens a video file. Throws `MediaFailure`; the methods of what it returns do not throw. */
export async function openVideo(source: SourceFile, limits: VideoLimits, tools: VideoTools): Promise<OpenVideo> {
  silenceLibraries()
  const file = await openVideoFile(source, limits)
  try {
    const isMovie = file.container === 'mp4' || file.container === 'mov' || file.container === '3gp'
    if (isMovie && (await isCutOff(createByteSource(file.handle, file.sizeBytes)))) throw truncated()
    const opened = await openStream(file, limits)
    const texts = sourceTexts(opened.demuxer)
    const traces = videoTraces(opened)
    await opened.demuxer.closeInput()
    return new VideoInHand(file, opened.stream, { texts, traces }, limits, tools)
  } catch (error) {
    await file.handle.close()
    throw error
  }
}

/** So often a finished video is looked at again for faces; and every frame around one at which a face was lost. */
const sampledSeconds: Readonly<Record<Thoroughness, number>> = { fast: 1, balanced: 0.5, thorough: 0.5 }

class VideoInHand implements OpenVideo {
  readonly info: VideoInfo
  readonly #file: VideoFile
  readonly #stream: VideoStream
  readonly #texts: readonly SourceText[]
  readonly #limits: VideoLimits
  readonly #tools: VideoTools
  #record: FrameRecord | undefined
  #coverage: VideoCoverage | undefined
  #thoroughness: Thoroughness = 'balanced'
  #tracks: readonly FaceTrack[] = []
  #kept: KeptSightings = new Map()
  /** Where people who stay visible are, frame by frame. */
  #visible: VideoCoverage | undefined
  #spans: readonly Span[] = []

  constructor(
    file: VideoFile,
    stream: VideoStream,
    told: { readonly texts: readonly SourceText[]; readonly traces: readonly Trace[] },
    limits: VideoLimits,
    tools: VideoTools,
  ) {
    this.#file = file
    this.#stream = stream
    this.#texts = told.texts
    this.#limits = limits
    this.#tools = tools
    this.info = {
      container: file.container,
      size: uprightSize(stream.size, stream.turn),
      durationSeconds: stream.durationSeconds,
      framesPerSecond: stream.framesPerSecond,
      hasSound: stream.soundIndex !== undefined,
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
      const options = { limits: this.#limits, threads: this.#tools.threads }
      const onFrame = (index: number): void => onProgress(Math.min(1, (index + 1) / expected))
      try {
        const detector = await this.#tools.detector()
        this.#record = await analyzeVideo(signal, source, options, detector, thoroughness, onFrame)
      } finally {
        await source.demuxer.closeInput()
      }
      this.#thoroughness = thoroughness
      return this.#follow(this.#record)
    })
  }

  tracks(signal: AbortSignal): ReturnType<OpenVideo['tracks']> {
    return settle(signal, 'tracks', () => {
      const record = this.#record
      if (!record) throw corrupt()
      return Promise.resolve(foundTracks(this.#tracks, (frame) => this.#secondsAt(record, frame)))
    })
  }

  decide(signal: AbortSignal, decision: VideoDecision): ReturnType<OpenVideo['decide']> {
    return settle(signal, 'decide', () => {
      if (!this.#record) throw corrupt()
      this.#kept = keptSightings(this.#tracks, decision)
      this.#spans = decision.cover
      this.#follow(this.#record)
      return Promise.resolve(undefined)
    })
  }

  write(
    signal: AbortSignal,
    cover: VideoCover,
    target: VideoTarget,
    stagedPath: string,
    onProgress: (share: number) => void,
  ): ReturnType<OpenVideo['write']> {
    return settle(signal, 'write', () => writeVideo(signal, this.#order(cover, target, stagedPath), onProgress))
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
      }
      const outcome = await examineVideo(signal, order, await this.#tools.detector(), onProgress)
      const remaining = this.#withoutVisible(outcome.faces)
      this.#addFaces(remaining)
      return { evidence: outcome.evidence, remaining: remaining.flatMap(asFindings) }
    })
  }

  async close(): Promise<void> {
    this.#record = undefined
    this.#coverage = undefined
    await this.#file.handle.close()
  }

  #order(cover: VideoCover, target: VideoTarget, stagedPath: string): Parameters<typeof writeVideo>[1] {
    const { limits, threads } = { limits: this.#limits, threads: this.#tools.threads }
    return {
      file: this.#file,
      limits,
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
    const coverage = this.#coverage
    // Nothing is written before somebody looked.
    if (!record || !coverage) throw corrupt()
    return {
      frames: record.frames,
      ticksAt: (index) => record.ticksAt(index),
      facesAt: (index): readonly DetectedFace[] => [
        ...(coverage.faces[index] ?? []),
        ...spanFaces(this.#spans, this.#secondsAt(record, index)),
      ],
    }
  }

  #sampling(): (index: number) => boolean {
    const every = Math.max(1, Math.round(this.info.framesPerSecond * sampledSeconds[this.#thoroughness]))
    const flagged = new Set(this.#coverage?.lostAt.flatMap((frame) => [frame - 1, frame + 1, frame + 3]))
    return (index) => index % every === 0 || flagged.has(index)
  }

  /** Follows the faces anew from everything observed so far. */
  #follow(record: FrameRecord): VideoFaces {
    const policy = trackingPolicies[this.#thoroughness]
    const { width, height } = this.info.size
    const framesPerSecond = this.#measuredRate(record)
    const looksPerSecond = Math.max(1, (framesPerSecond * record.looks) / Math.max(1, record.frames))
    const shape = { aspect: width / height, framesPerSecond, looksPerSecond: Math.min(60, looksPerSecond) }
    const tracks: readonly FaceTrack[] = trackFaces(
      (frame) => record.observationsAt(frame),
      record.motions,
      shape,
      policy,
    )
    this.#tracks = tracks
    const covered = tracks.filter((track) => !isKept(track, this.#kept))
    this.#coverage = coverTracks(covered, record.motions, shape, policy)
    const visible = tracks.filter((track) => isKept(track, this.#kept))
    this.#visible = coverTracks(visible, record.motions, shape, policy)
    return {
      frames: record.frames,
      tracks: tracks.length,
      uncertain: tracks.filter(({ confidence }) => confidence < 0.5).length,
      reviewSeconds: this.#coverage.lostAt.map((frame) => this.#secondsAt(record, frame)),
    }
  }

  #secondsAt(record: FrameRecord, frame: number): number {
    const { num, den } = this.#stream.timeBase
    return (Number(record.ticksAt(frame)) * num) / den
  }

  #measuredRate(record: FrameRecord): number {
    const seconds = this.#secondsAt(record, record.frames - 1) - this.#secondsAt(record, 0)
    return seconds > 0 ? Math.max(1, (record.frames - 1) / seconds) : this.info.framesPerSecond
  }

  /** The faces that nobody left visible. */
  #withoutVisible(seen: readonly FrameFaces[]): readonly FrameFaces[] {
    return seen.flatMap(({ frame, faces }) => {
      const visible = this.#visible?.faces[frame] ?? []
      const others = faces.filter(({ box }) => !visible.some((kept) => isSameFace(box, kept.box)))
      return others.length > 0 ? [{ frame, faces: others }] : []
    })
  }

  /** What was seen in a finished video is certain to be covered in the next. */
  #addFaces(faces: readonly FrameFaces[]): void {
    const record = this.#record
    if (!record || faces.length === 0) return
    for (const { frame, faces: seen } of faces)
      record.addObservations(
        frame,
        seen.map(({ box }) => ({ box, score: 1 })),
      )
    this.#follow(record)
  }
}

const asFindings = ({ frame, faces }: FrameFaces): readonly Finding[] =>
  faces.map(({ box, confidence }) => ({ code: 'face-visible', frame, box, confidence }))
