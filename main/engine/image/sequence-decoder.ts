import {
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AV_CODEC_ID_AV1,
  AV_FRAME_FLAG_CORRUPT,
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_RGB24,
  SWS_ACCURATE_RND,
  SWS_BICUBIC,
  SWS_FULL_CHR_H_INT,
} from 'node-av/constants'
import type { AVColorPrimaries, AVColorSpace, AVColorTransferCharacteristic, AVPixelFormat } from 'node-av/constants'
import { Codec, CodecContext, Frame, Packet, SoftwareScaleContext } from 'node-av/lib'
import { expectOk, silenceLibraries } from '../video/node-av/av.js'
import { ToneMapper } from '../video/node-av/tone-map.js'
import type { CodePoints } from './color-profile.js'
import { brightPrimaries, isHighDynamicRange } from './color-profile.js'
import { interleave } from './high-dynamic-range.js'
import { corrupt, refuse } from './media-failure.js'
import type { SequenceTrack } from './sequence-tracks.js'

/** H.273: the matrix is not told. */
const unspecified = 2

/**
 * Decodes the frames of one track in order with FFmpeg's AV1 decoder; asked for an earlier frame it starts again. The
 * decoder gets the track's samples alone, never the file.
 */
export class SequenceDecoder {
  readonly #file: Buffer
  readonly #track: SequenceTrack
  readonly #format: AVPixelFormat
  #decoder: CodecContext | undefined
  #mapper: ToneMapper | undefined
  #next = 0

  constructor(file: Buffer, track: SequenceTrack, kind: 'color' | 'alpha') {
    this.#file = file
    this.#track = track
    this.#format = kind === 'color' ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_GRAY8
    silenceLibraries()
  }

  /** Tightly packed RGB, or one byte a pixel of transparency. */
  async frame(index: number): Promise<Buffer> {
    if (!this.#decoder || index < this.#next) await this.#restart()
    for (;;) {
      const isWanted = this.#next === index
      const pixels = await this.#decodeNext(isWanted)
      if (pixels) return pixels
    }
  }

  async #restart(): Promise<void> {
    this.#close()
    const codec = Codec.findDecoder(AV_CODEC_ID_AV1)
    if (!codec) throw refuse({ code: 'unsupported-format', format: 'AVIF image sequence' })
    const decoder = new CodecContext()
    decoder.allocContext3(codec)
    decoder.extraData = this.#track.configuration
    // One thread means no delay: each sample gives its frame at once.
    decoder.threadCount = 1
    if ((await decoder.open2(codec)) < 0) {
      decoder.freeContext()
      throw corrupt()
    }
    this.#decoder = decoder
    this.#next = 0
  }

  async #decodeNext(isWanted: boolean): Promise<Buffer | undefined> {
    const decoder = this.#decoder
    const sample = this.#track.samples[this.#next]
    if (!decoder || !sample) throw corrupt()
    const packet = new Packet()
    packet.alloc()
    const frame = new Frame()
    frame.alloc()
    try {
      packet.data = Buffer.from(this.#file.subarray(sample.offset, sample.offset + sample.sizeBytes))
      packet.pts = BigInt(this.#next)
      if ((await decoder.sendPacket(packet)) < 0 || (await decoder.receiveFrame(frame)) < 0) throw corrupt()
      const isDamaged = frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT)
      const { width, height } = this.#track.size
      if (isDamaged || frame.width !== width || frame.height !== height) throw corrupt()
      this.#next++
      const pixels = isWanted ? await this.#convert(frame) : undefined
      if (this.#next === this.#track.samples.length) this.#close()
      return pixels
    } catch (error) {
      this.#close()
      throw error
    } finally {
      frame.free()
      packet.free()
    }
  }

  /** PQ and HLG, by the arithmetic that videos get. */
  async #mapTones(frame: Frame, colors: CodePoints): Promise<Buffer> {
    frame.colorPrimaries = brightPrimaries(colors) as AVColorPrimaries
    frame.colorTrc = colors.transfer as AVColorTransferCharacteristic
    this.#mapper ??= await ToneMapper.open(frame, 1, 'picture')
    const { width, height } = this.#track.size
    const pixels = Buffer.alloc(width * height * 3)
    interleave(await this.#mapper.convert(frame), width * height, pixels, width * height, 3)
    return pixels
  }

  async #convert(frame: Frame): Promise<Buffer> {
    const { nclx, size } = this.#track
    if (nclx && this.#format === AV_PIX_FMT_RGB24) {
      if (nclx.matrix !== unspecified) frame.colorSpace = nclx.matrix as AVColorSpace
      frame.colorRange = nclx.isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
      if (isHighDynamicRange(nclx) && !this.#track.profile) return this.#mapTones(frame, nclx)
    }
    const scaler = new SoftwareScaleContext()
    scaler.allocContext()
    const target = new Frame()
    target.alloc()
    try {
      scaler.setOption('flags', SWS_ACCURATE_RND | SWS_BICUBIC | SWS_FULL_CHR_H_INT)
      target.format = this.#format
      target.width = size.width
      target.height = size.height
      target.colorRange = AVCOL_RANGE_JPEG
      expectOk(target.getBuffer(0), 'frame buffer')
      expectOk(await scaler.scaleFrame(target, frame), 'scale')
      return target.toBuffer()
    } finally {
      target.free()
      scaler.freeContext()
    }
  }

  #close(): void {
    this.#decoder?.freeContext()
    this.#decoder = undefined
    this.#mapper?.free()
    this.#mapper = undefined
  }
}
