import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { walkStructure } from '../../../main/engine/structure/walk-structure.js'
import {
  animation,
  insertAt,
  jpegSegment,
  picture,
  plainPng,
  pngChunks,
  pngOf,
  rawPixels,
  riffChunk,
  tinyTiff,
  withRiffChunk,
} from './pictures.js'

const secret = Buffer.from('a secret that must not leave')

const valid: Record<string, () => Promise<Buffer>> = {
  'jpeg baseline': () => picture(3).jpeg({ quality: 88 }).toBuffer(),
  'jpeg grey': () => picture(1).jpeg().toBuffer(),
  'jpeg progressive': () => picture(3).jpeg({ progressive: true }).toBuffer(),
  'jpeg mozjpeg': () => picture(3).jpeg({ mozjpeg: true, quantisationTable: 0 }).toBuffer(),
  'jpeg 4:4:4': () => picture(3).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
  'jpeg typical tables': () => picture(3).jpeg({ optimiseCoding: false }).toBuffer(),
  'png rgb': () => plainPng(picture(3)),
  'png rgba': () => plainPng(picture(4)),
  'png grey': () => plainPng(picture(1)),
  'png interlaced': () => plainPng(picture(3), { progressive: true }),
  'png 16 bit': () => plainPng(picture(3).toColourspace('rgb16')),
  'webp lossy': () => picture(3).webp().toBuffer(),
  'webp lossless': () => picture(4).webp({ lossless: true }).toBuffer(),
  'webp alpha': () => picture(4).webp().toBuffer(),
  'webp animated': () =>
    animation()
      .webp({ lossless: true, delay: [100, 50, 100] })
      .toBuffer(),
  'gif still': () => picture(3).gif().toBuffer(),
  'gif animated': () =>
    animation()
      .gif({ loop: 0, delay: [100, 50, 100] })
      .toBuffer(),
  'gif few colours': () => {
    const pixels = Buffer.from(
      Array.from({ length: 64 * 64 }, (_, pixel) => [pixel % 5, 40, 10].map((v) => v * 6)).flat(),
    )
    return sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
      .gif()
      .toBuffer()
  },
  tiff: () => Promise.resolve(tinyTiff()),
  'avif lossy': () => picture(3).avif({ effort: 2 }).toBuffer(),
  'avif alpha': () => picture(4).avif({ effort: 2 }).toBuffer(),
  'avif lossless': () => picture(3).avif({ effort: 2, lossless: true }).toBuffer(),
}

describe('files that our encoders write', () => {
  for (const [name, make] of Object.entries(valid))
    it(`${name}: no finding`, async () => {
      const { format, findings } = walkStructure(await make())
      expect(findings).toEqual([])
      expect(format).toBe(name.split(' ')[0])
    })

  it('rejects what is no picture', () => {
    expect(walkStructure(secret).findings).toEqual([{ code: 'unknown-format' }])
    expect(walkStructure(new Uint8Array()).findings).toEqual([{ code: 'unknown-format' }])
  })
})

const codes = (bytes: Uint8Array): string[] => walkStructure(bytes).findings.map(({ code }) => code)

