import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { collectMetadataStrings } from '../../../main/engine/metadata/collect-metadata-strings.js'
import { findRemains } from '../../../main/engine/metadata/find-remains.js'
import { inspectMetadata } from '../../../main/engine/metadata/inspect-metadata.js'
import { readIccTexts } from '../../../main/engine/metadata/iptc-icc.js'
import {
  insertAt,
  jpegSegment,
  picture,
  pngChunks,
  pngOf,
  riffChunk,
  tinyTiff,
  withRiffChunk,
} from '../structure/pictures.js'

const exif = {
  IFD0: { Artist: 'Alena Example', Make: 'Acme Cameras', Software: 'Acme Editor 3' },
  IFD2: { BodySerialNumber: 'SN-0047110815', DateTimeOriginal: '2024:05:06 07:08:09' },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '53/1 54/1 1512/100',
    GPSLongitudeRef: 'E',
    GPSLongitude: '27/1 33/1 4321/100',
  },
}
const xmp = Buffer.from(
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description xmpMM:DocumentID="xmp.did:4711-0815">' +
    '<dc:creator><rdf:Seq><rdf:li>Volha Example</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>',
)

describe('inspectMetadata', () => {
  let jpeg: Buffer
  let tiff: Buffer
  let avif: Buffer
  beforeAll(async () => {
    jpeg = await picture(3).withExif(exif).jpeg().toBuffer()
    tiff = await picture(3).withExif(exif).tiff().toBuffer()
    avif = await picture(3).withExif(exif).avif({ effort: 2 }).toBuffer()
  })

  it('names position, person, device and time, GPS in decimal degrees', async () => {
    for (const file of [jpeg, avif]) {
      const traces = await inspectMetadata(file)
      expect(traces).toContainEqual({ kind: 'location', field: 'GPSLatitude', value: '-53.904200°' })
      expect(traces).toContainEqual({ kind: 'location', field: 'GPSLongitude', value: '27.562003°' })
      expect(traces).toContainEqual({ kind: 'person', field: 'Artist', value: 'Alena Example' })
      expect(traces.some(({ kind, value }) => kind === 'device' && value.includes('0047110815'))).toBe(true)
      expect(traces.some(({ kind, value }) => kind === 'time' && value.includes('2024'))).toBe(true)
    }
    const artist = tinyTiff([[315, 2, 4, Buffer.from('Ales').readUInt32LE(0)]])
    expect(await inspectMetadata(artist)).toContainEqual({ kind: 'person', field: 'Artist', value: 'Ales' })
  })

  it('names a motion photo, with its length and sound', async () => {
    const box = (type: string, data: Buffer) => {
      const head = Buffer.alloc(8)
      head.writeUInt32BE(data.length + 8, 0)
      head.write(type, 4, 'latin1')
      return Buffer.concat([head, data])
    }
    const header = Buffer.alloc(100)
    header.writeUInt32BE(1000, 12)
    header.writeUInt32BE(3000, 16)
    const video = Buffer.concat([
      box('ftyp', Buffer.from('isom\0\0\0\0mp42')),
      box('moov', Buffer.concat([box('mvhd', header), box('hdlr', Buffer.from('\0\0\0\0\0\0\0\0soun'))])),
    ])
    const traces = await inspectMetadata(Buffer.concat([jpeg, video]))
    const told = { kind: 'hidden-video', field: 'embedded video', value: 'MP4, 3.0 s, sound' }
    expect(traces).toContainEqual(told)
    expect(traces.filter(({ kind }) => kind.startsWith('hidden'))).toEqual([told])
    const more = await inspectMetadata(Buffer.concat([jpeg, video, Buffer.from('!!!')]))
    expect(more).toContainEqual({ kind: 'hidden-data', field: 'trailing data', value: '3 bytes' })
    const original = Buffer.concat([jpeg, Buffer.from(video).fill('secret serial 4711', video.length - 18)])
    expect(findRemains(Buffer.from('xx secret serial 4711'), collectMetadataStrings(original))).not.toEqual([])
    const samsung = await inspectMetadata(Buffer.concat([avif, box('mpvd', video)]))
    expect(samsung.filter(({ kind }) => kind.startsWith('hidden'))).toEqual([told])
  })

  it('sorts what exif names look alike, tells a position once, and words sizes', async () => {
    const more = { ...exif, IFD2: { ExposureTime: '1/100', SubjectDistance: '2/1', SubjectArea: '1 2' } }
    more.IFD3 = { ...exif.IFD3, GPSAltitudeRef: '1', GPSAltitude: '7/3' } as typeof exif.IFD3
    const traces = await inspectMetadata(await picture(3).withExif(more).jpeg().toBuffer())
    const kindOf = (name: string) => traces.find(({ field }) => field === name)?.kind
    expect(['ExposureTime', 'SubjectDistance', 'GPSVersionID'].map(kindOf).every((kind) => kind !== 'time')).toBe(true)
    expect([kindOf('ExposureTime'), kindOf('SubjectDistance')]).toEqual(['other', 'other'])
    expect(traces.filter(({ field }) => /l(?:at|ong)itude$/i.test(field)).map(({ field }) => field)).toEqual([
      'GPSLatitude',
      'GPSLongitude',
    ])
    expect(traces.some(({ value }) => /\b1 bytes/.test(value))).toBe(false)
    const one = await inspectMetadata(Buffer.concat([await picture(3).jpeg().toBuffer(), Buffer.from('!')]))
    expect(one).toEqual([{ kind: 'hidden-data', field: 'trailing data', value: '1 byte' }])
  })

  it('tells the fields of Windows once, in words, and whose they are', async () => {
    const name = Buffer.from('Алесь\0', 'utf16le')
    // One directory with one field of bytes, which stand behind it.
    const head = Buffer.alloc(26)
    head.write('II*', 0, 'latin1')
    head.writeUInt32LE(8, 4)
    head.writeUInt16LE(1, 8)
    head.writeUInt16LE(0x9c9d, 10)
    head.writeUInt16LE(1, 12)
    head.writeUInt32LE(name.length, 14)
    head.writeUInt32LE(26, 18)
    const exifSegment = jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), head, name]))
    const file = insertAt(await picture(3).jpeg().toBuffer(), 2, exifSegment)
    expect(await inspectMetadata(file)).toEqual([{ kind: 'person', field: 'XPAuthor', value: 'Алесь' }])
  })

  it('sorts the fields that ImageMagick repeats as texts, and what tells no more than an encoder', async () => {
    const png = pngChunks(await picture(3).png().toBuffer())
    const texts = ['icc:copyright\0Acme', 'exif:BodySerialNumber\x0042', 'exif:FNumber\x0056/10'].map((text) => ({
      type: 'tEXt',
      data: Buffer.from(text, 'latin1'),
    }))
    const told = await inspectMetadata(pngOf([...png.slice(0, 1), ...texts, ...png.slice(1)]))
    const kinds = told.filter(({ field }) => field.startsWith('tEXt')).map(({ kind }) => kind)
    expect(kinds).toEqual(['color', 'device', 'other'])
    const adobe = jpegSegment(0xee, Buffer.from('Adobe\0\x64\x40\0\0\0\x01', 'latin1'))
    const [trace] = await inspectMetadata(insertAt(await picture(3).jpeg().toBuffer(), 2, adobe))
    expect(trace).toMatchObject({ kind: 'software', field: 'APP14 Adobe' })
  })

  it('reads the texts of a colour profile in both of their forms', () => {
    const localized = Buffer.alloc(28 + 8)
    localized.write('mluc', 0, 'latin1')
    for (const [at, value] of [
      [8, 1],
      [12, 12],
      [20, 8],
      [24, 28],
    ] as const)
      localized.writeUInt32BE(value, at)
    localized.write('enUS', 16, 'latin1')
    Buffer.from('Лена', 'utf16le').swap16().copy(localized, 28)
    const plain = Buffer.from('text\0\0\0\0Acme 4711\0', 'latin1')
    const head = Buffer.alloc(132 + 24)
    head.writeUInt32BE(2, 128)
    for (const [index, [tag, start, size]] of [
      ['desc', head.length, localized.length] as const,
      ['cprt', head.length + localized.length, plain.length] as const,
    ].entries()) {
      head.write(tag, 132 + 12 * index, 'latin1')
      head.writeUInt32BE(start, 136 + 12 * index)
      head.writeUInt32BE(size, 140 + 12 * index)
    }
    expect(readIccTexts(Buffer.concat([head, localized, plain]))).toEqual(['Лена', 'Acme 4711'])
    expect(readIccTexts(Buffer.concat([head, localized]).fill(0xff, 140, 148))).toEqual(['Лена'])
  })

  it('names second pictures, thumbnails, comments, unknown chunks and what is appended', async () => {
    const kinds = async (file: Buffer) => (await inspectMetadata(file)).map(({ kind, field }) => `${kind}: ${field}`)
    expect(await kinds(Buffer.concat([jpeg, jpeg]))).toContain('hidden-picture: second picture')
    expect(await kinds(insertAt(jpeg, 2, jpegSegment(0xfe, Buffer.from('a comment'))))).toContain('text: COM')
    const mpf = jpegSegment(0xe2, Buffer.from('MPF\0II*\0'))
    expect(await kinds(insertAt(jpeg, 2, mpf))).toContain('hidden-picture: APP2 MPF')
    const png = pngChunks(await picture(3).png().toBuffer())
    const text = { type: 'tEXt', data: Buffer.from('Author\0Alena') }
    const planted = pngOf([...png.slice(0, 1), text, { type: 'prVt', data: Buffer.from('x') }, ...png.slice(1)])
    expect(await kinds(planted)).toEqual(expect.arrayContaining(['person: tEXt Author', 'hidden-data: prVt']))
    const webp = withRiffChunk(await picture(4).webp().toBuffer(), riffChunk('XMP ', xmp))
    const traces = await inspectMetadata(webp)
    expect(traces).toContainEqual({ kind: 'person', field: 'XMP dc:creator', value: 'Volha Example' })
    const gif = insertAt(await picture(3).gif().toBuffer(), 13 + 768, Buffer.from('!\xfe\x05hello\0', 'latin1'))
    expect(await inspectMetadata(gif)).toContainEqual({ kind: 'text', field: 'comment extension', value: 'hello' })
  })

  it('shows no control characters, direction marks or endless values', async () => {
    const nasty = `\u001b[31mred\u0007\u202etxt.exe\n${'x'.repeat(5000)}`
    const file = insertAt(jpeg, 2, jpegSegment(0xfe, Buffer.from(nasty)))
    const comment = (await inspectMetadata(file)).find(({ field }) => field === 'COM')
    expect(comment?.value).toMatch(/^\[31mred txt\.exe x+…$/)
    expect(comment?.value.length).toBeLessThanOrEqual(120)
  })

  it('says nothing of a clean file', async () => {
    expect(await inspectMetadata(await picture(3).jpeg().toBuffer())).toEqual([])
    expect(await inspectMetadata(await picture(3).webp().toBuffer())).toEqual([])
    expect(await inspectMetadata(Buffer.from('no picture'))).toEqual([])
  })

  it('survives damaged files', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<'jpeg' | 'tiff' | 'avif'>('jpeg', 'tiff', 'avif'),
        fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
          maxLength: 20,
        }),
        async (name, changes) => {
          const file = Buffer.from({ jpeg, tiff, avif }[name])
          for (const [place, value] of changes) file[Math.floor(place * Math.min(file.length, 1200))] = value
          const traces = await inspectMetadata(file)
          const strings = collectMetadataStrings(file)
          expect(traces.length).toBeLessThanOrEqual(500)
          expect(strings.every(({ needle }) => needle.length >= 6 && needle.length <= 64)).toBe(true)
        },
      ),
      { seed: 20260403, numRuns: 150 },
    )
  })
})

