/** Something that lasts. */
export interface Lasting {
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** Which lane each bar goes into, so that none lies on another and there are as few lanes as can be. */
export function lanesOf(bars: readonly Lasting[]): readonly number[] {
  const order = bars.map((_, index) => index).sort((a, b) => startOf(bars, a) - startOf(bars, b))
  const endOfLane: number[] = []
  const lanes = bars.map(() => 0)
  for (const index of order) {
    const bar = bars[index]
    if (!bar) continue
    const free = endOfLane.findIndex((end) => end < bar.fromSeconds)
    const lane = free < 0 ? endOfLane.length : free
    endOfLane[lane] = bar.toSeconds
    lanes[index] = lane
  }
  return lanes
}

const startOf = (bars: readonly Lasting[], index: number): number => bars[index]?.fromSeconds ?? 0
