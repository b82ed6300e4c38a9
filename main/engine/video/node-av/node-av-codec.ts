import type { PlanarPicture } from '../../../core/video/planar.js'
import type { SoundStream } from '../describe-stream.js'
import type { CodecFile, OutputOrder, VideoCodec, VideoOutput } from '../video-codec.js'
import { silenceLibraries } from './av.js'
import { AvStream } from './av-stream.js'
import { urlOf } from './open-demuxer.js'
import { readSound, soundRate } from './sound/read-sound.js'
import { SoundTrack } from './sound/sound-track.js'
import { VideoWriter } from './video-writer.js'

silenceLibraries()

/** Videos by node-av: FFmpeg's libraries inside this process. */
export const nodeAvCodec: VideoCodec = {
  open: (file) => AvStream.open(file),
  openOutput: (signal, order) => AvOutput.open(signal, order),
  soundSeconds: measureSound,
}

async function measureSound(
  signal: AbortSignal,
  file: CodecFile,
  { index }: SoundStream,
  onBlock: () => void,
): Promise<number> {
  let end = 0
  const source = { file, streamIndex: index, originSeconds: 0, channels: 1 } as const
  for await (const { position, samples } of readSound(signal, source)) {
    end = position + samples.length
    onBlock()
  }
  return end / soundRate
}

/** Pictures and sound go into one muxer, the sound always as far as the pictures have come. */
class AvOutput implements VideoOutput {
  readonly #ticksPerSecond: number
  readonly #writer: VideoWriter
  readonly #sound: SoundTrack | undefined

  private constructor(ticksPerSecond: number, writer: VideoWriter, sound: SoundTrack | undefined) {
    this.#ticksPerSecond = ticksPerSecond
    this.#writer = writer
    this.#sound = sound
  }

  static async open(signal: AbortSignal, order: OutputOrder): Promise<AvOutput> {
    const { target, thoroughness, look, threads } = order
    let writer: VideoWriter | undefined
    const sound = await openSound(signal, order, async (packet) => writer?.writeSound(packet))
    try {
      writer = await VideoWriter.open(urlOf(order), target, thoroughness, look, threads, sound?.encoder)
      await writer.start()
      return new AvOutput(look.ticksPerSecond, writer, sound)
    } catch (error) {
      await sound?.free()
      writer?.free()
      throw error
    }
  }

  async write(picture: PlanarPicture, ticks: bigint, durationTicks: bigint): Promise<void> {
    await this.#sound?.writeUntil(Number(ticks) / this.#ticksPerSecond)
    await this.#writer.write(picture, ticks, durationTicks)
  }

  async finish(endTicks: bigint): Promise<number | undefined> {
    const soundSeconds = await this.#sound?.finish(Number(endTicks) / this.#ticksPerSecond)
    await this.#writer.finish()
    return soundSeconds
  }

  async free(): Promise<void> {
    await this.#sound?.free()
    this.#writer.free()
  }
}

async function openSound(
  signal: AbortSignal,
  { sound: wanted, target }: OutputOrder,
  onPacket: Parameters<typeof SoundTrack.open>[2],
): Promise<SoundTrack | undefined> {
  if (!wanted) return undefined
  const { file, stream, originSeconds, sound } = wanted
  const order = { file, streamIndex: stream.index, sourceChannels: stream.channels, originSeconds, sound }
  return SoundTrack.open(signal, { ...order, format: target.format }, onPacket)
}
