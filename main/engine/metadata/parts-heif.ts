import { allZero, ascii, u16be, u32be, u8 } from '../structure/bytes.js'
import { decompressCapped } from './inflate-capped.js'
import type { Box } from '../structure/iso-boxes.js'
import { readBoxes } from '../structure/iso-boxes.js'
import type { MetadataPart } from './part.js'
import { latin1, maxParts, sizeValue } from './part.js'
import { describeVideo, movieText } from './video.js'

interface Item {
  readonly type: string
  readonly name: string
  readonly contentType: string
}

const plainBoxes: ReadonlySet<string> = new Set([
  'ftyp',
  'meta',
  'mdat',
  'JXL ',
  'jxlc',
  'jxlp',
  'jxll',
  'moov',
  'jxli',
])
const plainMeta: ReadonlySet<string> = new Set(['hdlr', 'pitm', 'iloc', 'iinf', 'iref', 'iprp', 'idat', 'grpl'])
/** A `dinf` that says only that the data lies in this very file (ISO 14496-12, 8.7); Apple writes one. */
const plainDataInformation = '\0\0\0\x1cdref\0\0\0\0\0\0\0\x01\0\0\0\x0curl \0\0\0\x01'
const auxiliaries: readonly (readonly [RegExp, string])[] = [
  [/depth|disparity|hevc:2015:auxid:2/i, 'depth map'],
  [/gainmap/i, 'gain map'],
  [/matte|segment|mask|sky|skin|hair|teeth|glasses/i, 'segmentation map'],
]

/** Everything in a HEIC, AVIF or JPEG XL container beside the primary picture. */
export function readHeifParts(bytes: Uint8Array): MetadataPart[] {
  const parts: MetadataPart[] = []
  const { boxes, stopped } = readBoxes(bytes, 0, bytes.length)
  for (const box of boxes.slice(0, maxParts)) {
    const data = bytes.subarray(box.body, box.end)
    if (box.type === 'meta') parts.push(...readMeta(bytes, box))
    else if (box.type === 'Exif')
      parts.push({ field: 'Exif', kind: 'other', content: 'exif', data: data.subarray(4 + u32be(data, 0)) })
    else if (box.type === 'xml ') parts.push({ field: 'XMP', kind: 'other', content: 'xmp', data })
    else if (box.type === 'jumb')
      parts.push({ field: 'C2PA', kind: 'history', content: 'bytes', data, value: sizeValue(data) })
    else if (box.type === 'moov')
      parts.push({
        field: 'image sequence',
        kind: 'hidden-video',
        content: 'bytes',
        data,
        value: movieText(bytes, box) || sizeValue(data),
      })
    else if (box.type === 'brob') parts.push(compressedBox(data))
    else if (box.type === 'mpvd')
      parts.push({ field: 'embedded video', kind: 'hidden-video', content: 'bytes', data, value: describeVideo(data) })
    else if (!plainBoxes.has(box.type) && !allZero(data, 0, data.length)) parts.push(unknownBox(box.type, data))
  }
  if (stopped < bytes.length) parts.push(unknownBox('trailing data', bytes.subarray(stopped)))
  return parts
}

const unknownBox = (field: string, data: Uint8Array): MetadataPart => ({
  field: field.length === 4 ? `box ${field}` : field,
  kind: 'hidden-data',
  content: 'bytes',
  data,
  value: sizeValue(data),
})

/** A box of JPEG XL in Brotli (ISO/IEC 18181-2, 9.8): its type, then what it holds. */
function compressedBox(data: Uint8Array): MetadataPart {
  const type = ascii(data, 0, 4)
  const content = decompressCapped(data.subarray(4))
  if (content && type === 'Exif')
    return { field: 'Exif', kind: 'other', content: 'exif', data: content.subarray(4 + u32be(content, 0)) }
  if (content && type === 'xml ') return { field: 'XMP', kind: 'other', content: 'xmp', data: content }
  if (type === 'jumb') return { field: 'C2PA', kind: 'history', content: 'bytes', data, value: sizeValue(data) }
  return unknownBox(type, content ?? data)
}

