import type { FileHandle } from 'node:fs/promises'

/**
 * FFmpeg's WebM muxer always ends a file with tags, which hold the length of each track a second time. They and the entry
 * that points to them become empty space of the same size (RFC 9559, section 5.1.8; RFC 8794, section 11.3.2).
 */
export async function tidyWebm(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  const head = await readAt(file, 0, Math.min(size, headBytes))
  const entry = head.indexOf(seekEntryOfTags)
  if (entry < 0) return
  // The entry: its own number and length, then `SeekID` with the number of the tags, then `SeekPosition`.
  const start = entry - 3
  const entryBytes = 3 + ((head[entry - 1] ?? 0) & 0x7f)
  const positionBytes = (head[entry + 9] ?? 0) & 0x7f
  const position = head.readUIntBE(entry + 10, positionBytes)
  const tags = segmentStart(head) + position
  const header = await readAt(file, tags, 12)
  if (header.readUInt32BE(0) !== tagsId) return
  const lengthBytes = Math.clz32(header[4] ?? 0) - 23
  const length = header.readUIntBE(4, Math.min(6, lengthBytes)) & (2 ** (7 * lengthBytes) - 1)
  await file.write(emptySpace(entryBytes), 0, entryBytes, start)
  const tagsBytes = 4 + lengthBytes + length
  await file.write(emptySpace(tagsBytes), 0, tagsBytes, tags)
}

const headBytes = 4096
const tagsId = 0x1254c367
const seekEntryOfTags = Buffer.from('53ab841254c367', 'hex')

/** Where positions in the file count from: behind number and length of the segment. */
function segmentStart(head: Buffer): number {
  const at = head.indexOf(Buffer.from('18538067', 'hex'))
  return at + 4 + Math.clz32(head[at + 4] ?? 0) - 23
}

/** A `Void` element of exactly this many bytes. */
function emptySpace(bytes: number): Buffer {
  const space = Buffer.alloc(bytes)
  space[0] = 0xec
  if (bytes < 10) space[1] = 0x80 | (bytes - 2)
  else {
    space[1] = 0x01
    space.writeUIntBE(bytes - 9, 3, 6)
  }
  return space
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, offset)
  return bytes.subarray(0, bytesRead)
}
