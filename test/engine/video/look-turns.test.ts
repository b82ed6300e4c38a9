import { describe, expect, it } from 'vitest'
import type { Thoroughness } from '../../../main/core/detection/types.js'
import { LookTurns } from '../../../main/engine/video/look-turns.js'

const timeBase = { num: 1, den: 90_000 }

/** `f`, `g` or `-` for each frame of a video: looked at in full, at a glimpse, not at all. */
function turnsOf(thoroughness: Thoroughness, framesPerSecond: number, frames: number, cuts: readonly number[] = []) {
  const turns = new LookTurns(thoroughness, timeBase)
  return Array.from({ length: frames }, (_, frame) => {
    const ticks = BigInt(Math.round((frame * timeBase.den) / framesPerSecond))
    return (turns.next(ticks, frame === 0 || cuts.includes(frame)) ?? '-').slice(0, 1)
  }).join('')
}

describe('LookTurns', () => {
  it('looks at every frame of a usual video, every third time at a glimpse', () => {
    expect(turnsOf('balanced', 30, 9)).toBe('ffgffgffg')
    expect(turnsOf('balanced', 29.97, 9)).toBe('ffgffgffg')
  })

  it('never looks fully at less than twenty frames a second where there are as many', () => {
    expect(turnsOf('balanced', 25, 9)).toBe('fffffffff')
    expect(turnsOf('balanced', 12, 9)).toBe('fffffffff')
    for (const rate of [24, 25, 30, 48, 50, 60, 120, 240]) {
      const full = turnsOf('balanced', rate, rate).replaceAll(/[^f]/g, '').length
      expect(full).toBeGreaterThanOrEqual(Math.min(rate, 20))
    }
  })

  it('begins every scene with full looks', () => {
    expect(turnsOf('balanced', 30, 9, [2, 4])).toBe('ffffffgff')
  })

  it('looks at every frame in full where it is to be thorough, and at six a second where it is to be fast', () => {
    expect(turnsOf('thorough', 30, 6)).toBe('ffffff')
    expect(turnsOf('fast', 30, 11)).toBe('f----f----f')
  })
})
