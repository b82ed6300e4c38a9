import type { AVPixelFormat } from 'node-av/constants'
import { AVCOL_RANGE_JPEG } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import { open } from 'node:fs/promises'
import { failed } from '../../core/job/reasons.js'
import type { DetectedFace, Thoroughness } from '../../core/detection/types.js'
import type { PixelRect, PixelSize } from '../../core/geometry/box.js'
import { planRegions } from '../../core/redaction/plan-regions.js'
import type { VideoCover } from '../../core/video/ports.js'
import type { PlanarLayout, PlanarPicture } from '../../core/video/planar.js'
import { fillRects, padToEven, toYuv } from '../../core/video/planar.js'
import type { Turn } from '../../core/video/turn.js'
import { gridOf, toStored, uprightSize } from '../../core/video/turn.js'
import type { VideoTarget } from '../../core/video/types.js'
import { nativePath } from '../files/native-path.js'
import { syncToDisk } from '../files/sync-to-disk.js'
import { writeFailure } from '../files/system-error.js'
import { MediaFailure } from '../image/media-failure.js'
import { PlanarConverter, spaceOf } from './convert-frame.js'
import type { DecodeOptions, DecodedFrame, OpenStream } from './decode-frames.js'
import { decodeFrames, openStream } from './decode-frames.js'
import type { VideoFile } from './open-input.js'
import { urlOf } from './open-input.js'
import { codingOf, finishedLayout, isFullRange } from './pixel-format.js'
import type { VideoTimeline } from './timeline.js'
import { tidyWebm } from './tidy-webm.js'
import type { WriterLook } from './video-writer.js'
import { VideoWriter } from './video-writer.js'
import { WorkInFlight } from './work-in-flight.js'

export interface WriteOrder {
  readonly file: VideoFile
  readonly limits: DecodeOptions['limits']
  readonly timeline: VideoTimeline
  readonly cover: VideoCover
  readonly target: VideoTarget
  readonly stagedPath: string
  readonly thoroughness: Thoroughness
  readonly threads: number
}

/** Decodes the original again, covers every planned region and encodes. Returns when the file is on the disk. */
export async function writeVideo(
  signal: AbortSignal,
  order: WriteOrder,
  onProgress: (share: number) => void,
): Promise<void> {
  const staged = await openStaged(order.stagedPath)
  try {
    await staged.truncate(0)
    const source = await openStream(order.file, order.limits)
    try {
      await writeFrames(signal, order, source, urlOf(staged, order.stagedPath), onProgress)
    } finally {
      await source.demuxer.closeInput()
    }
    if (order.target.format === 'webm') await tidyWebm(staged)
    await syncToDisk(order.stagedPath)
  } catch (error) {
    throw error instanceof MediaFailure || !isSystemError(error) ? error : new MediaFailure(writeFailure(error))
  } finally {
    await staged.close()
  }
}

