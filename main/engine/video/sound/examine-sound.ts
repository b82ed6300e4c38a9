import { avGetCodecName } from 'node-av/lib'
import type { VideoFormat } from '../../../core/video/types.js'
import type { Finding } from '../../../core/verdict/finding.js'
import type { OpenStream } from '../decode-frames.js'
import type { VideoFile } from '../open-input.js'
import { readSound, soundRate } from './read-sound.js'
import { soundCodecOf } from './sound-encoder.js'

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
  file: Pick<VideoFile, 'url' | 'container'>,
  { demuxer, stream }: OpenStream,
  expected: SoundExpectation,
  onBlock: () => void,
): Promise<readonly Finding[]> {
  const { seconds } = expected
  const { sound } = stream
  const isExpected = seconds !== undefined
  if (demuxer.streams.length !== (isExpected ? 2 : 1))
    return [{ code: 'sound-differs', what: isExpected ? 'missing' : 'unexpected' }]
  if (!isExpected) return []
  const parameters = sound && demuxer.streams[sound.index]?.codecpar
  if (!parameters) return [{ code: 'sound-differs', what: 'missing' }]
  const isRightCoding =
    avGetCodecName(parameters.codecId) === soundCodecOf[expected.format] &&
    parameters.sampleRate === soundRate &&
    parameters.channelLayout.nbChannels <= 2
  if (!isRightCoding) return [{ code: 'sound-differs', what: 'coding' }]
  let end = 0
  const source = { file, streamIndex: sound.index, originSeconds: 0, channels: 1 } as const
  for await (const { position, samples } of readSound(signal, source)) {
    end = position + samples.length
    onBlock()
  }
  const isWhole = Math.abs(end / soundRate - seconds) <= toleratedSeconds
  return isWhole ? [] : [{ code: 'sound-differs', what: 'length' }]
}
