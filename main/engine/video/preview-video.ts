import type { Preview } from '../../core/contract/engine.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { PreviewOrder, SourceFile } from '../../core/ports.js'
import { videoLimitsOf } from '../../core/video/video-request.js'
import { corrupt } from '../image/media-failure.js'
import { renderPreview } from '../image/preview.js'
import { decodeFrames, openStream, originOf } from './decode-frames.js'
import type { VideoFile } from './open-input.js'
import { openVideoFile } from './open-input.js'
import type { VideoTools } from './open-video.js'
import { UprightImages } from './upright-image.js'
import type { OpenStream, VideoCodec } from './video-codec.js'

/** One frame of a video for a person to look at: the one shown at `at`, or the last before the video ends. */
export async function previewVideo(
  signal: AbortSignal,
  source: SourceFile,
  order: PreviewOrder,
  { codec, threads }: Pick<VideoTools, 'codec' | 'threads'>,
): Promise<Preview> {
  const limits = videoLimitsOf(order.limits)
  const file = await openVideoFile(source, limits)
  try {
    const picture = await shownPicture(signal, await codec(), file, order.at, { limits, threads })
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
  codec: VideoCodec,
  file: VideoFile,
  at: PreviewOrder['at'],
  options: Options,
): Promise<Picture> {
  for (const before of beginnings) {
    const opened = await openStream(codec, file, options.limits)
    try {
      const { timeBase, framesPerSecond } = opened.stream
      const ticksOf = (seconds: number): bigint => BigInt(Math.round((seconds * timeBase.den) / timeBase.num))
      const origin = opened.startsAnywhere ? await firstTick(signal, codec, file, options) : announcedOrigin(opened)
      const wanted = origin + ticksOf(at.unit === 'seconds' ? at.seconds : at.frame / framesPerSecond)
      const isSought = before !== undefined && (await opened.seek(wanted - ticksOf(before)))
      const last = await lastUntil(signal, opened, wanted, options)
      if (last && (last.isInTime || !isSought)) return last.picture
    } finally {
      await opened.close()
    }
  }
  throw corrupt()
}

/** Where the clock stands at first; where it may start anywhere, only the first frame that can be decoded tells. */
async function firstTick(signal: AbortSignal, codec: VideoCodec, file: VideoFile, options: Options): Promise<bigint> {
  const opened = await openStream(codec, file, options.limits)
  try {
    for await (const { originTicks } of decodeFrames(signal, opened, options)) return originTicks
    throw corrupt()
  } finally {
    await opened.close()
  }
}

const announcedOrigin = (opened: OpenStream): bigint =>
  opened.startTicks === undefined ? 0n : originOf(opened.startTicks, opened)

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
    for await (const { frame, ticks, originTicks } of decodeFrames(signal, opened, options)) {
      const isInTime = originTicks + ticks <= wanted
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
