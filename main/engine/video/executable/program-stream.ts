import { corrupt, refuse, throwIfAborted } from '../../image/media-failure.js'
import { createByteSource } from '../../structure/byte-source.js'
import type { FfmpegProgram } from '../choose-codec.js'
import { demuxerOf } from '../container.js'
import type { StreamSummary, VideoStream } from '../describe-stream.js'
import type { SourceText } from '../source-texts.js'
import type { CodecFile, OpenStream, PassEvent } from '../video-codec.js'
import { beyondProgram } from './beyond.js'
import { readRecord, recordArguments } from './frame-record.js'
import { checkMatroska } from './matroska-limits.js'
import { checkMovie } from './movie-limits.js'
import { PictureFeed, programsDiffer } from './picture-feed.js'
import { frameBytes, PlanarFrame } from './planar-frame.js'
import type { Probed } from './probe.js'
import { inputArguments, probe } from './probe.js'
import { commonArguments, RunningProgram } from './run-program.js'

/** Codings whose decoders were looked at; others go to FFmpeg's libraries. */
const codings = /^(?:h264|hevc|av1|vp8|vp9|prores|mjpeg)$/

/** A container that the programs demux. */
export class ProgramStream implements OpenStream {
  readonly stream: VideoStream
  readonly streams: readonly StreamSummary[]
  readonly texts: readonly SourceText[]
  readonly startsAnywhere = false
  readonly startTicks: bigint | undefined
  readonly #program: FfmpegProgram
  readonly #file: CodecFile
  /** How many pictures the container's own tables name; undefined where it has none. */
  readonly #pictures: number | undefined

  private constructor(program: FfmpegProgram, file: CodecFile, probed: Probed, pictures: number | undefined) {
    this.#program = program
    this.#file = file
    this.#pictures = pictures
    this.stream = probed.stream
    this.streams = probed.streams
    this.texts = probed.texts
    this.startTicks = probed.startTicks
  }

  static async open(program: FfmpegProgram, file: CodecFile): Promise<ProgramStream> {
    const pictures = await checkContainer(file)
    const probed = await probe(new AbortController().signal, program.ffprobe, file)
    const { codec, size } = probed.stream
    if (!codings.test(codec)) throw beyondProgram(`video coded as ${codec}`)
    frameBytes(probed.pixelFormat, size)
    return new ProgramStream(program, file, probed, pictures)
  }

  /**
   * Both programs decode the stream: ffprobe tells of every packet and frame, ffmpeg brings the samples. They must agree on
   * each frame's time and size and on how many there are.
   */
  async *events(signal: AbortSignal, threads: number): AsyncGenerator<PassEvent, void, undefined> {
    const { stream } = this
    const args = [
      ...[...commonArguments, '-threads', String(threads), '-err_detect', 'explode'],
      ...['-select_streams', String(stream.index), ...recordArguments, ...inputArguments(this.#file)],
    ]
    const telling = new RunningProgram(signal, { program: this.#program.ffprobe, args, file: this.#file })
    const feed = new PictureFeed(signal, this.#program.ffmpeg, this.#file, stream, threads)
    let packets = 0
    try {
      for await (const line of telling.output.lines()) {
        throwIfAborted(signal)
        const record = readRecord(line)
        if (record?.type === 'packet') {
          if (record.isDamaged) throw corrupt()
          if (record.isHidden) throw beyondProgram('an edit list that leaves pictures out')
          if (record.sizeBytes === 0) continue
          packets++
          yield { type: 'packet', ticks: record.ticks, isHidden: false }
        } else if (record) {
          const { told, ticks, packetTicks, durationTicks } = record
          if (ticks === undefined) throw beyondProgram('pictures without times')
          const data = await feed.next(ticks, frameBytes(told.format, told))
          throwIfAborted(signal)
          const frame = new PlanarFrame(told, data)
          yield { type: 'frame', frame, ticks, packetTicks, durationTicks, isDamaged: false }
        }
      }
      if (!(await telling.outcome()).isWell) throw corrupt()
      await feed.end()
      if (this.#pictures !== undefined && packets !== this.#pictures)
        throw packets < this.#pictures ? beyondProgram('an edit list that leaves pictures out') : programsDiffer()
    } finally {
      await Promise.all([telling.close(), feed.close()])
    }
    throwIfAborted(signal)
  }

  /** Every pass begins at the first byte. */
  seek(): Promise<boolean> {
    return Promise.resolve(false)
  }

  async close(): Promise<void> {
    // Nothing stays open between two passes.
  }
}

/** What versions of FFmpeg read differently is read here, before they are asked. */
async function checkContainer({ handle, container }: CodecFile): Promise<number | undefined> {
  const source = createByteSource(handle, (await handle.stat()).size)
  switch (demuxerOf[container]) {
    case 'mov':
      return checkMovie(source)
    case 'matroska':
      await checkMatroska(source)
      return undefined
    default:
      throw refuse({ code: 'beyond-ffmpeg-program', what: `the container ${container === 'avi' ? 'AVI' : 'MPEG-TS'}` })
  }
}
