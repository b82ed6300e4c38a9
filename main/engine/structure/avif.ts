import { allZero, ascii, u16be, u32be, u8 } from './bytes.js'
import { examineAv1 } from './av1-units.js'
import type { AvifItems } from './avif-items.js'
import { createItems, readInformation, readLocations, readPropertyMap, readReferences } from './avif-items.js'
import { createCoverage } from './coverage.js'
import type { FindingList } from './finding-list.js'
import type { Box } from './iso-boxes.js'
import { readBoxes } from './iso-boxes.js'

const alphaType = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'
const brands: ReadonlySet<string> = new Set(['avif', 'mif1', 'miaf', 'MA1A', 'MA1B'])

/**
 * Walks an AVIF still picture (ISO/IEC 23008-12 and AV1 Image File Format): one coded picture, its transparency, the
 * properties they need, and media data that consists of them alone. Sequences are never written and a finding.
 */
export function walkAvif(bytes: Uint8Array, findings: FindingList): void {
  const { boxes, stopped } = readBoxes(bytes, 0, bytes.length)
  findings.unaccountedBytes(stopped, bytes.length - stopped)
  const once = new Set<string>()
  let meta: Box | undefined
  const media: Box[] = []
  for (const [index, box] of boxes.entries()) {
    if (once.has(box.type)) findings.malformedPart(box.type, box.start)
    once.add(box.type)
    if (box.type === 'ftyp' && index === 0) checkBrands(bytes, box, findings)
    else if (box.type === 'meta') meta ??= box
    else if (box.type === 'mdat') media.push(box)
    else if (box.type === 'moov') findings.hiddenPicture('moov')
    else findings.unexpectedPart(box.type, box.start, box.end - box.start)
  }
  if (!meta || media.length === 0) {
    findings.malformedPart('meta', 0)
    return
  }
  const items = walkMeta(bytes, meta, findings)
  checkItems(bytes, items, findings)
  const coverage = createCoverage(bytes, findings)
  for (const { start, end } of items.extents) {
    const inside = media.some((box) => start >= box.body && end <= box.end)
    if (inside) coverage.claim('mdat', start, end)
    else findings.malformedPart('iloc', start)
  }
  const only = media[0]
  if (only) coverage.report(only.body, only.end, false)
}

function checkBrands(bytes: Uint8Array, box: Box, findings: FindingList): void {
  const named = [ascii(bytes, box.body, 4)]
  for (let at = box.body + 8; at + 4 <= box.end; at += 4) named.push(ascii(bytes, at, 4))
  const legal = (box.end - box.body) % 4 === 0 && named[0] === 'avif' && named.every((brand) => brands.has(brand))
  if (!legal || u32be(bytes, box.body + 4) !== 0 || new Set(named.slice(1)).size !== named.length - 1)
    findings.malformedPart('ftyp', box.start)
}

/** Children of `meta` and what each may hold. */
function walkMeta(bytes: Uint8Array, meta: Box, findings: FindingList): AvifItems {
  const items = createItems()
  if (u32be(bytes, meta.body) !== 0) findings.malformedPart('meta', meta.start)
  const seen = new Set<string>()
  for (const box of children(bytes, meta, meta.body + 4, findings)) {
    if (seen.has(box.type)) findings.malformedPart(box.type, box.start)
    seen.add(box.type)
    const sound = walkMetaChild(bytes, box, items, findings)
    if (!sound) findings.malformedPart(box.type, box.start)
  }
  return items
}

function walkMetaChild(bytes: Uint8Array, box: Box, items: AvifItems, findings: FindingList): boolean {
  const size = box.end - box.body
  switch (box.type) {
    case 'hdlr':
      // Version and flags, pre-defined, `pict`, three reserved words and an empty name.
      return (
        size === 25 &&
        ascii(bytes, box.body + 8, 4) === 'pict' &&
        allZero(bytes, box.body, box.body + 8) &&
        allZero(bytes, box.body + 12, box.end)
      )
    case 'pitm':
      items.primary = u16be(bytes, box.body + 4)
      return size === 6 && u32be(bytes, box.body) === 0
    case 'iloc':
      return readLocations(bytes, box, items)
    case 'iinf':
      return readInformation(bytes, box, items, findings)
    case 'iref':
      return readReferences(bytes, box, items, findings)
    case 'iprp':
      walkProperties(bytes, box, items, findings)
      return true
    default:
      findings.unexpectedPart(box.type, box.start, box.end - box.start)
      return true
  }
}

