import { ascii, u16be, u16le, u32be, u32le, u8 } from './bytes.js'
import type { Coverage } from './coverage.js'
import { createCoverage } from './coverage.js'
import type { FindingList } from './finding-list.js'
import type { TiffPicture } from './tiff-pixels.js'
import { examineStrips } from './tiff-pixels.js'

/**
 * What a page of a finished TIFF (TIFF 6.0) may say of itself, and the field types it may say it in. Tiles are left out,
 * which reach beyond the picture's edges, and so are palettes, whose entries need not occur.
 */
const allowedTags: ReadonlyMap<number, readonly number[]> = new Map([
  [254, [4]],
  [256, [3, 4]],
  [257, [3, 4]],
  [258, [3]],
  [259, [3]],
  [262, [3]],
  [273, [3, 4]],
  [274, [3]],
  [277, [3]],
  [278, [3, 4]],
  [279, [3, 4]],
  [284, [3]],
  [297, [3]],
  [317, [3]],
  [338, [3]],
  [339, [3]],
])

/** Bytes of one value of a field type. */
const typeBytes: Readonly<Record<number, number>> = { 3: 2, 4: 4 }
const maxPages = 10_000

interface Walk {
  readonly bytes: Uint8Array
  readonly findings: FindingList
  readonly coverage: Coverage
  readonly u16: (bytes: Uint8Array, offset: number) => number
  readonly u32: (bytes: Uint8Array, offset: number) => number
}

type Tags = ReadonlyMap<number, readonly number[]>

/** Walks a classic TIFF: pages in a chain, allowed tags, strips or tiles that hold exactly their pixels, no other byte. */
export function walkTiff(bytes: Uint8Array, findings: FindingList): void {
  const little = ascii(bytes, 0, 2) === 'II'
  const u16 = little ? u16le : u16be
  const u32 = little ? u32le : u32be
  if (u16(bytes, 2) !== 42) {
    findings.unexpectedPart('BigTIFF', 0, bytes.length)
    return
  }
  const coverage = createCoverage(bytes, findings)
  const walk: Walk = { bytes, findings, coverage, u16, u32 }
  coverage.claim('header', 0, 8)
  const seen = new Set<number>()
  let offset = u32(bytes, 4)
  if (offset === 0) findings.malformedPart('header', 4)
  while (offset !== 0 && seen.size < maxPages) {
    if (seen.has(offset) || offset + 6 > bytes.length) {
      findings.malformedPart('IFD', offset)
      break
    }
    seen.add(offset)
    offset = walkPage(walk, offset)
  }
  coverage.report(0, bytes.length, true)
}

/** One image file directory; returns the offset of the next, 0 for none. */
function walkPage(walk: Walk, offset: number): number {
  const { bytes, findings, coverage } = walk
  const count = walk.u16(bytes, offset)
  const end = offset + 2 + 12 * count
  coverage.claim('IFD', offset, end + 4)
  if (end + 4 > bytes.length) return 0
  const tags = new Map<number, readonly number[]>()
  let former = 0
  for (let entry = offset + 2; entry < end; entry += 12) {
    const tag = walk.u16(bytes, entry)
    if (tag <= former) findings.malformedPart('IFD', entry)
    former = tag
    const values = readEntry(walk, tag, entry)
    if (values) tags.set(tag, values)
  }
  examinePage(walk, tags, offset)
  return walk.u32(bytes, end)
}

/** The values of an allowed entry; anything else is a finding. */
function readEntry(walk: Walk, tag: number, entry: number): readonly number[] | undefined {
  const { bytes, findings } = walk
  const type = walk.u16(bytes, entry + 2)
  const count = walk.u32(bytes, entry + 4)
  const unit = typeBytes[type] ?? 1
  if (allowedTags.get(tag)?.includes(type) !== true) {
    findings.unexpectedPart(`tag ${tag}`, entry, 12 + count * unit)
    return undefined
  }
  const sizeBytes = count * unit
  const inline = sizeBytes <= 4
  const at = inline ? entry + 8 : walk.u32(bytes, entry + 8)
  if (count === 0 || at + sizeBytes > bytes.length) {
    findings.malformedPart(`tag ${tag}`, entry)
    return undefined
  }
  if (!inline) walk.coverage.claim(`tag ${tag}`, at, at + sizeBytes)
  for (let spare = at + sizeBytes; inline && spare < entry + 12; spare++)
    if (u8(bytes, spare) !== 0) findings.malformedPart(`tag ${tag}`, entry)
  const read = type === 3 ? walk.u16 : walk.u32
  return Array.from({ length: count }, (_, index) => read(bytes, at + index * unit))
}

function examinePage(walk: Walk, tags: Tags, offset: number): void {
  const { findings } = walk
  const one = (tag: number, fallback: number): number => tags.get(tag)?.[0] ?? fallback
  if ((one(254, 0) & 1) !== 0) findings.hiddenPicture('reduced-resolution page')
  const plain = [0, 2].includes(one(254, 0) & ~1) && one(274, 1) === 1 && one(284, 1) === 1
  const isLegal = hasPlainSamples(tags) && hasSingleValues(tags)
  const [width, height] = [one(256, 0), one(257, 0)]
  if (!plain || !isLegal || width === 0 || height === 0) {
    findings.malformedPart('IFD', offset)
    return
  }
  const starts = tags.get(273) ?? []
  const sizes = tags.get(279) ?? []
  const picture: TiffPicture = {
    width,
    height,
    bitsPerPixel: (tags.get(258)?.[0] ?? 1) * one(277, 1),
    compression: one(259, 1),
    stripRows: Math.min(one(278, height), height),
  }
  if (starts.length !== sizes.length) {
    findings.malformedPart('IFD', offset)
    return
  }
  starts.forEach((start, index) => walk.coverage.claim('picture data', start, start + (sizes[index] ?? 0)))
  examineStrips(walk.bytes, picture, starts, sizes, findings, offset)
}

/** Samples of a pixel by kind of colour (tag 262): white is zero, black is zero, RGB. */
const colorsOf: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3 }

/**
 * Whole bytes for every sample, the same for all, and no sample but the colours and at most a transparency: a further one
 * would be a picture that nobody is shown, and smaller ones leave bits at the end of a row.
 */
function hasPlainSamples(tags: Tags): boolean {
  const samples = tags.get(277)?.[0] ?? 1
  const colors = colorsOf[tags.get(262)?.[0] ?? -1]
  const depths = tags.get(258) ?? []
  const [bits] = depths
  const further = tags.get(338) ?? []
  const kinds = tags.get(339)
  return (
    colors !== undefined &&
    samples === colors + further.length &&
    further.length <= 1 &&
    further.every((kind) => kind === 1 || kind === 2) &&
    (bits === 8 || bits === 16) &&
    depths.length === samples &&
    depths.every((depth) => depth === bits) &&
    (kinds === undefined || (kinds.length === samples && kinds.every((kind) => kind === 1)))
  )
}

/** Number of values of the tags that have one (or two: the page's number and how many there are). */
function hasSingleValues(tags: Tags): boolean {
  const single = [254, 256, 257, 259, 262, 274, 277, 278, 284, 317]
  const rows = tags.get(278)?.[0] ?? 0
  return (
    single.every((tag) => (tags.get(tag)?.length ?? 1) === 1) &&
    (tags.get(297)?.length ?? 2) === 2 &&
    rows <= (tags.get(257)?.[0] ?? 0)
  )
}
