import {
  AVERROR_ENOSPC,
  AVFMT_FLAG_BITEXACT,
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PKT_DATA_DISPLAYMATRIX,
} from 'node-av/constants'
import type {
  FFEncoderCodec,
  AVColorPrimaries,
  AVColorRange,
  AVColorSpace,
  AVColorTransferCharacteristic,
  AVChromaLocation,
} from 'node-av/constants'
import {
  BitStreamFilter,
  BitStreamFilterContext,
  Codec,
  CodecContext,
  Dictionary,
  FormatContext,
  Frame,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib'
import { failed } from '../../../core/job/reasons.js'
import type { Thoroughness } from '../../../core/detection/types.js'
import type { PlanarPicture } from '../../../core/video/planar.js'
import { isTurned, writeTurn } from '../../../core/video/turn.js'
import type { VideoTarget } from '../../../core/video/types.js'
import { MediaFailure } from '../../image/media-failure.js'
import { codecThreads, expectOk } from './av.js'
import type { EncoderSettings } from '../encoder-settings.js'
import { encoderSettings, keyframeDistance, muxerOptions } from '../encoder-settings.js'
import type { OutputLook } from '../video-codec.js'
import { setColors } from './av-frame.js'
import { formatOfLayout } from './convert-frame.js'
import { soundRate } from './sound/read-sound.js'
import type { SoundEncoder } from './sound/sound-encoder.js'

const encodeFailed = (): MediaFailure => new MediaFailure(failed({ code: 'encode-failed' }))

/** Encodes pictures into a new file that holds them and what a player needs, nothing else. */
export class VideoWriter {
  readonly #look: OutputLook
  readonly #encoder: CodecContext
  readonly #filter: BitStreamFilterContext | undefined
  readonly #muxer: FormatContext
  readonly #stream: Stream
  readonly #sound: Stream | undefined
  readonly #packet = new Packet()
  readonly #durations = new Map<bigint, bigint>()

  private constructor(
    look: OutputLook,
    encoder: CodecContext,
    filter: BitStreamFilterContext | undefined,
    muxer: FormatContext,
    stream: Stream,
    sound: Stream | undefined,
  ) {
    this.#sound = sound
    this.#look = look
    this.#encoder = encoder
    this.#filter = filter
    this.#muxer = muxer
    this.#stream = stream
    this.#packet.alloc()
  }

  /** `url` is what FFmpeg opens for writing; the file exists and is empty. Without `sound` it has pictures alone. */
  static async open(
    url: string,
    target: VideoTarget,
    thoroughness: Thoroughness,
    look: OutputLook,
    threads: number,
    sound?: SoundEncoder,
  ): Promise<VideoWriter> {
    const { format } = target
    const settings = encoderSettings(target, look.layout.bits, thoroughness)
    const encoder = await openEncoder(settings, look, threads)
    const muxer = new FormatContext()
    expectOk(muxer.allocOutputContext2(null, format, url), 'muxer')
    muxer.setFlags(AVFMT_FLAG_BITEXACT)
    const stream = muxer.newStream()
    expectOk(stream.codecpar.fromContext(encoder), 'stream parameters')
    stream.timeBase = encoder.timeBase
    // WebM has the shape of a pixel from here alone.
    stream.sampleAspectRatio = encoder.sampleAspectRatio
    const filter = settings.filter ? openFilter(settings.filter, encoder, stream) : undefined
    if (settings.tag) stream.codecpar.codecTag = settings.tag
    else stream.codecpar.codecTag = 0
    if (isTurned(look.turn)) addTurn(stream, look)
    return new VideoWriter(look, encoder, filter, muxer, stream, sound && addSound(muxer, sound))
  }

  async start(): Promise<void> {
    this.#check(await this.#muxer.openOutput())
    const options = Dictionary.fromObject(muxerOptions[this.#muxer.oformat?.name === 'webm' ? 'webm' : 'mp4'])
    this.#check(await this.#muxer.writeHeader(options))
    options.free()
  }

  async write(picture: PlanarPicture, ticks: bigint, durationTicks: bigint): Promise<void> {
    const frame = Frame.fromVideoBuffer(
      Buffer.from(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength),
      {
        width: picture.width,
        height: picture.height,
        format: formatOfLayout(picture),
        pts: ticks,
      },
    )
    frame.timeBase = this.#encoder.timeBase
    frame.pictType = AV_PICTURE_TYPE_NONE
    setColors(frame, this.#look.colors)
    frame.sampleAspectRatio = new Rational(this.#look.pixelAspect.num, this.#look.pixelAspect.den)
    this.#durations.set(ticks, durationTicks)
    try {
      if ((await this.#encoder.sendFrame(frame)) < 0) throw encodeFailed()
    } finally {
      frame.free()
    }
    await this.#drain()
  }

  /** Takes an encoded piece of sound, in samples. */
  async writeSound(packet: Packet): Promise<void> {
    const stream = this.#sound
    if (!stream) return
    packet.streamIndex = stream.index
    packet.rescaleTs(new Rational(1, soundRate), stream.timeBase)
    this.#check(await this.#muxer.interleavedWriteFrame(packet))
  }

  async finish(): Promise<void> {
    if ((await this.#encoder.sendFrame(null)) < 0) throw encodeFailed()
    await this.#drain()
    this.#check(await this.#muxer.writeTrailer())
    await this.#muxer.closeOutput()
  }

  /** Frees everything, whether `finish` was reached or not. */
  free(): void {
    this.#packet.free()
    this.#filter?.free()
    this.#encoder.freeContext()
    this.#muxer.freeContext()
  }

  async #drain(): Promise<void> {
    while ((await this.#encoder.receivePacket(this.#packet)) >= 0) {
      if (!this.#filter) await this.#mux()
      else {
        if ((await this.#filter.sendPacket(this.#packet)) < 0) throw encodeFailed()
        while ((await this.#filter.receivePacket(this.#packet)) >= 0) await this.#mux()
      }
    }
  }

  async #mux(): Promise<void> {
    const packet = this.#packet
    packet.duration = this.#durations.get(packet.pts) ?? 0n
    this.#durations.delete(packet.pts)
    packet.streamIndex = this.#stream.index
    packet.rescaleTs(this.#encoder.timeBase, this.#stream.timeBase)
    this.#check(await this.#muxer.interleavedWriteFrame(packet))
  }

  #check(code: number): void {
    if (code >= 0) return
    if (code === AVERROR_ENOSPC) throw new MediaFailure(failed({ code: 'disk-full' }))
    throw encodeFailed()
  }
}

async function openEncoder(settings: EncoderSettings, look: OutputLook, threads: number): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(settings.encoder as FFEncoderCodec)
  if (!codec) throw new MediaFailure(failed({ code: 'internal', detail: `no encoder ${settings.encoder}` }))
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.width = look.width
  encoder.height = look.height
  encoder.pixelFormat = formatOfLayout(look.layout)
  encoder.timeBase = new Rational(1, look.ticksPerSecond)
  encoder.framerate = new Rational(Math.round(look.framesPerSecond * 1000), 1000)
  encoder.sampleAspectRatio = new Rational(look.pixelAspect.num, look.pixelAspect.den)
  encoder.colorRange = look.colors.range as AVColorRange
  encoder.colorPrimaries = look.colors.primaries as AVColorPrimaries
  encoder.colorTrc = look.colors.transfer as AVColorTransferCharacteristic
  encoder.colorSpace = look.colors.matrix as AVColorSpace
  encoder.chromaLocation = look.colors.chromaLocation as AVChromaLocation
  encoder.maxBFrames = 0
  encoder.gopSize = keyframeDistance
  encoder.threadCount = codecThreads(threads)
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT)
  const options = Dictionary.fromObject(settings.options)
  const code = await encoder.open2(codec, options)
  options.free()
  if (code < 0) {
    encoder.freeContext()
    throw encodeFailed()
  }
  return encoder
}

function openFilter(
  filter: NonNullable<EncoderSettings['filter']>,
  encoder: CodecContext,
  stream: Stream,
): BitStreamFilterContext {
  const found = BitStreamFilter.getByName(filter.name)
  if (!found) throw new MediaFailure(failed({ code: 'internal', detail: `no filter ${filter.name}` }))
  const context = new BitStreamFilterContext()
  expectOk(context.alloc(found), 'filter')
  for (const [name, value] of Object.entries(filter.options)) expectOk(context.setOption(name, value), 'filter option')
  const input = context.inputCodecParameters
  if (input) expectOk(stream.codecpar.copy(input), 'filter input')
  context.inputTimeBase = encoder.timeBase
  expectOk(context.init(), 'filter start')
  const output = context.outputCodecParameters
  if (output) expectOk(output.copy(stream.codecpar), 'filter output')
  return context
}

function addSound(muxer: FormatContext, { context }: SoundEncoder): Stream {
  const stream = muxer.newStream()
  expectOk(stream.codecpar.fromContext(context), 'sound parameters')
  stream.timeBase = context.timeBase
  stream.codecpar.codecTag = 0
  return stream
}

function addTurn(stream: Stream, look: OutputLook): void {
  const matrix = Buffer.alloc(36)
  writeTurn(look.turn, look).forEach((value, index) => matrix.writeInt32LE(value, index * 4))
  expectOk(stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, matrix), 'turn')
}
