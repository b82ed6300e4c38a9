import {
  AVCOL_PRI_BT2020,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_TRC_ARIB_STD_B67,
  AV_CHANNEL_LAYOUT_MONO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUV444P,
  AV_PKT_DATA_DISPLAYMATRIX,
} from 'node-av/constants'
import type { FFEncoderCodec } from 'node-av/constants'
import { Codec, CodecContext, Dictionary, FormatContext, Frame, Packet, Rational } from 'node-av/lib'
import { silenceLibraries } from '../../../main/engine/video/node-av/av.js'
import { stat } from 'node:fs/promises'
import type { SourceFile } from '../../../main/core/ports.js'
import type { Turn } from '../../../main/core/video/turn.js'
import { writeTurn } from '../../../main/core/video/turn.js'

/** What a made-up clip is like; everything that is not said is ordinary. */
export interface ClipOptions {
  readonly container?: 'mp4' | 'mov' | 'matroska' | 'webm' | 'avi' | 'mpegts' | '3gp'
  readonly encoder?: 'libx264' | 'libx265' | 'libvpx-vp9' | 'libsvtav1' | 'mpeg4'
  readonly width?: number
  readonly height?: number
  readonly pixels?: '420' | '420-10' | '444'
  /** Times of the frames in milliseconds. */
  readonly timesMs?: readonly number[]
  readonly turn?: Turn
  /** Width by height of a pixel. WebM has it in the container alone. */
  readonly pixelAspect?: readonly [num: number, den: number]
  /** HDR by hybrid log-gamma. */
  readonly hlg?: boolean
  readonly texts?: Readonly<Record<string, string>>
  readonly sound?: ClipSound
  /** The planes of each frame, instead of a moving pattern. */
  readonly planesAt?: (index: number) => Buffer
}

/** A tone that is heard only in one stretch of time. */
export interface ClipSound {
  readonly encoder: 'aac' | 'libopus' | 'pcm_s16le' | 'mp2'
  readonly seconds: number
  readonly beepSeconds: readonly [from: number, to: number]
  readonly channels?: 1 | 2
}

const pixelFormats = { '420': AV_PIX_FMT_YUV420P, '420-10': AV_PIX_FMT_YUV420P10LE, '444': AV_PIX_FMT_YUV444P }

/** A moving pattern, different in every frame. */
function pixelsOf(width: number, height: number, pixels: '420' | '420-10' | '444', index: number): Buffer {
  const side = (length: number): number => (pixels === '444' ? length : Math.ceil(length / 2))
  const samples: number[] = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) samples.push(110 + Math.round(40 * Math.sin((x * 3 + y * 2 + index * 2) / 25)))
  for (let plane = 0; plane < 2; plane++)
    for (let at = 0; at < side(width) * side(height); at++) samples.push(110 + plane * 30)
  if (pixels !== '420-10') return Buffer.from(samples)
  return Buffer.from(new Uint16Array(samples.map((value) => value * 4)).buffer)
}