function readMeta(bytes: Uint8Array, meta: Box): MetadataPart[] {
  const boxes = readBoxes(bytes, meta.body + 4, meta.end).boxes
  const find = (type: string) => boxes.find((box) => box.type === type)
  const [information, locations, primaryBox, store, propertyBox] = ['iinf', 'iloc', 'pitm', 'idat', 'iprp'].map(find)
  const items = information ? readItems(bytes, information) : new Map<number, Item>()
  const extents = locations ? readExtents(bytes, locations, store) : new Map<number, Uint8Array>()
  const primary = primaryBox ? u16be(bytes, primaryBox.body + 4) : -1
  const parts: MetadataPart[] = []
  for (const [id, item] of items) {
    const data = extents.get(id) ?? new Uint8Array()
    parts.push(...itemParts(item, data))
    if (item.name && item.type !== 'mime' && item.type !== 'Exif')
      parts.push({ field: 'item name', kind: 'text', content: 'text', data: Buffer.from(item.name, 'latin1') })
  }
  if (propertyBox) parts.push(...readAuxiliaries(bytes, propertyBox))
  parts.push(...otherPictures(items, readReferences(bytes, find('iref')), primary))
  const handler = find('hdlr')
  const handlerName = handler ? bytes.subarray(handler.body + 24, handler.end) : new Uint8Array()
  if (handlerName.length > 4) parts.push({ field: 'handler name', kind: 'text', content: 'text', data: handlerName })
  for (const box of boxes) {
    const data = bytes.subarray(box.body, box.end)
    if (!plainMeta.has(box.type) && !(box.type === 'dinf' && latin1(data) === plainDataInformation))
      parts.push(unknownBox(box.type, data))
  }
  return parts
}

function itemParts(item: Item, data: Uint8Array): MetadataPart[] {
  if (item.type === 'Exif')
    return [{ field: 'Exif item', kind: 'other', content: 'exif', data: data.subarray(4 + u32be(data, 0)) }]
  if (item.type === 'mime') {
    const xmp = item.contentType.includes('xml')
    return [
      {
        field: `item ${item.contentType}`,
        kind: xmp ? 'other' : 'hidden-data',
        content: xmp ? 'xmp' : 'bytes',
        data,
        value: sizeValue(data),
      },
    ]
  }
  if (item.type === 'uri ')
    return [{ field: 'uri item', kind: 'hidden-data', content: 'bytes', data, value: sizeValue(data) }]
  return []
}

function readItems(bytes: Uint8Array, box: Box): Map<number, Item> {
  const items = new Map<number, Item>()
  const entries = readBoxes(bytes, box.body + (u8(bytes, box.body) === 0 ? 6 : 8), box.end).boxes
  for (const entry of entries.slice(0, maxParts)) {
    const long = u8(bytes, entry.body) >= 3
    const id = long ? u32be(bytes, entry.body + 4) : u16be(bytes, entry.body + 4)
    const at = entry.body + (long ? 10 : 8)
    const [name = '', contentType = ''] = latin1(bytes, at + 4, entry.end).split('\0')
    items.set(id, { type: ascii(bytes, at, 4), name, contentType })
  }
  return items
}

/** The bytes of each item, its extents joined; those of construction method 1 lie in `idat`. */
function readExtents(bytes: Uint8Array, box: Box, store: Box | undefined): Map<number, Uint8Array> {
  const result = new Map<number, Uint8Array>()
  const version = u8(bytes, box.body)
  const sizes = u16be(bytes, box.body + 4)
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15] as const
  const indexSize = version > 0 ? sizes & 15 : 0
  const idSize = version < 2 ? 2 : 4
  let at = box.body + 6
  const take = (size: number): number => {
    let value = 0
    for (let index = 0; index < size; index++) value = value * 256 + u8(bytes, at++)
    return value
  }
  const count = take(idSize)
  for (let item = 0; item < count && at < box.end; item++) {
    const id = take(idSize)
    const method = version > 0 ? take(2) & 15 : 0
    at += 2
    const base = take(baseSize) + (method === 1 ? (store?.body ?? 0) : 0)
    const pieces: Uint8Array[] = []
    for (let left = take(2); left > 0 && at < box.end; left--) {
      at += indexSize
      const start = base + take(offsetSize)
      const length = take(lengthSize)
      pieces.push(bytes.subarray(Math.min(start, bytes.length), Math.min(start + length, bytes.length)))
    }
    result.set(id, pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : joinUpTo(pieces))
  }
  return result
}

