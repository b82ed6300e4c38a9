import type { DetectedFace } from '../../core/detection/types.js'
import type { FrameMotion } from '../../core/video/tracking/motion.js'
import type { Observation } from '../../core/video/tracking/track.js'

/** The faces of each frame and when it is shown, as the pass that looked for faces found them. */
export interface VideoTimeline {
  readonly frames: number
  /** Ticks of the source's time base, counted from the start of the finished video. */
  ticksAt(index: number): bigint
  facesAt(index: number): readonly DetectedFace[]
}

const numbersPerObservation = 5
/** Weaker observations than this many of a frame are noise. */
const maxObservations = 120

/** What one pass over all frames recorded; observations are packed, for a long video has millions. */
export class FrameRecord {
  readonly #ticks: bigint[] = []
  readonly #motions: FrameMotion[] = []
  readonly #observations: (Float32Array | undefined)[] = []

  get frames(): number {
    return this.#ticks.length
  }

  get motions(): readonly FrameMotion[] {
    return this.#motions
  }

  get looks(): number {
    return this.#observations.reduce((count, entry) => count + (entry ? 1 : 0), 0)
  }

  /** Adds the next frame, not looked at so far. */
  add(ticks: bigint, motion: FrameMotion): void {
    this.#ticks.push(ticks)
    this.#motions.push(motion)
    this.#observations.push(undefined)
  }

  setObservations(index: number, observations: readonly Observation[]): void {
    this.#observations[index] = pack(observations)
  }

  ticksAt(index: number): bigint {
    return this.#ticks[index] ?? -1n
  }

  observationsAt(index: number): readonly Observation[] | undefined {
    const packed = this.#observations[index]
    return packed && unpack(packed)
  }

  /** Adds faces that a later look saw in a frame. */
  addObservations(index: number, faces: readonly Observation[]): void {
    const known = this.observationsAt(index) ?? []
    this.#observations[index] = pack([...faces, ...known])
  }
}

function pack(observations: readonly Observation[]): Float32Array {
  const kept = [...observations].sort((a, b) => b.score - a.score).slice(0, maxObservations)
  const packed = new Float32Array(kept.length * numbersPerObservation)
  kept.forEach(({ box, score }, index) =>
    packed.set([box.x, box.y, box.width, box.height, score], index * numbersPerObservation),
  )
  return packed
}

function unpack(packed: Float32Array): readonly Observation[] {
  return Array.from({ length: packed.length / numbersPerObservation }, (_, index) => {
    const [x = 0, y = 0, width = 0, height = 0, score = 0] = packed.subarray(index * numbersPerObservation)
    return { box: { x, y, width, height }, score }
  })
}
