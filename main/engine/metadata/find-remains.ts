import type { Finding } from '../../core/verdict/finding.js'
import { ascii, u32be } from '../structure/bytes.js'
import type { MetadataString } from './collect-metadata-strings.js'
import { inflateCapped } from './inflate-capped.js'

/**
 * Looks for all strings in one pass over the finished bytes, and in the inflated text chunks of a PNG. One finding for
 * each field of which anything remains.
 */
export function findRemains(finished: Uint8Array, strings: readonly MetadataString[]): readonly Finding[] {
  const index = buildIndex(strings)
  const fields = new Set<string>()
  for (const layer of [finished, ...inflatedTexts(finished)]) searchLayer(layer, index, fields)
  return [...fields].map((field) => ({ code: 'metadata-remains', field }))
}

interface NeedleIndex {
  /** 1 for every pair of bytes that begins a needle. */
  readonly pairs: Uint8Array
  /** Needles by their first four bytes. */
  readonly byHead: ReadonlyMap<number, readonly MetadataString[]>
}

function buildIndex(strings: readonly MetadataString[]): NeedleIndex {
  const pairs = new Uint8Array(65_536)
  const byHead = new Map<number, MetadataString[]>()
  for (const string of strings) {
    if (string.needle.length < 4) continue
    const head = u32be(string.needle, 0)
    pairs[head >>> 16] = 1
    const same = byHead.get(head)
    if (same) same.push(string)
    else byHead.set(head, [string])
  }
  return { pairs, byHead }
}

function searchLayer(layer: Uint8Array, { pairs, byHead }: NeedleIndex, fields: Set<string>): void {
  if (byHead.size === 0) return
  let pair = layer[0] ?? 0
  for (let at = 1; at < layer.length; at++) {
    pair = ((pair << 8) | (layer[at] ?? 0)) & 0xffff
    if (pairs[pair] === 0) continue
    const start = at - 1
    for (const { field, needle } of byHead.get(u32be(layer, start)) ?? [])
      if (!fields.has(field) && standsAt(layer, start, needle)) fields.add(field)
  }
}

function standsAt(layer: Uint8Array, start: number, needle: Uint8Array): boolean {
  if (start + needle.length > layer.length) return false
  for (let index = 4; index < needle.length; index++) if (layer[start + index] !== needle[index]) return false
  return true
}

/** What the compressed texts of a PNG hold; each at most as large as `inflateCapped` allows. */
function inflatedTexts(bytes: Uint8Array): Uint8Array[] {
  if (ascii(bytes, 1, 3) !== 'PNG') return []
  const texts: Uint8Array[] = []
  let offset = 8
  while (offset + 12 <= bytes.length && texts.length < 16) {
    const sizeBytes = u32be(bytes, offset)
    const data = bytes.subarray(offset + 8, offset + 8 + sizeBytes)
    if (['zTXt', 'iTXt', 'iCCP'].includes(ascii(bytes, offset + 4, 4))) {
      const stream = streamIn(data)
      if (stream) texts.push(stream)
    }
    offset += 12 + sizeBytes
  }
  return texts
}

/** The first zlib stream after a chunk's keyword. */
function streamIn(data: Uint8Array): Uint8Array | undefined {
  for (let at = data.indexOf(0x78, 1); at >= 0 && at < 400; at = data.indexOf(0x78, at + 1)) {
    const inflated = inflateCapped(data.subarray(at))
    if (inflated) return inflated
  }
  return undefined
}
