import { allZero, ascii, u16be, u32be, u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import type { Box } from './iso-boxes.js'
import { readBoxes } from './iso-boxes.js'

/** What the `meta` box of a picture file tells of its items. */
export interface AvifItems {
  primary: number
  readonly known: Set<number>
  /** Where the bytes of each item lie. */
  readonly extents: { readonly item: number; readonly start: number; readonly end: number }[]
  /** Auxiliary item → the item it belongs to. */
  readonly auxiliaries: Map<number, number>
  readonly properties: Box[]
  /** Item → 1-based indices of its properties. */
  readonly associations: Map<number, readonly number[]>
}

export const createItems = (): AvifItems => ({
  primary: 0,
  known: new Set(),
  extents: [],
  auxiliaries: new Map(),
  properties: [],
  associations: new Map(),
})

/** `iloc`, version 0, offsets from the start of the file; false where it is anything else. */
export function readLocations(bytes: Uint8Array, box: Box, items: AvifItems): boolean {
  const sizes = u16be(bytes, box.body + 4)
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  if (u32be(bytes, box.body) !== 0 || (sizes & 15) !== 0) return false
  if (![offsetSize, lengthSize, baseSize].every((size) => size === 0 || size === 4 || size === 8)) return false
  const count = u16be(bytes, box.body + 6)
  let at = box.body + 8
  for (let index = 0; index < count; index++) {
    if (at + 4 + baseSize + 2 > box.end) return false
    const item = u16be(bytes, at)
    const base = unsigned(bytes, at + 4, baseSize)
    if (u16be(bytes, at + 2) !== 0 || u16be(bytes, at + 4 + baseSize) !== 1) return false
    at += 6 + baseSize
    if (at + offsetSize + lengthSize > box.end) return false
    const start = base + unsigned(bytes, at, offsetSize)
    // A sum has many ways to be written: one of the two is zero, and each item stands here once.
    if (base !== 0 && base !== start) return false
    if (items.extents.some((extent) => extent.item === item)) return false
    items.extents.push({ item, start, end: start + unsigned(bytes, at + offsetSize, lengthSize) })
    at += offsetSize + lengthSize
  }
  return at === box.end
}

const unsigned = (bytes: Uint8Array, offset: number, size: number): number =>
  size === 0 ? 0 : size === 4 ? u32be(bytes, offset) : u32be(bytes, offset) * 2 ** 32 + u32be(bytes, offset + 4)

/** `iinf`: every item is a coded AV1 picture without a name. */
export function readInformation(bytes: Uint8Array, box: Box, items: AvifItems, findings: FindingList): boolean {
  const { boxes, stopped } = readBoxes(bytes, box.body + 6, box.end)
  if (u32be(bytes, box.body) !== 0 || u16be(bytes, box.body + 4) !== boxes.length || stopped !== box.end) return false
  for (const entry of boxes) {
    const item = u16be(bytes, entry.body + 4)
    const type = ascii(bytes, entry.body + 8, 4)
    const nameless = entry.end - entry.body === 13 && u8(bytes, entry.body + 12) === 0
    const version = u32be(bytes, entry.body)
    if (
      entry.type !== 'infe' ||
      version !== 0x02000000 ||
      type !== 'av01' ||
      !nameless ||
      u16be(bytes, entry.body + 6) !== 0
    )
      findings.unexpectedPart(`item ${type}`, entry.start, entry.end - entry.start)
    if (items.known.has(item)) return false
    items.known.add(item)
  }
  return true
}

/** `iref`: only from a transparency to its picture. */
export function readReferences(bytes: Uint8Array, box: Box, items: AvifItems, findings: FindingList): boolean {
  const { boxes, stopped } = readBoxes(bytes, box.body + 4, box.end)
  if (u32be(bytes, box.body) !== 0 || stopped !== box.end) return false
  for (const reference of boxes) {
    const plain = reference.end - reference.body === 6 && u16be(bytes, reference.body + 2) === 1
    if (reference.type !== 'auxl' || !plain)
      findings.unexpectedPart(`iref ${reference.type}`, reference.start, reference.end - reference.start)
    else {
      if (items.auxiliaries.size > 0) return false
      items.auxiliaries.set(u16be(bytes, reference.body), u16be(bytes, reference.body + 4))
    }
  }
  return true
}

/** `ipma`, version 0 with one-byte associations. */
export function readPropertyMap(bytes: Uint8Array, box: Box, items: AvifItems): boolean {
  if (!allZero(bytes, box.body, box.body + 4)) return false
  const count = u32be(bytes, box.body + 4)
  let at = box.body + 8
  for (let index = 0; index < count; index++) {
    if (at + 3 > box.end) return false
    const item = u16be(bytes, at)
    const associated = u8(bytes, at + 2)
    at += 3
    if (at + associated > box.end || items.associations.has(item)) return false
    items.associations.set(
      item,
      Array.from({ length: associated }, (_, place) => u8(bytes, at + place) & 0x7f),
    )
    at += associated
  }
  return at === box.end
}
