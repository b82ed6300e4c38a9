import type { Thoroughness } from '../../core/detection/types.js'
import type { RgbImage } from '../../core/ports.js'
import type { GreyImage } from '../../core/video/tracking/motion.js'
import { firstFrame, measuredSidePx, measureMotion, pyramidOf } from '../../core/video/tracking/motion.js'
import { throwIfAborted } from '../image/media-failure.js'
import type { DecodeOptions } from './decode-frames.js'
import { decodeFrames } from './decode-frames.js'
import { pixelAspectOf } from './describe-stream.js'
import type { FrameDetector, FrameView } from './frame-detector.js'
import { largestEnlargement, looksAt, maxLooksAtOnce, peopleLooksPerSecond, peopleSidePx } from './frame-detector.js'
import { FrameRecord } from './timeline.js'
import type { PictureShape } from './upright-image.js'
import { longerSideOf, UprightGreys, UprightImages } from './upright-image.js'
import type { OpenStream, VideoFrame } from './video-codec.js'
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
  const lookTicks = ticksBetween(maxLooksPerSecond[thoroughness], timeBase) ?? 0n
  const views = new FrameViews(source.stream, thoroughness)
  let greys: UprightGreys | undefined
  let last: readonly GreyImage[] | undefined
  let lastLook: bigint | undefined
  const peopleTicks = detector.findPeople ? ticksBetween(peopleLooksPerSecond[thoroughness], timeBase) : undefined
  let lastPeople: bigint | undefined
  // One network on as many frames as there are threads goes further than as many threads on one frame.
  const inFlight = new WorkInFlight(Math.min(maxLooksAtOnce, options.threads))
  try {
    for await (const { frame, index, ticks, durationTicks } of decodeFrames(signal, source, options)) {
      greys ??= new UprightGreys(frame, source.stream, measuredSidePx)
      const pyramid = pyramidOf(await greys.imageOf(frame))
      const motion = last ? measureMotion(last, pyramid) : firstFrame
      last = pyramid
      const isLooked = motion.isCut || lastLook === undefined || ticks - lastLook >= lookTicks
      if (isLooked) lastLook = ticks
      record.pixelAspect ??= pixelAspectOf(source.stream, frame)
      record.add(ticks, motion)
      record.lastDurationTicks = durationTicks
      if (isLooked) {
        const next = await views.next(frame)
        await inFlight.start(async () => {
          record.setObservations(index, await detector.propose(signal, next))
        })
      }
      if (isDue(ticks, motion.isCut ? undefined : lastPeople, peopleTicks)) {
        lastPeople = ticks
        const image = await views.forPeople(frame)
        await inFlight.start(async () => record.setPeople(index, (await detector.findPeople?.(signal, image)) ?? []))
      }
      throwIfAborted(signal)
      onFrame(index)
    }
    await inFlight.end()
    throwIfAborted(signal)
  } finally {
    await inFlight.settled()
    greys?.free()
    views.free()
  }
  return record
}

/** A little less than the distance of frames at this rate, so that none of those is skipped; undefined for never. */
function ticksBetween(perSecond: number, { num, den }: OpenStream['stream']['timeBase']): bigint | undefined {
  return perSecond > 0 ? BigInt(Math.floor((0.9 * den) / (perSecond * num))) : undefined
}

const isDue = (ticks: bigint, last: bigint | undefined, distance: bigint | undefined): boolean =>
  distance !== undefined && (last === undefined || ticks - last >= distance)

/** Makes what each look at a video sees: frames scaled in one step to what the network takes. */
class FrameViews {
  readonly #stream: PictureShape
  readonly #thoroughness: Thoroughness
  readonly #images = new Map<number, UprightImages>()
  #count = 0

  constructor(stream: PictureShape, thoroughness: Thoroughness) {
    this.#stream = stream
    this.#thoroughness = thoroughness
  }

  /** What the next look sees of this frame. */
  async next(frame: VideoFrame): Promise<readonly FrameView[]> {
    const views: FrameView[] = []
    for (const { sidePx, mirrored } of looksAt(this.#count++, this.#thoroughness, longerSideOf(frame, this.#stream)))
      views.push({ image: await this.#imageOf(frame, sidePx), mirrored })
    return views
  }

  /** What the network for people sees of it. */
  forPeople(frame: VideoFrame): Promise<RgbImage> {
    return this.#imageOf(frame, peopleSidePx)
  }

  #imageOf(frame: VideoFrame, sidePx: number): Promise<RgbImage> {
    let images = this.#images.get(sidePx)
    if (!images) this.#images.set(sidePx, (images = new UprightImages(frame, this.#stream, sidePx, largestEnlargement)))
    return images.imageOf(frame)
  }

  free(): void {
    for (const images of this.#images.values()) images.free()
  }
}
