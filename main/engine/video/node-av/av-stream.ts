import {
  AVDISCARD_ALL,
  AVERROR_EOF,
  AVSEEK_FLAG_BACKWARD,
  AV_FRAME_FLAG_CORRUPT,
  AV_NOPTS_VALUE,
  AV_PKT_FLAG_DISCARD,
} from 'node-av/constants'
import { Codec, CodecContext, type FormatContext, Frame, Packet } from 'node-av/lib'
import { corrupt, refuse, throwIfAborted } from '../../image/media-failure.js'
import type { StreamSummary, VideoStream } from '../describe-stream.js'
import type { SourceText } from '../source-texts.js'
import type { CodecFile, OpenStream, PassEvent } from '../video-codec.js'
import { codecThreads, expectOk } from './av.js'
import { AvFrame } from './av-frame.js'
import { describeStream, readTexts, summarize } from './describe-stream.js'
import { openDemuxer } from './open-demuxer.js'

/** Container formats whose clock starts anywhere. */
const freeClock = /mpegts|avi/

const toldTicks = (ticks: bigint): bigint | undefined => (ticks === AV_NOPTS_VALUE ? undefined : ticks)

/** A container that FFmpeg's libraries demux in this process. */
export class AvStream implements OpenStream {
  readonly stream: VideoStream
  readonly streams: readonly StreamSummary[]
  readonly texts: readonly SourceText[]
  readonly startsAnywhere: boolean
  readonly startTicks: bigint | undefined
  readonly #demuxer: FormatContext

  private constructor(demuxer: FormatContext) {
    this.#demuxer = demuxer
    this.stream = describeStream(demuxer)
    this.streams = summarize(demuxer)
    this.texts = readTexts(demuxer)
    this.startsAnywhere = freeClock.test(demuxer.iformat?.name ?? '')
    this.startTicks = toldTicks(demuxer.streams[this.stream.index]?.startTime ?? AV_NOPTS_VALUE)
  }

  static async open(file: CodecFile): Promise<AvStream> {
    const demuxer = await openDemuxer(file)
    try {
      if ((await demuxer.findStreamInfo(null)) < 0) throw corrupt()
      return new AvStream(demuxer)
    } catch (error) {
      await demuxer.closeInput()
      throw error
    }
  }

  async *events(signal: AbortSignal, threads: number): AsyncGenerator<PassEvent, void, undefined> {
    const demuxer = this.#demuxer
    const { index } = this.stream
    // Neither sound nor other data ever reaches a decoder.
    for (const other of demuxer.streams) if (other.index !== index) other.discard = AVDISCARD_ALL
    const decoder = await this.#openDecoder(threads)
    const packet = new Packet()
    packet.alloc()
    const native = new Frame()
    native.alloc()
    const frame = new AvFrame(native)
    try {
      for (let ended = false; !ended;) {
        throwIfAborted(signal)
        const code = await demuxer.readFrame(packet)
        ended = code < 0
        if (ended && code !== AVERROR_EOF) throw corrupt()
        if (ended || packet.streamIndex === index) {
          yield* feed(decoder, ended ? null : packet)
          while ((await decoder.receiveFrame(native)) >= 0) {
            yield {
              type: 'frame',
              frame,
              ticks: toldTicks(native.bestEffortTimestamp),
              packetTicks: toldTicks(native.pts),
              durationTicks: native.duration,
              isDamaged: native.decodeErrorFlags !== 0 || native.hasFlags(AV_FRAME_FLAG_CORRUPT),
            }
            native.unref()
          }
        }
        packet.unref()
      }
    } finally {
      frame.free()
      packet.free()
      decoder.freeContext()
    }
  }

  async seek(ticks: bigint): Promise<boolean> {
    // A container that cannot seek is decoded from its beginning.
    await this.#demuxer.seekFrame(this.stream.index, ticks, AVSEEK_FLAG_BACKWARD)
    return true
  }

  async close(): Promise<void> {
    await this.#demuxer.closeInput()
  }

  async #openDecoder(threads: number): Promise<CodecContext> {
    const { index, codec: name } = this.stream
    const source = this.#demuxer.streams[index]
    const codec = source ? Codec.findDecoder(source.codecpar.codecId) : null
    if (!source || !codec) throw refuse({ code: 'unsupported-format', format: `video coded as ${name}` })
    const decoder = new CodecContext()
    decoder.allocContext3(codec)
    expectOk(decoder.parametersToContext(source.codecpar), 'decoder parameters')
    decoder.pktTimebase = source.timeBase
    decoder.threadCount = codecThreads(threads)
    if ((await decoder.open2(codec)) < 0) {
      decoder.freeContext()
      throw corrupt()
    }
    return decoder
  }
}

async function* feed(decoder: CodecContext, packet: Packet | null): AsyncGenerator<PassEvent, void, undefined> {
  // An empty packet repeats the picture before it (AVI) and has no frame of its own.
  if (packet?.size === 0) return
  if (packet) yield { type: 'packet', ticks: toldTicks(packet.pts), isHidden: packet.hasFlags(AV_PKT_FLAG_DISCARD) }
  if ((await decoder.sendPacket(packet)) < 0) yield { type: 'undecodable' }
}
