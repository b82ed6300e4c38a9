import type { Box } from '../../geometry/box.js'
import { iou } from '../../geometry/box.js'
import type { FrameMotion } from './motion.js'
import type { Observation } from './track.js'

/** An observation in its frame, which at most one track takes. */
interface Candidate {
  readonly observation: Observation
  /** Moved back by the camera's motion since the scene began, so that what stands still in the world stands still here. */
  readonly steady: Box
  taken: boolean
}

/** One frame in which a track's face was seen. */
export interface Sighting {
  readonly frame: number
  readonly observation: Observation
}

export interface LinkLimits {
  /** Frames that were looked at without a sighting after which a face is no longer looked for. */
  readonly maxGapFrames: number
  /** Lowest score that continues a track. */
  readonly continueScore: number
}

/** Boxes that overlap this much are one face seen twice. */
const sameIou = 0.4
/** How far a face may be from where it is expected, in sizes of itself, and how much larger or smaller. */
const reachSizes = 0.55
const sizeRatio = 1.7
/** A weak sighting must lie nearer to where the face is expected: this share of the reach, up to all of it at `wideScore`. */
const weakReach = 0.5
const wideScore = 0.1
/** Share of the last step that becomes part of the expected speed. */
const speedShare = 0.3

/** How much of the speed is still there a frame later, while a face is not seen: nobody walks straight on for long. */
const speedLeft = 0.85

/** Steps that a face goes within this many frames at a falling speed. */
const lastingSteps = (steps: number): number => (1 - speedLeft ** steps) / (1 - speedLeft)

const middleX = (box: Box): number => box.x + box.width / 2
const middleY = (box: Box): number => box.y + box.height / 2

/** Links the observations of one scene into sightings of one face each, strongest evidence first. */
export class SceneLinker {
  readonly #first: number
  readonly #frames: readonly (readonly Candidate[] | undefined)[]
  readonly #aspect: number
  readonly #limits: LinkLimits

  /**
   * `frames` and `motions` have one entry for each frame of the scene; undefined is a frame that was not looked at.
   * `aspect` is the picture's width by its height.
   */
  constructor(
    first: number,
    frames: readonly (readonly Observation[] | undefined)[],
    motions: readonly FrameMotion[],
    aspect: number,
    limits: LinkLimits,
  ) {
    this.#first = first
    this.#aspect = aspect
    this.#limits = limits
    let x = 0
    let y = 0
    this.#frames = frames.map((observations, index) => {
      const motion = motions[index]
      if (index > 0 && motion) {
        x += motion.dx
        y += motion.dy
      }
      return observations?.map((observation) => ({
        observation,
        steady: { ...observation.box, x: observation.box.x - x, y: observation.box.y - y },
        taken: false,
      }))
    })
  }

  /** All chains that begin at an observation of at least `seedScore`, in both directions. */
  chains(seedScore: number): readonly (readonly Sighting[])[] {
    const seeds = this.#frames
      .flatMap((candidates, index) => candidates?.map((candidate) => ({ candidate, index })) ?? [])
      .filter(({ candidate: { observation } }) => observation.score >= seedScore)
      .sort((a, b) => b.candidate.observation.score - a.candidate.observation.score)
    const chains: (readonly Sighting[])[] = []
    for (const { candidate, index } of seeds) {
      if (candidate.taken) continue
      this.#take(candidate, index)
      const before = this.#follow(candidate, index, -1).reverse()
      const after = this.#follow(candidate, index, 1)
      chains.push([...before, this.#sighting(candidate, index), ...after])
    }
    return chains
  }

  #sighting(candidate: Candidate, index: number): Sighting {
    return { frame: this.#first + index, observation: candidate.observation }
  }

  #take(candidate: Candidate, index: number): void {
    for (const other of this.#frames[index] ?? []) if (iou(other.steady, candidate.steady) > sameIou) other.taken = true
    candidate.taken = true
  }

  #follow(start: Candidate, startIndex: number, step: 1 | -1): Sighting[] {
    const sightings: Sighting[] = []
    let last = start
    let speedX = 0
    let speedY = 0
    let missed = 0
    let lastIndex = startIndex
    for (let index = startIndex + step; index >= 0 && index < this.#frames.length; index += step) {
      const candidates = this.#frames[index]
      if (!candidates) continue
      if (missed > this.#limits.maxGapFrames) break
      const steps = Math.abs(index - lastIndex)
      const { steady } = last
      const lasting = lastingSteps(steps)
      const expected = { ...steady, x: steady.x + speedX * lasting, y: steady.y + speedY * lasting }
      const found = this.#nearest(candidates, expected, last.observation.box, missed)
      if (!found) {
        missed++
        continue
      }
      this.#take(found, index)
      speedX += speedShare * ((middleX(found.steady) - middleX(steady)) / steps - speedX)
      speedY += speedShare * ((middleY(found.steady) - middleY(steady)) / steps - speedY)
      last = found
      lastIndex = index
      missed = 0
      sightings.push(this.#sighting(found, index))
    }
    return sightings
  }

  /**
   * The free observation that lies best where the face is expected, or where it was in the picture: the camera's motion
   * may be measured wrongly. The longer unseen, the wider the search.
   */
  #nearest(candidates: readonly Candidate[], expected: Box, before: Box, missed: number): Candidate | undefined {
    const widening = 1 + Math.min(1, missed * 0.08)
    const height = expected.height
    let best: Candidate | undefined
    let bestValue = 0
    for (const candidate of candidates) {
      const { steady, taken, observation } = candidate
      if (taken || observation.score < this.#limits.continueScore) continue
      const ratio = steady.height / height
      if (ratio > sizeRatio * widening || ratio < 1 / (sizeRatio * widening)) continue
      const size = (height + expected.width * this.#aspect) / 2
      const away = Math.min(this.#distance(steady, expected), this.#distance(observation.box, before))
      const distance = away / size
      const reach = reachSizes * widening * Math.min(1, weakReach + observation.score / wideScore)
      if (distance > reach) continue
      const value = (1.2 - distance / reach) * (0.1 + Math.sqrt(observation.score)) * Math.min(ratio, 1 / ratio)
      if (value > bestValue) {
        best = candidate
        bestValue = value
      }
    }
    return best
  }

  /** Between two middles, in heights of the picture. */
  #distance(a: Box, b: Box): number {
    return Math.hypot((middleX(a) - middleX(b)) * this.#aspect, middleY(a) - middleY(b))
  }
}
