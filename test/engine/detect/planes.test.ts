import { describe, expect, it } from 'vitest'
import type { Pass } from '../../../main/core/detection/plan.js'
import { backToPicture, PlaneMemory, planesOf, scaled, withPlaneMemory } from '../../../main/engine/detect/planes.js'

const layout = { planes: 'rgb', mean: 0, divisor: 255, padding: 114 } as const
const pass = (quarterTurns: 0 | 1 | 3, mirrored: boolean): Pass => ({ scale: 1, mirrored, quarterTurns, anchor: false })
const everyPass = ([0, 1, 3] as const).flatMap((turns) => [pass(turns, false), pass(turns, true)])

/** A picture in which every byte differs from its neighbours. */
function picture(width: number, height: number) {
  return { width, height, data: Uint8Array.from({ length: 3 * width * height }, (_, index) => (index * 37) % 251) }
}

const tile = { columns: { start: 3, length: 38 }, rows: { start: 2, length: 20 } }
const image = picture(50, 30)

/** Where a pixel of the input comes from, said the slow way: mirror what is seen, then turn it back. */
function origin(x: number, y: number, { quarterTurns, mirrored }: Pass): readonly [number, number] {
  const seenWidth = quarterTurns === 0 ? 38 : 20
  const across = mirrored ? seenWidth - 1 - x : x
  if (quarterTurns === 1) return [3 + y, 2 + 20 - 1 - across]
  if (quarterTurns === 3) return [3 + 38 - 1 - y, 2 + across]
  return [3 + across, 2 + y]
}

describe.each(everyPass)('planes of a tile, %o', (seen) => {
  const [width, height] = seen.quarterTurns === 0 ? [38, 20] : [20, 38]

  it('holds every pixel at its place and padding everywhere else', () => {
    const planes = planesOf(image, tile, seen, layout)
    expect([planes.width, planes.height]).toEqual(seen.quarterTurns === 0 ? [64, 32] : [32, 64])
    const expected = new Float32Array(3 * planes.width * planes.height).fill(114 / 255)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [column, row] = origin(x, y, seen)
        for (let plane = 0; plane < 3; plane++)
          expected[(plane * planes.height + y) * planes.width + x] =
            (image.data[(row * image.width + column) * 3 + plane] ?? Number.NaN) / 255
      }
    expect(planes.data).toEqual(expected)
  })

  it('brings a box back to the pixels it was seen on', () => {
    const box = { left: 5, top: 4, right: 6, bottom: 5 }
    const [column, row] = origin(5, 4, seen)
    expect(backToPicture(box, tile, seen)).toEqual({ left: column, top: row, right: column + 1, bottom: row + 1 })
  })
})

describe('planes', () => {
  it('follows the order, mean and divisor of the network, padding included', () => {
    const whole = { columns: { start: 0, length: 1 }, rows: { start: 0, length: 1 } }
    const one = { width: 1, height: 1, data: Uint8Array.from([10, 20, 30]) }
    const { data } = planesOf(one, whole, pass(0, false), { planes: 'bgr', mean: 127.5, divisor: 128, padding: 0 })
    expect([data[0], data[1024], data[2048]]).toEqual([-97.5 / 128, -107.5 / 128, -117.5 / 128])
    expect(data[1]).toBe(Math.fround(-127.5 / 128))
  })

  it('fills the one size that a network accepts', () => {
    const planes = planesOf(image, tile, pass(0, false), layout, { width: 80, height: 70 })
    expect([planes.width, planes.height, planes.data.length]).toEqual([80, 70, 3 * 80 * 70])
  })
})

describe('memory for planes', () => {
  it('leaves nothing of one input in the next, smaller or larger', () => {
    const memory = new PlaneMemory()
    for (const [width, height] of [
      [50, 30],
      [20, 10],
      [50, 20],
      [40, 30],
    ] as const) {
      const part = { columns: { start: 0, length: width }, rows: { start: 0, length: height } }
      const reused = planesOf(image, part, pass(0, false), layout, undefined, memory)
      expect(reused).toEqual(planesOf(image, part, pass(0, false), layout))
    }
  })
})

describe('withPlaneMemory', () => {
  it('lends the same memory again, but never to two at a time, also where one fails', async () => {
    const first = await withPlaneMemory((memory) => Promise.resolve(memory))
    await expect(withPlaneMemory(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await withPlaneMemory(async (outer) => {
      expect(outer).toBe(first)
      await withPlaneMemory((inner) => {
        expect(inner).not.toBe(outer)
        return Promise.resolve()
      })
    })
  })
})

describe('scaled', () => {
  it.each([0.4, 0.224, 0.05])('reduces a photograph to %d of its size without shifting it', async (scale) => {
    const [width, height] = [2100, 1400]
    const data = new Uint8Array(3 * width * height)
    // A grey ramp from left to right: wherever a sample comes from can be read from its level.
    for (let at = 0; at < data.length; at++) data[at] = Math.round(((Math.floor(at / 3) % width) / width) * 255)
    const reduced = await scaled({ width, height, data }, scale)
    expect([reduced.width, reduced.height]).toEqual([Math.round(width * scale), Math.round(height * scale)])
    const middle = Math.floor(reduced.height / 2) * reduced.width
    for (let x = 2; x < reduced.width - 2; x++)
      expect(Math.abs((reduced.data[3 * (middle + x)] ?? 0) - ((x + 0.5) / reduced.width) * 255)).toBeLessThan(2)
  })

  it('hands out the picture itself at scale 1', async () => {
    expect(await scaled(image, 1)).toBe(image)
  })

  it('keeps an even picture even, larger and smaller', async () => {
    const even = { width: 60, height: 40, data: new Uint8Array(7200).fill(77) }
    for (const scale of [0.5, 1.5]) {
      const { width, height, data } = await scaled(even, scale)
      expect([width, height, data.length]).toEqual([60 * scale, 40 * scale, 7200 * scale * scale])
      expect(data.every((level) => level === 77)).toBe(true)
    }
  })

  it('never makes a picture too small to be looked at', async () => {
    const { width, height } = await scaled(picture(200, 20), 0.1)
    expect([width, height]).toEqual([20, 16])
  })
})

it('shows the negative of every level and leaves the padding as it is', () => {
  const plain = planesOf(image, tile, pass(0, false), layout)
  const negative = planesOf(image, tile, { ...pass(0, false), inverted: true }, layout)
  const inside = (index: number): boolean => index % 64 < 38 && Math.floor(index / 64) % 32 < 20
  for (const [index, level] of plain.data.entries())
    expect(negative.data[index]).toBeCloseTo(inside(index) ? 1 - level : 114 / 255, 6)
})
