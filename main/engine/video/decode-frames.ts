import type { VideoLimits, VideoPart } from '../../core/video/types.js'
import { corrupt, refuse, throwIfAborted } from '../image/media-failure.js'
import type { VideoStream } from './describe-stream.js'
import { hasAlpha } from './pixel-format.js'
import type { CodecFile, OpenStream, PassEvent, VideoCodec, VideoFrame } from './video-codec.js'

/** One picture of the video. The frame is only valid until the next one is asked for. */
export interface DecodedFrame {
  readonly frame: VideoFrame
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

/** Opens the container anew: every pass over a video starts from its first byte. Throws `MediaFailure`. */
export async function openStream(
  codec: VideoCodec,
  file: CodecFile,
  limits: Pick<VideoLimits, 'maxFramePixels'>,
): Promise<OpenStream> {
  const open = await codec.open(file)
  const { width, height } = open.stream.size
  const pixels = width * height
  if (pixels <= limits.maxFramePixels) return open
  await open.close()
  throw refuse({ code: 'too-many-pixels', pixels, limit: limits.maxFramePixels })
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
  const sequence = new FrameSequence(open, options)
  for await (const event of open.events(signal, options.threads)) {
    throwIfAborted(signal)
    if (event.type === 'packet') sequence.expect(event)
    else if (event.type === 'undecodable') sequence.failed()
    else {
      const next = sequence.next(event)
      if (next === 'after') return
      if (next === 'before') options.onSkipped?.()
      else yield next
    }
  }
  sequence.end()
}

const nothingInPart = (): never => {
  throw refuse({ code: 'nothing-in-part' })
}

/** Codecs whose every packet shows exactly one frame. */
const oneFrameEach = /^(?:h264|hevc|av1|vp9|prores|mjpeg|dvvideo)$/

/**
 * The tick of the stream's clock that all times count from: 0, unless the first frame shows that the clock started at
 * another moment.
 */
export function originOf(firstShown: bigint, open: OpenStream): bigint {
  const { num, den } = open.stream.timeBase
  const secondTicks = BigInt(Math.round(den / num))
  return open.startsAnywhere || firstShown < 0n || firstShown > secondTicks ? firstShown : 0n
}

type FrameEvent = Extract<PassEvent, { type: 'frame' }>

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
    this.#startsAnywhere = open.startsAnywhere
    const { num, den } = open.stream.timeBase
    // A little less than the time asked for, so that a frame of exactly that time is not lost to rounding.
    const ticksOf = (seconds: number): bigint => BigInt(Math.ceil((seconds * den) / num - 1e-6))
    const end = part?.endSeconds
    this.#part = { start: ticksOf(part?.startSeconds ?? 0), end: end === undefined ? undefined : ticksOf(end) }
  }

  expect({ ticks, isHidden }: Extract<PassEvent, { type: 'packet' }>): void {
    // An edit list begins behind a keyframe: what refers to pictures before that one no player can show either.
    this.#isCutAtFront ??= isHidden
    if (!isHidden && ticks !== undefined && oneFrameEach.test(this.#stream.codec)) this.#pending.add(ticks)
  }

  /** A broadcast is cut anywhere: what comes before its first whole picture cannot be decoded by anybody. */
  failed(): void {
    if (this.#isAnyDecoded || !this.#startsAnywhere) throw corrupt()
  }

  /** The frame with its place, or on which side of the part it lies. */
  next(event: FrameEvent): DecodedFrame | 'before' | 'after' {
    const { frame, durationTicks } = event
    if (event.isDamaged) throw corrupt()
    this.#checkShape(frame)
    if (this.#count >= this.#limits.maxFrames)
      throw refuse({ code: 'too-many-frames', frames: this.#count + 1, limit: this.#limits.maxFrames })
    const shown = this.#timeOf(event)
    this.#isAnyDecoded = true
    if (event.packetTicks !== undefined) this.#pending.delete(event.packetTicks)
    this.#last = { shown, duration: durationTicks }
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
      durationTicks,
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
  #timeOf({ ticks: announced }: FrameEvent): bigint {
    const earliest = this.#last ? this.#last.shown + 1n : undefined
    const following = this.#last ? this.#last.shown + (this.#last.duration > 0n ? this.#last.duration : 1n) : 0n
    const time = announced ?? following
    const shown = earliest !== undefined && time < earliest ? earliest : time
    if (this.#first === undefined) {
      this.#first = shown
      this.#origin = originOf(shown, this.#open)
    }
    return shown
  }

  #checkShape(frame: VideoFrame): void {
    if (hasAlpha(frame.format)) throw refuse({ code: 'unsupported-format', format: 'video with transparency' })
    const pixels = frame.width * frame.height
    if (pixels > this.#limits.maxFramePixels)
      throw refuse({ code: 'too-many-pixels', pixels, limit: this.#limits.maxFramePixels })
    const shape = `${frame.width} ${frame.height} ${frame.format} ${frame.colors.matrix}`
    this.#shape ??= shape
    if (shape !== this.#shape)
      throw refuse({ code: 'unsupported-format', format: 'video that changes its size or colours midway' })
  }
}
