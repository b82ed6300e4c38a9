import type { FrameMotion } from './motion.js'
import type { Observation } from './track.js'

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

/**
 * What was seen in a stretch of one scene; observation `at` has its numbers at `at` of each array. A crowd has hundreds of
 * thousands of observations, of which each is compared with many: as objects they would take ten times the memory.
 */
interface Candidates {
  /** Where each frame's observations begin, and where the last one's end. */
  readonly starts: readonly number[]
  /** One entry for each frame. */
  readonly isLooked: readonly boolean[]
  readonly left: readonly number[]
  readonly top: readonly number[]
  readonly width: readonly number[]
  readonly height: readonly number[]
  readonly score: readonly number[]
  /** Moved back by the camera's motion since the stretch began: what stands still in the world stands still here. */
  readonly steadyLeft: readonly number[]
  readonly steadyTop: readonly number[]
  /** 1 where a track has it: an observation is of at most one. */
  readonly taken: Uint8Array
}

/** The observations of each frame of a stretch; undefined for one that was not looked at. Asked for once. */
type Frames = Iterable<readonly Observation[] | undefined>

function candidatesOf(frames: Frames, motions: readonly FrameMotion[]): Candidates {
  const starts = [0]
  const isLooked: boolean[] = []
  const [left, top, width, height] = [[], [], [], []] as [number[], number[], number[], number[]]
  const [score, steadyLeft, steadyTop] = [[], [], []] as [number[], number[], number[]]
  let x = 0
  let y = 0
  for (const observations of frames) {
    const motion = motions[isLooked.length]
    if (isLooked.length > 0 && motion) {
      x += motion.dx
      y += motion.dy
    }
    for (const { box, score: ownScore } of observations ?? []) {
      left.push(box.x)
      top.push(box.y)
      width.push(box.width)
      height.push(box.height)
      score.push(ownScore)
      steadyLeft.push(box.x - x)
      steadyTop.push(box.y - y)
    }
    starts.push(left.length)
    isLooked.push(observations !== undefined)
  }
  const taken = new Uint8Array(left.length)
  return { starts, isLooked, left, top, width, height, score, steadyLeft, steadyTop, taken }
}

/** An observation and its frame, counted from the first of the stretch. */
interface Seen {
  readonly at: number
  readonly frame: number
}

/** Where a face is looked for. */
interface Expected {
  /** Moved back by the camera's motion. */
  readonly x: number
  readonly y: number
  /** The last observation of it. */
  readonly last: number
  /** Frames that were looked at since. */
  readonly missed: number
}

/** Links the observations of one scene into sightings of one face each, strongest evidence first. */
export class SceneLinker {
  readonly #first: number
  readonly #seen: Candidates
  readonly #aspect: number
  readonly #limits: LinkLimits

  /**
   * `frames` and `motions` have one entry for each frame of the scene. `aspect` is the picture's width by its height.
   */
  constructor(first: number, frames: Frames, motions: readonly FrameMotion[], aspect: number, limits: LinkLimits) {
    this.#first = first
    this.#aspect = aspect
    this.#limits = limits
    this.#seen = candidatesOf(frames, motions)
  }

