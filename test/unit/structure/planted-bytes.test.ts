import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { walkStructure } from '../../../main/engine/structure/walk-structure.js'
import { unitsOf, withCodedData, withProperty, withTail } from './avif-surgery.js'
import { picture, plainPng, pngChunks, pngOf, tinyTiff } from './pictures.js'

/** What somebody wants to smuggle out in a file that shows the same picture as before. */
const secret = Buffer.from('Sixty-four bytes that say who stood where, when and with whom...')

const codes = (bytes: Uint8Array): string[] => walkStructure(bytes).findings.map(({ code }) => code)

/** Both read the same picture: what was planted is seen by nobody. */
async function looksLike(planted: Buffer, original: Buffer): Promise<boolean> {
  const [first, second] = await Promise.all([planted, original].map((file) => sharp(file).raw().toBuffer()))
  return first !== undefined && second !== undefined && first.equals(second)
}

describe('bytes in places that no decoder shows', () => {
  it('jpeg: the quantisation of colours in a picture that has none', async () => {
    const even = sharp({ create: { width: 64, height: 64, channels: 3, background: '#777' } })
    const jpeg = await even.jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()
    expect(codes(jpeg)).toEqual([])
    const planted = Buffer.from(jpeg)
    const tables = [...jpeg.toString('latin1').matchAll(/\xff\xdb/g)].map(({ index }) => index)
    const inOne = jpeg.readUInt16BE((tables[0] ?? 0) + 2) === 132
    secret.copy(planted, inOne ? (tables[0] ?? 0) + 5 + 65 : (tables[1] ?? 0) + 5)
    expect(await looksLike(planted, jpeg)).toBe(true)
    expect(codes(planted)).toEqual(['malformed-part'])
  })

  it('jpeg: the tables of every quality are known', async () => {
    for (let quality = 1; quality <= 100; quality++)
      expect(codes(await picture(3).jpeg({ quality }).toBuffer()), String(quality)).toEqual([])
  })

  it.each([false, true])('jpeg: blocks beyond the edge (progressive: %s)', async (progressive) => {
    const wide = picture(3).resize(112, 64, { fit: 'fill' })
    const jpeg = await wide.jpeg({ chromaSubsampling: '4:2:0', progressive, optimiseCoding: progressive }).toBuffer()
    expect(codes(jpeg)).toEqual([])
    const cut = Buffer.from(jpeg)
    const frame = cut.indexOf(Buffer.from([0xff, progressive ? 0xc2 : 0xc0]))
    cut.writeUInt16BE(104, frame + 7)
    expect(await sharp(cut).metadata()).toMatchObject({ width: 104 })
    expect(codes(cut)).not.toEqual([])
  })

  it('png and gif: pieces of chosen lengths', async () => {
    const png = await plainPng(picture(3))
    const whole = Buffer.concat(pngChunks(png).flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])))
    const pieces: Buffer[] = []
    let from = 0
    for (const length of secret) pieces.push(whole.subarray(from, (from += length)))
    pieces.push(whole.subarray(from))
    const chunks = pngChunks(png)
    const planted = pngOf([
      ...chunks.filter(({ type }) => type === 'IHDR'),
      ...pieces.map((data) => ({ type: 'IDAT', data })),
      ...chunks.filter(({ type }) => type === 'IEND'),
    ])
    expect(await looksLike(planted, png)).toBe(true)
    expect(codes(planted)).toEqual(['malformed-part'])

    const gif = await picture(3).gif().toBuffer()
    const data =
      gif.lastIndexOf(Buffer.from([0x2c, 0, 0, 0, 0])) +
      10 +
      ((gif.readUInt8(gif.lastIndexOf(0x2c) + 9) & 0x80) === 0 ? 0 : 768)
    expect(gif.readUInt8(data + 1)).toBe(255)
    const split = Buffer.concat([
      gif.subarray(0, data + 1),
      Buffer.from([83]),
      gif.subarray(data + 2, data + 85),
      Buffer.from([172]),
      gif.subarray(data + 85),
    ])
    expect(await looksLike(split, gif)).toBe(true)
    expect(codes(split)).not.toEqual([])
  })

  it('tiff: more values than samples, a sample that is no colour, bits at the end of a row, palettes, tiles', () => {
    const end = tinyTiff([[338, 3, 32, 0]]).length
    expect(codes(tinyTiff([[338, 3, 32, end]], secret))).toContain('malformed-part')
    expect(codes(tinyTiff([[339, 3, 32, end]], secret))).toContain('malformed-part')
    expect(codes(tinyTiff([[297, 3, 32, end]], secret))).toContain('malformed-part')
    expect(codes(tinyTiff([[338, 3, 1, 0]]))).toContain('malformed-part')
    expect(codes(tinyTiff([[320, 3, 32, end]], secret))).toContain('unexpected-part')
    expect(codes(tinyTiff([[322, 3, 1, 16]]))).toContain('unexpected-part')
    const fourBits = Buffer.from(tinyTiff())
    fourBits.writeUInt16LE(4, 10 + 2 * 12 + 8)
    expect(codes(fourBits)).toContain('malformed-part')
  })

  it('avif: properties twice, bytes behind the headers of the coded picture, sizes in more bytes than needed', async () => {
    const avif = await picture(3).avif({ effort: 2 }).toBuffer()
    expect(codes(avif)).toEqual([])
    expect(codes(withCodedData(avif, (data) => data))).toEqual([])
    const size = Buffer.from('\0\0\0\x14ispe\0\0\0\0Six bits', 'latin1')
    expect(codes(withProperty(avif, size))).toEqual(['malformed-part'])
    const longSize = (data: Buffer) => Buffer.concat([Buffer.from([0x12, 0x80, 0]), data.subarray(2)])
    expect(codes(withCodedData(avif, longSize))).not.toEqual([])
    const delimiters = (data: Buffer) => Buffer.concat([...Array.from({ length: 9 }, () => data.subarray(0, 2)), data])
    expect(codes(withCodedData(avif, delimiters))).not.toEqual([])
    const tiles = (data: Buffer) => Buffer.concat([data, Buffer.from([0x22, secret.length]), secret])
    expect(codes(withCodedData(avif, tiles))).toEqual(['unexpected-part'])
  })

  it('avif: the decoder refuses bytes inside the units', async () => {
    const avif = await picture(3).avif({ effort: 2 }).toBuffer()
    const plain = withCodedData(avif, (data) => {
      const { before, sequence, frame } = unitsOf(data)
      return Buffer.concat([before, withTail(sequence, Buffer.alloc(0)), withTail(frame, Buffer.alloc(0))])
    })
    expect(await looksLike(plain, avif)).toBe(true)
    for (const place of ['sequence', 'frame'] as const) {
      const planted = withCodedData(avif, (data) => {
        const { before, sequence, frame } = unitsOf(data)
        return Buffer.concat([
          before,
          place === 'sequence' ? withTail(sequence, secret) : sequence,
          place === 'frame' ? withTail(frame, secret) : frame,
        ])
      })
      await expect(sharp(planted).raw().toBuffer()).rejects.toThrow()
    }
  })
})
