import { iou } from '../../core/geometry/box.js'
import type { DetectedFace, FrameFaces, Thoroughness } from '../../core/detection/types.js'
import type { RgbImage } from '../../core/ports.js'
import type { GreyImage } from '../../core/video/tracking/motion.js'
import { firstFrame, measuredSidePx, measureMotion, pyramidOf } from '../../core/video/tracking/motion.js'
import type { VideoLimits } from '../../core/video/types.js'
import { throwIfAborted } from '../image/media-failure.js'
import type { DecodedFrame } from './decode-frames.js'
import { decodeFrames } from './decode-frames.js'
import type { FrameDetector } from './frame-detector.js'
import { lookSidePx, maxLooksAtOnce } from './frame-detector.js'
import { UprightGreys, UprightImages } from './upright-image.js'
import type { OpenStream } from './video-codec.js'
import { WorkInFlight } from './work-in-flight.js'

/** How a video that somebody else made is looked at. */
export interface LookOrder {
  readonly limits: VideoLimits
  readonly thoroughness: Thoroughness
  /** So many frames of a second at most, and besides the first one behind each cut and the very last; undefined: every frame. */
  readonly looksPerSecond: number | undefined
  readonly threads: number
}

/** What was seen, frame by frame. */
export interface LookedThrough {
  readonly frames: number
  /** Every frame that was looked at, in order, also those without faces. */
  readonly looks: readonly FrameFaces[]
}

/** Looks through a video for faces. `onFrame` is told the share of it that is done, as far as its length is known. */
export async function lookThrough(
  signal: AbortSignal,
  opened: OpenStream,
  detector: FrameDetector,
  order: LookOrder,
  onFrame: (share: number) => void,
): Promise<LookedThrough> {
  const looks: FrameFaces[] = []
  const samples = new Samples(opened, order)
  const inFlight = new WorkInFlight(Math.min(maxLooksAtOnce, order.threads))
  const look = ({ index, image }: Sample): Promise<void> =>
    inFlight.start(async () => {
      looks.push({ frame: index, faces: await detector.detectRemaining(signal, image, order.thoroughness) })
    })
  const { num, den } = opened.stream.timeBase
  const seconds = opened.stream.durationSeconds
  let frames = 0
  try {
    for await (const decoded of decodeFrames(signal, opened, order)) {
      const sample = await samples.next(decoded)
      if (sample) await look(sample)
      frames++
      onFrame(seconds > 0 ? Math.min(1, (Number(decoded.ticks) * num) / den / seconds) : 0)
    }
    const last = samples.last
    if (last) await look(last)
    await inFlight.end()
    throwIfAborted(signal)
  } finally {
    await inFlight.settled()
    samples.free()
  }
  // Frames that were looked at side by side end in any order.
  return { frames, looks: looks.sort((a, b) => a.frame - b.frame) }
}

/** A face that is so much where one was in the look before has been told. */
const sameIou = 0.3

/** Each face once for as long as it stays: where it is seen first. */
export function firstSightings(looks: readonly FrameFaces[]): readonly { frame: number; face: DetectedFace }[] {
  return looks.flatMap(({ frame, faces }, at) => {
    const before = looks[at - 1]?.faces ?? []
    const isNew = (face: DetectedFace): boolean => !before.some(({ box }) => iou(box, face.box) > sameIou)
    return faces.filter(isNew).map((face) => ({ frame, face }))
  })
}

interface Sample {
  readonly index: number
  readonly image: RgbImage
}

/** Chooses frames, and makes the pictures that are looked at. */
class Samples {
  readonly #opened: OpenStream
  readonly #order: LookOrder
  /** A little less than the distance of frames at the rate, so that none of those is skipped; undefined: every frame. */
  readonly #distanceTicks: bigint | undefined
  #images: UprightImages | undefined
  #greys: UprightGreys | undefined
  #before: readonly GreyImage[] | undefined
  #lookedAt: bigint | undefined
  #last: Sample | undefined

  constructor(opened: OpenStream, order: LookOrder) {
    this.#opened = opened
    this.#order = order
    const { num, den } = opened.stream.timeBase
    const { looksPerSecond } = order
    this.#distanceTicks =
      looksPerSecond === undefined ? undefined : BigInt(Math.floor((0.9 * den) / (looksPerSecond * num)))
  }

  /** The frame's picture where it is to be looked at. */
  async next(decoded: DecodedFrame): Promise<Sample | undefined> {
    const { stream } = this.#opened
    this.#images ??= new UprightImages(decoded.frame, stream, lookSidePx[this.#order.thoroughness])
    const isDue = await this.#isDue(decoded)
    // Which frame is the last nobody knows before there is no other: a picture is made of each that might be.
    const sample = { index: decoded.index, image: await this.#images.imageOf(decoded.frame) }
    this.#last = isDue ? undefined : sample
    return isDue ? sample : undefined
  }

  /** The last frame's picture, where that has not been looked at. */
  get last(): Sample | undefined {
    return this.#last
  }

  free(): void {
    this.#images?.free()
    this.#greys?.free()
  }

  async #isDue({ frame, ticks }: DecodedFrame): Promise<boolean> {
    if (this.#distanceTicks === undefined) return true
    this.#greys ??= new UprightGreys(frame, this.#opened.stream, measuredSidePx)
    const pyramid = pyramidOf(await this.#greys.imageOf(frame))
    const { isCut } = this.#before ? measureMotion(this.#before, pyramid) : firstFrame
    this.#before = pyramid
    if (!isCut && this.#lookedAt !== undefined && ticks - this.#lookedAt < this.#distanceTicks) return false
    this.#lookedAt = ticks
    return true
  }
}
