import { open, type FileHandle } from 'node:fs/promises'
import { failed } from '../../core/job/reasons.js'
import type { Thoroughness } from '../../core/detection/types.js'
import { nativePath } from '../files/native-path.js'
import { syncToDisk } from '../files/sync-to-disk.js'
import { writeFailure } from '../files/system-error.js'
import { MediaFailure } from '../image/media-failure.js'
import type { DecodeOptions, DecodedFrame } from './decode-frames.js'
import { decodeFrames, openStream } from './decode-frames.js'
import { pixelAspectOf } from './describe-stream.js'
import type { PainterOrder } from './frame-painter.js'
import { FramePainter } from './frame-painter.js'
import type { VideoFile } from './open-input.js'
import type { VideoTimeline } from './timeline.js'
import { tidyMovie } from './tidy-movie.js'
import { tidyWebm } from './tidy-webm.js'
import type { OpenStream, OutputLook, SoundToTake, VideoCodec, VideoFrame, VideoOutput } from './video-codec.js'
import { WorkInFlight } from './work-in-flight.js'

export interface WriteOrder extends PainterOrder {
  readonly codec: VideoCodec
  readonly file: VideoFile
  readonly limits: DecodeOptions['limits']
  readonly part: DecodeOptions['part']
  readonly timeline: VideoTimeline
  readonly stagedPath: string
  readonly thoroughness: Thoroughness
}

/** What was written beside the pictures. */
export interface Written {
  /** Seconds of sound; undefined for a video without. */
  readonly soundSeconds: number | undefined
}

/** Decodes the original again, covers every planned region and encodes. Returns when the file is on the disk. */
export async function writeVideo(
  signal: AbortSignal,
  order: WriteOrder,
  onProgress: (share: number) => void,
): Promise<Written> {
  const staged = await openStaged(order.stagedPath)
  try {
    await staged.truncate(0)
    const source = await openStream(order.codec, order.file, order.limits)
    let written: Written
    try {
      written = await new VideoWriting(signal, order, source, staged).run(onProgress)
    } finally {
      await source.close()
    }
    await (order.target.format === 'webm' ? tidyWebm(staged) : tidyMovie(staged))
    await syncToDisk(order.stagedPath)
    return written
  } catch (error) {
    throw error instanceof MediaFailure || !isSystemError(error) ? error : new MediaFailure(writeFailure(error))
  } finally {
    await staged.close()
  }
}