/** Extents may overlap, so that their sum could be far larger than the file. */
function joinUpTo(pieces: readonly Uint8Array[]): Uint8Array {
  const kept: Uint8Array[] = []
  let total = 0
  for (const piece of pieces) {
    total += piece.length
    if (total > 4_000_000) break
    kept.push(piece)
  }
  return Buffer.concat(kept)
}

function readAuxiliaries(bytes: Uint8Array, properties: Box): MetadataPart[] {
  const container = readBoxes(bytes, properties.body, properties.end).boxes.find(({ type }) => type === 'ipco')
  if (!container) return []
  const parts: MetadataPart[] = []
  for (const box of readBoxes(bytes, container.body, container.end).boxes.slice(0, maxParts)) {
    const data = bytes.subarray(box.body, box.end)
    if (box.type === 'colr' && /^(?:prof|rICC)/.test(latin1(data, 0, 4)))
      parts.push({ field: 'ICC', kind: 'color', content: 'icc', data: data.subarray(4) })
    const type = box.type === 'auxC' ? (latin1(data, 4).split('\0')[0] ?? '') : ''
    const map = auxiliaries.find(([pattern]) => pattern.test(type))?.[1]
    if (map) parts.push({ field: map, kind: 'hidden-picture', content: 'bytes', data: new Uint8Array(), value: type })
    if (box.type === 'udes') parts.push({ field: 'description', kind: 'text', content: 'text', data: data.subarray(4) })
    if (box.type === 'uuid') parts.push(unknownBox('uuid', data))
  }
  return parts
}

interface Reference {
  readonly type: string
  readonly from: number
  readonly to: readonly number[]
}

function readReferences(bytes: Uint8Array, box: Box | undefined): readonly Reference[] {
  if (!box) return []
  const long = u8(bytes, box.body) > 0
  const size = long ? 4 : 2
  const read = long ? u32be : u16be
  return readBoxes(bytes, box.body + 4, box.end)
    .boxes.slice(0, maxParts)
    .map(({ type, body, end }) => {
      const count = Math.min(u16be(bytes, body + size), Math.floor((end - body) / size))
      const to = Array.from({ length: count }, (_, index) => read(bytes, body + size + 2 + index * size))
      return { type, from: read(bytes, body), to }
    })
}

const codedTypes: ReadonlySet<string> = new Set([
  'hvc1',
  'av01',
  'jpeg',
  'grid',
  'iden',
  'iovl',
  'avc1',
  'unci',
  'tmap',
])

/** Thumbnails, and pictures that the primary one is not made of. */
function otherPictures(
  items: ReadonlyMap<number, Item>,
  references: readonly Reference[],
  primary: number,
): MetadataPart[] {
  const parts: MetadataPart[] = []
  const shown = new Set([primary])
  for (let depth = 0; depth < 3; depth++)
    for (const { type, from, to } of references)
      if (type === 'dimg' && shown.has(from)) for (const item of to) shown.add(item)
  const hidden = (field: string, kind: MetadataPart['kind'], value: string): MetadataPart => ({
    field,
    kind,
    content: 'bytes',
    data: new Uint8Array(),
    value,
  })
  for (const { type } of references) if (type === 'thmb') parts.push(hidden('thumbnail item', 'thumbnail', 'HEIF'))
  const attached = new Set(references.filter(({ type }) => type === 'auxl' || type === 'thmb').map(({ from }) => from))
  const tiles = new Set(references.filter(({ type }) => type === 'dimg').flatMap(({ to }) => to))
  for (const [id, { type }] of items)
    if (codedTypes.has(type) && !shown.has(id) && !attached.has(id) && !tiles.has(id))
      parts.push(
        type === 'tmap'
          ? hidden('gain map', 'hidden-picture', `item ${id}`)
          : hidden('second picture', 'hidden-picture', `item ${id}, ${type}`),
      )
  return parts
}
