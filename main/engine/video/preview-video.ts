import { AVSEEK_FLAG_BACKWARD } from 'node-av/constants'
import type { Preview } from '../../core/contract/engine.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { PreviewOrder, SourceFile } from '../../core/ports.js'
import { videoLimitsOf } from '../../core/video/process-video.js'
import { corrupt } from '../image/media-failure.js'
import { renderPreview } from '../image/preview.js'
import { silenceLibraries } from './av.js'
import type { OpenStream } from './decode-frames.js'
import { decodeFrames, openStream } from './decode-frames.js'
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
    const opened = await openStream(file, limits)
    try {
      const seconds = order.at.unit === 'seconds' ? order.at.seconds : order.at.frame / opened.stream.framesPerSecond
      return await previewAt(signal, opened, seconds, order, { limits, threads })
    } finally {
      await opened.demuxer.closeInput()
    }
  } finally {
    await file.handle.close()
  }
}

/** Decoding begins at the last frame before the moment that can be decoded by itself. */
async function previewAt(
  signal: AbortSignal,
  opened: OpenStream,
  seconds: number,
  order: PreviewOrder,
  options: Parameters<typeof decodeFrames>[2],
): Promise<Preview> {
  const { demuxer, stream } = opened
  const { num, den } = stream.timeBase
  const start = demuxer.streams[stream.index]?.startTime ?? 0n
  const origin = start > 0n && (Number(start) * num) / den < 1 ? 0n : start
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
