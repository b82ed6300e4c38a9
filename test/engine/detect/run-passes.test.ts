import { describe, expect, it } from 'vitest'
import type { Pass } from '../../../main/core/detection/plan.js'
import type { Proposal } from '../../../main/core/detection/proposal.js'
import { yolov8Face } from '../../../main/engine/detect/heads/yolov8-face.js'
import type { Network } from '../../../main/engine/detect/network.js'
import { runPasses } from '../../../main/engine/detect/run-passes.js'

const source = { width: 1600, height: 1200, data: new Uint8Array(3 * 1600 * 1200) }
const plain = (scale: number): Pass => ({ scale, mirrored: false, quarterTurns: 0, anchor: false })
const passes: readonly Pass[] = [{ ...plain(1), hintedBelowPx: 32 }, { ...plain(0.5), hintedBelowPx: 40 }, plain(0.25)]

/** Answers to the coarse look alone, with one box in pixels of that look; notes the size of every input. */
function networkAnswering(answer: readonly Proposal[]): { network: Network; seen: string[] } {
  const seen: string[] = []
  const network: Network = {
    head: yolov8Face,
    propose: ({ width, height }) => {
      seen.push(`${width} x ${height}`)
      return Promise.resolve(width === 416 ? [...answer] : [])
    },
    release: () => Promise.resolve(),
  }
  return { network, seen }
}

async function run(answer: readonly Proposal[]) {
  const { network, seen } = networkAnswering(answer)
  const atHand = new Map([[1, source]])
  const results = await runPasses(new AbortController().signal, network, source, passes, 0.003, () => undefined, atHand)
  const windows = (pass: number) => results.find((result) => result.pass === pass)?.windows
  return { seen, scales: [...atHand.keys()], windows }
}

describe('looks that need a hint', () => {
  it('cost nothing without one, not even the picture in their size', async () => {
    const { seen, scales, windows } = await run([])
    expect(seen).toEqual(['416 x 320'])
    expect(scales).toEqual([1, 0.25])
    expect([windows(0), windows(1), windows(2)]).toEqual([[], [], undefined])
  })

  it('are each taken for faces of their own size, where these are suspected', async () => {
    const tall = await run([{ box: { left: 10, top: 10, right: 17, bottom: 19 }, score: 0.02 }])
    // 36 px high: too high for full size, not for half of it.
    expect(tall.windows(0)).toEqual([])
    expect(tall.windows(1)).not.toEqual([])
    const low = await run([{ box: { left: 10, top: 10, right: 15, bottom: 16 }, score: 0.02 }])
    expect(low.windows(0)?.length).toBe(1)
    expect(low.windows(0)?.[0]).toMatchObject({ left: 0, top: 0 })
    expect(low.windows(1)).not.toEqual([])
  })
})
