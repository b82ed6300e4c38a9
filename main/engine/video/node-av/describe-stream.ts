import {
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AV_DISPOSITION_ATTACHED_PIC,
  AV_DISPOSITION_DEFAULT,
  AV_DISPOSITION_TIMED_THUMBNAILS,
  AV_NOPTS_VALUE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AV_PKT_DATA_FRAME_CROPPING,
} from 'node-av/constants'
import type { FormatContext, Stream } from 'node-av/lib'
import { avGetCodecName, avGetMediaTypeString } from 'node-av/lib'
import type { Turn } from '../../../core/video/turn.js'
import { noTurn, readTurn } from '../../../core/video/turn.js'
import { corrupt, refuse } from '../../image/media-failure.js'
import type { SoundStream, StreamSummary, VideoStream } from '../describe-stream.js'
import { saidAspect } from '../describe-stream.js'
import type { SourceText } from '../source-texts.js'

/** Chooses the video stream and refuses what cannot be shown as it was. Throws `MediaFailure`. */
export function describeStream(demuxer: FormatContext): VideoStream {
  const streams = demuxer.streams
  const index = demuxer.findBestStream(AVMEDIA_TYPE_VIDEO)
  const stream = streams[index]
  if (index < 0 || !stream || isCoverArt(stream))
    throw refuse({ code: 'unsupported-format', format: 'file without video' })
  const { codecpar } = stream
  const size = { width: codecpar.width, height: codecpar.height }
  if (!(size.width > 0 && size.height > 0)) throw corrupt()
  refuseTransparency(stream)
  refuseCropping(stream)
  const { num, den } = stream.timeBase
  if (!(num > 0 && den > 0)) throw corrupt()
  return {
    index,
    codec: avGetCodecName(codecpar.codecId) ?? 'unknown',
    size,
    turn: turnOf(stream),
    pixelAspect: saidAspect(stream.sampleAspectRatio),
    timeBase: { num, den },
    framesPerSecond: rateOf(stream),
    durationSeconds: durationOf(demuxer, stream),
    sound: soundOf(demuxer, index),
  }
}

/** What players play: in QuickTime and MP4 a track that is switched off is never heard, and may hold anything. */
function soundOf(demuxer: FormatContext, videoIndex: number): SoundStream | undefined {
  const index = demuxer.findBestStream(AVMEDIA_TYPE_AUDIO, -1, videoIndex)
  const stream = demuxer.streams[index]
  if (index < 0 || !stream) return undefined
  const isOff = demuxer.iformat?.name?.includes('mov') === true && !stream.hasDisposition(AV_DISPOSITION_DEFAULT)
  if (isOff) return undefined
  const { codecId, channelLayout, sampleRate } = stream.codecpar
  const codec = avGetCodecName(codecId) ?? 'unknown'
  return { index, codec, channels: channelLayout.nbChannels, samplesPerSecond: sampleRate }
}

const isCoverArt = (stream: Stream): boolean =>
  stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC) || stream.hasDisposition(AV_DISPOSITION_TIMED_THUMBNAILS)

function turnOf(stream: Stream): Turn {
  const data = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (!data || data.length < 36) return noTurn
  const turn = readTurn(Array.from({ length: 9 }, (_, index) => data.readInt32LE(index * 4)))
  if (!turn) throw refuse({ code: 'unsupported-format', format: 'video that is shown slanted or stretched' })
  return turn
}

/** WebM keeps transparency in a second picture beside each frame, which no player of other formats shows. */
function refuseTransparency(stream: Stream): void {
  const alpha = stream.metadata?.get('alpha_mode')
  if (alpha === '1') throw refuse({ code: 'unsupported-format', format: 'video with transparency' })
}

/** A clean aperture hides the borders of the stored picture; they must not become visible. */
function refuseCropping(stream: Stream): void {
  const cropping = stream.codecpar.getCodedSideData(AV_PKT_DATA_FRAME_CROPPING)
  if (cropping?.some((byte) => byte !== 0))
    throw refuse({ code: 'unsupported-format', format: 'video with a cropped picture' })
}

function rateOf(stream: Stream): number {
  for (const rate of [stream.avgFrameRate, stream.rFrameRate])
    if (rate.num > 0 && rate.den > 0) return Math.min(1000, rate.num / rate.den)
  return 25
}

function durationOf(demuxer: FormatContext, stream: Stream): number {
  const { num, den } = stream.timeBase
  if (stream.duration !== AV_NOPTS_VALUE && stream.duration > 0n) return (Number(stream.duration) * num) / den
  return demuxer.duration !== AV_NOPTS_VALUE && demuxer.duration > 0n ? Number(demuxer.duration) / 1_000_000 : 0
}

export const summarize = (demuxer: FormatContext): readonly StreamSummary[] =>
  demuxer.streams.map((stream) => ({
    index: stream.index,
    kind: avGetMediaTypeString(stream.codecpar.codecType) ?? 'data',
    tag: stream.codecpar.codecTagString ?? '',
    isCoverArt: isCoverArt(stream),
  }))

/** All texts of the container and its streams, as far as FFmpeg reads them. */
export function readTexts(demuxer: FormatContext): readonly SourceText[] {
  const dictionaries = [demuxer.metadata, ...demuxer.streams.map((stream) => stream.metadata)]
  return dictionaries.flatMap((dictionary) =>
    Object.entries(dictionary?.getAll() ?? {}).map(([field, value]) => ({ field, value })),
  )
}
