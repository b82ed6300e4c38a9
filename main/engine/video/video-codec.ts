import type { FileHandle } from 'node:fs/promises'
import type { Thoroughness } from '../../core/detection/types.js'
import type { PixelSize } from '../../core/geometry/box.js'
import type { PlanarLayout, PlanarPicture } from '../../core/video/planar.js'
import type { Turn } from '../../core/video/turn.js'
import type { VideoContainer, VideoTarget } from '../../core/video/types.js'
import type { PixelAspect, SoundStream, StreamSummary, VideoStream } from './describe-stream.js'
import type { SourceText } from './source-texts.js'

/**
 * [Note: Two ways to FFmpeg]
 *
 * Videos are read and written through this door alone: by node-av, FFmpeg's libraries in this process, or by an `ffmpeg`
 * program. Everything that decides is on this side of it and the same for both: which file is opened, how times and
 * missing frames are judged, what is covered, and every examination of the finished file. What an implementation cannot
 * tell or write exactly it refuses.
 */
export interface VideoCodec {
  /** Opens a container from its first byte. Throws `MediaFailure`. */
  open(file: CodecFile): Promise<OpenStream>
  /** Begins to write a file, which exists and is empty. Throws `MediaFailure`. */
  openOutput(signal: AbortSignal, order: OutputOrder): Promise<VideoOutput>
  /** Decodes the sound from beginning to end; how many seconds there are. Throws `MediaFailure`. */
  soundSeconds(signal: AbortSignal, file: CodecFile, sound: SoundStream, onBlock: () => void): Promise<number>
}

/** A video file held open. */
export interface CodecFile {
  readonly handle: FileHandle
  readonly path: string
  readonly container: VideoContainer
}

/** A demuxed video and its chosen stream. */
export interface OpenStream {
  readonly stream: VideoStream
  /** All streams of the container. */
  readonly streams: readonly StreamSummary[]
  /** All texts of the container and its streams. */
  readonly texts: readonly SourceText[]
  /** Whether the container's clock starts anywhere, often when the device was switched on. */
  readonly startsAnywhere: boolean
  /** Where the stream says that it starts, in ticks. */
  readonly startTicks: bigint | undefined
  /** Goes through the stream once. A frame is only valid until the next event is asked for. Throws `MediaFailure`. */
  events(signal: AbortSignal, threads: number): AsyncGenerator<PassEvent, void, undefined>
  /** Moves to the last keyframe before a tick. False where the next pass begins at the first byte all the same. */
  seek(ticks: bigint): Promise<boolean>
  close(): Promise<void>
}

/** What a pass over a stream meets, in the order of decoding. */
export type PassEvent =
  | {
      readonly type: 'packet'
      /** When it is shown; undefined where the container does not say. */
      readonly ticks: bigint | undefined
      /** An edit list leaves it out. */
      readonly isHidden: boolean
    }
  /** The packet before cannot be decoded. */
  | { readonly type: 'undecodable' }
  | {
      readonly type: 'frame'
      readonly frame: VideoFrame
      /** When it is shown, as far as packets and their order tell. */
      readonly ticks: bigint | undefined
      /** The time of the packet that it came in. */
      readonly packetTicks: bigint | undefined
      /** 0 where the stream does not say. */
      readonly durationTicks: bigint
      /** The decoder invented parts of it. */
      readonly isDamaged: boolean
    }

/** How numbers stand for colours, by the code points of Rec. ITU-T H.273; 2 means unspecified. */
export interface FrameColors {
  readonly range: ColorRange
  readonly primaries: number
  readonly transfer: number
  readonly matrix: number
  /** Where chroma samples lie, by FFmpeg's numbers: 0 unspecified, 1 left, 2 centre, 3 top left … */
  readonly chromaLocation: number
}

export const colorRange = { unspecified: 0, limited: 1, full: 2 } as const
export type ColorRange = (typeof colorRange)[keyof typeof colorRange]

/** What a frame can be turned into: packed RGB or grey of 8 bits, or planes. */
export type PictureKind = 'rgb' | 'grey' | PlanarLayout

/** One decoded picture, wherever its samples lie. */
export interface VideoFrame extends PixelSize {
  /** FFmpeg's name of the pixel format: `yuv420p10le`. */
  readonly format: string
  readonly colors: FrameColors
  /** What the coded picture says of the shape of its pixels. */
  readonly pixelAspect: PixelAspect | undefined
  /** Turns this frame, and those that follow it, into pictures of another size and kind. */
  converter(size: PixelSize, kind: PictureKind): FrameConverter
  /** Turns HDR into 8 bits of BT.709, 4:2:0, of the same size. Throws `MediaFailure`. */
  toneMapper(threads: number): Promise<FrameConverter>
  /** A frame of other samples. */
  withPicture(picture: PlanarPicture, colors: FrameColors): OwnFrame
}

/** A frame that whoever asked for it has to free. */
export interface OwnFrame extends VideoFrame {
  free(): void
}

/** Keeps its buffers from frame to frame. */
export interface FrameConverter {
  /** The samples, tightly packed, which belong to the caller alone. */
  convert(frame: VideoFrame): Promise<Buffer>
  free(): void
}

/** Everything that a finished video keeps of the source beside its pixels. */
export interface OutputLook extends PixelSize {
  readonly layout: PlanarLayout
  readonly turn: Turn
  /** Width by height of one stored pixel. */
  readonly pixelAspect: PixelAspect
  readonly colors: FrameColors
  /** Ticks of the finished video last `1 / ticksPerSecond`. */
  readonly ticksPerSecond: number
  /** Nominal; the encoder's rate control and level follow it, the times of the frames do not. */
  readonly framesPerSecond: number
}

export interface OutputOrder {
  readonly handle: FileHandle
  readonly path: string
  readonly target: VideoTarget
  readonly thoroughness: Thoroughness
  readonly threads: number
  readonly look: OutputLook
  /** How many pictures there will be, and how long the last of them is shown. */
  readonly frames: number
  readonly lastDurationTicks: bigint
  /** The sound to take along; undefined for a video that has none. */
  readonly sound: SoundToTake | undefined
}

export interface SoundToTake {
  readonly file: CodecFile
  readonly stream: SoundStream
  /** When the finished video begins, on the clock of the file. */
  readonly originSeconds: number
  readonly sound: 'keep' | 'distort'
}

/** A finished video while it is being written. */
export interface VideoOutput {
  /** Takes the next picture, whose bytes are given away. */
  write(picture: PlanarPicture, ticks: bigint, durationTicks: bigint): Promise<void>
  /** Ends the file, whose pictures end at this tick. Returns how many seconds of sound it has. */
  finish(endTicks: bigint): Promise<number | undefined>
  /** Frees everything, whether `finish` was reached or not. */
  free(): Promise<void>
}
