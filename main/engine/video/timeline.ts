import type { DetectedFace } from '../../core/detection/types.js'
import type { ParkedLooks, ParkedRecord } from '../../core/video/parked.js'
import type { FrameMotion } from '../../core/video/tracking/motion.js'
import { leastSeedScore } from '../../core/video/tracking/policy.js'
import type { Observation } from '../../core/video/tracking/track.js'
import type { PixelAspect } from './describe-stream.js'
import type { LookTurn } from './look-turns.js'

/** The faces of each frame and when it is shown, as the pass that looked for faces found them. */
export interface VideoTimeline {
  readonly frames: number
  readonly pixelAspect: PixelAspect
  /** How long the last frame is shown, in ticks; 0 where the source does not say. */
  readonly lastDurationTicks: bigint
  /** Ticks of the source's time base, counted from the start of the finished video. */
  ticksAt(index: number): bigint
  facesAt(index: number): readonly DetectedFace[]
}

/** Left, top, right, bottom, score. */
const numbersPerObservation = 5
/** Steps of an edge in the width or height of the picture. Half a pixel of the widest videos; boxes are rounded outwards. */
const edgeSteps = 1 << 14
/** Edges farther outside of the picture than its own size say nothing more. */
const farthestEdge = (1 << 15) - 1
/** Steps of a score, which is rounded up. */
const scoreSteps = 1 << 14
/** Of what is too weak to be the beginning of a face, more than this in a frame is noise. */
const maxWeak = 120
/** Of the rest, which are faces in a crowd, no picture shows more; it bounds what a hostile one takes. */
const maxStrong = 1_000
/** Numbers that are asked for at a time, 2 bytes each. */
const numbersPerBlock = 1 << 17

/** What one pass over all frames recorded; observations are packed, for a long video has millions. */
export class FrameRecord {
  /** Of the first frame; undefined before it. */
  pixelAspect: PixelAspect | undefined
  /** Of the last frame so far. */
  lastDurationTicks = 0n
  readonly #ticks: bigint[] = []
  readonly #motions: FrameMotion[] = []
  /** A stretch of a block for each frame that was looked at. */
  readonly #observations: (PackedBoxes | undefined)[] = []
  #block = new Int16Array(0)
  #used = 0
  /** Frames that were looked at in full, and at a glimpse. */
  #looks: Record<LookTurn, number> = { full: 0, glimpse: 0 }
  /** What the network for people saw in the few frames that it looked at. */
  readonly #people = new Map<number, PackedBoxes>()
  /** The same in all frames that it looked at because whole people are covered. */
  readonly #bodies = new Map<number, PackedBoxes>()

  /** The record of a video that was closed meanwhile. */
  static resumed({ ticks, motions, frames, looks, people, bodies, ...parked }: ParkedRecord): FrameRecord {
    const record = new FrameRecord()
    record.pixelAspect = parked.pixelAspect
    record.lastDurationTicks = parked.lastDurationTicks
    for (const [index, tick] of ticks.entries()) record.add(tick, motionAt(motions, index))
    for (const [index, packed] of stretchesOf(frames)) record.#observations[index] = packed
    record.#looks = { ...looks }
    for (const [index, packed] of stretchesOf(people)) record.#people.set(index, packed)
    for (const [index, packed] of stretchesOf(bodies)) record.#bodies.set(index, packed)
    return record
  }

