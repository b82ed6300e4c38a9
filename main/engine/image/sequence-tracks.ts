import { ascii, u16be, u32be, u8 } from '../structure/bytes.js'
import type { Box } from '../structure/iso-boxes.js'
import { readBoxes } from '../structure/iso-boxes.js'
import type { Sample } from '../structure/movie-samples.js'
import { findTables, locateSamples } from '../structure/movie-samples.js'
import type { PixelSize } from '../../core/geometry/box.js'
import { corrupt, refuse } from './media-failure.js'

/** One track of an image sequence (ISO/IEC 23008-12, 7; AV1 Image File Format, 3). */
export interface SequenceTrack {
  readonly size: PixelSize
  readonly samples: readonly Sample[]
  /** `av1C` without its box: what the decoder is told first. */
  readonly configuration: Buffer
  readonly delaysMs: readonly number[]
  /** How often it plays, 0 for ever. */
  readonly loops: number
  /** Code points of ITU-T H.273, where the track names them. */
  readonly nclx: SequenceColor | undefined
  readonly profile: Buffer | undefined
}

export interface SequenceColor {
  readonly primaries: number
  readonly transfer: number
  readonly matrix: number
  readonly isFullRange: boolean
}

export interface ImageSequence {
  readonly color: SequenceTrack
  readonly alpha: SequenceTrack | undefined
}

const alphaTypes: ReadonlySet<string> = new Set([
  'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha',
  'urn:mpeg:hevc:2015:auxid:1',
])
const uprightMatrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]
const maxFrames = 1_000_000

/** The moving picture of an AVIF file that says it is one, undefined for any other. Throws `MediaFailure`. */
export function readImageSequence(file: Buffer): ImageSequence | undefined {
  const top = readBoxes(file, 0, file.length).boxes
  const brands = top[0]
  const movie = top.find(({ type }) => type === 'moov')
  if (!movie || brands?.type !== 'ftyp') return undefined
  const named = [ascii(file, brands.body, 4)]
  for (let at = brands.body + 8; at + 4 <= brands.end; at += 4) named.push(ascii(file, at, 4))
  if (!named.includes('avis')) return undefined
  const tracks = childrenOf(file, movie).filter(({ type }) => type === 'trak')
  const pictures = tracks.filter((track) => handlerOf(file, track) === 'pict')
  const [first] = pictures
  if (!first) return undefined
  if (pictures.length > 1) throw refuse({ code: 'unsupported-format', format: 'AVIF with several image sequences' })
  const references = descend(file, first, 'tref')
  if (references && childrenOf(file, references).some(({ type }) => type === 'prem'))
    throw refuse({ code: 'unsupported-format', format: 'AVIF image sequence with premultiplied transparency' })
  const alpha = tracks.find((track) => handlerOf(file, track) === 'auxv' && isAlphaOf(file, track, first))
  const color = readTrack(file, first)
  const transparency = alpha && readTrack(file, alpha)
  if (transparency && transparency.samples.length !== color.samples.length) throw corrupt()
  return { color, alpha: transparency }
}

const childrenOf = (file: Buffer, box: Box, skipBytes = 0): readonly Box[] =>
  readBoxes(file, box.body + skipBytes, box.end).boxes

function descend(file: Buffer, from: Box, ...path: readonly string[]): Box | undefined {
  let box: Box | undefined = from
  for (const type of path) box = box && childrenOf(file, box).find((child) => child.type === type)
  return box
}

function handlerOf(file: Buffer, track: Box): string {
  const handler = descend(file, track, 'mdia', 'hdlr')
  return handler ? ascii(file, handler.body + 8, 4) : ''
}

function isAlphaOf(file: Buffer, track: Box, picture: Box): boolean {
  const references = descend(file, track, 'tref')
  const target = references && childrenOf(file, references).find(({ type }) => type === 'auxl')
  const header = descend(file, picture, 'tkhd')
  if (!target || !header || u32be(file, target.body) !== idOf(file, header)) return false
  const kind = entryBoxes(file, track).find(({ type }) => type === 'auxi')
  return (
    kind !== undefined && alphaTypes.has(ascii(file, kind.body + 4, kind.end - kind.body - 4).replace(/\0.*$/s, ''))
  )
}

const idOf = (file: Buffer, header: Box): number => u32be(file, header.body + (u8(file, header.body) === 1 ? 20 : 12))

/** The one sample entry: it starts with the 78 bytes of a visual one (ISO/IEC 14496-12, 12.1.3). */
function sampleEntry(file: Buffer, track: Box): Box {
  const descriptions = descend(file, track, 'mdia', 'minf', 'stbl', 'stsd')
  const entries = descriptions ? childrenOf(file, descriptions, 8) : []
  const [entry] = entries
  if (!entry || entries.length !== 1) throw corrupt()
  return entry
}