async function openStaged(path: string): ReturnType<typeof open> {
  try {
    return await open(nativePath(path), 'r+')
  } catch (error) {
    throw new MediaFailure(writeFailure(error))
  }
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error

/** The finished video while it is being written; the first frame tells what it will be like. */
class VideoWriting {
  readonly #signal: AbortSignal
  readonly #order: WriteOrder
  readonly #source: OpenStream
  readonly #staged: FileHandle
  #painter: FramePainter | undefined
  #output: VideoOutput | undefined
  /** While a picture is encoded, the next one is decoded and painted. */
  readonly #inFlight = new WorkInFlight(1)

  constructor(signal: AbortSignal, order: WriteOrder, source: OpenStream, staged: FileHandle) {
    this.#signal = signal
    this.#order = order
    this.#source = source
    this.#staged = staged
  }

  async run(onProgress: (share: number) => void): Promise<Written> {
    const { limits, part, threads, timeline } = this.#order
    const source = this.#source
    const options = { limits, part, threads, onSkipped: () => onProgress(0) }
    let written = 0
    let endTicks = 0n
    try {
      for await (const decoded of decodeFrames(this.#signal, source, options)) {
        if (decoded.index >= timeline.frames || decoded.ticks !== timeline.ticksAt(decoded.index)) throw passesDiffer()
        const ticks = toOutputTicks(decoded.ticks, source)
        const duration = durationOf(decoded, timeline, source)
        endTicks = ticks + duration
        await this.#writeFrame(decoded, ticks, duration)
        onProgress(++written / timeline.frames)
      }
      await this.#inFlight.end()
      if (!this.#output || written !== timeline.frames) throw passesDiffer()
      return { soundSeconds: await this.#output.finish(endTicks) }
    } finally {
      await this.#inFlight.settled()
      await this.#output?.free()
      this.#painter?.free()
    }
  }

  async #writeFrame(decoded: DecodedFrame, ticks: bigint, duration: bigint): Promise<void> {
    const painter = (this.#painter ??= await FramePainter.open(decoded.frame, this.#source.stream.turn, this.#order))
    const output = (this.#output ??= await this.#start(decoded, painter))
    const picture = await painter.paint(decoded.frame, this.#order.timeline.facesAt(decoded.index))
    await this.#inFlight.start(() => output.write(picture, ticks, duration))
  }

  #start(first: DecodedFrame, painter: FramePainter): Promise<VideoOutput> {
    const { codec, target, thoroughness, threads, stagedPath: path } = this.#order
    const look = lookOf(first.frame, this.#source, painter)
    const { frames, lastDurationTicks: durationTicks } = this.#order.timeline
    const last = { index: frames - 1, ticks: this.#order.timeline.ticksAt(frames - 1), durationTicks }
    return codec.openOutput(this.#signal, {
      ...{ handle: this.#staged, path, target, thoroughness, threads, look, frames },
      lastDurationTicks: durationOf(last, this.#order.timeline, this.#source),
      sound: this.#soundToTake(first),
    })
  }

  #soundToTake({ originTicks }: DecodedFrame): SoundToTake | undefined {
    const { file, target } = this.#order
    const { sound: stream, timeBase } = this.#source.stream
    if (!stream || target.sound === 'remove') return undefined
    const originSeconds = (Number(originTicks) * timeBase.num) / timeBase.den
    return { file, stream, originSeconds, sound: target.sound }
  }
}

/** A damaged file may decode differently each time; then what was looked at is not what would be published. */
const passesDiffer = (): MediaFailure =>
  new MediaFailure(failed({ code: 'internal', detail: 'decoding passes differ' }))

/** Microseconds are the finest clock of finished videos. */
const finestTicksPerSecond = 1_000_000

export const outputTicksPerSecond = ({ stream }: Pick<OpenStream, 'stream'>): number =>
  Math.min(finestTicksPerSecond, stream.timeBase.den)

/** A time of the source in ticks of the finished video. */
export function toOutputTicks(ticks: bigint, source: Pick<OpenStream, 'stream'>): bigint {
  const { num, den } = source.stream.timeBase
  const scale = BigInt(outputTicksPerSecond(source))
  const product = ticks * BigInt(num) * scale
  return (product + BigInt(den) / 2n) / BigInt(den)
}

/** How long a frame is shown; the last one, where the source does not say, as long as the one before it. */
function durationOf(
  { index, ticks, durationTicks }: Pick<DecodedFrame, 'index' | 'ticks' | 'durationTicks'>,
  timeline: VideoTimeline,
  source: OpenStream,
): bigint {
  if (durationTicks > 0n) return toOutputTicks(durationTicks, source)
  const before = index > 0 ? toOutputTicks(ticks - timeline.ticksAt(index - 1), source) : 0n
  const nominal = BigInt(Math.ceil(outputTicksPerSecond(source) / source.stream.framesPerSecond))
  return before > 0n ? before : nominal
}

const lookOf = (first: VideoFrame, source: OpenStream, painter: FramePainter): OutputLook => ({
  ...painter.finishedSize,
  layout: painter.layout,
  turn: source.stream.turn,
  pixelAspect: pixelAspectOf(source.stream, first),
  colors: painter.colors,
  ticksPerSecond: outputTicksPerSecond(source),
  framesPerSecond: source.stream.framesPerSecond,
})
