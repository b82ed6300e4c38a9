import type { DetectedFace } from '../../core/detection/types.js'
import type { FrameMotion } from '../../core/video/tracking/motion.js'
import type { PixelAspect } from './describe-stream.js'
import type { Observation } from '../../core/video/tracking/track.js'

/** The faces of each frame and when it is shown, as the pass that looked for faces found them. */
export interface VideoTimeline {
  readonly frames: number
  readonly pixelAspect: PixelAspect
  /** Ticks of the source's time base, counted from the start of the finished video. */
  ticksAt(index: number): bigint
  facesAt(index: number): readonly DetectedFace[]
}

/** Left, top, width, height, score. */
const numbersPerObservation = 5
/** Weaker observations than this many of a frame are noise. */
const maxObservations = 120
/** Numbers that are asked for at a time, 4 bytes each. */
const numbersPerBlock = 1 << 16

/** What one pass over all frames recorded; observations are packed, for a long video has millions. */
export class FrameRecord {
  /** Of the first frame; undefined before it. */
  pixelAspect: PixelAspect | undefined
  readonly #ticks: bigint[] = []
  readonly #motions: FrameMotion[] = []
  /** A stretch of a block for each frame that was looked at. */
  readonly #observations: (Stretch | undefined)[] = []
  #block = new Float32Array(0)
  #used = 0
  #looks = 0

  get frames(): number {
    return this.#ticks.length
  }

  get motions(): readonly FrameMotion[] {
    return this.#motions
  }

  get looks(): number {
    return this.#looks
  }

  /** Adds the next frame, not looked at so far. */
  add(ticks: bigint, motion: FrameMotion): void {
    this.#ticks.push(ticks)
    this.#motions.push(motion)
    this.#observations.push(undefined)
  }

  setObservations(index: number, observations: readonly Observation[]): void {
    if (!this.#observations[index]) this.#looks++
    this.#observations[index] = this.#pack(observations)
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
    this.setObservations(index, [...faces, ...(this.observationsAt(index) ?? [])])
  }

  /** A buffer for each frame would take as much as what is in it. */
  #pack(observations: readonly Observation[]): Stretch {
    const kept = [...observations].sort((a, b) => b.score - a.score).slice(0, maxObservations)
    const length = kept.length * numbersPerObservation
    if (this.#used + length > this.#block.length) {
      this.#block = new Float32Array(numbersPerBlock)
      this.#used = 0
    }
    const stretch = { block: this.#block, start: this.#used, length }
    for (const { box, score } of kept) {
      this.#block.set([box.x, box.y, box.width, box.height, score], this.#used)
      this.#used += numbersPerObservation
    }
    return stretch
  }
}

interface Stretch {
  readonly block: Float32Array
  readonly start: number
  readonly length: number
}

const unpack = ({ block, start, length }: Stretch): readonly Observation[] =>
  Array.from({ length: length / numbersPerObservation }, (_, index) => {
    const at = start + index * numbersPerObservation
    const [x = 0, y = 0, width = 0, height = 0, score = 0] = block.subarray(at, at + numbersPerObservation)
    return { box: { x, y, width, height }, score }
  })
