import { allZero, ascii, u16be, u32be, u8 } from './bytes.js'
import type { Box } from './iso-boxes.js'
import { isExactTable, isUnd } from './movie-samples.js'

/** True where a leaf box holds what its kind may hold in a file of ours and nothing else. */
export type BoxRule = (bytes: Uint8Array, box: Box) => boolean

const fixedOne = 0x10000
const u64be = (bytes: Uint8Array, offset: number): number => u32be(bytes, offset) * 2 ** 32 + u32be(bytes, offset + 4)
const i32be = (bytes: Uint8Array, offset: number): number => u32be(bytes, offset) | 0

/** Version and the length of its two times and duration, all of which are before the rest. */
function timesAreZero(bytes: Uint8Array, { body }: Box): boolean {
  return allZero(bytes, body + 4, body + (u8(bytes, body) === 1 ? 20 : 12))
}

const isUnitMatrix = (bytes: Uint8Array, at: number): boolean =>
  [fixedOne, 0, 0, 0, fixedOne, 0, 0, 0, 2 ** 30].every((value, index) => u32be(bytes, at + index * 4) === value)

/** Quarter turns and mirrorings, with a translation by whole pixels. */
function isTurnMatrix(bytes: Uint8Array, at: number): boolean {
  const value = (index: number): number => i32be(bytes, at + index * 4)
  const units = [value(0), value(1), value(3), value(4)]
  const isUnit = units.every((entry) => entry === 0 || Math.abs(entry) === fixedOne)
  const isTurn = units.filter((entry) => entry === 0).length === 2 && (units[0] === 0) === (units[3] === 0)
  const isMove = [value(6), value(7)].every((entry) => entry >= 0 && entry % fixedOne === 0)
  return isUnit && isTurn && isMove && value(2) === 0 && value(5) === 0 && value(8) === 2 ** 30
}

/** Movie header (8.2.2): no times, neutral rate, volume and matrix. */
function isMovieHeader(bytes: Uint8Array, box: Box): boolean {
  const rest = box.body + (u8(bytes, box.body) === 1 ? 32 : 20)
  return (
    box.end - rest === 80 &&
    u8(bytes, box.body) <= 1 &&
    allZero(bytes, box.body + 1, box.body + 4) &&
    timesAreZero(bytes, box) &&
    u32be(bytes, rest) === fixedOne &&
    u16be(bytes, rest + 4) === 0x100 &&
    allZero(bytes, rest + 6, rest + 16) &&
    isUnitMatrix(bytes, rest + 16) &&
    allZero(bytes, rest + 52, rest + 76) &&
    u32be(bytes, rest + 76) <= 4
  )
}

/** Track header (8.3.2): enabled and part of the movie, on the only layer. */
function isTrackHeader(bytes: Uint8Array, box: Box): boolean {
  const isLong = u8(bytes, box.body) === 1
  const rest = box.body + (isLong ? 36 : 24)
  const trackId = u32be(bytes, box.body + (isLong ? 20 : 12))
  const volume = u16be(bytes, rest + 12)
  return (
    box.end - rest === 60 &&
    u8(bytes, box.body) <= 1 &&
    (u32be(bytes, box.body) & 0xffffff) === 3 &&
    timesAreZero(bytes, box) &&
    trackId >= 1 &&
    trackId <= 2 &&
    allZero(bytes, rest, rest + 10) &&
    u16be(bytes, rest + 10) <= 1 &&
    (volume === 0 || volume === 0x100) &&
    allZero(bytes, rest + 14, rest + 16) &&
    isTurnMatrix(bytes, rest + 16)
  )
}

/** Media header (8.4.2): no times, no language. */
function isMediaHeader(bytes: Uint8Array, box: Box): boolean {
  const rest = box.body + (u8(bytes, box.body) === 1 ? 32 : 20)
  return box.end - rest === 4 && timesAreZero(bytes, box) && isUnd(bytes, rest) && u16be(bytes, rest + 2) === 0
}