async function openStaged(path: string): ReturnType<typeof open> {
  try {
    return await open(nativePath(path), 'r+')
  } catch (error) {
    throw new MediaFailure(writeFailure(error))
  }
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error

async function writeFrames(
  signal: AbortSignal,
  order: WriteOrder,
  source: OpenStream,
  url: string,
  onProgress: (share: number) => void,
): Promise<void> {
  const { timeline } = order
  let painter: FramePainter | undefined
  let writer: VideoWriter | undefined
  // While a picture is encoded, the next one is decoded and painted.
  const inFlight = new WorkInFlight(1)
  try {
    let written = 0
    for await (const decoded of decodeFrames(signal, source, { limits: order.limits, threads: order.threads })) {
      if (decoded.index >= timeline.frames || decoded.ticks !== timeline.ticksAt(decoded.index)) throw passesDiffer()
      painter ??= new FramePainter(decoded.frame, source.stream.turn, order)
      const encoder = (writer ??= await startWriter(url, order, source, painter, decoded.frame))
      const picture = await painter.paint(decoded.frame, timeline.facesAt(decoded.index))
      const ticks = toOutputTicks(decoded.ticks, source)
      const durationTicks = durationOf(decoded, timeline, source)
      await inFlight.start(() => encoder.write(picture, ticks, durationTicks))
      onProgress(++written / timeline.frames)
    }
    await inFlight.end()
    if (!writer || written !== timeline.frames) throw passesDiffer()
    await writer.finish()
  } finally {
    await inFlight.settled()
    writer?.free()
    painter?.free()
  }
}

/** A damaged file may decode differently each time; then what was looked at is not what would be published. */
const passesDiffer = (): MediaFailure =>
  new MediaFailure(failed({ code: 'internal', detail: 'decoding passes differ' }))

async function startWriter(
  url: string,
  order: WriteOrder,
  source: OpenStream,
  painter: FramePainter,
  first: Frame,
): Promise<VideoWriter> {
  const look = lookOf(first, source, painter)
  const { target, thoroughness, threads } = order
  const writer = await VideoWriter.open(url, target, thoroughness, look, threads)
  await writer.start()
  return writer
}

/** Microseconds are the finest clock of finished videos. */
const finestTicksPerSecond = 1_000_000

export const outputTicksPerSecond = ({ stream }: Pick<OpenStream, 'stream'>): number =>
  Math.min(finestTicksPerSecond, stream.timeBase.den)

/** A time of the source in ticks of the finished video. */
export function toOutputTicks(ticks: bigint, source: Pick<OpenStream, 'stream'>): bigint {
  const { num, den } = source.stream.timeBase
  const scale = BigInt(outputTicksPerSecond(source))
  const product = ticks * BigInt(num) * scale
  return (product + BigInt(den) / 2n) / BigInt(den)
}

/** How long a frame is shown; the last one, where the source does not say, as long as the one before it. */
function durationOf(
  { index, ticks, durationTicks }: DecodedFrame,
  timeline: VideoTimeline,
  source: OpenStream,
): bigint {
  if (durationTicks > 0n) return toOutputTicks(durationTicks, source)
  const before = index > 0 ? toOutputTicks(ticks - timeline.ticksAt(index - 1), source) : 0n
  const nominal = BigInt(Math.ceil(outputTicksPerSecond(source) / source.stream.framesPerSecond))
  return before > 0n ? before : nominal
}

function lookOf(first: Frame, source: OpenStream, { finishedSize, layout }: FramePainter): WriterLook {
  const aspect = first.sampleAspectRatio
  return {
    ...finishedSize,
    layout,
    turn: source.stream.turn,
    pixelAspect: aspect.num > 0 && aspect.den > 0 ? { num: aspect.num, den: aspect.den } : { num: 1, den: 1 },
    colorRange: isFullRange(first) ? AVCOL_RANGE_JPEG : first.colorRange,
    colorPrimaries: first.colorPrimaries,
    colorTransfer: first.colorTrc,
    colorSpace: spaceOf(first),
    chromaLocation: first.chromaLocation,
    ticksPerSecond: outputTicksPerSecond(source),
    framesPerSecond: source.stream.framesPerSecond,
  }
}

/** Covers the faces of each frame and brings it into the finished size. */
class FramePainter {
  readonly finishedSize: PixelSize
  readonly layout: PlanarLayout
  readonly #stored: PixelSize
  readonly #turn: Turn
  readonly #converter: PlanarConverter
  readonly #order: WriteOrder
  readonly #color: readonly [number, number, number]

  constructor(first: Frame, turn: Turn, order: WriteOrder) {
    this.#stored = { width: first.width, height: first.height }
    this.#turn = turn
    this.#order = order
    this.layout = finishedLayout(first.format as AVPixelFormat, order.target.format)
    this.#converter = new PlanarConverter(this.#stored, this.layout)
    this.#color = toYuv(order.cover.color, codingOf(first), this.layout.bits)
    this.finishedSize = finishedSizeOf(this.#stored, order.target)
  }

  async paint(frame: Frame, faces: readonly DetectedFace[]): Promise<PlanarPicture> {
    const picture = await this.#converter.pictureOf(frame)
    fillRects(picture, storedRects(faces, this.#stored, this.#turn, this.#order.cover.growShare), this.#color)
    return this.#order.target.format === 'mp4' ? padToEven(picture) : picture
  }

  free(): void {
    this.#converter.free()
  }
}

/** H.264 and HEVC in 4:2:0 have only even sizes; VP9 has all. */
export const finishedSizeOf = ({ width, height }: PixelSize, { format }: VideoTarget): PixelSize =>
  format === 'mp4' ? { width: width + (width % 2), height: height + (height % 2) } : { width, height }

/** What is covered in a frame, in pixels of the stored picture. */
export function storedRects(
  faces: readonly DetectedFace[],
  stored: PixelSize,
  turn: Turn,
  growShare: number,
): readonly PixelRect[] {
  if (faces.length === 0) return []
  return planRegions(faces, uprightSize(stored, turn), gridOf(stored, turn), growShare).flatMap(({ parts }) =>
    parts.map((part) => toStored(part, stored, turn)),
  )
}
