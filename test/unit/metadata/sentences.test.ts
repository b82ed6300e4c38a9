import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inspectMetadata } from '../../../main/engine/metadata/inspect-metadata.js'
import { insertAt, jpegSegment, picture, pngChunks, pngOf, riffChunk, withRiffChunk } from '../structure/pictures.js'

const box = (type: string, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}
const withXmp = async (properties: string): Promise<Buffer> => {
  const packet = `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:RDF><rdf:Description ${properties}/></rdf:RDF></x:xmpmeta>`
  return insertAt(await picture(3).jpeg().toBuffer(), 2, jpegSegment(0xe1, Buffer.from(packet)))
}

describe('what inspecting says', () => {
  it('takes no opacity or capacity for a city, no font for a face, no exposure for a time', async () => {
    const properties = [
      'crs:Opacity="1,1"',
      'crs:Title="$$$/CRaw/Filter"',
      'hdrgm:HDRCapacityMax="3.5"',
      'stFnt:fontFace="55 Roman"',
      'exif:ExposureTime="1/160"',
      'exif:SubjectDistanceRange="0"',
      'photoshop:City="Hrodna"',
      'Iptc4xmpCore:CiAdrCity="Pinsk"',
      'hdrgm:Version="1.0"',
    ]
    const traces = await inspectMetadata(await withXmp(properties.join(' ')))
    expect(Object.fromEntries(traces.map(({ field, kind }) => [field.slice(4), kind]))).toEqual({
      'crs:Opacity': 'other',
      'crs:Title': 'other',
      'hdrgm:HDRCapacityMax': 'other',
      'stFnt:fontFace': 'other',
      'exif:ExposureTime': 'other',
      'exif:SubjectDistanceRange': 'other',
      'photoshop:City': 'location',
      'Iptc4xmpCore:CiAdrCity': 'location',
      'hdrgm:Version': 'hidden-picture',
    })
  })

  it('reads the values of XMP as people do', async () => {
    const traces = await inspectMetadata(
      await withXmp('dc:title="Wilts &amp; Dorset &#x42;us &quot;7&quot; &amp;lt; &#1111111111;"'),
    )
    expect(traces).toEqual([
      { kind: 'text', field: 'XMP dc:title', value: 'Wilts & Dorset Bus "7" &lt; &#1111111111;' },
    ])
  })

  it('names the blocks of Photoshop', async () => {
    const resource = (id: number, data: Buffer): Buffer => {
      const head = Buffer.from('8BIM\0\0\0\0\0\0\0\0', 'latin1')
      head.writeUInt16BE(id, 4)
      head.writeUInt32BE(data.length, 8)
      return Buffer.concat([head, data])
    }
    const block = Buffer.concat([
      Buffer.from('Photoshop 3.0\0', 'latin1'),
      resource(1061, Buffer.alloc(16, 7)),
      resource(2000, Buffer.alloc(4)),
      resource(4242, Buffer.alloc(2)),
    ])
    const file = insertAt(await picture(3).jpeg().toBuffer(), 2, jpegSegment(0xed, block))
    expect(await inspectMetadata(file)).toEqual([
      { kind: 'history', field: 'Photoshop, fingerprint of the caption', value: '16 bytes' },
      { kind: 'hidden-data', field: 'Photoshop, drawn path', value: '4 bytes' },
      { kind: 'hidden-data', field: 'Photoshop resource 4242', value: '2 bytes' },
    ])
  })

  it('reads compressed boxes of JPEG XL and the texts of a RIFF file, and shows no damaged text', async () => {
    const xmp = Buffer.from('<rdf:Description dc:creator="Volha Example"/>')
    const head = Buffer.concat([
      box('JXL ', Buffer.from('\r\n\x87\n', 'latin1')),
      box('ftyp', Buffer.from('jxl \0\0\0\0jxl ', 'latin1')),
    ])
    const compressed = Buffer.concat([head, box('brob', Buffer.from('xml '), brotliCompressSync(xmp))])
    expect(await inspectMetadata(compressed)).toEqual([
      { kind: 'person', field: 'XMP dc:creator', value: 'Volha Example' },
    ])
    const webp = withRiffChunk(await picture(3).webp().toBuffer(), riffChunk('IART', Buffer.from('Volha\0')))
    expect(await inspectMetadata(webp)).toEqual([{ kind: 'person', field: 'chunk IART', value: 'Volha' }])
    const chunks = pngChunks(await picture(3).png().toBuffer()).filter(({ type }) => type !== 'pHYs')
    const text = { type: 'zTXt', data: Buffer.from('comment\0\0no zlib stream at all') }
    expect(await inspectMetadata(pngOf([...chunks.slice(0, 1), text, ...chunks.slice(1)]))).toEqual([
      { kind: 'text', field: 'zTXt comment', value: '30 bytes' },
    ])
  })

  it('says how long an image sequence is, or else how large', async () => {
    const movie = (duration: number) => {
      const header = Buffer.alloc(100)
      header.writeUInt32BE(30, 12)
      header.writeUInt32BE(duration, 16)
      return box('moov', box('mvhd', header))
    }
    const file = (duration: number) =>
      Buffer.concat([box('ftyp', Buffer.from('avis\0\0\0\0avis', 'latin1')), movie(duration)])
    const sequence = async (duration: number) =>
      (await inspectMetadata(file(duration))).find(({ field }) => field === 'image sequence')?.value
    expect(await sequence(45)).toBe('1.5 s')
    expect(await sequence(0xffffffff)).toBe('108 bytes')
  })
})
