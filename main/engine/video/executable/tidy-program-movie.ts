import type { FileHandle } from 'node:fs/promises'
import { failed } from '../../../core/job/reasons.js'
import { isTurned, writeTurn } from '../../../core/video/turn.js'
import { MediaFailure } from '../../image/media-failure.js'
import { createByteSource } from '../../structure/byte-source.js'
import type { Box } from '../../structure/iso-boxes.js'
import { readBoxes } from '../../structure/iso-boxes.js'
import { findMovie } from '../movie-extent.js'
import type { OutputLook } from '../video-codec.js'

/** Bytes of a sample entry before the name of what coded it, and the length of that name (ISO/IEC 14496-12, 12.1.3.2). */
const beforeName = 50
const nameBytes = 32

/**
 * Takes the encoder's name out of the one track of a finished movie, and writes how it is turned (ISO/IEC 14496-12,
 * 8.3.2). The program has options for the one or the other, but different ones in each version.
 */
export async function tidyProgramMovie(handle: FileHandle, look: OutputLook): Promise<void> {
  const source = createByteSource(handle, (await handle.stat()).size)
  const movie = await findMovie(source)
  if (!movie) throw notWritten()
  const bytes = Uint8Array.from(await source.read(movie.start, movie.end - movie.start))
  const inside = (box: Box | undefined, type: string, skipped = 0): Box | undefined =>
    box && readBoxes(bytes, box.body + skipped, box.end).boxes.find((child) => child.type === type)
  const track = readBoxes(bytes, 8, bytes.length).boxes.find(({ type }) => type === 'trak')
  const descriptions = inside(inside(inside(inside(track, 'mdia'), 'minf'), 'stbl'), 'stsd')
  const entry = descriptions && readBoxes(bytes, descriptions.body + 8, descriptions.end).boxes[0]
  const header = inside(track, 'tkhd')
  if (!entry || !header) throw notWritten()
  await write(handle, Buffer.alloc(nameBytes), movie.start + entry.start + beforeName)
  if (!isTurned(look.turn)) return
  // Behind version and flags, times, number and duration (of 64 bits in version 1), layer, group and volume.
  const at = header.body + (bytes[header.body] === 1 ? 52 : 40)
  const matrix = Buffer.alloc(36)
  writeTurn(look.turn, look).forEach((value, index) => matrix.writeInt32BE(value, index * 4))
  await write(handle, matrix, movie.start + at)
}

async function write(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  const { bytesWritten } = await handle.write(bytes, 0, bytes.length, at)
  if (bytesWritten !== bytes.length) throw notWritten()
}

const notWritten = (): MediaFailure => new MediaFailure(failed({ code: 'encode-failed' }))
