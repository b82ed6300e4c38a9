import {
  AVDISCARD_ALL,
  AV_CHANNEL_LAYOUT_MONO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_NOPTS_VALUE,
  AV_SAMPLE_FMT_FLT,
} from 'node-av/constants'
import { Codec, CodecContext, type FormatContext, Frame, Packet, SoftwareResampleContext } from 'node-av/lib'
import { avGetCodecName } from 'node-av/lib'
import { corrupt, refuse, throwIfAborted } from '../../../image/media-failure.js'
import { expectOk } from '../av.js'
import type { CodecFile } from '../../video-codec.js'
import { openDemuxer } from '../open-demuxer.js'

/** Samples of a second of finished sound: what Opus demands and every player takes for AAC. */
export const soundRate = 48_000

/** A piece of sound at its place. */
export interface SoundBlock {
  /** Samples after the moment at which the finished video begins. */
  readonly position: number
  /** Interleaved, −1 to 1. */
  readonly samples: Float32Array
}

export interface SoundSource {
  readonly file: CodecFile
  readonly streamIndex: number
  /** When the finished video begins, on the clock of the file. */
  readonly originSeconds: number
  readonly channels: 1 | 2
}

/** Where clocks and samples disagree by more than this, the clock is right. Smaller differences are a clock's rounding. */
const toleratedSamples = soundRate * 0.03

/**
 * The sound from the moment at which the finished video begins. What cannot be decoded is left out, for nobody can be
 * heard in it; the rest stays at its time. Throws `MediaFailure`.
 */
export async function* readSound(
  signal: AbortSignal,
  source: SoundSource,
): AsyncGenerator<SoundBlock, void, undefined> {
  const demuxer = await openDemuxer(source.file)
  const packet = new Packet()
  packet.alloc()
  const frame = new Frame()
  frame.alloc()
  const resampler = new Resampler(source.channels)
  let decoder: CodecContext | undefined
  try {
    if ((await demuxer.findStreamInfo(null)) < 0) throw corrupt()
    decoder = await openSoundDecoder(demuxer, source.streamIndex)
    const clock = new SoundClock(source, secondsPerTick(demuxer, source.streamIndex))
    for (let ended = false; !ended;) {
      throwIfAborted(signal)
      ended = (await demuxer.readFrame(packet)) < 0
      if (ended || packet.streamIndex === source.streamIndex) {
        // A damaged packet is answered with an error and gives no frame.
        await decoder.sendPacket(ended ? null : packet)
        while ((await decoder.receiveFrame(frame)) >= 0) {
          const block = clock.place(frame.pts, await resampler.convert(frame))
          frame.unref()
          if (block) yield block
        }
      }
      packet.unref()
    }
  } finally {
    resampler.free()
    frame.free()
    packet.free()
    decoder?.freeContext()
    await demuxer.closeInput()
  }
}

function secondsPerTick(demuxer: FormatContext, index: number): number {
  const base = demuxer.streams[index]?.timeBase
  if (!base || !(base.num > 0 && base.den > 0)) throw corrupt()
  return base.num / base.den
}

/** Only the sound is read: no other stream reaches a decoder. */
async function openSoundDecoder(demuxer: FormatContext, index: number): Promise<CodecContext> {
  for (const other of demuxer.streams) if (other.index !== index) other.discard = AVDISCARD_ALL
  const stream = demuxer.streams[index]
  const codec = stream ? Codec.findDecoder(stream.codecpar.codecId) : null
  if (!stream || !codec) throw refuse({ code: 'unsupported-sound', codec: nameOf(stream?.codecpar.codecId) })
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  expectOk(decoder.parametersToContext(stream.codecpar), 'sound decoder parameters')
  decoder.pktTimebase = stream.timeBase
  decoder.threadCount = 1
  if ((await decoder.open2(codec)) >= 0) return decoder
  decoder.freeContext()
  throw refuse({ code: 'unsupported-sound', codec: nameOf(stream.codecpar.codecId) })
}

const nameOf = (codecId: Parameters<typeof avGetCodecName>[0] | undefined): string =>
  (codecId === undefined ? null : avGetCodecName(codecId)) ?? 'unknown'

/** Gives pieces of sound their place by the file's own clock. */
class SoundClock {
  readonly #source: SoundSource
  readonly #tickSeconds: number
  #next: number | undefined

  constructor(source: SoundSource, tickSeconds: number) {
    this.#source = source
    this.#tickSeconds = tickSeconds
  }

  /** Undefined where the whole piece lies before the video. */
  place(ticks: bigint, samples: Float32Array): SoundBlock | undefined {
    const { channels, originSeconds } = this.#source
    const announced =
      ticks === AV_NOPTS_VALUE
        ? (this.#next ?? 0)
        : Math.round((Number(ticks) * this.#tickSeconds - originSeconds) * soundRate)
    const isContinued = this.#next !== undefined && Math.abs(announced - this.#next) <= toleratedSamples
    const start = isContinued ? (this.#next ?? 0) : announced
    // A clock that turns back would lay one piece over another.
    const skipped = Math.max(0, Math.max(0, this.#next ?? 0) - start)
    const count = samples.length / channels
    if (skipped >= count) {
      this.#next = isContinued || this.#next === undefined ? start + count : this.#next
      return undefined
    }
    this.#next = start + count
    return { position: start + skipped, samples: samples.subarray(skipped * channels) }
  }
}

const formatKey = ({ format, sampleRate, channelLayout: { nbChannels, order, mask } }: Frame): string =>
  [format, sampleRate, nbChannels, order, mask].join(' ')

/** Brings frames of any format to the finished rate and channels. */
class Resampler {
  readonly #channels: 1 | 2
  #context: SoftwareResampleContext | undefined
  #key = ''

  constructor(channels: 1 | 2) {
    this.#channels = channels
  }

  async convert(frame: Frame): Promise<Float32Array> {
    const key = formatKey(frame)
    // Broadcasts change from stereo to surround and back.
    if (!this.#context || key !== this.#key) {
      this.free()
      this.#context = this.#open(frame)
      this.#key = key
    }
    const capacity = this.#context.getOutSamples(frame.nbSamples) + 32
    const output = Buffer.alloc(capacity * this.#channels * Float32Array.BYTES_PER_ELEMENT)
    const count = expectOk(
      await this.#context.convert([output], capacity, frame.extendedData ?? frame.data, frame.nbSamples),
      'resample',
    )
    return new Float32Array(output.buffer, output.byteOffset, count * this.#channels)
  }

  free(): void {
    this.#context?.free()
    this.#context = undefined
  }

  #open(frame: Frame): SoftwareResampleContext {
    const context = new SoftwareResampleContext()
    const layout = this.#channels === 1 ? AV_CHANNEL_LAYOUT_MONO : AV_CHANNEL_LAYOUT_STEREO
    const format = frame.format as Parameters<SoftwareResampleContext['allocSetOpts2']>[4]
    const code = context.allocSetOpts2(
      layout,
      AV_SAMPLE_FMT_FLT,
      soundRate,
      frame.channelLayout,
      format,
      frame.sampleRate,
    )
    if (code < 0 || context.init() < 0) throw refuse({ code: 'unsupported-sound', codec: 'unknown' })
    return context
  }
}
