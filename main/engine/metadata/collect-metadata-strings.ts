import { u16be } from '../structure/bytes.js'
import { readIptc } from './iptc-icc.js'
import { tiffParts } from './inspect-metadata.js'
import { latin1, utf8 } from './part.js'
import type { MetadataPart } from './part.js'
import { readParts } from './read-parts.js'
import { isStructural } from './structural-text.js'
import { pixelTags, readTiffFields } from './tiff-fields.js'
import { readXmp } from './xmp.js'

/** A text or number of the original's metadata that must not stand in the finished bytes. */
export interface MetadataString {
  /** The field it comes from. */
  readonly field: string
  /** The bytes to look for, 6–64 of them. */
  readonly needle: Uint8Array
}

const minBytes = 6
const maxBytes = 64
const maxStrings = 4_000
/** Printable ASCII of at least six characters, or letters of any language in UTF-8. */
const textRun = /[\p{L}\p{N}\p{P}\p{S} ]{6,}/gu

/**
 * Every text or number of the original's metadata worth searching: texts as they stand and in the other encodings, GPS
 * rationals, slices of opaque blocks (maker notes, thumbnails, trailers). What any clean file may hold is left out.
 */
export function collectMetadataStrings(original: Uint8Array): readonly MetadataString[] {
  const found = new Map<string, MetadataString>()
  const add = (field: string, needle: Uint8Array) => {
    const cut = needle.length > maxBytes ? needle.subarray(0, maxBytes) : needle
    if (cut.length < minBytes || found.size >= maxStrings || isStructural(cut)) return
    const key = latin1(cut)
    // A copy: a needle must not keep the whole original in memory.
    if (!found.has(key)) found.set(key, { field, needle: Uint8Array.from(cut) })
  }
  for (const part of readParts(original)) collectPart(part, add)
  return [...found.values()]
}

type Add = (field: string, needle: Uint8Array) => void

function collectPart(part: MetadataPart, add: Add): void {
  const { field, data, content } = part
  if (content === 'exif') {
    collectFields(part, add)
    return
  }
  if (content === 'xmp') for (const { name, value } of readXmp(data)) addText(`XMP ${name}`, value, add)
  else if (content === 'iptc')
    for (const { record, dataset, data: value } of readIptc(data))
      addText(`IPTC ${record}:${dataset}`, utf8(value), add)
  else if (content === 'text') addText(field, utf8(data), add)
  else if (data.length > 0) addBlock(field, data, add)
  // A name can itself be a message: the keyword of a text chunk, the identifier of an application extension.
  addText(field, /^(?:[tiz][A-Z]Xt|extension|item) (.{9,})$/.exec(field)?.[1] ?? '', add)
}

/** Fields of an EXIF block or a TIFF file, without what describes the pixels. */
function collectFields({ field, data: block }: MetadataPart, add: Add): void {
  const isFile = field === 'TIFF'
  for (const { directory, tag, type, data } of readTiffFields(block)) {
    if (pixelTags.has(tag) || data.length < minBytes) continue
    const name = `${directory} tag ${tag}`
    if (type === 2) addText(name, utf8(data), add)
    else if (tag >= 0x9c9b && tag <= 0x9c9f) addText(name, Buffer.from(data).toString('utf16le'), add)
    else if (tag === 37510) addText(name, latin1(data, 8), add)
    else if (type === 7 || type === 1) addBlock(name, data, add)
    else if (isTelling(data)) add(name, data)
  }
  if (isFile) for (const inner of tiffParts(block)) collectPart(inner, add)
  else addBlock(field, block, add)
}

/** A text as UTF-8 and in both orders of UTF-16. */
function addText(field: string, value: string, add: Add): void {
  for (const [text] of value.slice(0, 20_000).replaceAll('\0', '\n').matchAll(textRun)) {
    const trimmed = text.trim()
    // One repeated character (a ruler, spaces, an empty serial number) identifies nothing.
    if (new Set(trimmed).size < 3) continue
    const little = Buffer.from(trimmed.slice(0, maxBytes / 2), 'utf16le')
    add(field, Buffer.from(trimmed, 'utf8'))
    add(field, little)
    add(field, Buffer.from(little).swap16())
  }
}

const sliceBytes = 16
const maxSlices = 24
const maxRuns = 200

/** An opaque block: the texts in it, and telling slices spread over its length. */
function addBlock(field: string, block: Uint8Array, add: Add): void {
  let runs = 0
  for (const data of withoutJpegTables(block)) {
    const text = latin1(data, 0, Math.min(data.length, 200_000))
    for (const [run] of text.matchAll(/[ -~]{8,200}/g)) {
      if (++runs > maxRuns) break
      if (new Set(run).size >= 4) add(field, Buffer.from(run, 'latin1'))
    }
    const step = Math.max(sliceBytes, Math.floor(data.length / maxSlices))
    for (let at = 0; at + sliceBytes <= data.length; at += step) {
      const piece = data.subarray(at, at + sliceBytes)
      if (distinctBytes(piece) >= 8) add(field, piece)
    }
  }
}

const maxTableBytes = 440
const maxPieces = 64

/**
 * The block without the quantisation and Huffman tables of JPEGs in it (thumbnails, second pictures): encoders share
 * them, so that our own picture may rightly hold the same.
 */
function withoutJpegTables(block: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  let start = 0
  for (let at = block.indexOf(0xff); at >= 0 && pieces.length < maxPieces; at = block.indexOf(0xff, at + 1)) {
    const marker = block[at + 1]
    const sizeBytes = u16be(block, at + 2)
    if ((marker !== 0xdb && marker !== 0xc4) || at < start || sizeBytes > maxTableBytes) continue
    pieces.push(block.subarray(start, at))
    start = Math.min(block.length, at + 2 + sizeBytes)
  }
  return [...pieces, block.subarray(start)]
}

const distinctBytes = (data: Uint8Array): number => {
  const values = new Set(data.subarray(0, maxBytes))
  values.delete(0)
  return values.size
}

/** Enough different bytes that the value does not occur by chance: a position, a serial number, not a shutter speed. */
const isTelling = (data: Uint8Array): boolean => distinctBytes(data) >= (data.length >= 12 ? 4 : 6)
