import { z } from 'zod'
import type { Turn } from '../../../core/video/turn.js'
import { noTurn, readTurn } from '../../../core/video/turn.js'
import { corrupt, refuse } from '../../image/media-failure.js'
import { demuxerOf } from '../container.js'
import type { PixelAspect, SoundStream, StreamSummary, VideoStream } from '../describe-stream.js'
import { saidAspect } from '../describe-stream.js'
import type { SourceText } from '../source-texts.js'
import type { CodecFile, FrameColors } from '../video-codec.js'
import { beyondProgram } from './beyond.js'
import { readColors } from './colors.js'
import { commonArguments, printed, urlForProgram } from './run-program.js'

const streamSchema = z.object({
  index: z.number().int().nonnegative(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  codec_tag_string: z.string().optional(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  pix_fmt: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  chroma_location: z.string().optional(),
  time_base: z.string(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  start_pts: z.number().int().optional(),
  duration: z.string().optional(),
  channels: z.number().int().optional(),
  sample_rate: z.string().optional(),
  disposition: z.record(z.string(), z.number()).default({}),
  tags: z.record(z.string(), z.string()).default({}),
  side_data_list: z.array(z.record(z.string(), z.unknown())).default([]),
})
type Stream = z.infer<typeof streamSchema>

const probeSchema = z.object({
  streams: z.array(streamSchema),
  format: z.object({ duration: z.string().optional(), tags: z.record(z.string(), z.string()).default({}) }),
})

/** What ffprobe tells of a container. */
export interface Probed {
  readonly stream: VideoStream
  readonly streams: readonly StreamSummary[]
  readonly texts: readonly SourceText[]
  readonly startTicks: bigint | undefined
  readonly pixelFormat: string
  readonly colors: FrameColors
}

const maxPrintedBytes = 64_000_000

function parsed(text: string): z.infer<typeof probeSchema> {
  try {
    return probeSchema.parse(JSON.parse(text))
  } catch {
    throw corrupt()
  }
}

/** The demuxer of exactly this container; no other format is tried, no other protocol exists. */
export function inputArguments(file: Pick<CodecFile, 'path' | 'container'>): readonly string[] {
  const demuxer = demuxerOf[file.container]
  const isoOptions = demuxer === 'mov' ? ['-enable_drefs', '0', '-use_absolute_path', '0'] : []
  return ['-protocol_whitelist', 'file', '-f', demuxer, ...isoOptions, '-i', urlForProgram(file)]
}

/** Asks ffprobe what a container holds. Throws `MediaFailure`. */
export async function probe(signal: AbortSignal, ffprobe: string, file: CodecFile): Promise<Probed> {
  const args = [...commonArguments, '-show_streams', '-show_format', '-of', 'json', ...inputArguments(file)]
  const text = await printed(signal, { program: ffprobe, args, file }, maxPrintedBytes)
  if (text === undefined) throw corrupt()
  const { streams, format } = parsed(text)
  const pictures = streams.filter((stream) => stream.codec_type === 'video' && !isCoverArt(stream))
  const [chosen, ...others] = pictures
  if (!chosen) throw refuse({ code: 'unsupported-format', format: 'file without video' })
  if (others.length > 0) throw beyondProgram('a choice between several videos in one file')
  const isMovie = demuxerOf[file.container] === 'mov'
  return {
    stream: describe(chosen, streams, format.duration, isMovie),
    streams: streams.map((stream) => ({
      index: stream.index,
      kind: stream.codec_type ?? 'data',
      tag: stream.codec_tag_string ?? '',
      isCoverArt: isCoverArt(stream),
    })),
    texts: [format.tags, ...streams.map(({ tags }) => tags)].flatMap((tags) =>
      Object.entries(tags).map(([field, value]) => ({ field, value })),
    ),
    startTicks: chosen.start_pts === undefined ? undefined : BigInt(chosen.start_pts),
    pixelFormat: chosen.pix_fmt ?? 'unknown',
    colors: readColors((name) => told(chosen, name)),
  }
}

function told(stream: Stream, name: string): string | undefined {
  const value: unknown = Reflect.get(stream, name)
  return typeof value === 'string' ? value : undefined
}

const isCoverArt = ({ disposition }: Stream): boolean =>
  disposition['attached_pic'] === 1 || disposition['timed_thumbnails'] === 1

function describe(
  stream: Stream,
  all: readonly Stream[],
  wholeDuration: string | undefined,
  isMovie: boolean,
): VideoStream {
  const { width = 0, height = 0, tags, side_data_list: sideData } = stream
  if (!(width > 0 && height > 0)) throw corrupt()
  if (tags['alpha_mode'] === '1') throw refuse({ code: 'unsupported-format', format: 'video with transparency' })
  const timeBase = ratioOf(stream.time_base)
  if (!timeBase) throw corrupt()
  const rate = ratioOf(stream.avg_frame_rate) ?? ratioOf(stream.r_frame_rate) ?? { num: 25, den: 1 }
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    size: { width, height },
    turn: turnOf(sideData),
    pixelAspect: aspectOf(stream.sample_aspect_ratio),
    timeBase,
    framesPerSecond: Math.min(1000, rate.num / rate.den),
    durationSeconds: secondsOf(stream.duration) ?? secondsOf(wholeDuration) ?? 0,
    sound: soundOf(all, isMovie),
  }
}

/** In QuickTime and MP4 a track that is switched off is never heard. */
function soundOf(all: readonly Stream[], isMovie: boolean): SoundStream | undefined {
  const heard = all.find(
    ({ codec_type: kind, disposition }) => kind === 'audio' && (!isMovie || disposition['default'] === 1),
  )
  if (!heard) return undefined
  const { index, codec_name: codec = 'unknown', channels = 0, sample_rate: rate } = heard
  return { index, codec, channels, samplesPerSecond: Number(rate ?? 0) }
}

/** Side data of a stream that change nothing of what is shown, or what the copy loses by either way. */
const harmlessSideData =
  /^(?:CPB properties|Mastering display metadata|Content light level metadata|DOVI configuration record|Ambient viewing environment)$/

function turnOf(sideData: Stream['side_data_list']): Turn {
  let turn = noTurn
  for (const entry of sideData) {
    const kind = entry['side_data_type']
    if (kind === 'Display Matrix') turn = readMatrix(entry['displaymatrix'])
    else if (typeof kind !== 'string' || !harmlessSideData.test(kind))
      throw beyondProgram(`a track with ${typeof kind === 'string' ? kind : 'unknown side data'}`)
  }
  return turn
}

/** Three lines of three numbers, each line behind its own number and a colon. */
function readMatrix(text: unknown): Turn {
  const numbers = typeof text === 'string' ? (text.replace(/^\s*\d+:/gm, '').match(/-?\d+/g) ?? []).map(Number) : []
  if (numbers.length !== 9) throw corrupt()
  const turn = readTurn(numbers)
  if (!turn) throw refuse({ code: 'unsupported-format', format: 'video that is shown slanted or stretched' })
  return turn
}

function ratioOf(text: string | undefined): PixelAspect | undefined {
  const [, num, den] = /^(\d+)[/:](\d+)$/.exec(text ?? '') ?? []
  return saidAspect({ num: Number(num ?? 0), den: Number(den ?? 0) })
}

/** A ratio as ffprobe prints it, `4:3`; undefined where nothing is said. */
export const aspectOf = ratioOf

const secondsOf = (text: string | undefined): number | undefined => {
  const seconds = Number(text)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
}
