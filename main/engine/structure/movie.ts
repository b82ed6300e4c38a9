import { allZero, ascii, u16be, u32be, u8 } from './bytes.js'
import type { ByteSource } from './byte-source.js'
import type { FindingList } from './finding-list.js'
import type { Box } from './iso-boxes.js'
import { readBoxes } from './iso-boxes.js'
import { containerRules, leafRules } from './movie-boxes.js'
import type { Sample } from './movie-samples.js'
import { findTables, locateSamples } from './movie-samples.js'
import { speakOfSamples } from './movie-tables.js'
import type { Coding } from './movie-units.js'
import { isAacConfiguration, isAvcConfiguration, isHevcConfiguration } from './movie-configurations.js'
import { foreignUnit } from './movie-units.js'

const brands: ReadonlySet<string> = new Set(['isom', 'iso2', 'iso4', 'avc1', 'mp41', 'mp42'])

const maxEmptyBytes = 128
/** One in the place of the date that the muxer leaves, one before the media data. */
const maxSpaces = 2

/** The tables of an hour of video take less than a tenth of this. */
const maxMovieBytes = 256_000_000

interface Track {
  readonly kind: string
  readonly coding: Coding | undefined
  readonly samples: readonly Sample[]
}

/**
 * Walks a finished MP4 (ISO/IEC 14496-12): one track of pictures, at most one of sound, the tables that place their
 * samples, and media data that consists of these samples alone, each of them made of coded pictures or sound alone.
 */
export async function walkMovie(source: ByteSource, findings: FindingList): Promise<void> {
  const top = await readTop(source, findings)
  if (!top) return
  const bytes = await source.read(top.movie.start, top.movie.end - top.movie.start)
  const movie = Buffer.from(bytes)
  const tracks: Track[] = []
  walkBox(
    movie,
    { type: 'moov', start: 0, body: top.movie.body - top.movie.start, end: movie.length },
    findings,
    tracks,
  )
  const pictures = tracks.filter(({ kind }) => kind === 'vide').length
  const sounds = tracks.filter(({ kind }) => kind === 'soun').length
  if (pictures !== 1) findings.hiddenPicture(`${pictures} video tracks`)
  if (sounds > 1 || pictures + sounds !== tracks.length) findings.malformedPart('trak', top.movie.start)
  await walkSamples(source, top.media, tracks, findings)
}

interface Top {
  readonly movie: Box
  readonly media: readonly Box[]
}

async function readTop(source: ByteSource, findings: FindingList): Promise<Top | undefined> {
  const media: Box[] = []
  let movie: Box | undefined
  let offset = 0
  let spaces = 0
  for (let index = 0; offset < source.sizeBytes; index++) {
    const header = await source.read(offset, 32)
    const isLong = u32be(header, 0) === 1
    const body = offset + (isLong ? 16 : 8)
    const sizeBytes = isLong ? u32be(header, 8) * 2 ** 32 + u32be(header, 12) : u32be(header, 0)
    const type = ascii(header, 4, 4)
    const end = offset + sizeBytes
    if (header.length < 8 || sizeBytes < body - offset || end > source.sizeBytes) {
      findings.unaccountedBytes(offset, source.sizeBytes - offset)
      break
    }
    const box = { type, start: offset, body, end }
    if (type === 'ftyp' && index === 0) await checkBrands(source, box, findings)
    else if (type === 'moov' && !movie) movie = box
    else if (type === 'mdat') media.push(box)
    else if (!(await isEmptySpace(source, box)) || ++spaces > maxSpaces)
      findings.unexpectedPart(type, offset, sizeBytes)
    offset = end
  }
  if (!movie || movie.end - movie.start > maxMovieBytes) {
    findings.malformedPart('moov', movie?.start ?? 0)
    return undefined
  }
  return { movie, media }
}

/** Free space (8.1.2) is zeros, and no more than the muxer leaves. */
async function isEmptySpace(source: ByteSource, { type, body, end }: Box): Promise<boolean> {
  if (type !== 'free' || end - body > maxEmptyBytes) return false
  return allZero(await source.read(body, end - body), 0, end - body)
}

async function checkBrands(source: ByteSource, box: Box, findings: FindingList): Promise<void> {
  const bytes = await source.read(box.body, Math.min(box.end - box.body, 64))
  const named = [ascii(bytes, 0, 4)]
  for (let at = 8; at + 4 <= bytes.length; at += 4) named.push(ascii(bytes, at, 4))
  const isLegal =
    (box.end - box.body) % 4 === 0 && box.end - box.body <= 64 && named.every((brand) => brands.has(brand))
  if (!isLegal || ![0, 512].includes(u32be(bytes, 4))) findings.malformedPart('ftyp', box.start)
}

/** Visits a box of the movie; offsets are those within `bytes`. */
function walkBox(bytes: Uint8Array, box: Box, findings: FindingList, tracks: Track[]): void {
  const { boxes, stopped } = readBoxes(bytes, box.body, box.end)
  findings.unaccountedBytes(stopped, box.end - stopped)
  const seen = new Set<string>()
  for (const child of boxes) {
    if (seen.has(child.type) && child.type !== 'trak') findings.malformedPart(child.type, child.start)
    seen.add(child.type)
    if (!containerRules[box.type]?.includes(child.type))
      findings.unexpectedPart(child.type, child.start, child.end - child.start)
    else if (child.type === 'stsd') continue
    else if (containerRules[child.type]) walkBox(bytes, child, findings, tracks)
    else if (!leafRules[child.type]?.(bytes, child)) findings.malformedPart(child.type, child.start)
  }
  if (box.type === 'trak') tracks.push(readTrack(bytes, box, findings))
}