/** Handler (8.4.3) for pictures or sound, without a name. */
function isHandler(bytes: Uint8Array, { body, end }: Box): boolean {
  const kind = ascii(bytes, body + 8, 4)
  const name = ascii(bytes, body + 24, end - body - 24)
  const names = kind === 'vide' ? ['\0', 'VideoHandler\0'] : kind === 'soun' ? ['\0', 'SoundHandler\0'] : []
  return allZero(bytes, body, body + 8) && allZero(bytes, body + 12, body + 24) && names.includes(name)
}

/** Longest start of a track that an edit may skip: what an audio encoder puts before its first sound. */
const maxSkippedSeconds = 1

/** Edit list (8.6.6): at most a pause before the track and the track itself at its own speed. */
function isEditList(bytes: Uint8Array, box: Box): boolean {
  const isLong = u8(bytes, box.body) === 1
  const entryBytes = isLong ? 20 : 12
  const count = u32be(bytes, box.body + 4)
  if (count < 1 || count > 2 || !isExactTable(bytes, box, entryBytes)) return false
  for (let index = 0; index < count; index++) {
    const at = box.body + 8 + index * entryBytes
    const start = isLong ? u64be(bytes, at + 8) : i32be(bytes, at + 4)
    const isPause = isLong ? start === 2 ** 64 - 1 || u32be(bytes, at + 8) === 0xffffffff : start === -1
    if (isPause ? index !== 0 || count !== 2 : start > maxSkippedSeconds * 100_000) return false
    if (u32be(bytes, at + entryBytes - 4) !== fixedOne) return false
  }
  return true
}

/** Data reference (8.7.2): the file itself. */
const isSelfReference: BoxRule = (bytes, { body, end }) =>
  end - body === 20 &&
  u32be(bytes, body) === 0 &&
  u32be(bytes, body + 4) === 1 &&
  u32be(bytes, body + 8) === 12 &&
  ascii(bytes, body + 12, 4) === 'url ' &&
  u32be(bytes, body + 16) === 1

const table =
  (entryBytes: number): BoxRule =>
  (bytes, box) =>
    (u32be(bytes, box.body) & 0xffffff) === 0 && isExactTable(bytes, box, entryBytes)

/** Leaf boxes of a movie and what each may hold; sample descriptions and sizes are looked at with the samples. */
export const leafRules: Readonly<Record<string, BoxRule>> = {
  mvhd: isMovieHeader,
  tkhd: isTrackHeader,
  mdhd: isMediaHeader,
  hdlr: isHandler,
  elst: isEditList,
  vmhd: (bytes, { body, end }) => end - body === 12 && u32be(bytes, body) === 1 && allZero(bytes, body + 4, end),
  smhd: (bytes, { body, end }) => end - body === 8 && allZero(bytes, body, end),
  dref: isSelfReference,
  // What these say is held against the samples in movie-tables.ts.
  stts: table(8),
  ctts: table(8),
  stss: table(4),
  stsc: table(12),
  stco: table(4),
  co64: table(8),
  stsz: (bytes, { body }) => u32be(bytes, body) === 0,
  // Roll groups of AAC: how many samples before one must be decoded with it (8.9), the same for all.
  sgpd: (bytes, { body, end }) =>
    end - body === 18 &&
    u32be(bytes, body) === 0x01000000 &&
    ascii(bytes, body + 4, 4) === 'roll' &&
    u32be(bytes, body + 8) === 2 &&
    u32be(bytes, body + 12) === 1 &&
    u16be(bytes, body + 16) >= 0xfff0,
  sbgp: (bytes, { body, end }) =>
    end - body === 20 &&
    u32be(bytes, body) === 0 &&
    ascii(bytes, body + 4, 4) === 'roll' &&
    u32be(bytes, body + 8) === 1 &&
    u32be(bytes, body + 16) === 1,
}

/** Boxes that hold boxes, and which. */
export const containerRules: Readonly<Record<string, readonly string[]>> = {
  moov: ['mvhd', 'trak'],
  trak: ['tkhd', 'edts', 'mdia'],
  edts: ['elst'],
  mdia: ['mdhd', 'hdlr', 'minf'],
  minf: ['vmhd', 'smhd', 'dinf', 'stbl'],
  dinf: ['dref'],
  stbl: ['stsd', 'stts', 'ctts', 'stss', 'stsc', 'stsz', 'stco', 'co64', 'sgpd', 'sbgp'],
}