  /** All chains that begin at an observation of at least `seedScore`, in both directions. */
  chains(seedScore: number): readonly (readonly Sighting[])[] {
    const { isLooked, score, taken } = this.#seen
    const scoreOf = ({ at }: Seen): number => score[at] ?? 0
    const seeds = isLooked
      .flatMap((_, frame) => this.#inFrame(frame).filter((seen) => scoreOf(seen) >= seedScore))
      .sort((a, b) => scoreOf(b) - scoreOf(a))
    const chains: (readonly Sighting[])[] = []
    for (const seed of seeds) {
      if (taken[seed.at]) continue
      this.#take(seed)
      const before = this.#follow(seed, -1).reverse()
      const after = this.#follow(seed, 1)
      chains.push([...before, this.#sighting(seed), ...after])
    }
    return chains
  }

  #inFrame(frame: number): readonly Seen[] {
    const { starts } = this.#seen
    const start = starts[frame] ?? 0
    return Array.from({ length: (starts[frame + 1] ?? start) - start }, (_, index) => ({ at: start + index, frame }))
  }

  #sighting({ at, frame }: Seen): Sighting {
    const { left, top, width, height, score } = this.#seen
    const box = { x: left[at] ?? 0, y: top[at] ?? 0, width: width[at] ?? 0, height: height[at] ?? 0 }
    return { frame: this.#first + frame, observation: { box, score: score[at] ?? 0 } }
  }

  #take({ at, frame }: Seen): void {
    const { starts, taken } = this.#seen
    const end = starts[frame + 1] ?? 0
    for (let other = starts[frame] ?? 0; other < end; other++) if (this.#iou(other, at) > sameIou) taken[other] = 1
    taken[at] = 1
  }

  #follow(start: Seen, step: 1 | -1): Sighting[] {
    const sightings: Sighting[] = []
    const { isLooked, steadyLeft, steadyTop } = this.#seen
    let last = start
    let speedX = 0
    let speedY = 0
    let missed = 0
    for (let frame = start.frame + step; frame >= 0 && frame < isLooked.length; frame += step) {
      if (!isLooked[frame]) continue
      if (missed > this.#limits.maxGapFrames) break
      const steps = Math.abs(frame - last.frame)
      const lasting = lastingSteps(steps)
      const x = (steadyLeft[last.at] ?? 0) + speedX * lasting
      const y = (steadyTop[last.at] ?? 0) + speedY * lasting
      const found = this.#nearest(frame, { x, y, last: last.at, missed })
      if (!found) {
        missed++
        continue
      }
      this.#take(found)
      speedX += speedShare * ((this.#steadyX(found.at) - this.#steadyX(last.at)) / steps - speedX)
      speedY += speedShare * ((this.#steadyY(found.at) - this.#steadyY(last.at)) / steps - speedY)
      last = found
      missed = 0
      sightings.push(this.#sighting(found))
    }
    return sightings
  }

  /**
   * The free observation that lies best where the face is expected, or where it was in the picture: the camera's motion
   * may be measured wrongly. The longer unseen, the wider the search.
   */
  #nearest(frame: number, { x, y, last, missed }: Expected): Seen | undefined {
    const { starts, left, top, width, height, score, taken } = this.#seen
    const widening = 1 + Math.min(1, missed * 0.08)
    const [lastWidth, lastHeight] = [width[last] ?? 0, height[last] ?? 0]
    const size = (lastHeight + lastWidth * this.#aspect) / 2
    const [expectedX, expectedY] = [x + lastWidth / 2, y + lastHeight / 2]
    const [lastX, lastY] = [(left[last] ?? 0) + lastWidth / 2, (top[last] ?? 0) + lastHeight / 2]
    let best: Seen | undefined
    let bestValue = 0
    const end = starts[frame + 1] ?? 0
    for (let at = starts[frame] ?? 0; at < end; at++) {
      const ownScore = score[at] ?? 0
      if (taken[at] || ownScore < this.#limits.continueScore) continue
      const ratio = (height[at] ?? 0) / lastHeight
      if (ratio > sizeRatio * widening || ratio < 1 / (sizeRatio * widening)) continue
      const middleX = (left[at] ?? 0) + (width[at] ?? 0) / 2
      const middleY = (top[at] ?? 0) + (height[at] ?? 0) / 2
      const away = Math.min(
        this.#distance(this.#steadyX(at) - expectedX, this.#steadyY(at) - expectedY),
        this.#distance(middleX - lastX, middleY - lastY),
      )
      const distance = away / size
      const reach = reachSizes * widening * Math.min(1, weakReach + ownScore / wideScore)
      if (distance > reach) continue
      const value = (1.2 - distance / reach) * (0.1 + Math.sqrt(ownScore)) * Math.min(ratio, 1 / ratio)
      if (value > bestValue) {
        best = { at, frame }
        bestValue = value
      }
    }
    return best
  }

  /** In heights of the picture. */
  #distance(x: number, y: number): number {
    return Math.hypot(x * this.#aspect, y)
  }

  /** Middle of an observation, moved back by the camera's motion. */
  #steadyX(at: number): number {
    return (this.#seen.steadyLeft[at] ?? 0) + (this.#seen.width[at] ?? 0) / 2
  }

  #steadyY(at: number): number {
    return (this.#seen.steadyTop[at] ?? 0) + (this.#seen.height[at] ?? 0) / 2
  }

  /** As `iou`, of two observations in one frame. */
  #iou(a: number, b: number): number {
    const { steadyLeft: left, steadyTop: top, width, height } = this.#seen
    const [aLeft = 0, aTop = 0, aWidth = 0, aHeight = 0] = [left[a], top[a], width[a], height[a]]
    const [bLeft = 0, bTop = 0, bWidth = 0, bHeight = 0] = [left[b], top[b], width[b], height[b]]
    const sharedWidth = Math.min(aLeft + aWidth, bLeft + bWidth) - Math.max(aLeft, bLeft)
    const sharedHeight = Math.min(aTop + aHeight, bTop + bHeight) - Math.max(aTop, bTop)
    if (!(sharedWidth > 0 && sharedHeight > 0)) return 0
    const shared = sharedWidth * sharedHeight
    const union = Math.max(0, aWidth) * Math.max(0, aHeight) + Math.max(0, bWidth) * Math.max(0, bHeight) - shared
    return union > 0 ? shared / union : 0
  }
}