describe('collectMetadataStrings and findRemains', () => {
  it('finds every text again, raw, in UTF-16 and in compressed chunks, and nothing in a clean copy', async () => {
    const original = await picture(3).withExif(exif).jpeg().toBuffer()
    const strings = collectMetadataStrings(original)
    const clean = await sharp(original).png().toBuffer()
    expect(findRemains(clean, strings)).toEqual([])
    for (const text of ['Alena Example', 'SN-0047110815', '2024:05:06 07:08:09']) {
      for (const encoded of [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()])
        expect(findRemains(Buffer.concat([clean, encoded]), strings)).toMatchObject([{ code: 'metadata-remains' }])
      const chunk = { type: 'zTXt', data: Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.from(text))]) }
      const chunks = pngChunks(clean)
      expect(findRemains(pngOf([...chunks.slice(0, 1), chunk, ...chunks.slice(1)]), strings)).not.toEqual([])
    }
    expect(findRemains(original, strings).length).toBeGreaterThan(3)
  })

  it('finds the position by its numbers', async () => {
    const strings = collectMetadataStrings(await picture(3).withExif(exif).jpeg().toBuffer())
    const latitude = Buffer.alloc(24)
    ;[53, 1, 54, 1, 1512, 100].forEach((value, index) => latitude.writeUInt32LE(value, index * 4))
    expect(findRemains(latitude, strings)).toContainEqual({ code: 'metadata-remains', field: 'GPS tag 2' })
  })

  it('raises no alarm for what every file of a format holds', async () => {
    const head = Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')
    const original = insertAt(await picture(3).jpeg().toBuffer(), 2, jpegSegment(0xfe, Buffer.from('JFIF')))
    expect(findRemains(head, collectMetadataStrings(original))).toEqual([])
    const withThumbnail = Buffer.concat([await picture(3).jpeg({ optimiseCoding: false }).toBuffer(), Buffer.alloc(1)])
    const trailed = Buffer.concat([await picture(3).jpeg().toBuffer(), withThumbnail])
    const finished = await picture(1).jpeg({ optimiseCoding: false }).toBuffer()
    const tables = finished.subarray(0, finished.indexOf(Buffer.from([0xff, 0xda])))
    const remains = findRemains(tables, collectMetadataStrings(trailed))
    expect(remains).toEqual([])
  })

  it('does not inflate a bomb', () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000))
    const png = pngOf([
      { type: 'IHDR', data: Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]) },
      { type: 'zTXt', data: Buffer.concat([Buffer.from('Comment\0\0'), bomb]) },
      { type: 'iCCP', data: Buffer.concat([Buffer.from('p\0\0'), bomb]) },
      { type: 'IEND', data: Buffer.alloc(0) },
    ])
    const before = process.memoryUsage().arrayBuffers
    expect(collectMetadataStrings(png).length).toBeLessThan(100)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000)
  })
})
