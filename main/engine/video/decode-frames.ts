import {
  AVDISCARD_ALL,
  AVERROR_EOF,
  AV_FRAME_FLAG_CORRUPT,
  AV_NOPTS_VALUE,
  AV_PKT_FLAG_DISCARD,
} from 'node-av/constants'
import { Codec, CodecContext, type FormatContext, Frame, Packet } from 'node-av/lib'
import type { VideoLimits, VideoPart } from '../../core/video/types.js'
import { corrupt, refuse, throwIfAborted } from '../image/media-failure.js'
import { codecThreads, expectOk } from './av.js'
import type { VideoStream } from './describe-stream.js'
import { describeStream } from './describe-stream.js'
import type { VideoFile } from './open-input.js'
import { openDemuxer } from './open-input.js'
import { hasAlpha } from './pixel-format.js'

/** One picture of the video. The frame is only valid until the next one is asked for. */
export interface DecodedFrame {
  readonly frame: Frame
  readonly index: number
  /** When it is shown, in ticks of the stream's time base, counted from the start of the finished video. */
  readonly ticks: bigint
  /** How long, where the stream says; else 0. */
  readonly durationTicks: bigint
  /** Where the stream's own clock stands when the finished video begins: the sound keeps to it too. */
  readonly originTicks: bigint
}

export interface DecodeOptions {
  readonly limits: Pick<VideoLimits, 'maxFramePixels' | 'maxFrames'>
  readonly threads: number
  /** Frames outside of it are decoded, and left out. */
  readonly part?: VideoPart | undefined
  /** Told of each frame that is left out before the part begins, which may take minutes. */
  readonly onSkipped?: () => void
}

/** A demuxed video and its chosen stream. */
export interface OpenStream {
  readonly demuxer: FormatContext
  readonly stream: VideoStream
}

/** Opens the container anew: every pass over a video starts from its first byte. Throws `MediaFailure`. */
export async function openStream(
  file: Pick<VideoFile, 'url' | 'container'>,
  limits: Pick<VideoLimits, 'maxFramePixels'>,
): Promise<OpenStream> {
  const demuxer = await openDemuxer(file)
  try {
    if ((await demuxer.findStreamInfo(null)) < 0) throw corrupt()
    const stream = describeStream(demuxer)
    const pixels = stream.size.width * stream.size.height
    if (pixels > limits.maxFramePixels) throw refuse({ code: 'too-many-pixels', pixels, limit: limits.maxFramePixels })
    return { demuxer, stream }
  } catch (error) {
    await demuxer.closeInput()
    throw error
  }
}

/**
 * Every frame that is shown, in order. FFmpeg's decoders go on after errors and give fewer or damaged frames, in which
 * nobody could be found reliably: any packet that cannot be decoded, any frame marked as damaged, any frame that is
 * missing and any change of size ends the pass with `corrupt` or another refusal.
 */
export async function* decodeFrames(
  signal: AbortSignal,
  open: OpenStream,
  options: DecodeOptions,
): AsyncGenerator<DecodedFrame, void, undefined> {
  const { demuxer, stream } = open
  discardOthers(open)
  const decoder = await openDecoder(open, options.threads)
  const packet = new Packet()
  packet.alloc()
  const frame = new Frame()
  frame.alloc()
  const sequence = new FrameSequence(open, options)
  try {
    for (let ended = false; !ended;) {
      throwIfAborted(signal)
      const code = await demuxer.readFrame(packet)
      ended = code < 0
      if (ended && code !== AVERROR_EOF) throw corrupt()
      if (ended || packet.streamIndex === stream.index) {
        await feed(decoder, ended ? null : packet, sequence)
        while ((await decoder.receiveFrame(frame)) >= 0) {
          throwIfAborted(signal)
          const next = sequence.next(frame)
          if (next === 'after') return
          if (next === 'before') options.onSkipped?.()
          else yield next
          frame.unref()
        }
      }
      packet.unref()
    }
    sequence.end()
  } finally {
    frame.free()
    packet.free()
    decoder.freeContext()
  }
}

/** Discards every stream but the video: neither sound nor other data ever reaches a decoder. */
function discardOthers({ demuxer, stream }: OpenStream): void {
  for (const other of demuxer.streams) if (other.index !== stream.index) other.discard = AVDISCARD_ALL
}

async function openDecoder({ demuxer, stream }: OpenStream, threads: number): Promise<CodecContext> {
  const parameters = demuxer.streams[stream.index]?.codecpar
  const codec = parameters ? Codec.findDecoder(parameters.codecId) : null
  if (!parameters || !codec) throw refuse({ code: 'unsupported-format', format: `video coded as ${stream.codec}` })
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  expectOk(decoder.parametersToContext(parameters), 'decoder parameters')
  decoder.pktTimebase = demuxer.streams[stream.index]?.timeBase ?? decoder.pktTimebase
  decoder.threadCount = codecThreads(threads)
  if ((await decoder.open2(codec)) < 0) {
    decoder.freeContext()
    throw corrupt()
  }
  return decoder
}

async function feed(decoder: CodecContext, packet: Packet | null, sequence: FrameSequence): Promise<void> {
  // An empty packet repeats the picture before it (AVI) and has no frame of its own.
  if (packet?.size === 0) return
  if (packet) sequence.expect(packet)
  if ((await decoder.sendPacket(packet)) < 0) sequence.failed()
}

const nothingInPart = (): never => {
  throw refuse({ code: 'nothing-in-part' })
}

/** Codecs whose every packet shows exactly one frame. */
const oneFrameEach = /^(?:h264|hevc|av1|vp9|prores|mjpeg|dvvideo)$/

