import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import { encodeApng, encodeGifAnimation } from '../../../main/engine/image/encode-animation.js'
import { encodeWebpAnimation } from '../../../main/engine/image/encode-webp-animation.js'
import { encodeTiff } from '../../../main/engine/image/encode-tiff.js'
import { openPicture } from '../../../main/engine/image/open-picture.js'
import { pngSignature, readPngChunks, writePng, writePngChunk } from '../../../main/engine/image/png-chunks.js'
import { limits, meanDifference, rawSharp, refusalOf, scene } from './support.js'

const decode = async (bytes: Buffer, index = 0): Promise<Pixels> => (await openPicture(bytes, limits)).frame(index)

/** EXIF orientation in words of sharp: what must be done to the upright picture to store it so. */
async function storedWith(orientation: number, upright: Pixels): Promise<Buffer> {
  const { width, height } = upright
  const swapped = orientation >= 5
  const size = swapped ? { width: height, height: width } : { width, height }
  const data = new Uint8Array(upright.data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const right = width - 1 - x
      const bottom = height - 1 - y
      const [storedX, storedY] = (
        [
          [x, y],
          [right, y],
          [right, bottom],
          [x, bottom],
          [y, x],
          [y, right],
          [bottom, right],
          [bottom, x],
        ] as const
      )[orientation - 1] ?? [x, y]
      const from = (y * width + x) * 3
      data.set(upright.data.subarray(from, from + 3), (storedY * size.width + storedX) * 3)
    }
  }
  return rawSharp({ ...size, channels: 3, data })
    .withMetadata({ orientation })
    .jpeg({ quality: 95 })
    .toBuffer()
}

describe('orientation', () => {
  const upright = scene(120, 72)
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('shows EXIF orientation %i upright', async (orientation) => {
    const pixels = await decode(await storedWith(orientation, upright))
    expect([pixels.width, pixels.height]).toEqual([120, 72])
    expect(meanDifference(pixels.data, upright.data)).toBeLessThan(3)
  })

  it('ignores an orientation that does not exist', async () => {
    const jpeg = await storedWith(1, upright)
    const at = jpeg.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00]))
    expect(at).toBeGreaterThan(0)
    jpeg.writeUInt16LE(9, at + 8)
    const pixels = await decode(jpeg)
    expect(meanDifference(pixels.data, upright.data)).toBeLessThan(3)
  })

  it('tells where the coding grid lies after turning', async () => {
    const { info } = await openPicture(await storedWith(3, scene(120, 75)), limits)
    expect(info.grid).toEqual({ offsetX: 120 % 16, offsetY: 75 % 16 })
    const turned = await openPicture(await storedWith(6, scene(120, 75)), limits)
    expect(turned.info.grid).toEqual({ offsetX: 120 % 16, offsetY: 0 })
  })
})

