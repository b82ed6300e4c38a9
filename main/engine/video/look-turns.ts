import type { Thoroughness } from '../../core/detection/types.js'

/** A look in full, or a glimpse: a small one that sees who is large enough, between two that see the rest. */
export type LookTurn = 'full' | 'glimpse'

/** No more frames of a second than this are looked at; faces are followed through the others. */
const maxLooksPerSecond: Readonly<Record<Thoroughness, number>> = { fast: 6, balanced: 30, thorough: 30 }

/**
 * Where looks are as close to each other as in a video of 30 frames a second, every third one is a glimpse: twenty full ones
 * a second are left, and what flashes up in the frame between two of them is still looked for.
 */
const hasGlimpses: Readonly<Record<Thoroughness, boolean>> = { fast: false, balanced: true, thorough: false }
/** Between a glimpse and the second look before it; videos of 25 frames a second have longer. */
const glimpseSeconds = 0.072

/** Decides frame by frame how a video is looked at. */
export class LookTurns {
  readonly #lookTicks: bigint
  readonly #glimpseTicks: bigint
  /** Times of the last two looks, the latest first, as far as no glimpse or cut came between. */
  #fullBefore: readonly bigint[] = []
  #last: bigint | undefined

  constructor(thoroughness: Thoroughness, { num, den }: { readonly num: number; readonly den: number }) {
    const ticksOf = (seconds: number): bigint => BigInt(Math.floor((seconds * den) / num))
    // A little less than the distance of frames at this rate, so that none of those is skipped.
    this.#lookTicks = ticksOf(0.9 / maxLooksPerSecond[thoroughness])
    this.#glimpseTicks = hasGlimpses[thoroughness] ? ticksOf(glimpseSeconds) : 0n
  }

  /** How the next frame is looked at; undefined: not at all. */
  next(ticks: bigint, isCut: boolean): LookTurn | undefined {
    if (!isCut && this.#last !== undefined && ticks - this.#last < this.#lookTicks) return undefined
    this.#last = ticks
    const second = isCut ? undefined : this.#fullBefore[1]
    if (second !== undefined && ticks - second < this.#glimpseTicks) {
      this.#fullBefore = []
      return 'glimpse'
    }
    this.#fullBefore = isCut ? [ticks] : [ticks, ...this.#fullBefore.slice(0, 1)]
    return 'full'
  }
}
