import type { PixelSize } from '../../core/geometry/box.js'
import { corrupt, truncated } from './media-failure.js'

/** What the item structure of a HEIF file (ISO/IEC 23008-12) says of its primary picture. */
export interface HeifPrimary {
  /** `av01`, `hvc1` … of the primary item, or of a grid's tiles. */
  readonly codec: string
  /** The larger of what the item and the item it is made of declare, before turning. */
  readonly coded: PixelSize
  /** As shown: turned by `irot`, cut by `clap`. */
  readonly size: PixelSize
  /** Coding-independent code points (ITU-T H.273) of the picture's colour, where there is no ICC profile. */
  readonly nclx: { readonly primaries: number; readonly transfer: number } | undefined
  readonly hasProfile: boolean
  readonly hasAlpha: boolean
  /** The places of the matrix numbers of all colour boxes that leave everything unspecified. */
  readonly unspecifiedMatrixAt: readonly number[]
  /** The one `irot` of a picture whose transparency has none: where its angle stands, and what it says. */
  readonly lonelyTurn: { readonly at: number; readonly quartersLeft: number } | undefined
}

interface Box {
  readonly type: string
  readonly data: Buffer
}

interface Property {
  readonly type: string
  readonly data: Buffer
}

const maxItems = 100_000

/** The boxes that lie next to each other in `bytes` (ISO/IEC 14496-12, 4.2). */
function* boxesIn(bytes: Buffer): Generator<Box> {
  let at = 0
  while (at + 8 <= bytes.length) {
    let sizeBytes = bytes.readUInt32BE(at)
    let headBytes = 8
    if (sizeBytes === 1) {
      sizeBytes = Number(bytes.readBigUInt64BE(at + 8))
      headBytes = 16
    } else if (sizeBytes === 0) sizeBytes = bytes.length - at
    if (sizeBytes < headBytes) throw corrupt()
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (at + sizeBytes > bytes.length) throw truncated()
    yield { type, data: bytes.subarray(at + headBytes, at + sizeBytes) }
    at += sizeBytes
  }
}

function find(bytes: Buffer, type: string): Buffer | undefined {
  for (const box of boxesIn(bytes)) if (box.type === type) return box.data
  return undefined
}

/** Undefined for a file without a primary item, an image sequence without a cover say. */
export function readHeifPrimary(file: Buffer): HeifPrimary | undefined {
  const metaBox = find(file, 'meta')
  if (!metaBox) return undefined
  const meta = metaBox.subarray(4)
  const primaryBox = find(meta, 'pitm')
  const types = readItemTypes(find(meta, 'iinf'))
  if (!primaryBox) return undefined
  const primary = primaryBox.readUInt8(0) === 0 ? primaryBox.readUInt16BE(4) : primaryBox.readUInt32BE(4)
  const propertiesBox = find(meta, 'iprp')
  const type = types.get(primary)
  if (!propertiesBox || type === undefined) throw corrupt()
  const properties = readProperties(propertiesBox)
  const references = readReferences(find(meta, 'iref'))
  const parts = references.filter((reference) => reference.type === 'dimg' && reference.from === primary)
  const firstPart = parts[0]?.to[0]
  const isDerived = ['grid', 'iden', 'iovl', 'tmap'].includes(type)
  const codec = isDerived && firstPart !== undefined ? (types.get(firstPart) ?? type) : type
  const own = properties.get(primary) ?? []
  const alpha = references.find((reference) => reference.type === 'auxl' && reference.to.includes(primary))?.from
  const placeOf = (property: Property): number => property.data.byteOffset - file.byteOffset
  return {
    codec,
    coded: codedSize(own),
    size: shownSize(own),
    ...colorOf(own, firstPart === undefined ? [] : (properties.get(firstPart) ?? [])),
    hasAlpha: alpha !== undefined,
    unspecifiedMatrixAt: [...properties.values()]
      .flat()
      .filter(isUnspecifiedColor)
      .map((property) => placeOf(property) + matrixOffset),
    lonelyTurn: lonelyTurn(own, alpha === undefined ? undefined : properties.get(alpha), placeOf),
  }
}

/** Where the matrix stands in an `nclx` colour box (ISO/IEC 14496-12, 12.1.5). */
const matrixOffset = 8

/** Primaries, transfer and matrix are all 2, "unspecified" (ITU-T H.273). */
const isUnspecifiedColor = ({ type, data }: Property): boolean =>
  type === 'colr' &&
  data.toString('latin1', 0, 4) === 'nclx' &&
  [4, 6, matrixOffset].every((offset) => data.readUInt16BE(offset) === 2)