  /** All of it as plain numbers, for the time in which the video is closed. */
  parked(): ParkedRecord {
    const motions = new Float64Array(numbersPerMotion * this.frames)
    this.#motions.forEach(({ dx, dy, isCut }, index) => motions.set([dx, dy, isCut ? 1 : 0], numbersPerMotion * index))
    return {
      pixelAspect: this.pixelAspect,
      ticks: BigInt64Array.from(this.#ticks),
      lastDurationTicks: this.lastDurationTicks,
      motions,
      frames: looksOf(this.#observations.entries()),
      looks: { ...this.#looks },
      people: looksOf(this.#people),
      bodies: looksOf(this.#bodies),
    }
  }

  get frames(): number {
    return this.#ticks.length
  }

  get motions(): readonly FrameMotion[] {
    return this.#motions
  }

  get looks(): Readonly<Record<LookTurn, number>> {
    return this.#looks
  }

  /** Adds the next frame, not looked at so far. */
  add(ticks: bigint, motion: FrameMotion): void {
    this.#ticks.push(ticks)
    this.#motions.push(motion)
    this.#observations.push(undefined)
  }

  setObservations(index: number, observations: readonly Observation[], turn: LookTurn = 'full'): void {
    if (!this.#observations[index]) this.#looks[turn]++
    this.#observations[index] = this.#pack(withoutNoise(observations))
  }

  setPeople(index: number, people: readonly Observation[]): void {
    this.#people.set(index, this.#pack(withoutNoise(people)))
  }

  setBodies(index: number, people: readonly Observation[]): void {
    this.#bodies.set(index, this.#pack(withoutNoise(people)))
  }

  /** People as a whole, as heads without a face are looked for; undefined where nobody looked for them. */
  peopleAt(index: number): readonly Observation[] | undefined {
    const packed = this.#people.get(index)
    return packed && unpack(packed)
  }

  /** People as a whole, as they are to be covered; undefined where nobody looked for them. */
  bodiesAt(index: number): readonly Observation[] | undefined {
    const packed = this.#bodies.get(index)
    return packed && unpack(packed)
  }

  /** How many frames were looked at for people to cover. */
  get bodyLooks(): number {
    return this.#bodies.size
  }

  ticksAt(index: number): bigint {
    return this.#ticks[index] ?? -1n
  }

  observationsAt(index: number): readonly Observation[] | undefined {
    const packed = this.#observations[index]
    return packed && unpack(packed)
  }

  /** Adds faces that a later look saw in a frame; none that is known gives way to them. */
  addObservations(index: number, faces: readonly Observation[]): void {
    const known = this.observationsAt(index)
    if (!known) this.#looks.full++
    this.#observations[index] = this.#pack([...faces, ...(known ?? [])])
  }

  /** A buffer for each frame would take as much as what is in it. */
  #pack(observations: readonly Observation[]): PackedBoxes {
    const sorted = [...observations].sort((a, b) => b.score - a.score)
    const length = sorted.length * numbersPerObservation
    if (this.#used + length > this.#block.length) {
      this.#block = new Int16Array(Math.max(numbersPerBlock, length))
      this.#used = 0
    }
    const stretch = { block: this.#block, start: this.#used, length }
    for (const { box, score } of sorted) {
      const edges = [firstEdge(box.x), firstEdge(box.y), lastEdge(box.x + box.width), lastEdge(box.y + box.height)]
      this.#block.set([...edges, Math.ceil(score * scoreSteps)], this.#used)
      this.#used += numbersPerObservation
    }
    return stretch
  }
}

/** Whatever may begin a track stays, however many people are in the frame. */
function withoutNoise(observations: readonly Observation[]): readonly Observation[] {
  const sorted = [...observations].sort((a, b) => b.score - a.score)
  const isStrong = ({ score }: Observation): boolean => score >= leastSeedScore
  const strong = sorted.filter(isStrong).slice(0, maxStrong)
  const weak = sorted.filter((observation) => !isStrong(observation)).slice(0, maxWeak)
  return [...strong, ...weak]
}

const bounded = (edge: number): number => Math.max(-farthestEdge, Math.min(farthestEdge, edge))
const firstEdge = (share: number): number => bounded(Math.floor(share * edgeSteps))
const lastEdge = (share: number): number => bounded(Math.ceil(share * edgeSteps))

/** A stretch of a block. */
interface PackedBoxes {
  readonly block: Int16Array
  readonly start: number
  readonly length: number
}

const unpack = ({ block, start, length }: PackedBoxes): readonly Observation[] =>
  Array.from({ length: length / numbersPerObservation }, (_, index) => {
    const at = start + index * numbersPerObservation
    const [left, top, right, bottom] = [block[at] ?? 0, block[at + 1] ?? 0, block[at + 2] ?? 0, block[at + 3] ?? 0]
    const box = {
      x: left / edgeSteps,
      y: top / edgeSteps,
      width: (right - left) / edgeSteps,
      height: (bottom - top) / edgeSteps,
    }
    return { box, score: (block[at + 4] ?? 0) / scoreSteps }
  })

/** Across, down, and whether there was a cut. */
const numbersPerMotion = 3

const motionAt = (motions: Float64Array, index: number): FrameMotion => ({
  dx: motions[numbersPerMotion * index] ?? 0,
  dy: motions[numbersPerMotion * index + 1] ?? 0,
  isCut: motions[numbersPerMotion * index + 2] === 1,
})

function looksOf(looks: Iterable<[number, PackedBoxes | undefined]>): ParkedLooks {
  const taken = [...looks].flatMap(([index, packed]) => (packed ? [{ index, packed }] : []))
  const numbers = new Int16Array(taken.reduce((sum, { packed }) => sum + packed.length, 0))
  const ends = new Uint32Array(taken.length)
  let at = 0
  taken.forEach(({ packed: { block, start, length } }, look) => {
    numbers.set(block.subarray(start, start + length), at)
    ends[look] = at += length
  })
  return { frames: Uint32Array.from(taken, ({ index }) => index), ends, numbers }
}

const stretchesOf = ({ frames, ends, numbers }: ParkedLooks): readonly (readonly [number, PackedBoxes])[] =>
  Array.from(frames, (frame, look) => {
    const start = look === 0 ? 0 : (ends[look - 1] ?? 0)
    return [frame, { block: numbers, start, length: (ends[look] ?? start) - start }] as const
  })