function walkProperties(bytes: Uint8Array, parent: Box, items: AvifItems, findings: FindingList): void {
  for (const box of children(bytes, parent, parent.body, findings)) {
    if (box.type === 'ipma') {
      if (!readPropertyMap(bytes, box, items)) findings.malformedPart('ipma', box.start)
    } else if (box.type === 'ipco') {
      for (const property of children(bytes, box, box.body, findings)) {
        items.properties.push(property)
        if (!isPlainProperty(bytes, property))
          findings.unexpectedPart(`ipco ${property.type}`, property.start, property.end - property.start)
      }
    } else findings.unexpectedPart(box.type, box.start, box.end - box.start)
  }
}

/** Properties that describe how to decode and nothing else. */
function isPlainProperty(bytes: Uint8Array, { type, body, end }: Box): boolean {
  const size = end - body
  switch (type) {
    case 'av1C':
      return size === 4 && u8(bytes, body) === 0x81
    case 'ispe':
      return size === 12 && u32be(bytes, body) === 0
    case 'pixi':
      return u32be(bytes, body) === 0 && isDepths(bytes.subarray(body + 4, end))
    case 'colr':
      return size === 11 && ascii(bytes, body, 4) === 'nclx' && (u8(bytes, body + 10) & 0x7f) === 0
    case 'auxC':
      return u32be(bytes, body) === 0 && ascii(bytes, body + 4, size - 4) === alphaType
    default:
      return false
  }
}

/** Number of channels, then the bits of each: the same for all. */
const isDepths = (fields: Uint8Array): boolean =>
  [1, 3].includes(u8(fields, 0)) &&
  fields.length === 1 + u8(fields, 0) &&
  fields.subarray(1).every((bits) => bits === fields[1] && [8, 10, 12].includes(bits))

function children(bytes: Uint8Array, parent: Box, start: number, findings: FindingList): readonly Box[] {
  const { boxes, stopped } = readBoxes(bytes, start, parent.end)
  findings.unaccountedBytes(stopped, parent.end - stopped)
  return boxes
}

/** One primary picture and at most its transparency; every property used; every item one AV1 frame. */
function checkItems(bytes: Uint8Array, items: AvifItems, findings: FindingList): void {
  const isAlpha = (item: number) =>
    items.auxiliaries.get(item) === items.primary &&
    (items.associations.get(item) ?? []).some((index) => items.properties[index - 1]?.type === 'auxC')
  for (const item of items.known) if (item !== items.primary && !isAlpha(item)) findings.hiddenPicture(`item ${item}`)
  if (!items.known.has(items.primary)) findings.malformedPart('pitm', 0)
  if (items.known.size > 2) findings.hiddenPicture('more than one picture')
  const used = new Set([...items.associations.values()].flat())
  for (const [index, property] of items.properties.entries())
    if (!used.has(index + 1)) findings.malformedPart(`ipco ${property.type}`, property.start)
  for (const index of used) if (index > items.properties.length) findings.malformedPart('ipma', 0)
  for (const [item, indices] of items.associations) {
    const types = indices.map((index) => items.properties[index - 1]?.type)
    // Each kind of property once: repeated ones, or numbers repeated here, could spell anything.
    if (!items.known.has(item) || new Set(types).size !== types.length) findings.malformedPart('ipma', 0)
  }
  for (const [auxiliary, item] of items.auxiliaries)
    if (!items.known.has(auxiliary) || !items.known.has(item)) findings.malformedPart('iref', 0)
  const located = new Set(items.extents.map(({ item }) => item))
  for (const item of items.known) if (!located.has(item)) findings.malformedPart('iloc', 0)
  for (const { item, start, end } of items.extents) {
    if (!items.known.has(item)) findings.hiddenPicture(`item ${item}`)
    const outcome = examineAv1(bytes, start, Math.min(end, bytes.length))
    if (outcome.kind === 'unexpected') findings.unexpectedPart(outcome.unit, outcome.offset, outcome.sizeBytes)
    else if (outcome.kind === 'broken') findings.malformedPart('av01', outcome.offset)
    else if (outcome.kind === 'several-frames') findings.hiddenPicture(`layers of item ${item}`)
  }
}