describe('planted violations', () => {
  let files: Record<string, Buffer>
  beforeAll(async () => {
    files = {}
    for (const [name, make] of Object.entries(valid)) files[name] = await make()
  })
  const file = (name: string): Buffer => {
    const found = files[name]
    if (!found) throw new Error(name)
    return found
  }

  for (const name of Object.keys(valid))
    it(`${name}: bytes after the end`, () => {
      expect(codes(Buffer.concat([file(name), secret]))).not.toEqual([])
    })

  for (const [marker, name] of [
    [0xe0, 'APP0'],
    [0xe1, 'APP1'],
    [0xe2, 'APP2'],
    [0xeb, 'APP11'],
    [0xed, 'APP13'],
    [0xee, 'APP14'],
    [0xfe, 'COM'],
  ] as const)
    it(`jpeg ${name}`, () => {
      const { findings } = walkStructure(insertAt(file('jpeg baseline'), 2, jpegSegment(marker, secret)))
      expect(findings).toMatchObject([{ code: 'unexpected-part', offsetBytes: 2, sizeBytes: secret.length + 4 }])
      expect((findings[0] as { part: string }).part).toContain(name)
    })

  it('jpeg: JFIF thumbnail, unused tables, bytes in the scan, between segments and between scans', () => {
    const jpeg = file('jpeg baseline')
    const jfif = Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')
    expect(codes(insertAt(jpeg, 2, jpegSegment(0xe0, jfif)))).toEqual([])
    expect(codes(insertAt(jpeg, 2, jpegSegment(0xe0, Buffer.concat([jfif, secret]))))).toContain('unexpected-part')
    const steps = jpeg.indexOf(Buffer.from([0xff, 0xdb])) + 5
    const table = Buffer.concat([Buffer.from([3]), jpeg.subarray(steps, steps + 64)])
    expect(codes(insertAt(jpeg, 2, jpegSegment(0xdb, table)))).toEqual(['malformed-part'])
    expect(codes(insertAt(jpeg, jpeg.length - 2, secret))).toContain('unaccounted-bytes')
    expect(codes(insertAt(jpeg, 4 + jpeg.readUInt16BE(4), secret))).toContain('unaccounted-bytes')
    const progressive = file('jpeg progressive')
    const second = progressive.indexOf(Buffer.from([0xff, 0xda]), progressive.indexOf(Buffer.from([0xff, 0xda])) + 2)
    expect(codes(insertAt(progressive, second, jpegSegment(0xfe, secret)))).toEqual(['unexpected-part'])
  })

  it('jpeg: says to the byte what stands behind the last block of a scan', () => {
    const jpeg = file('jpeg baseline')
    const end = jpeg.length - 2
    for (const further of [[0x55], [0x00], [0xff, 0x00], [0xff, 0x00, 0x00], [0x12, 0xff, 0x00, 0x34, 0x56]]) {
      const { findings } = walkStructure(insertAt(jpeg, end, Buffer.from(further)))
      expect(findings).toEqual([{ code: 'unaccounted-bytes', offsetBytes: end, sizeBytes: further.length }])
    }
  })

  it('jpeg: a scan with less than its blocks need', () => {
    const jpeg = file('jpeg typical tables')
    for (const missing of [1, 2, 40]) {
      const cut = Buffer.concat([jpeg.subarray(0, jpeg.length - 2 - missing), jpeg.subarray(jpeg.length - 2)])
      expect(codes(cut)).toContain('malformed-part')
    }
  })

  it('jpeg: a picture coded twice over', () => {
    const jpeg = file('jpeg grey')
    const scan = jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])), jpeg.length - 2)
    expect(codes(insertAt(jpeg, jpeg.length - 2, scan))).toContain('malformed-part')
  })

  for (const type of ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'iCCP', 'pHYs', 'prVt', 'sPLT', 'gAMA'])
    it(`png ${type}`, () => {
      const chunks = pngChunks(file('png rgb'))
      const planted = pngOf([...chunks.slice(0, -1), { type, data: secret }, ...chunks.slice(-1)])
      expect(walkStructure(planted).findings).toMatchObject([{ code: 'unexpected-part', part: type }])
    })

  it('png: stale bytes in the zlib stream, wrong CRC, hidden first picture, unused palette entries', () => {
    const chunks = pngChunks(file('png grey'))
    const slack = chunks.map((chunk) =>
      chunk.type === 'IDAT' ? { ...chunk, data: Buffer.concat([chunk.data, secret]) } : chunk,
    )
    expect(codes(pngOf(slack))).toEqual(['malformed-part'])
    const longer = chunks.map((chunk) =>
      chunk.type === 'IDAT' ? { ...chunk, data: deflateSync(Buffer.concat([Buffer.alloc(61 * 98), secret])) } : chunk,
    )
    expect(codes(pngOf(longer))).toEqual(['malformed-part'])
    const broken = Buffer.from(file('png grey'))
    broken.writeUInt8(broken.readUInt8(30) ^ 1, 30)
    expect(codes(broken)).toEqual(['malformed-part'])
    const control = { type: 'acTL', data: Buffer.from([0, 0, 0, 0, 0, 0, 0, 0]) }
    expect(codes(pngOf([...chunks.slice(0, 1), control, ...chunks.slice(1)]))).toContain('hidden-picture')
    const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 1, 8, 3, 0, 0, 0])
    const palette = (entries: Buffer) =>
      pngOf([
        { type: 'IHDR', data: header },
        { type: 'PLTE', data: entries },
        { type: 'IDAT', data: deflateSync(Buffer.from([0, 0, 1])) },
        { type: 'IEND', data: Buffer.alloc(0) },
      ])
    expect(codes(palette(Buffer.from([1, 2, 3, 4, 5, 6])))).toEqual([])
    expect(codes(palette(Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9])))).toEqual(['malformed-part'])
  })

  for (const type of ['EXIF', 'XMP ', 'ICCP', 'CNRY'])
    it(`webp ${type}`, () => {
      const findings = walkStructure(withRiffChunk(file('webp alpha'), riffChunk(type, secret))).findings
      expect(findings).toMatchObject([{ code: 'unexpected-part', part: type }])
    })

  it('webp: a second picture, content in padding, flags that lie', () => {
    const webp = file('webp lossless')
    expect(codes(withRiffChunk(webp, webp.subarray(12)))).toContain('hidden-picture')
    const extended = Buffer.from(file('webp alpha'))
    extended.writeUInt8(extended.readUInt8(20) | 0x0c, 20)
    expect(codes(extended)).toEqual(['malformed-part'])
  })

  for (const [name, extension] of [
    ['comment', Buffer.concat([Buffer.from([0x21, 0xfe, secret.length]), secret, Buffer.alloc(1)])],
    ['plain text', Buffer.concat([Buffer.from([0x21, 0x01, secret.length]), secret, Buffer.alloc(1)])],
    ['application', Buffer.concat([Buffer.from('!\xff\x0bXMP DataXMP\x05hello\0', 'latin1')])],
    ['ICC', Buffer.concat([Buffer.from('!\xff\x0bICCRGBG1012\x05hello\0', 'latin1')])],
  ] as const)
    it(`gif ${name} extension`, () => {
      expect(codes(insertAt(file('gif still'), 13 + 768, extension))).toEqual(['unexpected-part'])
    })

  it('gif: bytes after the end code, colours that no pixel has', () => {
    const gif = file('gif still')
    const inBlock = Buffer.concat([gif.subarray(0, -2), Buffer.from([secret.length]), secret, gif.subarray(-2)])
    expect(codes(inBlock)).toContain('unaccounted-bytes')
    const few = Buffer.from(file('gif few colours'))
    expect(few.readUInt8(10) & 0x80).toBe(0x80)
    const lastEntry = 13 + 3 * ((2 << (few.readUInt8(10) & 7)) - 1)
    secret.copy(few, lastEntry, 0, 3)
    expect(codes(few)).toContain('malformed-part')
  })

  for (const tag of [
    270, 271, 272, 282, 296, 305, 306, 315, 330, 347, 700, 33432, 33723, 34377, 34665, 34675, 34853, 50706,
  ])
    it(`tiff tag ${tag}`, () => {
      const findings = walkStructure(tinyTiff([[tag, 4, 1, 0x41424344]])).findings
      expect(findings).toMatchObject([{ code: 'unexpected-part', part: `tag ${tag}` }])
    })

  it('tiff: thumbnail page, orientation, gaps, BigTIFF', () => {
    expect(codes(tinyTiff([[254, 4, 1, 1]]))).toContain('hidden-picture')
    expect(codes(tinyTiff([[254, 4, 1, 0]]))).toEqual([])
    expect(codes(tinyTiff([[274, 3, 1, 6]]))).toContain('malformed-part')
    expect(codes(tinyTiff([], secret))).toEqual(['unaccounted-bytes'])
    const big = Buffer.from(tinyTiff())
    big.writeUInt16LE(43, 2)
    expect(codes(big)).toEqual(['unexpected-part'])
  })

  it('avif: unknown boxes, names, media data that no item refers to, metadata units', () => {
    const avif = file('avif lossy')
    const box = (type: string, data: Buffer) => {
      const head = Buffer.alloc(8)
      head.writeUInt32BE(data.length + 8, 0)
      head.write(type, 4, 'latin1')
      return Buffer.concat([head, data])
    }
    for (const type of ['free', 'skip', 'uuid', 'moov', 'udta'])
      expect(codes(Buffer.concat([avif, box(type, secret)]))).not.toEqual([])
    const longer = Buffer.concat([avif, secret])
    const media = avif.indexOf('mdat') - 4
    longer.writeUInt32BE(avif.readUInt32BE(media) + secret.length, media)
    expect(codes(longer)).toEqual(['unaccounted-bytes'])
    const metadataUnit = Buffer.from(avif)
    metadataUnit.writeUInt8(0x2a, media + 8)
    expect(codes(metadataUnit)).not.toEqual([])
    const named = Buffer.from(avif)
    named.write('x', avif.indexOf('hdlr') + 28, 'latin1')
    expect(codes(named)).toEqual(['malformed-part'])
  })

  it('finds a picture inside another', async () => {
    const png = pngChunks(file('png grey'))
    const inner = Buffer.concat([file('jpeg grey').subarray(0, 300)])
    const raw = Buffer.from(rawPixels(1))
    inner.copy(raw, 97)
    const made = await plainPng(sharp(raw, { raw: { width: 97, height: 61, channels: 1 } }).toColourspace('b-w'), {
      compressionLevel: 0,
    })
    expect(png.length).toBeGreaterThan(0)
    expect(codes(made)).toContain('hidden-picture')
  })

  it('never throws, hangs or accepts an invalid file, whatever the bytes', () => {
    const names = Object.keys(valid)
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
          maxLength: 12,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (name, changes, kept) => {
          const mutated = Buffer.from(file(name))
          for (const [place, value] of changes) mutated[Math.floor(place * mutated.length)] = value
          const truncated = mutated.subarray(0, Math.floor(kept * mutated.length))
          const { findings } = walkStructure(truncated)
          if (truncated.length < mutated.length) expect(findings).not.toEqual([])
        },
      ),
      { seed: 20260401, numRuns: 600 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...names), (noise, name) => {
        const head = file(name).subarray(0, 40)
        expect(walkStructure(Buffer.concat([head, noise])).findings).not.toEqual([])
      }),
      { seed: 20260402, numRuns: 600 },
    )
  })
})
