import { u32be, u8 } from '../structure/bytes.js'
import type { Box } from '../structure/iso-boxes.js'
import { readBoxes } from '../structure/iso-boxes.js'
import { latin1 } from './part.js'

/** Where a video (ISO base media file) begins in the bytes, or -1. */
export function findVideo(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = buffer.indexOf('ftyp')
  return at >= 4 ? at - 4 : -1
}

/** `MP4, 3.0 s, sound`: what an embedded video is, as far as its headers tell. */
export function describeVideo(bytes: Uint8Array): string {
  const movie = readBoxes(bytes, 0, bytes.length).boxes.find(({ type }) => type === 'moov')
  const brand = latin1(bytes, 8, 12) === 'qt  ' ? 'QuickTime' : 'MP4'
  if (!movie) return brand
  return [brand, movieText(bytes, movie)].filter((text) => text !== '').join(', ')
}

/** Longer is nothing; a sequence that repeats without end has the largest number there is. */
const mostSeconds = 1_000_000

/** `3.0 s, sound`: what a `moov` box tells of the pictures and sounds it describes; empty where that is nothing. */
export function movieText(bytes: Uint8Array, movie: Box): string {
  const header = readBoxes(bytes, movie.body, movie.end).boxes.find(({ type }) => type === 'mvhd')
  const seconds = header ? durationSeconds(bytes, header) : 0
  const sound = latin1(bytes, movie.start, Math.min(movie.end, movie.start + 1_000_000)).includes('soun')
  return [
    ...(seconds > 0 && seconds < mostSeconds ? [`${seconds.toFixed(1)} s`] : []),
    ...(sound ? ['sound'] : []),
  ].join(', ')
}

function durationSeconds(bytes: Uint8Array, header: Box): number {
  const long = u8(bytes, header.body) === 1
  const at = header.body + (long ? 20 : 12)
  const scale = u32be(bytes, at)
  const duration = long ? u32be(bytes, at + 4) * 2 ** 32 + u32be(bytes, at + 8) : u32be(bytes, at + 4)
  return scale > 0 ? duration / scale : 0
}