function lonelyTurn(
  own: readonly Property[],
  ofAlpha: readonly Property[] | undefined,
  placeOf: (property: Property) => number,
): HeifPrimary['lonelyTurn'] {
  const transforms = (properties: readonly Property[]): Property[] =>
    properties.filter(({ type }) => ['irot', 'imir', 'clap'].includes(type))
  const [turn, ...others] = transforms(own)
  if (turn?.type !== 'irot' || others.length > 0 || !ofAlpha || transforms(ofAlpha).length > 0) return undefined
  return { at: placeOf(turn), quartersLeft: turn.data.readUInt8(0) & 3 }
}

function readItemTypes(box: Buffer | undefined): Map<number, string> {
  const types = new Map<number, string>()
  if (!box) return types
  for (const { type, data } of boxesIn(box.subarray(box.readUInt8(0) === 0 ? 6 : 8))) {
    if (type !== 'infe' || data.readUInt8(0) < 2 || types.size > maxItems) continue
    const isShort = data.readUInt8(0) === 2
    const id = isShort ? data.readUInt16BE(4) : data.readUInt32BE(4)
    types.set(id, data.toString('latin1', isShort ? 8 : 10, isShort ? 12 : 14))
  }
  return types
}

function readReferences(box: Buffer | undefined): { type: string; from: number; to: number[] }[] {
  if (!box) return []
  const idBytes = box.readUInt8(0) === 0 ? 2 : 4
  return [...boxesIn(box.subarray(4))].map(({ type, data }) => {
    const count = data.readUInt16BE(idBytes)
    const to = Array.from({ length: count }, (_, index) => data.readUIntBE(idBytes + 2 + index * idBytes, idBytes))
    return { type, from: data.readUIntBE(0, idBytes), to }
  })
}

/** The properties of each item, in their order. */
function readProperties(box: Buffer): Map<number, Property[]> {
  const container = find(box, 'ipco')
  const all: Property[] = container ? [...boxesIn(container)] : []
  const byItem = new Map<number, Property[]>()
  for (const { type, data } of boxesIn(box)) {
    if (type !== 'ipma') continue
    const isLongId = data.readUInt8(0) >= 1
    const isLongIndex = (data.readUInt8(3) & 1) === 1
    let at = 8
    for (let entry = data.readUInt32BE(4); entry > 0; entry--) {
      const item = isLongId ? data.readUInt32BE(at) : data.readUInt16BE(at)
      at += isLongId ? 4 : 2
      const list = byItem.get(item) ?? []
      byItem.set(item, list)
      const count = data.readUInt8(at++)
      for (let index = 0; index < count; index++) {
        const number = isLongIndex ? data.readUInt16BE(at) & 0x7fff : data.readUInt8(at) & 0x7f
        at += isLongIndex ? 2 : 1
        const property = all[number - 1]
        if (property) list.push(property)
      }
    }
  }
  return byItem
}

function codedSize(properties: readonly Property[]): PixelSize {
  const extents = properties.find((property) => property.type === 'ispe')
  if (!extents) throw corrupt()
  return { width: extents.data.readUInt32BE(4), height: extents.data.readUInt32BE(8) }
}

/** Applies the transformations in their order. */
function shownSize(properties: readonly Property[]): PixelSize {
  let size = codedSize(properties)
  for (const { type, data } of properties) {
    if (type === 'irot' && (data.readUInt8(0) & 1) === 1) size = { width: size.height, height: size.width }
    if (type === 'clap') {
      const width = Math.round(data.readUInt32BE(0) / Math.max(1, data.readUInt32BE(4)))
      const height = Math.round(data.readUInt32BE(8) / Math.max(1, data.readUInt32BE(12)))
      size = { width: Math.min(size.width, width), height: Math.min(size.height, height) }
    }
  }
  return size
}

function colorOf(own: readonly Property[], ofPart: readonly Property[]): Pick<HeifPrimary, 'nclx' | 'hasProfile'> {
  const ownColors = own.filter((property) => property.type === 'colr')
  const colors = ownColors.length > 0 ? ownColors : ofPart.filter((property) => property.type === 'colr')
  const kind = (data: Buffer): string => data.toString('latin1', 0, 4)
  const nclx = colors.find((property) => kind(property.data) === 'nclx')?.data
  return {
    hasProfile: colors.some((property) => ['prof', 'rICC'].includes(kind(property.data))),
    nclx: nclx && { primaries: nclx.readUInt16BE(4), transfer: nclx.readUInt16BE(6) },
  }
}
