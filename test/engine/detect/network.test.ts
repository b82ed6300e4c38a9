import { describe, expect, it } from 'vitest'
import { heads } from '../../../main/engine/detect/heads/heads.js'
import type { HeadName } from '../../../main/engine/detect/manifest.js'
import { networkOf, openSession } from '../../../main/engine/detect/network.js'
import { backToPicture, planesOf } from '../../../main/engine/detect/planes.js'
import { runPasses } from '../../../main/engine/detect/run-passes.js'
import { tinyModel, tinyYolo, tinyYunet } from '../../support/onnx.js'

const layout = heads['yolov8-face'].input
const tile = { columns: { start: 0, length: 160 }, rows: { start: 0, length: 96 } }

/** A black picture with one white square: the cell of stride 32 that the tiny models answer to. */
function pictureWithSquare(left: number, top: number) {
  const data = new Uint8Array(3 * 160 * 96)
  for (let y = top; y < top + 32; y++) data.fill(255, 3 * (160 * y + left), 3 * (160 * y + left + 32))
  return { width: 160, height: 96, data }
}

async function ask(bytes: Uint8Array, head: HeadName, quarterTurns: 0 | 1 | 3, mirrored: boolean) {
  const network = networkOf(await openSession(bytes, 1), heads[head])
  try {
    const pass = { scale: 1, mirrored, quarterTurns, anchor: false }
    const proposals = await network.propose(planesOf(pictureWithSquare(96, 32), tile, pass, network.head.input), 0.9)
    return proposals.map(({ box, score }) => ({ score, box: backToPicture(box, tile, pass) }))
  } finally {
    await network.release()
  }
}

const square = { left: 96, top: 32, right: 128, bottom: 64 }

describe('a network', () => {
  it.each([0, 1, 3] as const)(
    'finds what it answers to where it is, turned by %i quarters and mirrored',
    async (turns) => {
      for (const mirrored of [false, true]) {
        const found = await ask(tinyYolo(), 'yolov8-face', turns, mirrored)
        // One cell of stride 32, four of 16, sixteen of 8; each box is four cells wide around its cell.
        expect(found).toHaveLength(21)
        for (const { box } of found) {
          expect((box.left + box.right) / 2).toBeGreaterThan(square.left)
          expect((box.left + box.right) / 2).toBeLessThan(square.right)
          expect((box.top + box.bottom) / 2).toBeGreaterThan(square.top)
          expect((box.top + box.bottom) / 2).toBeLessThan(square.bottom)
        }
        expect(found).toContainEqual({
          score: expect.closeTo(1, 6) as number,
          box: { left: 48, top: -16, right: 176, bottom: 112 },
        })
      }
    },
  )

  it('is fed as its own head wants it', async () => {
    const found = await ask(tinyYunet(), 'yunet', 0, false)
    expect(found).toHaveLength(21)
    expect(found).toContainEqual({ score: 1, box: square })
  })

  it('is fed as its manifest says, where that says more', async () => {
    const session = await openSession(tinyYolo(), 1)
    const network = networkOf(session, heads['yolov8-face'], { planes: 'bgr', mean: 1, divisor: 2, padding: 3 })
    expect(network.head.input).toEqual({ planes: 'bgr', mean: 1, divisor: 2, padding: 3 })
    await network.release()
  })

  it('says which size it accepts, if it is only one', async () => {
    for (const size of [undefined, [224, 320] as const]) {
      const network = networkOf(await openSession(tinyYolo(size ? { size } : {}), 1), heads['yolov8-face'])
      expect(network.fixedInput).toEqual(size && { width: 320, height: 224 })
      await network.release()
    }
  })

  it('does not take an answer that is no number for an empty one', async () => {
    const bytes = tinyYolo({ scoreBias: Number.NaN })
    await expect(ask(bytes, 'yolov8-face', 0, false)).rejects.toThrow('not-finite')
  })

  it('does not take an answer of another shape for an empty one', async () => {
    const layers = [8, 16, 32].map((stride) => ({ name: `layer${stride}`, stride, bias: [1, 2, 3] }))
    await expect(ask(tinyModel({ layers }), 'yolov8-face', 0, false)).rejects.toThrow('shape')
  })

  it('never opens a session on bytes that are no model', async () => {
    await expect(openSession(Buffer.from('no model'), 1)).rejects.toThrow()
  })

  it('keeps the padding out of the answers', async () => {
    const network = networkOf(await openSession(tinyYolo(), 1), heads['yolov8-face'])
    const black = { width: 160, height: 96, data: new Uint8Array(3 * 160 * 96) }
    const pass = { scale: 1, mirrored: false, quarterTurns: 0 as const, anchor: false }
    expect(await network.propose(planesOf(black, tile, pass, layout), 0.5)).toEqual([])
    await network.release()
  })

  it('answers in pixels of the picture where it saw that stretched', async () => {
    const network = networkOf(await openSession(tinyYolo(), 1), heads['yolov8-face'])
    // Shown at full height and twice the width, the strip is the square that the tiny model answers to.
    const data = new Uint8Array(3 * 80 * 96)
    for (let y = 32; y < 64; y++) data.fill(255, 3 * (80 * y + 48), 3 * (80 * y + 64))
    const passes = [{ scale: 1, stretch: 2, mirrored: false, quarterTurns: 0 as const, anchor: false }]
    const signal = new AbortController().signal
    const [result] = await runPasses(signal, network, { width: 80, height: 96, data }, passes, 0.9)
    expect(result?.proposals.length).toBeGreaterThan(0)
    for (const { box } of result?.proposals ?? []) {
      expect((box.left + box.right) / 2).toBeGreaterThan(48)
      expect((box.left + box.right) / 2).toBeLessThan(64)
      expect((box.top + box.bottom) / 2).toBeGreaterThan(32)
      expect((box.top + box.bottom) / 2).toBeLessThan(64)
      expect(box.bottom - box.top).toBeCloseTo(2 * (box.right - box.left), 3)
    }
    await network.release()
  })
})
