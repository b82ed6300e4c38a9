import type { VideoFormat } from '../../core/video/types.js'
import type { Finding } from '../../core/verdict/finding.js'
import type { CodecFile, OpenStream, VideoCodec } from './video-codec.js'

/** FFmpeg's names of the codings that finished sound has, and its samples of a second. */
const soundCodecOf: Readonly<Record<VideoFormat, string>> = { mp4: 'aac', webm: 'opus' }
const soundRate = 48_000

/** An encoder rounds up to its own frames, and a player cuts off what it put before the first sample. */
const toleratedSeconds = 0.1

/** What a finished video's streams must be beside its pictures. */
export interface SoundExpectation {
  readonly format: VideoFormat
  /** Undefined where there must be no sound. */
  readonly seconds: number | undefined
}

/** Compares the streams of a finished video with what was written, and decodes its sound from beginning to end. */
export async function examineSound(
  signal: AbortSignal,
  codec: VideoCodec,
  file: CodecFile,
  { streams, stream }: OpenStream,
  expected: SoundExpectation,
  onBlock: () => void,
): Promise<readonly Finding[]> {
  const { seconds } = expected
  const { sound } = stream
  const isExpected = seconds !== undefined
  if (streams.length !== (isExpected ? 2 : 1))
    return [{ code: 'sound-differs', what: isExpected ? 'missing' : 'unexpected' }]
  if (!isExpected) return []
  if (!sound) return [{ code: 'sound-differs', what: 'missing' }]
  const isRightCoding =
    sound.codec === soundCodecOf[expected.format] && sound.samplesPerSecond === soundRate && sound.channels <= 2
  if (!isRightCoding) return [{ code: 'sound-differs', what: 'coding' }]
  const length = await codec.soundSeconds(signal, file, sound, onBlock)
  const isWhole = Math.abs(length - seconds) <= toleratedSeconds
  return isWhole ? [] : [{ code: 'sound-differs', what: 'length' }]
}
