import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { openPicture } from '../../../main/engine/image/open-picture.js'
import { limits, refusalOf } from './support.js'

const [pq, hlg] = [16, 18]
const [bt709, bt2020] = [1, 9]

/** Ten bits of PQ for a light in cd/m² (Rec. ITU-R BT.2100, table 4). */
function pqOf(light: number): number {
  const part = (light / 10_000) ** 0.1593017578125
  return ((0.8359375 + 18.8515625 * part) / (1 + 18.6875 * part)) ** 78.84375
}
/** What sRGB shows where diffuse white of 203 cd/m² is its white. */
function srgbOf(light: number): number {
  const linear = light / 203
  return 255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055)
}

/** An AVIF of ten bits with one even stripe for each colour, 64 pixels high, that says its numbers mean this. */
async function avifOf(colors: readonly (readonly number[])[], primaries: number, transfer: number): Promise<Buffer> {
  const width = colors.length * 64
  const data = new Uint16Array(width * 64 * 3)
  for (let pixel = 0; pixel < width * 64; pixel++)
    colors[Math.floor((pixel % width) / 64)]?.forEach((value, channel) => {
      data[pixel * 3 + channel] = Math.round(value * 65_535)
    })
  const file = await sharp(data, { raw: { width, height: 64, channels: 3 } })
    .toColourspace('rgb16')
    .avif({ bitdepth: 10, lossless: true, effort: 0, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const at = file.indexOf('nclx') + 4
  file.writeUInt16BE(primaries, at)
  file.writeUInt16BE(transfer, at + 2)
  return file
}

async function shown(file: Buffer, colors: number): Promise<readonly (readonly number[])[]> {
  const source = await openPicture(file, limits)
  const { data, width, channels } = await source.frame(0)
  return Array.from({ length: colors }, (_, index) => {
    const at = (32 * width + index * 64 + 32) * channels
    return [...data.subarray(at, at + 3)]
  })
}

describe('pictures of a high dynamic range', () => {
  it('keep what is no brighter than a third of diffuse white, and bend the rest without clipping it', async () => {
    const lights = [1, 5, 20, 50, 100, 203, 1000, 4000]
    const greys = lights.map((light) => [pqOf(light), pqOf(light), pqOf(light)])
    for (const primaries of [bt709, bt2020]) {
      const levels = await shown(await avifOf(greys, primaries, pq), lights.length)
      levels.forEach(([red = 0, green = 0, blue = 0]) => {
        expect(Math.abs(red - green)).toBeLessThanOrEqual(1)
        expect(Math.abs(blue - green)).toBeLessThanOrEqual(1)
      })
      for (const [index, light] of lights.slice(0, 4).entries())
        expect(Math.abs((levels[index]?.[1] ?? 0) - srgbOf(light)), String(light)).toBeLessThanOrEqual(2)
      const rising = levels.map(([, green = 0]) => green)
      expect(rising).toEqual([...new Set(rising)].sort((a, b) => a - b))
      expect(rising.at(-1)).toBeGreaterThan(235)
    }
  })

  it('have the colours of their own space', async () => {
    // Red of BT.709 as BT.2020 has it, at 40 cd/m² (Rec. ITU-R BT.2087).
    const red = [0.6274, 0.0691, 0.0164].map((share) => pqOf(40 * share))
    const [levels = []] = await shown(await avifOf([red], bt2020, pq), 1)
    expect(Math.abs((levels[0] ?? 0) - srgbOf(40))).toBeLessThanOrEqual(3)
    expect(levels[1]).toBeLessThan(20)
    expect(levels[2]).toBeLessThan(20)
  })

  it('have those of BT.2100 where their numbers say nothing', async () => {
    const green = [[pqOf(5), pqOf(40), pqOf(5)]]
    const expected = await shown(await avifOf(green, bt2020, pq), 1)
    for (const primaries of [0, 2, 3, 200]) expect(await shown(await avifOf(green, primaries, pq), 1)).toEqual(expected)
  })

  it('are refused where they are damaged', async () => {
    const file = await avifOf([[0.2, 0.7, 0.4]], bt2020, pq)
    for (const damaged of [file.subarray(0, -30), Buffer.from(file).fill(0xa5, file.indexOf('mdat') + 20)])
      expect(await refusalOf(openPicture(damaged, limits))).toMatch(/corrupt|truncated/)
  })

  it('by hybrid log-gamma, from black to white', async () => {
    const steps = [0, 0.2, 0.4, 0.5, 0.75, 1]
    const levels = await shown(
      await avifOf(
        steps.map((step) => [step, step, step]),
        bt2020,
        hlg,
      ),
      steps.length,
    )
    const greens = levels.map(([, green = 0]) => green)
    expect(greens[0]).toBeLessThanOrEqual(1)
    expect(greens).toEqual([...greens].sort((a, b) => a - b))
    // Three quarters are diffuse white (Rec. ITU-R BT.2408), which stays bright.
    expect(greens[4]).toBeGreaterThan(150)
    expect(greens[5]).toBeGreaterThan(greens[4] ?? 255)
  })

  it('are whole: the last rows, too', async () => {
    const data = Buffer.alloc(16 * 300 * 3)
    for (let pixel = 0; pixel < 16 * 300; pixel++) data.fill(pixel < 16 * 290 ? 60 : 140, pixel * 3, pixel * 3 + 3)
    const file = await sharp(data, { raw: { width: 16, height: 300, channels: 3 } })
      .avif({ lossless: true, effort: 0, chromaSubsampling: '4:4:4' })
      .toBuffer()
    file.writeUInt16BE(pq, file.indexOf('nclx') + 6)
    const source = await openPicture(file, limits)
    const pixels = await source.frame(0)
    expect(pixels).toMatchObject({ width: 16, height: 300, channels: 3 })
    const [upper = 0, lower = 0] = [100, 299].map((row) => pixels.data[(row * 16 + 8) * 3])
    expect(lower).toBeGreaterThan(upper + 60)
  })
})
