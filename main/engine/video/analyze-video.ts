import type { Thoroughness } from '../../core/detection/types.js'
import type { CoverExtent } from '../../core/people/cover-more.js'
import type { RgbImage } from '../../core/ports.js'
import type { GreyImage } from '../../core/video/tracking/motion.js'
import { firstFrame, measuredSidePx, measureMotion, pyramidOf } from '../../core/video/tracking/motion.js'
import { throwIfAborted } from '../image/media-failure.js'
import type { DecodeOptions } from './decode-frames.js'
import { decodeFrames } from './decode-frames.js'
import { pixelAspectOf } from './describe-stream.js'
import type { FrameDetector, FrameView } from './frame-detector.js'
import {
  bodyLooksPerSecond,
  bodySidePx,
  glimpseAt,
  largestEnlargement,
  looksAt,
  maxLooksAtOnce,
  peopleLooksFor,
  peopleSidePx,
} from './frame-detector.js'
import type { LookTurn } from './look-turns.js'
import { LookTurns } from './look-turns.js'
import { FrameRecord } from './timeline.js'
import type { PictureShape } from './upright-image.js'
import { longerSideOf, UprightGreys, UprightImages } from './upright-image.js'
import type { OpenStream, VideoFrame } from './video-codec.js'
import { WorkInFlight } from './work-in-flight.js'

/** Looks at the frames of a video: their times, the camera's motion, and everything in them that may be a face. */
export async function analyzeVideo(
  signal: AbortSignal,
  source: OpenStream,
  options: DecodeOptions,
  detector: FrameDetector,
  thoroughness: Thoroughness,
  onFrame: (index: number) => void,
  extent: CoverExtent = 'faces',
): Promise<FrameRecord> {
  const record = new FrameRecord()
  const { timeBase } = source.stream
  const turns = new LookTurns(thoroughness, timeBase)
  const views = new FrameViews(source.stream, thoroughness)
  let greys: UprightGreys | undefined
  let last: readonly GreyImage[] | undefined
  const people = new PeopleLooks(detector, thoroughness, extent, timeBase)
  // One network on as many frames as there are threads goes further than as many threads on one frame.
  const inFlight = new WorkInFlight(Math.min(maxLooksAtOnce, options.threads))
  try {
    for await (const { frame, index, ticks, durationTicks } of decodeFrames(signal, source, options)) {
      greys ??= new UprightGreys(frame, source.stream, measuredSidePx)
      const pyramid = pyramidOf(await greys.imageOf(frame))
      const motion = last ? measureMotion(last, pyramid) : firstFrame
      last = pyramid
      const turn = turns.next(ticks, motion.isCut)
      record.pixelAspect ??= pixelAspectOf(source.stream, frame)
      record.add(ticks, motion)
      record.lastDurationTicks = durationTicks
      if (turn) {
        const next = await views.next(frame, turn)
        await inFlight.start(async () => {
          record.setObservations(index, await detector.propose(signal, next), turn)
        })
      }
      const look = people.dueAt(ticks, motion.isCut)
      if (look) {
        const image = await views.forPeople(frame, look.sidePx)
        await inFlight.start(async () => {
          const seen = (await detector.findPeople?.(signal, image)) ?? []
          if (look.isForHeads) record.setPeople(index, seen)
          if (extent === 'people') record.setBodies(index, seen)
        })
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

/** When the network for people looks: now and then for heads without a face, in between where whole people are covered. */
class PeopleLooks {
  readonly #headTicks: bigint | undefined
  readonly #bodyTicks: bigint | undefined
  #lastHeads: bigint | undefined
  #last: bigint | undefined

  constructor(
    detector: FrameDetector,
    thoroughness: Thoroughness,
    extent: CoverExtent,
    timeBase: OpenStream['stream']['timeBase'],
  ) {
    if (!detector.findPeople) return
    this.#headTicks = ticksBetween(peopleLooksFor(thoroughness, extent), timeBase)
    if (extent === 'people') this.#bodyTicks = ticksBetween(bodyLooksPerSecond[thoroughness], timeBase)
  }

  /** How the next frame is looked at; heads are looked for as they would be if faces alone were covered. */
  dueAt(ticks: bigint, isCut: boolean): { readonly sidePx: number; readonly isForHeads: boolean } | undefined {
    if (isCut) this.#lastHeads = this.#last = undefined
    const isForHeads = isDue(ticks, this.#lastHeads, this.#headTicks)
    if (!isForHeads && !isDue(ticks, this.#last, this.#bodyTicks)) return undefined
    this.#last = ticks
    if (isForHeads) this.#lastHeads = ticks
    return { sidePx: isForHeads ? peopleSidePx : bodySidePx, isForHeads }
  }
}

/** Makes what each look at a video sees: frames scaled in one step to what the network takes. */
class FrameViews {
  readonly #stream: PictureShape
  readonly #thoroughness: Thoroughness
  readonly #images = new Map<number, UprightImages>()
  readonly #counts: Record<LookTurn, number> = { full: 0, glimpse: 0 }

  constructor(stream: PictureShape, thoroughness: Thoroughness) {
    this.#stream = stream
    this.#thoroughness = thoroughness
  }

  /** What the next look sees of this frame. */
  async next(frame: VideoFrame, turn: LookTurn): Promise<readonly FrameView[]> {
    const views: FrameView[] = []
    const [count, longestSidePx] = [this.#counts[turn]++, longerSideOf(frame, this.#stream)]
    const looks =
      turn === 'full' ? looksAt(count, this.#thoroughness, longestSidePx) : [glimpseAt(count, longestSidePx)]
    for (const { sidePx, mirrored } of looks) views.push({ image: await this.#imageOf(frame, sidePx), mirrored })
    return views
  }

  /** What the network for people sees of it. */
  forPeople(frame: VideoFrame, sidePx: number): Promise<RgbImage> {
    return this.#imageOf(frame, sidePx)
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