/** Container formats whose clock starts anywhere, often when the device was switched on. */
const freeClock = /mpegts|avi/

/** Whether the container's clock starts anywhere. */
export const startsAnywhere = ({ demuxer }: OpenStream): boolean => freeClock.test(demuxer.iformat?.name ?? '')

/**
 * The tick of the stream's clock that all times count from: 0, unless the first frame shows that the clock started at
 * another moment.
 */
export function originOf(firstShown: bigint, open: OpenStream): bigint {
  const { num, den } = open.stream.timeBase
  const secondTicks = BigInt(Math.round(den / num))
  return startsAnywhere(open) || firstShown < 0n || firstShown > secondTicks ? firstShown : 0n
}

/** Gives frames their place and time, and notices what is missing or does not fit. */
class FrameSequence {
  readonly #open: OpenStream
  readonly #stream: VideoStream
  readonly #limits: DecodeOptions['limits']
  readonly #startsAnywhere: boolean
  /** First tick of the part and the one behind it, counted from the first moment that a player shows. */
  readonly #part: { readonly start: bigint; readonly end: bigint | undefined }
  /** Times of packets whose frames have not come yet. */
  readonly #pending = new Set<bigint>()
  #count = 0
  #isAnyDecoded = false
  /** Whether an edit list leaves out the first picture that is stored; undefined before that one. */
  #isCutAtFront: boolean | undefined
  #origin = 0n
  #partOrigin = 0n
  #first: bigint | undefined
  #last: { readonly shown: bigint; readonly duration: bigint } | undefined
  #shape: string | undefined

  constructor(open: OpenStream, { limits, part }: DecodeOptions) {
    this.#open = open
    this.#stream = open.stream
    this.#limits = limits
    this.#startsAnywhere = startsAnywhere(open)
    const { num, den } = open.stream.timeBase
    // A little less than the time asked for, so that a frame of exactly that time is not lost to rounding.
    const ticksOf = (seconds: number): bigint => BigInt(Math.ceil((seconds * den) / num - 1e-6))
    const end = part?.endSeconds
    this.#part = { start: ticksOf(part?.startSeconds ?? 0), end: end === undefined ? undefined : ticksOf(end) }
  }

  expect(packet: Packet): void {
    // An edit list begins behind a keyframe: what refers to pictures before that one no player can show either.
    this.#isCutAtFront ??= packet.hasFlags(AV_PKT_FLAG_DISCARD)
    const isShown = !packet.hasFlags(AV_PKT_FLAG_DISCARD) && packet.pts !== AV_NOPTS_VALUE
    if (isShown && oneFrameEach.test(this.#stream.codec)) this.#pending.add(packet.pts)
  }

  /** A broadcast is cut anywhere: what comes before its first whole picture cannot be decoded by anybody. */
  failed(): void {
    if (this.#isAnyDecoded || !this.#startsAnywhere) throw corrupt()
  }

  /** The frame with its place, or on which side of the part it lies. */
  next(frame: Frame): DecodedFrame | 'before' | 'after' {
    const isDamaged = frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT)
    if (isDamaged) throw corrupt()
    this.#checkShape(frame)
    if (this.#count >= this.#limits.maxFrames)
      throw refuse({ code: 'too-many-frames', frames: this.#count + 1, limit: this.#limits.maxFrames })
    const shown = this.#timeOf(frame)
    this.#isAnyDecoded = true
    this.#pending.delete(frame.pts)
    this.#last = { shown, duration: frame.duration }
    const { start, end } = this.#part
    const ticks = shown - this.#origin
    if (ticks < start) return 'before'
    if (end !== undefined && ticks >= end) return this.#count > 0 ? 'after' : nothingInPart()
    // The finished video of a part begins with its first frame.
    if (this.#count === 0 && start > 0n) this.#partOrigin = ticks
    return {
      frame,
      index: this.#count++,
      ticks: ticks - this.#partOrigin,
      durationTicks: frame.duration,
      originTicks: this.#origin + this.#partOrigin,
    }
  }

  end(): void {
    const first = this.#first
    if (first === undefined) throw corrupt()
    // Where a stream may begin in the middle, pictures before its first whole one are lost to everybody.
    const mayLoseFirst = this.#startsAnywhere || this.#isCutAtFront === true
    for (const time of this.#pending) if (!mayLoseFirst || time >= first) throw corrupt()
    if (this.#count === 0) nothingInPart()
  }

  /** The frame's time; where the stream has none or turns back, the earliest that keeps the order. */
  #timeOf(frame: Frame): bigint {
    const announced = frame.bestEffortTimestamp
    const earliest = this.#last ? this.#last.shown + 1n : undefined
    const following = this.#last ? this.#last.shown + (this.#last.duration > 0n ? this.#last.duration : 1n) : 0n
    const time = announced === AV_NOPTS_VALUE ? following : announced
    const shown = earliest !== undefined && time < earliest ? earliest : time
    if (this.#first === undefined) {
      this.#first = shown
      this.#origin = originOf(shown, this.#open)
    }
    return shown
  }

  #checkShape(frame: Frame): void {
    if (hasAlpha(frame.format as Parameters<typeof hasAlpha>[0]))
      throw refuse({ code: 'unsupported-format', format: 'video with transparency' })
    const pixels = frame.width * frame.height
    if (pixels > this.#limits.maxFramePixels)
      throw refuse({ code: 'too-many-pixels', pixels, limit: this.#limits.maxFramePixels })
    const shape = `${frame.width} ${frame.height} ${frame.format} ${frame.colorSpace}`
    this.#shape ??= shape
    if (shape !== this.#shape)
      throw refuse({ code: 'unsupported-format', format: 'video that changes its size or colours midway' })
  }
}
