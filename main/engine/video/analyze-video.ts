import type { Thoroughness } from '../../core/detection/types.js'
import type { GreyImage } from '../../core/video/tracking/motion.js'
import { firstFrame, greyOf, measuredSidePx, measureMotion, pyramidOf } from '../../core/video/tracking/motion.js'
import { throwIfAborted } from '../image/media-failure.js'
import type { DecodeOptions, OpenStream } from './decode-frames.js'
import { decodeFrames } from './decode-frames.js'
import { pixelAspectOf } from './describe-stream.js'
import type { FrameDetector } from './frame-detector.js'
import { lookSidePx, maxLooksAtOnce } from './frame-detector.js'
import { FrameRecord } from './timeline.js'
import { UprightImages } from './upright-image.js'
import { WorkInFlight } from './work-in-flight.js'

/** No more frames of a second than this are looked at; faces are followed through the others. */
export const maxLooksPerSecond: Readonly<Record<Thoroughness, number>> = { fast: 6, balanced: 30, thorough: 30 }

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
  let small: UprightImages | undefined
  let last: readonly GreyImage[] | undefined
  let lastLook: bigint | undefined
  let looks = 0
  // One network on as many frames as there are threads goes further than as many threads on one frame.
  const inFlight = new WorkInFlight(Math.min(maxLooksAtOnce, options.threads))
  try {
    for await (const { frame, index, ticks } of decodeFrames(signal, source, options)) {
      images ??= new UprightImages(frame, source.stream, lookSidePx[thoroughness])
      // Where most frames are not looked at, the picture that motion is measured on is made by itself.
      if (thoroughness === 'fast') small ??= new UprightImages(frame, source.stream, measuredSidePx)
      const looked = small ? undefined : await images.imageOf(frame)
      const measured = looked ?? (await (small ?? images).imageOf(frame))
      const pyramid = pyramidOf(greyOf(measured, 3))
      const motion = last ? measureMotion(last, pyramid) : firstFrame
      last = pyramid
      const isLooked = motion.isCut || lastLook === undefined || ticks - lastLook >= BigInt(lookTicks)
      if (isLooked) lastLook = ticks
      record.pixelAspect ??= pixelAspectOf(source.stream, frame)
      record.add(ticks, motion)
      if (isLooked) {
        const look = looks++
        const image = looked ?? (await images.imageOf(frame))
        await inFlight.start(async () => {
          record.setObservations(index, await detector.propose(signal, image, look, thoroughness))
        })
      }
      throwIfAborted(signal)
      onFrame(index)
    }
    await inFlight.end()
    throwIfAborted(signal)
  } finally {
    await inFlight.settled()
    images?.free()
    small?.free()
  }
  return record
}