const entryBoxes = (file: Buffer, track: Box): readonly Box[] => childrenOf(file, sampleEntry(file, track), 78)

function readTrack(file: Buffer, track: Box): SequenceTrack {
  const entry = sampleEntry(file, track)
  const inner = entryBoxes(file, track)
  const table = descend(file, track, 'mdia', 'minf', 'stbl')
  const tables = table && childrenOf(file, table)
  const configuration = inner.find(({ type }) => type === 'av1C')
  if (entry.type !== 'av01' || !configuration || !tables)
    throw refuse({ code: 'unsupported-format', format: 'image sequence without AV1' })
  refuseTurned(file, track, inner)
  if (tables.some(({ type }) => type === 'ctts'))
    throw refuse({ code: 'unsupported-format', format: 'AVIF out of order' })
  const samples = samplesOf(file, tables)
  const colors = inner.filter(({ type }) => type === 'colr')
  const nclx = colors.find((box) => ascii(file, box.body, 4) === 'nclx')
  const profile = colors.find((box) => ['prof', 'rICC'].includes(ascii(file, box.body, 4)))
  return {
    size: { width: u16be(file, entry.body + 24), height: u16be(file, entry.body + 26) },
    samples,
    configuration: file.subarray(configuration.body, configuration.end),
    delaysMs: delaysOf(file, track, tables, samples.length),
    loops: loopsOf(file, track),
    nclx: nclx && {
      primaries: u16be(file, nclx.body + 4),
      transfer: u16be(file, nclx.body + 6),
      matrix: u16be(file, nclx.body + 8),
      isFullRange: (u8(file, nclx.body + 10) & 0x80) !== 0,
    },
    profile: profile && file.subarray(profile.body + 4, profile.end),
  }
}

/** Turned, mirrored and cut sequences are rare; none is shown otherwise than it was meant. */
function refuseTurned(file: Buffer, track: Box, inner: readonly Box[]): void {
  const header = descend(file, track, 'tkhd')
  if (!header) throw corrupt()
  const at = header.body + (u8(file, header.body) === 1 ? 52 : 40)
  const isUpright = uprightMatrix.every((value, index) => u32be(file, at + index * 4) === value)
  if (!isUpright || inner.some(({ type }) => ['clap', 'irot', 'imir'].includes(type)))
    throw refuse({ code: 'unsupported-format', format: 'AVIF image sequence that is turned or cut' })
}

function samplesOf(file: Buffer, tables: readonly Box[]): Sample[] {
  const found = findTables(tables)
  if (!found) throw corrupt()
  const samples: Sample[] = []
  const located = locateSamples(file, found)
  for (let next = located.next(); ; next = located.next()) {
    if (next.done === true) {
      if (!next.value || samples.length === 0) throw corrupt()
      return samples
    }
    if (next.value.offset + next.value.sizeBytes > file.length || samples.length >= maxFrames) throw corrupt()
    samples.push(next.value)
  }
}

function delaysOf(file: Buffer, track: Box, tables: readonly Box[], count: number): number[] {
  const header = descend(file, track, 'mdia', 'mdhd')
  const times = tables.find(({ type }) => type === 'stts')
  if (!header || !times) throw corrupt()
  const ticksPerSecond = u32be(file, header.body + (u8(file, header.body) === 1 ? 20 : 12))
  const delays: number[] = []
  for (let entry = 0; entry < u32be(file, times.body + 4) && delays.length < count; entry++) {
    const at = times.body + 8 + entry * 8
    if (at + 8 > times.end) throw corrupt()
    const delay = Math.round((u32be(file, at + 4) / Math.max(1, ticksPerSecond)) * 1000)
    for (let left = u32be(file, at); left > 0 && delays.length < count; left--) delays.push(delay)
  }
  if (delays.length !== count) throw corrupt()
  return delays
}

/**
 * An edit list that repeats (bit 0 of its flags) plays until the track's duration is over, which may be never. Without a list
 * viewers repeat for ever.
 */
function loopsOf(file: Buffer, track: Box): number {
  const list = descend(file, track, 'edts', 'elst')
  const header = descend(file, track, 'tkhd')
  if (!list || !header) return 0
  if ((u8(file, list.body + 3) & 1) === 0) return 1
  const isLongTrack = u8(file, header.body) === 1
  const isLongList = u8(file, list.body) === 1
  const duration = (at: number, isLong: boolean): number =>
    isLong ? u32be(file, at) * 2 ** 32 + u32be(file, at + 4) : u32be(file, at)
  const whole = duration(header.body + (isLongTrack ? 28 : 20), isLongTrack)
  const once = duration(list.body + 8, isLongList)
  const isEndless = whole >= (isLongTrack ? 2 ** 64 : 2 ** 32) - 1 || once === 0
  return isEndless ? 0 : Math.max(1, Math.min(65_535, Math.ceil(whole / once)))
}
