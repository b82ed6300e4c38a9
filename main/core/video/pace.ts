import type { Pace, Stage } from '../job/item-state.js'

/** Before this much time has passed, a rate is a guess. */
const leastMs = 1_000

/** Tells how fast a video is going, from the progress that its stages report. */
export class PaceMeter {
  readonly #nowMs: () => number
  readonly #startMs: number
  #stage: Stage | undefined
  #stageStartMs = 0

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs
    this.#startMs = nowMs()
  }

  /** `share` of the stage and `progress` of the whole item are done, 0–1; the stage goes through `frames`. */
  measure(stage: Stage, share: number, progress: number, frames: number): Pace | undefined {
    const nowMs = this.#nowMs()
    if (stage !== this.#stage || share === 0) {
      this.#stage = stage
      this.#stageStartMs = nowMs
    }
    const stageMs = nowMs - this.#stageStartMs
    const elapsedMs = nowMs - this.#startMs
    if (stageMs < leastMs || share <= 0 || progress <= 0) return undefined
    return {
      framesPerSecond: (share * frames * 1_000) / stageMs,
      remainingSeconds: (elapsedMs * (1 / progress - 1)) / 1_000,
    }
  }
}
