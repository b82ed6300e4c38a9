import type { Thoroughness } from '../../core/detection/types.js'
import type { GreyImage } from '../../core/video/tracking/motion.js'
import { firstFrame, greyOf, measureMotion, pyramidOf } from '../../core/video/tracking/motion.js'
import { throwIfAborted } from '../image/media-failure.js'
import type { DecodeOptions, OpenStream } from './decode-frames.js'
import { decodeFrames } from './decode-frames.js'
import type { FrameDetector } from './frame-detector.js'
import { lookSidePx } from './frame-detector.js'
import { FrameRecord } from './timeline.js'
import { UprightImages } from './upright-image.js'

/** No more frames of a second than this are looked at; faces are followed through the others. */
export const maxLooksPerSecond: Readonly<Record<Thoroughness, number>> = { fast: 15, balanced: 30, thorough: 30 }

/** Looks at the frames of a video: their times, the camera's motion, and everything in them that may be a face. */
export async function analyzeVideo(
  signal: AbortSignal,
  source: OpenStream,
  options: DecodeOptions,
  detector: FrameDetector,
  thoroughness: Thoroughness,
  onFrame: (index: number) => void,
): Promise<FrameRecord> {
  const record = new FrameRecord()
  const { timeBase } = source.stream
  // A little less than the distance of frames at this rate, so that none of those is skipped.
  const lookTicks = Math.floor((0.9 * timeBase.den) / (maxLooksPerSecond[thoroughness] * timeBase.num))
  let images: UprightImages | undefined
  let last: readonly GreyImage[] | undefined
  let lastLook: bigint | undefined
  let looks = 0
  try {
    for await (const { frame, index, ticks } of decodeFrames(signal, source, options)) {
      images ??= new UprightImages(frame, source.stream.turn, lookSidePx[thoroughness])
      const image = await images.imageOf(frame)
      const pyramid = pyramidOf(greyOf(image, 3))
      const motion = last ? measureMotion(last, pyramid) : firstFrame
      last = pyramid
      const isLooked = motion.isCut || lastLook === undefined || ticks - lastLook >= BigInt(lookTicks)
      if (isLooked) lastLook = ticks
      const seen = isLooked ? await detector.propose(signal, image, looks++, thoroughness) : undefined
      throwIfAborted(signal)
      record.add(ticks, motion, seen)
      onFrame(index)
    }
  } finally {
    images?.free()
  }
  return record
}
