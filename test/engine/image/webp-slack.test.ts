import { readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { encodeStill } from '../../../main/engine/image/encode-still.js'
import { encodeWebpAnimation } from '../../../main/engine/image/encode-webp-animation.js'
import { findWebpSlack } from '../../../main/engine/image/webp-slack.js'
import { walkStructure } from '../../../main/engine/structure/walk-structure.js'
import { emptyFile, grey, never, open, rawSharp, scene, withFolder } from './support.js'

/** The one picture chunk of a plain WebP, with bytes added at its end or at the end of its first partition. */
function withSlack(webp: Buffer, place: 'end' | 'first-partition', slack: Buffer): Buffer {
  const data = Buffer.from(webp.subarray(20, 20 + webp.readUInt32LE(16)))
  const tag = data.readUIntLE(0, 3)
  const firstEnd = 10 + (tag >> 5)
  const at = place === 'end' ? data.length : firstEnd
  if (place === 'first-partition') data.writeUIntLE((((tag >> 5) + slack.length) << 5) | (tag & 31), 0, 3)
  const grown = Buffer.concat([data.subarray(0, at), slack, data.subarray(at)])
  const file = Buffer.concat([webp.subarray(0, 20), grown, Buffer.alloc(grown.length % 2)])
  file.writeUInt32LE(file.length - 8, 4)
  file.writeUInt32LE(grown.length, 16)
  return file
}

const slack = Buffer.from('Planted-Name')
const noisy = (width: number, height: number): Promise<Buffer> =>
  sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 120, sigma: 30 } },
  })
    .webp({ quality: 85, effort: 2 })
    .toBuffer()

describe('bytes inside the coded pictures of a WebP', () => {
  it('are none in what the encoder writes', async () => {
    for (const [width, height] of [
      [300, 260],
      [517, 401],
      [16, 16],
      [1000, 17],
    ] as const) {
      expect(await findWebpSlack(await noisy(width, height))).toEqual([])
      expect(await findWebpSlack(await encodeStill(scene(width, height), 'webp'))).toEqual([])
    }
    const even = await sharp({ create: { width: 700, height: 500, channels: 3, background: '#808080' } })
      .webp({ quality: 85, effort: 2 })
      .toBuffer()
    expect(await findWebpSlack(even)).toEqual([])
  })

  it.each(['end', 'first-partition'] as const)('are found at the %s of a lossy one', async (place) => {
    const file = withSlack(await noisy(300, 260), place, slack)
    expect(await sharp(file).raw().toBuffer()).toHaveLength(300 * 260 * 3)
    expect((await findWebpSlack(file)).map(({ code }) => code)).toEqual(['unaccounted-bytes'])
  })

  it('are found at the end of a lossless one', async () => {
    const lossless = await rawSharp(scene(90, 70)).webp({ lossless: true }).toBuffer()
    expect(await findWebpSlack(lossless)).toEqual([])
    expect((await findWebpSlack(withSlack(lossless, 'end', slack))).length).toBe(1)
  })

  it('are found in the transparency of a lossy one', async () => {
    const alpha = Buffer.from(Array.from({ length: 90 * 70 }, (_, pixel) => (pixel * 37 + (pixel >> 5) * 11) % 256))
    const lossy = await rawSharp(scene(90, 70))
      .joinChannel(alpha, { raw: { width: 90, height: 70, channels: 1 } })
      .webp({ quality: 85 })
      .toBuffer()
    expect(lossy.toString('latin1', 30, 34)).toBe('ALPH')
    expect(lossy.readUInt8(38) & 3).toBe(1)
    expect(await findWebpSlack(lossy)).toEqual([])
    const end = 38 + lossy.readUInt32LE(34)
    const grown = Buffer.concat([lossy.subarray(0, end), slack, lossy.subarray(end)])
    grown.writeUInt32LE(end - 38 + slack.length, 34)
    grown.writeUInt32LE(grown.length - 8, 4)
    expect(await sharp(grown).raw().toBuffer()).toEqual(await sharp(lossy).raw().toBuffer())
    expect((await findWebpSlack(grown)).map(({ code }) => code)).toEqual(['unaccounted-bytes'])
  })

  it('are found in a frame of an animation', async () => {
    const animation = await encodeWebpAnimation({
      count: 2,
      timing: { delaysMs: [50, 50], loops: 0 },
      frame: (index) => Promise.resolve(scene(300, 260, index)),
    })
    expect(await findWebpSlack(animation)).toEqual([])
  })

  it('withhold a copy', async () => {
    await withFolder(async (folder) => {
      const media = await open(await rawSharp(scene(300, 260)).png().toBuffer())
      const staged = await emptyFile(folder)
      const target = { format: 'webp' as const }
      await media.write(never, [], grey, target, staged)
      await writeFile(staged, withSlack(await readFile(staged), 'end', slack))
      const examined = await media.examine(never, [], grey, target, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings.map(({ code }) => code)).toContain('unaccounted-bytes')
    })
  })

  it('cannot hide in further partitions, which are never written', async () => {
    const file = await noisy(300, 260)
    expect(walkStructure(file).findings).toEqual([])
    const several = Buffer.from(file)
    // The first byte of the first partition decides about the flags that come first; another one reads as another header.
    for (let value = 0; value < 256; value++) {
      several.writeUInt8(value, 30)
      several.writeUInt8(255 - value, 31)
      for (const { code } of walkStructure(several).findings) expect(code).toBe('malformed-part')
    }
  })
})
