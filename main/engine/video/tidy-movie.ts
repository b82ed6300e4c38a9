import type { FileHandle } from 'node:fs/promises'
import { failed } from '../../core/job/reasons.js'
import { MediaFailure } from '../image/media-failure.js'

/**
 * FFmpeg's MP4 muxer always ends the movie with user data: an empty list of tags that names a vendor. The movie ends
 * before it, and its bytes become empty space (ISO/IEC 14496-12, 8.1.2): nothing else in the file moves.
 */
export async function tidyMovie(file: FileHandle): Promise<void> {
  const movie = await findMovie(file)
  if (!movie) return
  const { start, sizeBytes } = movie
  for (let at = start + 8; at + 8 <= start + sizeBytes;) {
    const box = await headerAt(file, at)
    if (box.sizeBytes < 8) return
    if (box.type === 'udta' && at + box.sizeBytes === start + sizeBytes) {
      const space = Buffer.alloc(box.sizeBytes)
      space.writeUInt32BE(box.sizeBytes)
      space.write('free', 4, 'latin1')
      await writeAt(file, space, at)
      const size = Buffer.alloc(4)
      size.writeUInt32BE(sizeBytes - box.sizeBytes)
      await writeAt(file, size, start)
      return
    }
    at += box.sizeBytes
  }
}

async function findMovie(file: FileHandle): Promise<{ start: number; sizeBytes: number } | undefined> {
  const { size } = await file.stat()
  for (let start = 0; start + 8 <= size;) {
    const { type, sizeBytes } = await headerAt(file, start)
    // The movie stands before the media data, whose length alone may need more than 32 bits.
    if (type === 'moov') return { start, sizeBytes }
    if (sizeBytes < 8) return undefined
    start += sizeBytes
  }
  return undefined
}

async function headerAt(file: FileHandle, offset: number): Promise<{ type: string; sizeBytes: number }> {
  const header = Buffer.alloc(8)
  await file.read(header, 0, 8, offset)
  return { sizeBytes: header.readUInt32BE(0), type: header.toString('latin1', 4, 8) }
}

async function writeAt(file: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  const { bytesWritten } = await file.write(bytes, 0, bytes.length, offset)
  if (bytesWritten !== bytes.length) throw new MediaFailure(failed({ code: 'disk-full' }))
}
