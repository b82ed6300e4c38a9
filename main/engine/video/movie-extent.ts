import { ascii, u32be } from '../structure/bytes.js'
import type { ByteSource } from '../structure/byte-source.js'
import type { Box } from '../structure/iso-boxes.js'
import { readBoxes } from '../structure/iso-boxes.js'
import { findTables, locateSamples } from '../structure/movie-samples.js'

/** Tables larger than this are left to the demuxer. */
const maxMovieBytes = 256_000_000

/**
 * Whether the tables of an MP4 or QuickTime file place samples behind its end. FFmpeg takes such a file for a shorter one;
 * then people would be published without anybody knowing that the recording went on.
 */
export async function isCutOff(source: ByteSource): Promise<boolean> {
  const bytes = await readMovie(source)
  if (!bytes) return false
  const inside = (box: Box | undefined, type: string): Box | undefined =>
    box && readBoxes(bytes, box.body, box.end).boxes.find((child) => child.type === type)
  const tracks = readBoxes(bytes, 8, bytes.length).boxes.filter(({ type }) => type === 'trak')
  return tracks.some((track) => {
    const table = inside(inside(inside(track, 'mdia'), 'minf'), 'stbl')
    const tables = table && findTables(readBoxes(bytes, table.body, table.end).boxes)
    if (!tables) return false
    for (const { offset, sizeBytes } of locateSamples(bytes, tables))
      if (offset + sizeBytes > source.sizeBytes) return true
    return false
  })
}

/** The box `moov`, from its first byte; undefined where there is none of a sane size. */
export async function readMovie(source: ByteSource): Promise<Uint8Array | undefined> {
  const movie = await findMovie(source)
  return movie && Uint8Array.from(await source.read(movie.start, movie.end - movie.start))
}

export async function findMovie(
  source: ByteSource,
): Promise<{ readonly start: number; readonly end: number } | undefined> {
  for (let offset = 0; offset + 8 <= source.sizeBytes;) {
    const header = await source.read(offset, 16)
    const short = u32be(header, 0)
    const sizeBytes =
      short === 1 ? u32be(header, 8) * 2 ** 32 + u32be(header, 12) : short === 0 ? source.sizeBytes - offset : short
    if (sizeBytes < 8) return undefined
    const isMovie = ascii(header, 4, 4) === 'moov'
    if (isMovie) return short > 1 && sizeBytes <= maxMovieBytes ? { start: offset, end: offset + sizeBytes } : undefined
    offset += sizeBytes
  }
  return undefined
}
