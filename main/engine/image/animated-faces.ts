import type { DetectedFace, FrameFaces, Thoroughness } from '../../core/detection/types.js'
import type { Box } from '../../core/geometry/box.js'
import { areaOf, overlapArea } from '../../core/geometry/box.js'
import type { MediaInfo } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { coverTracks } from '../../core/video/tracking/cover-tracks.js'
import type { FrameMotion, GreyImage } from '../../core/video/tracking/motion.js'
import { firstFrame, greyOf, measureMotion, pyramidOf } from '../../core/video/tracking/motion.js'
import type { TrackingPolicy } from '../../core/video/tracking/policy.js'
import { trackingPolicies } from '../../core/video/tracking/policy.js'
import { trackFaces } from '../../core/video/tracking/track-faces.js'
import type { Timing } from './picture-source.js'
import { flatten } from './sharp-decode.js'

/** Measures how the picture moves from frame to frame while the frames are looked at. */
export class AnimationMotion {
  readonly motions: FrameMotion[] = []
  #last: readonly GreyImage[] | undefined

  add(pixels: Pixels): void {
    const pyramid = pyramidOf(greyOf(flatten(pixels), 3))
    this.motions.push(this.#last ? measureMotion(this.#last, pyramid) : firstFrame)
    this.#last = pyramid
  }
}

/** Browsers show frames that ask for less than 20 ms for this long. */
const usualDelayMs = 100
/** Slow animations jump: a face is looked for in at least so many frames after it was seen. */
const leastGapFrames = 3

/**
 * The faces of an animation, followed through its frames as in a video: one that is found before and after a frame is
 * covered in that frame too, and a little before and after. Nothing that was found is left out.
 */
export function followFaces(
  found: readonly FrameFaces[],
  info: MediaInfo,
  timing: Timing,
  motions: readonly FrameMotion[],
  thoroughness: Thoroughness,
): readonly FrameFaces[] {
  const rate = framesPerSecond(timing)
  const policy = policyFor(trackingPolicies[thoroughness], rate)
  const shape = { aspect: info.size.width / info.size.height, framesPerSecond: rate, looksPerSecond: rate }
  const facesAt = (frame: number): readonly DetectedFace[] => found[frame]?.faces ?? []
  // Each of these faces is to be covered, however weak: as if each were certain.
  const observationsAt = (frame: number) =>
    facesAt(frame).map(({ box, confidence }) => ({ box, score: Math.max(confidence, policy.certainScore) }))
  const covers = coverTracks(trackFaces(observationsAt, motions, shape, policy), motions, shape, policy)
  return found.map(({ frame, faces }) => {
    const followed = covers.faces[frame] ?? []
    const added = followed.filter(({ box }) => !faces.some((face) => holds(face.box, box)))
    return { frame, faces: [...faces, ...added] }
  })
}

function framesPerSecond({ delaysMs }: Timing): number {
  const delays = delaysMs.map((delay) => (delay < 20 ? usualDelayMs : delay))
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / Math.max(1, delays.length)
  return mean > 0 ? Math.min(50, 1_000 / mean) : 1_000 / usualDelayMs
}

const policyFor = (policy: TrackingPolicy, rate: number): TrackingPolicy => ({
  ...policy,
  gapSeconds: Math.max(policy.gapSeconds, leastGapFrames / rate),
})

/** Whether nothing of `inner` lies outside of `outer`. */
const holds = (outer: Box, inner: Box): boolean => overlapArea(outer, inner) >= areaOf(inner) * 0.999