describe('colours', () => {
  it('converts Display P3 to sRGB', async () => {
    const upright = scene(64, 64)
    const p3 = await rawSharp(upright).withIccProfile('p3').png().toBuffer()
    const stored = await sharp(p3, { ignoreIcc: true }).raw().toBuffer()
    expect(meanDifference(stored, upright.data)).toBeGreaterThan(2)
    expect(meanDifference((await decode(p3)).data, upright.data)).toBeLessThan(2)
  })

  it('shows ink without a profile as paper less ink less black', async () => {
    const data = Uint8Array.from({ length: 32 * 32 * 4 }, (_, at) => [255, 0, 0, 51][at % 4] ?? 0)
    const tiff = await encodeTiff(1, () => Promise.resolve({ width: 32, height: 32, channels: 4, data }))
    const directory = tiff.readUInt32LE(4)
    // RGB becomes CMYK, and the note on the fourth channel one on the kind of ink.
    tiff.writeUInt16LE(5, directory + 2 + 4 * 12 + 8)
    tiff.writeUInt16LE(332, directory + 2 + 11 * 12)
    tiff.writeUInt16LE(1, directory + 2 + 11 * 12 + 8)
    expect(await sharp(tiff).metadata()).toMatchObject({ space: 'cmyk', hasProfile: false })
    expect([...(await decode(tiff)).data.subarray(0, 3)]).toEqual([0, 204, 204])
  })

  it('reads 16 bit and grey pictures as 8 bit RGB', async () => {
    const upright = scene(40, 30)
    const deep = await rawSharp(upright).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expect(meanDifference((await decode(deep)).data, upright.data)).toBeLessThan(1)
    const pale = await rawSharp(upright).greyscale().png().toBuffer()
    const pixels = await decode(pale)
    expect(pixels.channels).toBe(3)
    expect(pixels.data[0]).toBe(pixels.data[1])
  })

  it('forgets the colour under transparent pixels and keeps the rest', async () => {
    const data = Uint8Array.from([10, 20, 30, 0, 40, 50, 60, 128, 70, 80, 90, 255, 1, 2, 3, 0])
    const png = await sharp(data, { raw: { width: 2, height: 2, channels: 4 } })
      .png()
      .toBuffer()
    const pixels = await decode(png)
    expect([...pixels.data]).toEqual([0, 0, 0, 0, 40, 50, 60, 128, 70, 80, 90, 255, 0, 0, 0, 0])
  })
})

describe('frames and pages', () => {
  const frames = [0, 1, 2].map((seed) => scene(48, 32, seed))
  const timing = { delaysMs: [70, 130, 200], loops: 3 }
  const animation = { count: 3, timing, frame: (index: number) => Promise.resolve(frames[index] ?? scene(48, 32)) }

  it.each(['gif', 'webp', 'png'] as const)('keeps frames and timing of an animated %s', async (format) => {
    const encoders = { gif: encodeGifAnimation, webp: encodeWebpAnimation, png: encodeApng }
    const bytes = await encoders[format](animation)
    const source = await openPicture(bytes, limits)
    expect(source.info).toMatchObject({ format, animated: true, size: { width: 48, height: 32 } })
    expect(source.info.frames).toHaveLength(3)
    expect(source.timing).toEqual(timing)
    for (const index of [0, 1, 2, 0]) {
      const pixels = await source.frame(index)
      const wanted = frames[index]
      expect(wanted && meanDifference(await flat(pixels), wanted.data)).toBeLessThan(format === 'gif' ? 8 : 3)
    }
  })

  it('does not show the default picture of an APNG that is no frame', async () => {
    const hidden = readPngChunks(
      await rawSharp({ ...scene(48, 32, 9), data: new Uint8Array(48 * 32 * 3) })
        .ensureAlpha()
        .png()
        .toBuffer(),
    )
    const bytes = await encodeApng(animation)
    const { chunks } = readPngChunks(bytes)
    const data = hidden.chunks.find((chunk) => chunk.type === 'IDAT')?.data ?? Buffer.alloc(0)
    const moved = chunks.flatMap((chunk, index) => {
      if (chunk.type === 'IDAT') return [{ type: 'fdAT', data: Buffer.concat([Buffer.alloc(4), chunk.data]) }]
      return chunk.type === 'fcTL' && chunks.findIndex(({ type }) => type === 'fcTL') === index
        ? [{ type: 'IDAT', data }, chunk]
        : [chunk]
    })
    const source = await openPicture(writePng(moved), limits)
    expect(source.info.frames).toHaveLength(3)
    expect(meanDifference(await flat(await source.frame(0)), frames[0]?.data ?? new Uint8Array())).toBeLessThan(1)
  })

  it('reads every page of a TIFF in its own size and no thumbnail', async () => {
    const pages = [scene(60, 40), scene(30, 50, 2), scene(20, 20, 3)]
    const tiff = await encodeTiff(3, (index) => Promise.resolve(pages[index] ?? scene(1, 1)))
    const all = await openPicture(tiff, limits)
    expect(all.info.frames).toEqual(pages.map(({ width, height }) => ({ width, height })))
    expect(meanDifference((await all.frame(1)).data, pages[1]?.data ?? new Uint8Array())).toBe(0)
    const first = tiff.readUInt32LE(4)
    const second = tiff.readUInt32LE(first + 2 + tiff.readUInt16LE(first) * 12)
    // The second page's planar configuration, which is the default anyway, becomes "a reduced copy".
    tiff.writeUInt16LE(254, second + 2 + 9 * 12)
    const fewer = await openPicture(tiff, limits)
    expect(fewer.info.frames).toHaveLength(2)
  })
})