function readTrack(bytes: Uint8Array, box: Box, findings: FindingList): Track {
  const child = (parent: Box | undefined, type: string): Box | undefined =>
    parent && readBoxes(bytes, parent.body, parent.end).boxes.find((inner) => inner.type === type)
  const media = child(box, 'mdia')
  const handler = child(media, 'hdlr')
  const kind = handler ? ascii(bytes, handler.body + 8, 4) : ''
  const table = child(child(media, 'minf'), 'stbl')
  const description = child(table, 'stsd')
  const coding = description ? readDescription(bytes, description, kind) : undefined
  if (!coding) findings.malformedPart('stsd', description?.start ?? box.start)
  const children = table ? readBoxes(bytes, table.body, table.end).boxes : []
  const tables = findTables(children)
  const samples: Sample[] = []
  if (tables) {
    const located = locateSamples(bytes, tables)
    for (let next = located.next(); ; next = located.next()) {
      if (next.done) {
        if (!next.value || !speakOfSamples(bytes, children, samples.length)) findings.malformedPart('stbl', box.start)
        break
      }
      samples.push(next.value)
    }
  } else findings.malformedPart('stbl', box.start)
  return { kind, coding, samples }
}

/** The one sample entry of a track: which coding, and whether it holds only what decoding needs (8.5.2). */
function readDescription(bytes: Uint8Array, { body, end }: Box, kind: string): Coding | undefined {
  if (u32be(bytes, body) !== 0 || u32be(bytes, body + 4) !== 1) return undefined
  const { boxes, stopped } = readBoxes(bytes, body + 8, end)
  const entry = boxes[0]
  if (boxes.length !== 1 || stopped !== end || !entry || !allZero(bytes, entry.body, entry.body + 6)) return undefined
  if (kind === 'vide' && (entry.type === 'avc1' || entry.type === 'hvc1'))
    return isPictureEntry(bytes, entry) ? entry.type : undefined
  return kind === 'soun' && entry.type === 'mp4a' && isSoundEntry(bytes, entry) ? 'mp4a' : undefined
}

function isPictureEntry(bytes: Uint8Array, { type, body, end }: Box): boolean {
  const hasPlainFields =
    allZero(bytes, body + 8, body + 24) && u16be(bytes, body + 40) === 1 && allZero(bytes, body + 42, body + 74)
  const { boxes, stopped } = readBoxes(bytes, body + 78, end)
  const rules: Readonly<Record<string, (box: Box) => boolean>> = {
    avcC: (box) => type === 'avc1' && isAvcConfiguration(bytes, box.body, box.end),
    hvcC: (box) => type === 'hvc1' && isHevcConfiguration(bytes, box.body, box.end),
    pasp: (box) => box.end - box.body === 8,
    colr: (box) =>
      box.end - box.body === 11 && ascii(bytes, box.body, 4) === 'nclx' && (u8(bytes, box.end - 1) & 0x7f) === 0,
    btrt: (box) => box.end - box.body === 12,
    // Progressive, as all finished videos are.
    fiel: (box) => box.end - box.body === 2 && u8(bytes, box.body) === 1 && u8(bytes, box.body + 1) === 0,
    chrm: () => false,
  }
  return hasPlainFields && stopped === end && hasOnly(boxes, rules)
}

function isSoundEntry(bytes: Uint8Array, { body, end }: Box): boolean {
  const { boxes, stopped } = readBoxes(bytes, body + 28, end)
  return (
    allZero(bytes, body + 8, body + 16) &&
    allZero(bytes, body + 20, body + 24) &&
    stopped === end &&
    hasOnly(boxes, {
      esds: (box) => isAacConfiguration(bytes, box.body, box.end),
      btrt: (box) => box.end - box.body === 12,
    })
  )
}

const hasOnly = (boxes: readonly Box[], rules: Readonly<Record<string, (box: Box) => boolean>>): boolean =>
  new Set(boxes.map(({ type }) => type)).size === boxes.length && boxes.every((box) => rules[box.type]?.(box) === true)

/** Every byte of the media data belongs to exactly one sample, and every sample to the media data. */
async function walkSamples(
  source: ByteSource,
  media: readonly Box[],
  tracks: readonly Track[],
  findings: FindingList,
): Promise<void> {
  const all = tracks.flatMap(({ coding, samples }) => samples.map((sample) => ({ ...sample, coding })))
  all.sort((a, b) => a.offset - b.offset)
  let next = 0
  for (const box of media) {
    let reached = box.body
    for (let sample = all[next]; sample && sample.offset < box.end; sample = all[++next]) {
      if (sample.offset < reached || sample.offset + sample.sizeBytes > box.end)
        findings.malformedPart('sample', sample.offset)
      else findings.unaccountedBytes(reached, sample.offset - reached)
      reached = Math.max(reached, sample.offset + sample.sizeBytes)
      const bytes = sample.coding && (await source.read(sample.offset, sample.sizeBytes))
      const unit = bytes && sample.coding && foreignUnit(bytes, sample.coding)
      if (unit) findings.unexpectedPart(unit, sample.offset, sample.sizeBytes)
    }
    findings.unaccountedBytes(reached, box.end - reached)
  }
  if (next < all.length) findings.malformedPart('sample', all[next]?.offset ?? 0)
}
