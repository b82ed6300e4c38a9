import { AVSEEK_FLAG_BACKWARD, AV_NOPTS_VALUE } from 'node-av/constants'
import type { Preview } from '../../core/contract/engine.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { PreviewOrder, SourceFile } from '../../core/ports.js'
import { videoLimitsOf } from '../../core/video/video-request.js'
import { corrupt } from '../image/media-failure.js'
import { renderPreview } from '../image/preview.js'
import { silenceLibraries } from './av.js'
import type { OpenStream } from './decode-frames.js'
import { decodeFrames, openStream, originOf, startsAnywhere } from './decode-frames.js'
import type { VideoFile } from './open-input.js'
import { openVideoFile } from './open-input.js'
import { UprightImages } from './upright-image.js'

/** One frame of a video for a person to look at: the one shown at `at`, or the last before the video ends. */
export async function previewVideo(
  signal: AbortSignal,
  source: SourceFile,
  order: PreviewOrder,
  threads: number,
): Promise<Preview> {
  silenceLibraries()
  const limits = videoLimitsOf(order.limits)
  const file = await openVideoFile(source, limits)
  try {
    const picture = await shownPicture(signal, file, order.at, { limits, threads })
    return await renderPreview({ ...picture, channels: 3 }, gridAtCorner, order)
  } finally {
    await file.handle.close()
  }
}

type Picture = Awaited<ReturnType<UprightImages['imageOf']>>
type Options = Parameters<typeof decodeFrames>[2]

/** Seconds before the moment at which decoding begins; undefined: at the first byte. */
const beginnings = [0, 2, undefined] as const

/**
 * Decoding begins at the last frame before the moment that can be decoded by itself. Some containers look for it by the
 * time of decoding and find one that is shown later; then it begins earlier.
 */
async function shownPicture(
  signal: AbortSignal,
  file: VideoFile,
  at: PreviewOrder['at'],
  options: Options,
): Promise<Picture> {
  for (const before of beginnings) {
    const opened = await openStream(file, options.limits)
    try {
      const { timeBase, framesPerSecond, index } = opened.stream
      const ticksOf = (seconds: number): bigint => BigInt(Math.round((seconds * timeBase.den) / timeBase.num))
      const origin = startsAnywhere(opened) ? await firstTick(signal, file, options) : announcedOrigin(opened)
      const wanted = origin + ticksOf(at.unit === 'seconds' ? at.seconds : at.frame / framesPerSecond)
      // A container that cannot seek is decoded from its beginning.
      if (before !== undefined) await opened.demuxer.seekFrame(index, wanted - ticksOf(before), AVSEEK_FLAG_BACKWARD)
      const last = await lastUntil(signal, opened, wanted, options)
      if (last && (last.isInTime || before === undefined)) return last.picture
    } finally {
      await opened.demuxer.closeInput()
    }
  }
  throw corrupt()
}

/** Where the clock stands at first; where it may start anywhere, only the first frame that can be decoded tells. */
async function firstTick(signal: AbortSignal, file: VideoFile, options: Options): Promise<bigint> {
  const opened = await openStream(file, options.limits)
  try {
    for await (const { originTicks } of decodeFrames(signal, opened, options)) return originTicks
    throw corrupt()
  } finally {
    await opened.demuxer.closeInput()
  }
}

function announcedOrigin(opened: OpenStream): bigint {
  const start = opened.demuxer.streams[opened.stream.index]?.startTime ?? AV_NOPTS_VALUE
  return start === AV_NOPTS_VALUE ? 0n : originOf(start, opened)
}

/** The last frame that is shown at `wanted` or before; where all are shown later, the first of them. */
async function lastUntil(
  signal: AbortSignal,
  opened: OpenStream,
  wanted: bigint,
  options: Options,
): Promise<{ readonly picture: Picture; readonly isInTime: boolean } | undefined> {
  const { size } = opened.stream
  let images: UprightImages | undefined
  let last: { readonly picture: Picture; readonly isInTime: boolean } | undefined
  try {
    for await (const { frame } of decodeFrames(signal, opened, options)) {
      const isInTime = frame.bestEffortTimestamp <= wanted
      if (last && !isInTime) break
      images ??= new UprightImages(frame, opened.stream, Math.max(size.width, size.height))
      last = { picture: await images.imageOf(frame), isInTime }
      if (!isInTime) break
    }
  } finally {
    images?.free()
  }
  return last
}
