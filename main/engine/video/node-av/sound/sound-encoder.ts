import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
} from 'node-av/constants'
import type { FFEncoderCodec } from 'node-av/constants'
import { Codec, CodecContext, Dictionary, Frame, Packet, Rational } from 'node-av/lib'
import { failed } from '../../../../core/job/reasons.js'
import type { VideoFormat } from '../../../../core/video/types.js'
import { MediaFailure } from '../../../image/media-failure.js'
import { soundRate } from './read-sound.js'

/** Fixed settings of the sound encoders, for the same reason as those of the picture. */
const settingsOf = {
  mp4: { encoder: 'aac', bitRate: { 1: 96_000n, 2: 160_000n }, options: { aac_coder: 'twoloop' }, planar: true },
  webm: { encoder: 'libopus', bitRate: { 1: 64_000n, 2: 128_000n }, options: { application: 'audio' }, planar: false },
} as const

const encodeFailed = (): MediaFailure => new MediaFailure(failed({ code: 'encode-failed' }))

/** Encodes samples into AAC for MP4, Opus for WebM. */
export class SoundEncoder {
  /** Describes the stream to the muxer. */
  readonly context: CodecContext
  readonly channels: 1 | 2
  readonly #isPlanar: boolean
  readonly #packet = new Packet()
  #waiting = new Float32Array(0)
  #samples = 0

  private constructor(context: CodecContext, channels: 1 | 2, isPlanar: boolean) {
    this.context = context
    this.channels = channels
    this.#isPlanar = isPlanar
    this.#packet.alloc()
  }

  static async open(format: VideoFormat, channels: 1 | 2): Promise<SoundEncoder> {
    const settings = settingsOf[format]
    const codec = Codec.findEncoderByName(settings.encoder as FFEncoderCodec)
    if (!codec) throw new MediaFailure(failed({ code: 'internal', detail: `no encoder ${settings.encoder}` }))
    const context = new CodecContext()
    context.allocContext3(codec)
    context.sampleRate = soundRate
    context.sampleFormat = settings.planar ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_FLT
    context.channelLayout = channels === 1 ? AV_CHANNEL_LAYOUT_MONO : AV_CHANNEL_LAYOUT_STEREO
    context.bitRate = settings.bitRate[channels]
    context.timeBase = new Rational(1, soundRate)
    context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT)
    const options = Dictionary.fromObject(settings.options)
    const code = await context.open2(codec, options)
    options.free()
    if (code >= 0) return new SoundEncoder(context, channels, settings.planar)
    context.freeContext()
    throw encodeFailed()
  }

  /** How many samples were taken so far. */
  get samples(): number {
    return this.#samples + this.#waiting.length / this.channels
  }

  /** Takes interleaved samples; `onPacket` gets what is encoded. The packet is only valid until it returns. */
  async encode(samples: Float32Array, onPacket: (packet: Packet) => Promise<void>): Promise<void> {
    const waiting = new Float32Array(this.#waiting.length + samples.length)
    waiting.set(this.#waiting)
    waiting.set(samples, this.#waiting.length)
    const frameLength = this.context.frameSize * this.channels
    let start = 0
    for (; start + frameLength <= waiting.length; start += frameLength)
      await this.#encodeFrame(waiting.subarray(start, start + frameLength), onPacket)
    this.#waiting = waiting.slice(start)
  }

  async finish(onPacket: (packet: Packet) => Promise<void>): Promise<void> {
    if (this.#waiting.length > 0) await this.#encodeFrame(this.#waiting, onPacket)
    this.#waiting = new Float32Array(0)
    if ((await this.context.sendFrame(null)) < 0) throw encodeFailed()
    await this.#drain(onPacket)
  }

  free(): void {
    this.#packet.free()
    this.context.freeContext()
  }

  async #encodeFrame(samples: Float32Array, onPacket: (packet: Packet) => Promise<void>): Promise<void> {
    const arranged = this.#isPlanar && this.channels === 2 ? planar(samples) : samples
    const count = samples.length / this.channels
    const frame = Frame.fromAudioBuffer(Buffer.from(arranged.buffer, arranged.byteOffset, arranged.byteLength), {
      nbSamples: count,
      format: this.context.sampleFormat,
      sampleRate: soundRate,
      channelLayout: this.context.channelLayout,
      pts: BigInt(this.#samples),
      timeBase: { num: 1, den: soundRate },
    })
    this.#samples += count
    try {
      if ((await this.context.sendFrame(frame)) < 0) throw encodeFailed()
    } finally {
      frame.free()
    }
    await this.#drain(onPacket)
  }

  async #drain(onPacket: (packet: Packet) => Promise<void>): Promise<void> {
    while ((await this.context.receivePacket(this.#packet)) >= 0) await onPacket(this.#packet)
  }
}

/** All samples of the first channel, then all of the second. */
function planar(samples: Float32Array): Float32Array {
  const count = samples.length / 2
  const arranged = new Float32Array(samples.length)
  for (let index = 0; index < count; index++) {
    arranged[index] = samples[index * 2] ?? 0
    arranged[count + index] = samples[index * 2 + 1] ?? 0
  }
  return arranged
}
