import { allZero, u16be, u8 } from './bytes.js'
import type { ByteSource } from './byte-source.js'
import type { FindingList } from './finding-list.js'
import type { Element, MatroskaIndex } from './matroska-index.js'
import { createMatroskaIndex } from './matroska-index.js'
import { root, rules, voidElement } from './matroska-rules.js'

/** Walks a finished WebM: one track of pictures, at most one of sound, and blocks that hold nothing but frames. */
export async function walkMatroska(source: ByteSource, findings: FindingList): Promise<void> {
  const types: number[] = []
  const walk: Walk = { source, findings, types, index: createMatroskaIndex(findings), voids: 0 }
  await walkElements(walk, { id: root, start: 0, body: 0, end: source.sizeBytes })
  walk.index.report()
  const pictures = types.filter((type) => type === 1).length
  if (pictures !== 1) findings.hiddenPicture(`${pictures} video tracks`)
  if (types.length - pictures > 1) findings.malformedPart('Tracks', 0)
}

/** Empty space is left where the muxer enters numbers later: in the lists of contents and in each track. */
const maxVoids = 12

interface Walk {
  readonly source: ByteSource
  readonly findings: FindingList
  /** Of each track: 1 pictures, 2 sound. */
  readonly types: number[]
  readonly index: MatroskaIndex
  voids: number
}

async function walkElements(walk: Walk, parent: Element): Promise<void> {
  const { source, findings } = walk
  const seen = new Set<number>()
  let offset = parent.body
  while (offset < parent.end) {
    const element = await readElement(source, offset)
    if (!element || element.end > parent.end) {
      findings.unaccountedBytes(offset, parent.end - offset)
      return
    }
    const rule = rules.get(element.id)
    // Twice the same leaves it to whoever wrote it which one counts, and what the other says.
    if (rule && !rule.isRepeated && seen.has(element.id)) findings.malformedPart(rule.name, element.start)
    seen.add(element.id)
    await walkElement(walk, element, parent.id)
    offset = element.end
  }
}

async function walkElement(walk: Walk, element: Element, parent: number): Promise<void> {
  const { source, findings, types, index } = walk
  const { id, start, body, end } = element
  const rule = rules.get(id)
  if (id === voidElement) {
    if (++walk.voids > maxVoids) findings.unexpectedPart('Void', start, end - start)
    for (let at = body; at < end; at += 65_536) {
      const bytes = await source.read(at, Math.min(65_536, end - at))
      if (!allZero(bytes, 0, bytes.length)) findings.unexpectedPart('Void', start, end - start)
    }
  } else if (rule?.parent !== parent) findings.unexpectedPart(rule?.name ?? id.toString(16), start, end - start)
  else {
    index.begin(element)
    if (!rule.isLegal) {
      await walkElements(walk, element)
      return
    }
    const bytes = await source.read(body, end - body)
    if (!rule.isLegal(bytes)) findings.malformedPart(rule.name, start)
    if (id === 0x83) types.push(u8(bytes, 0))
    if (id === 0xa3 || id === 0xa1) checkBlock(bytes, start, findings)
    index.value(element, bytes)
  }
}

/** A block (RFC 9559, 10.2): track, time, flags without lacing, and one frame that is shown. */
function checkBlock(bytes: Uint8Array, offset: number, findings: FindingList): void {
  const track = u8(bytes, 0) & 0x7f
  const flags = u8(bytes, 3)
  const isPlain = (u8(bytes, 0) & 0x80) !== 0 && track >= 1 && track <= 2 && (flags & 0x7e) === 0 && bytes.length > 4
  if (!isPlain) findings.malformedPart('Block', offset)
  // Opus (RFC 6716, 3.2): one frame, for only packets of several may hold padding of any content.
  if (track === 2 && (u8(bytes, 4) & 3) !== 0)
    findings.unexpectedPart('Opus packet of several frames', offset, bytes.length)
  // The picture is the first track. VP9 (bitstream specification, 6.2): marker 2, then profile, then whether it is shown.
  if (track !== 1) return
  const first = u16be(bytes, 4)
  const profile = ((first >> 13) & 1) | ((first >> 11) & 2)
  const shift = profile === 3 ? 9 : 10
  const isMarked = first >> 14 === 2
  const repeats = (first >> (shift + 1)) & 1
  const isShown = (first >> (shift - 1)) & 1
  const last = u8(bytes, bytes.length - 1)
  if (!isMarked || repeats === 1 || isShown === 0) findings.hiddenPicture('VP9 frame')
  else if (last >> 5 === 6 && isSuperframe(bytes, last)) findings.hiddenPicture('VP9 superframe')
}

/** An index of several frames stands between two equal bytes (annex B). */
function isSuperframe(bytes: Uint8Array, last: number): boolean {
  const indexBytes = 2 + (((last >> 3) & 3) + 1) * ((last & 7) + 1)
  return u8(bytes, bytes.length - indexBytes) === last
}

/** An element's number and length (RFC 8794, sections 4 and 5); undefined where none begins or its length is open. */
async function readElement(source: ByteSource, start: number): Promise<Element | undefined> {
  const bytes = await source.read(start, 12)
  const idLength = Math.clz32(u8(bytes, 0)) - 23
  if (idLength < 1 || idLength > 4 || bytes.length < idLength + 1) return undefined
  let id = 0
  for (let index = 0; index < idLength; index++) id = id * 256 + u8(bytes, index)
  const lengthBytes = Math.clz32(u8(bytes, idLength)) - 23
  if (lengthBytes < 1 || lengthBytes > 8 || bytes.length < idLength + lengthBytes) return undefined
  let length = u8(bytes, idLength) & (0xff >> lengthBytes)
  let isOpen = length === 0xff >> lengthBytes
  for (let index = 1; index < lengthBytes; index++) {
    const byte = u8(bytes, idLength + index)
    isOpen &&= byte === 0xff
    length = length * 256 + byte
  }
  if (isOpen || !Number.isSafeInteger(length)) return undefined
  const body = start + idLength + lengthBytes
  return { id, start, body, end: body + length }
}
