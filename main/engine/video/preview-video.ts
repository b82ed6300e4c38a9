import { AVSEEK_FLAG_BACKWARD, AV_NOPTS_VALUE } from 'node-av/constants'
import type { Preview } from '../../core/contract/engine.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { PreviewOrder, SourceFile } from '../../core/ports.js'
import { videoLimitsOf } from '../../core/video/process-video.js'
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
    const options = { limits, threads }
    const opened = await openStream(file, limits)
    try {
      const origin = startsAnywhere(opened) ? await firstTick(signal, file, options) : announcedOrigin(opened)
      const seconds = order.at.unit === 'seconds' ? order.at.seconds : order.at.frame / opened.stream.framesPerSecond
      return await previewAt(signal, opened, { seconds, origin }, order, options)
    } finally {
      await opened.demuxer.closeInput()
    }
  } finally {
    await file.handle.close()
  }
}

/** Where the clock stands at first; where it may start anywhere, only the first frame that can be decoded tells. */
async function firstTick(
  signal: AbortSignal,
  file: VideoFile,
  options: Parameters<typeof decodeFrames>[2],
): Promise<bigint> {
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

/** Decoding begins at the last frame before the moment that can be decoded by itself. */
async function previewAt(
  signal: AbortSignal,
  opened: OpenStream,
  { seconds, origin }: { readonly seconds: number; readonly origin: bigint },
  order: PreviewOrder,
  options: Parameters<typeof decodeFrames>[2],
): Promise<Preview> {
  const { demuxer, stream } = opened
  const { num, den } = stream.timeBase
  const wanted = origin + BigInt(Math.round((seconds * den) / num))
  // A container that cannot seek is decoded from its beginning.
  await demuxer.seekFrame(stream.index, wanted, AVSEEK_FLAG_BACKWARD)
  let images: UprightImages | undefined
  let latest: Awaited<ReturnType<UprightImages['imageOf']>> | undefined
  try {
    for await (const { frame } of decodeFrames(signal, opened, options)) {
      const end = frame.bestEffortTimestamp + (frame.duration > 0n ? frame.duration : 1n)
      images ??= new UprightImages(frame, stream.turn, Math.max(stream.size.width, stream.size.height))
      latest = await images.imageOf(frame)
      if (end > wanted) break
    }
  } finally {
    images?.free()
  }
  if (!latest) throw corrupt()
  return renderPreview({ ...latest, channels: 3 }, gridAtCorner, order)
}
