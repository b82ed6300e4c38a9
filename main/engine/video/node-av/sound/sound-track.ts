import { randomFillSync } from 'node:crypto'
import type { Packet } from 'node-av/lib'
import { VoiceDistorter } from '../../../../core/video/sound/distort-voice.js'
import type { VideoFormat, VideoSound } from '../../../../core/video/types.js'
import type { CodecFile } from '../../video-codec.js'
import type { SoundBlock } from './read-sound.js'
import { readSound, soundRate } from './read-sound.js'
import { SoundEncoder } from './sound-encoder.js'

/** What becomes of the sound of one video. */
export interface SoundOrder {
  readonly file: CodecFile
  readonly streamIndex: number
  readonly sourceChannels: number
  readonly originSeconds: number
  readonly sound: Exclude<VideoSound, 'remove'>
  readonly format: VideoFormat
}

/** The sound of a finished video, encoded beside its pictures: as far as the pictures have come, so that little waits. */
export class SoundTrack {
  readonly encoder: SoundEncoder
  readonly #blocks: AsyncGenerator<SoundBlock, void, undefined>
  readonly #distorter: VoiceDistorter | undefined
  readonly #onPacket: (packet: Packet) => Promise<void>
  /** A piece that was read and lies behind what was asked for. */
  #next: SoundBlock | undefined
  /** Samples handed on, before distortion. */
  #position = 0
  #hasEnded = false

  private constructor(
    encoder: SoundEncoder,
    blocks: AsyncGenerator<SoundBlock, void, undefined>,
    distorter: VoiceDistorter | undefined,
    onPacket: (packet: Packet) => Promise<void>,
  ) {
    this.encoder = encoder
    this.#blocks = blocks
    this.#distorter = distorter
    this.#onPacket = onPacket
  }

  /** `onPacket` gets the encoded sound. Distorted sound has one channel: where somebody stood is nobody's business. */
  static async open(
    signal: AbortSignal,
    order: SoundOrder,
    onPacket: (packet: Packet) => Promise<void>,
  ): Promise<SoundTrack> {
    const { file, streamIndex, originSeconds, sound, format } = order
    const channels = sound === 'distort' || order.sourceChannels === 1 ? 1 : 2
    const encoder = await SoundEncoder.open(format, channels)
    const blocks = readSound(signal, { file, streamIndex, originSeconds, channels })
    const distorter = sound === 'distort' ? new VoiceDistorter(soundRate, secureRandom()) : undefined
    return new SoundTrack(encoder, blocks, distorter, onPacket)
  }

  /** Encodes the sound up to a moment of the finished video. */
  async writeUntil(seconds: number): Promise<void> {
    const end = Math.round(seconds * soundRate)
    while (this.#position < end && !this.#hasEnded) {
      const block = this.#next ?? (await this.#read())
      this.#next = undefined
      if (!block) this.#hasEnded = true
      else if (block.position > this.#position) {
        await this.#silence(Math.min(block.position, end) - this.#position)
        this.#next = block
      } else {
        const count = Math.min(block.samples.length / this.encoder.channels, end - this.#position)
        const length = count * this.encoder.channels
        await this.#take(block.samples.subarray(0, length))
        if (length < block.samples.length)
          this.#next = { position: this.#position, samples: block.samples.subarray(length) }
      }
    }
  }

  /** Encodes the rest up to the end of the pictures. Returns how many seconds of sound there are. */
  async finish(endSeconds: number): Promise<number> {
    await this.writeUntil(endSeconds)
    if (this.#distorter) await this.encoder.encode(this.#distorter.end(), this.#onPacket)
    const { samples } = this.encoder
    await this.encoder.finish(this.#onPacket)
    return samples / soundRate
  }

  async free(): Promise<void> {
    await this.#blocks.return()
    this.encoder.free()
  }

  async #read(): Promise<SoundBlock | undefined> {
    const next = await this.#blocks.next()
    return next.done === true ? undefined : next.value
  }

  /** In pieces: a file may claim that nothing is heard for hours. */
  async #silence(count: number): Promise<void> {
    for (let left = count; left > 0; left -= soundRate)
      await this.#take(new Float32Array(Math.min(left, soundRate) * this.encoder.channels))
  }

  async #take(samples: Float32Array): Promise<void> {
    this.#position += samples.length / this.encoder.channels
    await this.encoder.encode(this.#distorter?.push(samples) ?? samples, this.#onPacket)
  }
}

/** Numbers from 0 up to 1 out of the system's cryptographic source. */
function secureRandom(): () => number {
  const numbers = new Uint32Array(4096)
  let used = numbers.length
  return () => {
    if (used === numbers.length) {
      randomFillSync(numbers)
      used = 0
    }
    return (numbers[used++] ?? 0) / 2 ** 32
  }
}