/** Writes a clip as a careless camera would: with every text it is given. */
export async function makeClip(path: string, options: ClipOptions = {}): Promise<SourceFile> {
  silenceLibraries()
  const {
    container = 'mp4',
    encoder: name = 'libx264',
    width = 96,
    height = 64,
    pixels = '420',
    turn,
    texts = {},
  } = options
  const timesMs = options.timesMs ?? Array.from({ length: 12 }, (_, index) => index * 40)
  const codec = Codec.findEncoderByName(name as FFEncoderCodec)
  if (!codec) throw new Error(name)
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.width = width
  encoder.height = height
  encoder.pixelFormat = pixelFormats[pixels]
  // AVI has no times, only frames.
  const tickMs = container === 'avi' ? 40 : 1
  encoder.timeBase = new Rational(tickMs, 1000)
  encoder.framerate = new Rational(25, 1)
  encoder.threadCount = 1
  if (options.hlg) {
    encoder.colorPrimaries = AVCOL_PRI_BT2020
    encoder.colorTrc = AVCOL_TRC_ARIB_STD_B67
    encoder.colorSpace = AVCOL_SPC_BT2020_NCL
    encoder.colorRange = AVCOL_RANGE_MPEG
  }
  if (options.pixelAspect) encoder.sampleAspectRatio = new Rational(...options.pixelAspect)
  encoder.gopSize = 5
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  if (name === 'libx264' || name === 'libx265') encoder.setOption('preset', 'ultrafast')
  if (name === 'libx265') encoder.setOption('x265-params', 'log-level=none')
  if (name === 'libsvtav1') encoder.setOption('preset', '12')
  check(await encoder.open2(codec))
  const muxer = new FormatContext()
  check(muxer.allocOutputContext2(null, container, `file:${path}`))
  if (Object.keys(texts).length > 0) muxer.metadata = Dictionary.fromObject(texts)
  const stream = muxer.newStream()
  check(stream.codecpar.fromContext(encoder))
  stream.timeBase = encoder.timeBase
  if (options.pixelAspect) stream.sampleAspectRatio = new Rational(...options.pixelAspect)
  stream.codecpar.codecTag = name === 'libx265' ? 'hvc1' : 0
  if (turn) {
    const matrix = Buffer.alloc(36)
    writeTurn(turn, { width, height }).forEach((value, index) => matrix.writeInt32LE(value, index * 4))
    check(stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, matrix))
  }
  const sound = options.sound && (await encodeSound(options.sound))
  const soundStream = sound && muxer.newStream()
  if (sound && soundStream) {
    check(soundStream.codecpar.fromContext(sound.encoder))
    soundStream.timeBase = new Rational(1, 48_000)
    soundStream.codecpar.codecTag = 0
  }
  check(await muxer.openOutput())
  check(
    await muxer.writeHeader(
      Dictionary.fromObject(container === 'mov' || container === 'mp4' ? { movflags: 'use_metadata_tags' } : {}),
    ),
  )
  const packet = new Packet()
  packet.alloc()
  const drain = async (): Promise<void> => {
    while ((await encoder.receivePacket(packet)) >= 0) {
      packet.streamIndex = 0
      packet.duration = BigInt(Math.round(40 / tickMs))
      packet.rescaleTs(encoder.timeBase, stream.timeBase)
      check(await muxer.interleavedWriteFrame(packet))
    }
  }
  if (sound && soundStream)
    for (const piece of sound.packets) {
      piece.streamIndex = soundStream.index
      piece.rescaleTs(new Rational(1, 48_000), soundStream.timeBase)
      check(await muxer.interleavedWriteFrame(piece))
    }
  for (const [index, timeMs] of timesMs.entries()) {
    const frame = Frame.fromVideoBuffer(options.planesAt?.(index) ?? pixelsOf(width, height, pixels, index), {
      width,
      height,
      format: pixelFormats[pixels],
      pts: BigInt(Math.round(timeMs / tickMs)),
    })
    check(await encoder.sendFrame(frame))
    frame.free()
    await drain()
  }
  check(await encoder.sendFrame(null))
  await drain()
  check(await muxer.writeTrailer())
  await muxer.closeOutput()
  packet.free()
  encoder.freeContext()
  muxer.freeContext()
  return sourceOf(path)
}

/** Encodes the whole tone; it is short. */
async function encodeSound({ encoder: name, seconds, beepSeconds, channels = 1 }: ClipSound) {
  const codec = Codec.findEncoderByName(name as FFEncoderCodec)
  if (!codec) throw new Error(name)
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  const isPlanar = name === 'aac'
  encoder.sampleFormat = isPlanar ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_S16
  encoder.sampleRate = 48_000
  encoder.channelLayout = channels === 1 ? AV_CHANNEL_LAYOUT_MONO : AV_CHANNEL_LAYOUT_STEREO
  encoder.timeBase = new Rational(1, 48_000)
  encoder.bitRate = 96_000n
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  check(await encoder.open2(codec))
  const frameSize = encoder.frameSize || 960
  const packets: Packet[] = []
  const drain = async (): Promise<void> => {
    for (;;) {
      const packet = new Packet()
      packet.alloc()
      if ((await encoder.receivePacket(packet)) < 0) return
      packets.push(packet)
    }
  }
  for (let start = 0; start + frameSize <= seconds * 48_000; start += frameSize) {
    const wave = Array.from({ length: frameSize }, (_, index) => {
      const at = (start + index) / 48_000
      return at >= beepSeconds[0] && at < beepSeconds[1] ? 0.5 * Math.sin(2 * Math.PI * 700 * at) : 0
    })
    const samples = isPlanar
      ? Float32Array.from(Array.from({ length: channels }, () => wave).flat())
      : Int16Array.from(wave.flatMap((value) => Array.from({ length: channels }, () => value * 32_000)))
    const frame = Frame.fromAudioBuffer(Buffer.from(samples.buffer), {
      nbSamples: frameSize,
      format: encoder.sampleFormat,
      sampleRate: 48_000,
      channelLayout: encoder.channelLayout,
      pts: BigInt(start),
    })
    check(await encoder.sendFrame(frame))
    frame.free()
    await drain()
  }
  check(await encoder.sendFrame(null))
  await drain()
  return { encoder, packets }
}

function check(code: number): void {
  if (code < 0) throw new Error(`FFmpeg answered ${code}`)
}

/** The file as discovery would list it. */
export async function sourceOf(path: string): Promise<SourceFile> {
  const { size, mtimeMs } = await stat(path)
  return { path, relativePath: path, sizeBytes: size, modifiedMs: mtimeMs }
}
