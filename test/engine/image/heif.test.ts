import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import { openPicture } from '../../../main/engine/image/open-picture.js'
import type { HeifItem } from '../../support/heif.js'
import { codedPicture, colors, cutTo, extent, heifFile, mirrored, turnedLeft } from '../../support/heif.js'
import { makeClip } from '../video/clips.js'
import { limits, meanDifference, rawSharp, withFolder } from './support.js'

const decode = async (bytes: Buffer): Promise<Pixels> => (await openPicture(bytes, limits)).frame(0)
const width = 96
const height = 64

/** Soft, with another colour in every corner. */
function soft(): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set([40 + (x / width) * 180, 40 + (y / height) * 160, 200 - (x / width) * 120], (y * width + x) * 3)
  return { width, height, channels: 3, data }
}

/** BT.601, full range, 4:2:0. */
function planesOf({ data }: Pixels, bits: 8 | 10): Buffer {
  const at = (x: number, y: number): [number, number, number] => {
    const from = (y * width + x) * 3
    const [red = 0, green = 0, blue = 0] = data.subarray(from, from + 3)
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return [luma, 128 + (blue - luma) / 1.772, 128 + (red - luma) / 1.402]
  }
  const samples: number[] = []
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) samples.push(at(x, y)[0])
  for (const plane of [1, 2] as const)
    for (let y = 0; y < height; y += 2) for (let x = 0; x < width; x += 2) samples.push(at(x, y)[plane])
  return bits === 8
    ? Buffer.from(samples.map(Math.round))
    : Buffer.from(new Uint16Array(samples.map((sample) => Math.round(sample * 4))).buffer)
}

/** A picture as a still of a video codec, without a word on its colours. */
const still = (encoder: 'libx265' | 'libsvtav1', bits: 8 | 10, picture = soft()): Promise<HeifItem> =>
  withFolder(async (folder) => {
    const file = path.join(folder, 'still.mp4')
    const planes = planesOf(picture, bits)
    const pixels = bits === 8 ? '420' : '420-10'
    await makeClip(file, { encoder, width, height, pixels, planesAt: () => planes })
    const isHevc = encoder === 'libx265'
    const { coded, configuration } = codedPicture(await readFile(file), isHevc ? 'hvcC' : 'av1C')
    return { codec: isHevc ? 'hvc1' : 'av01', coded, properties: [configuration, extent(width, height)] }
  })

const fileOf = ({ properties, ...item }: HeifItem, ...more: readonly Buffer[]): Buffer =>
  heifFile({ ...item, properties: [...properties, ...more] })

const srgb = colors(1, 13, 6, true)

/** The upright picture after each of the steps that a container may ask for, by sharp. */
async function changed(...steps: readonly ('left' | 'flop' | 'flip')[]): Promise<Pixels> {
  let pixels = soft()
  for (const step of steps) {
    const open = rawSharp(pixels)
    const next = step === 'left' ? open.rotate(270) : step === 'flop' ? open.flop() : open.flip()
    const { data, info } = await next.raw().toBuffer({ resolveWithObject: true })
    pixels = { width: info.width, height: info.height, channels: 3, data }
  }
  return pixels
}

describe('HEIC, as phones write it', () => {
  let picture: HeifItem
  beforeAll(async () => {
    picture = await still('libx265', 8)
  })

  it.each([
    ['as stored', [], []],
    ['turned once', [turnedLeft(1)], ['left']],
    ['upside down', [turnedLeft(2)], ['left', 'left']],
    ['turned three times', [turnedLeft(3)], ['left', 'left', 'left']],
    ['mirrored over the upright axis', [mirrored('upright')], ['flop']],
    ['mirrored over the level axis', [mirrored('level')], ['flip']],
    ['turned, then mirrored', [turnedLeft(1), mirrored('upright')], ['left', 'flop']],
    ['turned back, then mirrored', [turnedLeft(3), mirrored('upright')], ['left', 'left', 'left', 'flop']],
  ] as const)('is shown %s', async (_, properties, steps) => {
    const pixels = await decode(fileOf(picture, srgb, ...properties))
    const expected = await changed(...steps)
    expect([pixels.width, pixels.height]).toEqual([expected.width, expected.height])
    expect(meanDifference(pixels.data, expected.data)).toBeLessThan(3)
  })

  it('is cut as its container asks', async () => {
    const pixels = await decode(fileOf(picture, srgb, cutTo(48, 32)))
    const middle = await rawSharp(soft()).extract({ left: 24, top: 16, width: 48, height: 32 }).raw().toBuffer()
    expect([pixels.width, pixels.height]).toEqual([48, 32])
    expect(meanDifference(pixels.data, middle)).toBeLessThan(3)
  })

  it('of 10 bits keeps its colours', async () => {
    const pixels = await decode(fileOf(await still('libx265', 10), srgb))
    expect(meanDifference(pixels.data, soft().data)).toBeLessThan(3)
  })

  it.each([8, 10] as const)('in PQ of %d bits is as bright as it is meant', async (bits) => {
    // 50 cd/m², which keep their brightness beside a white of 203.
    const [code, shown] = [0.4403, 136]
    const data = new Uint8Array(width * height * 3).fill(Math.round(code * 255))
    const pixels = await decode(
      fileOf(await still('libx265', bits, { width, height, channels: 3, data }), colors(9, 16, 6, true)),
    )
    expect(meanDifference(pixels.data, new Uint8Array(data.length).fill(shown))).toBeLessThan(3)
  })

  it('in Display P3 is converted to sRGB', async () => {
    const inP3 = await rawSharp(soft()).withIccProfile('p3').png().toBuffer()
    const data = await sharp(inP3, { ignoreIcc: true }).raw().toBuffer()
    expect(meanDifference(data, soft().data)).toBeGreaterThan(3)
    const wide = await still('libx265', 8, { width, height, channels: 3, data })
    const pixels = await decode(fileOf(wide, colors(12, 13, 6, true)))
    expect(meanDifference(pixels.data, soft().data)).toBeLessThan(3)
  })
})

describe('AVIF that libheif reads otherwise than it is meant', () => {
  it('takes the range from a colour box that leaves all else unspecified', async () => {
    const pixels = await decode(fileOf(await still('libsvtav1', 8), colors(2, 2, 2, true)))
    expect(meanDifference(pixels.data, soft().data)).toBeLessThan(3)
  })

  it('turns a picture together with transparency that has no turn of its own', async () => {
    const ramp = new Uint8Array(width * height).map((_, at) => 40 + (at % width) * 2)
    const mask = await sharp(ramp, { raw: { width, height, channels: 1 } })
      .toColourspace('srgb')
      .raw()
      .toBuffer()
    const alpha = await still('libsvtav1', 8, { width, height, channels: 3, data: mask })
    const { properties, ...picture } = await still('libsvtav1', 8)
    const pixels = await decode(heifFile({ ...picture, properties: [...properties, srgb, turnedLeft(1)] }, alpha))
    expect([pixels.width, pixels.height, pixels.channels]).toEqual([height, width, 4])
    const turned = await sharp(mask, { raw: { width, height, channels: 3 } })
      .rotate(270)
      .raw()
      .toBuffer()
    const depths = Uint8Array.from({ length: width * height }, (_, at) => pixels.data[at * 4 + 3] ?? 0)
    const expected = Uint8Array.from({ length: width * height }, (_, at) => turned[at * 3] ?? 0)
    expect(meanDifference(depths, expected)).toBeLessThan(3)
  })
})