describe('hostile files', () => {
  it('refuses what is no picture, whatever it is named', async () => {
    const cases = {
      'not-a-picture': 'hello\n'.repeat(50),
      'unsupported-format': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    for (const [code, text] of Object.entries(cases)) {
      expect(await refusalOf(openPicture(Buffer.from(text), limits))).toBe(code)
    }
    expect(await refusalOf(openPicture(Buffer.from('%PDF-1.4\n'), limits))).toBe('unsupported-format')
    expect(await refusalOf(openPicture(Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomavc1', 'latin1'), limits))).toBe(
      'unsupported-format',
    )
  })

  it('reads a JPEG that lacks only its end and refuses one cut in the middle', async () => {
    const jpeg = await rawSharp(scene(160, 120)).jpeg().toBuffer()
    expect((await decode(jpeg.subarray(0, -2))).width).toBe(160)
    expect(await refusalOf(decode(jpeg.subarray(0, jpeg.length / 2)))).toMatch(/truncated|corrupt/)
    expect(await refusalOf(decode(jpeg.subarray(0, 40)))).toBe('truncated')
  })

  it('takes only the first of two joined JPEGs', async () => {
    const jpeg = await rawSharp(scene(32, 32)).jpeg().toBuffer()
    const second = await rawSharp(scene(64, 64)).jpeg().toBuffer()
    expect((await decode(Buffer.concat([jpeg, second]))).width).toBe(32)
  })

  it('counts pixels before decoding them', async () => {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(40_000, 0)
    header.writeUInt32BE(40_000, 4)
    header[8] = 8
    header[9] = 2
    const bomb = writePng([
      { type: 'IHDR', data: header },
      { type: 'IDAT', data: deflateSync(Buffer.alloc(1000)) },
    ])
    expect(await refusalOf(openPicture(bomb, limits))).toBe('too-many-pixels')
    expect(
      await refusalOf(openPicture(await rawSharp(scene(200, 200)).png().toBuffer(), { ...limits, maxPixels: 39_999 })),
    ).toBe('too-many-pixels')
  })

  it('never inflates compressed text or an oversized profile', async () => {
    const { chunks } = readPngChunks(await rawSharp(scene(16, 16)).png().toBuffer())
    const zeros = deflateSync(Buffer.alloc(50_000_000))
    const bomb = Buffer.concat([
      pngSignature,
      ...chunks.slice(0, 1).map((chunk) => writePngChunk(chunk.type, chunk.data)),
      writePngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), zeros])),
      writePngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), zeros])),
      ...chunks.slice(1).map((chunk) => writePngChunk(chunk.type, chunk.data)),
      writePngChunk('IEND', new Uint8Array()),
    ])
    expect((await decode(bomb)).width).toBe(16)
  })

  it('refuses a PNG whose header was changed', async () => {
    const png = await rawSharp(scene(16, 16)).png().toBuffer()
    png[19] = 17
    expect(await refusalOf(openPicture(png, limits))).toBe('corrupt')
  })
})

async function flat(pixels: Pixels): Promise<Uint8Array> {
  return pixels.channels === 3 ? pixels.data : rawSharp(pixels).flatten({ background: 'white' }).raw().toBuffer()
}
