import type { Finding } from '../../core/verdict/finding.js'
import { readVp8Layout, vp8HeadBytes } from '../structure/vp8-header.js'
import { MediaFailure } from './media-failure.js'
import { decodeWithSharp } from './sharp-decode.js'

/**
 * How many bytes are cut off: more than the four that an encoder's last bits may fill beyond what decoding needs, and so
 * many that an even number remains, because a decoder takes a byte of padding for data.
 */
const cutBytes = (data: Buffer): number => 6 + (data.length % 2)

interface PictureChunk {
  readonly type: 'VP8 ' | 'VP8L'
  readonly offsetBytes: number
  readonly data: Buffer
}

/**
 * Bytes appended inside a WebP's coded pictures, which no reading of headers sees: where a picture still decodes without
 * its last six or seven bytes, these belong to nothing. Asked of the lossless data, and of both partitions of a lossy frame.
 */
export async function findWebpSlack(file: Buffer): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const chunk of pictureChunks(file, 12, file.length)) {
    for (const { data, atBytes } of shortened(chunk)) {
      const sizeBytes = chunk.data.length - data.length
      if (await decodes(chunk.type, data))
        findings.push({
          code: 'unaccounted-bytes',
          offsetBytes: chunk.offsetBytes + atBytes,
          sizeBytes,
        })
    }
  }
  return findings
}

function* pictureChunks(file: Buffer, start: number, end: number): Generator<PictureChunk> {
  for (let at = start; at + 8 <= end;) {
    const type = file.toString('latin1', at, at + 4)
    const dataEnd = at + 8 + file.readUInt32LE(at + 4)
    if (dataEnd > end) return
    if (type === 'VP8 ' || type === 'VP8L') yield { type, offsetBytes: at + 8, data: file.subarray(at + 8, dataEnd) }
    if (type === 'ANMF') yield* pictureChunks(file, at + 24, dataEnd)
    at = dataEnd + (dataEnd % 2)
  }
}

/** The picture without the last bytes of each of its parts, and where these lie. */
function shortened({ type, data }: PictureChunk): { readonly data: Buffer; readonly atBytes: number }[] {
  const cut = cutBytes(data)
  const withoutEnd = { data: data.subarray(0, data.length - cut), atBytes: data.length - cut }
  if (type === 'VP8L' || data.length < vp8HeadBytes + cut) return [withoutEnd]
  const { firstPartitionBytes } = readVp8Layout(data)
  const firstEnd = vp8HeadBytes + firstPartitionBytes
  if (firstPartitionBytes <= cut || firstEnd > data.length) return [withoutEnd]
  const shorter = Buffer.concat([data.subarray(0, firstEnd - cut), data.subarray(firstEnd)])
  shorter.writeUIntLE(((firstPartitionBytes - cut) << 5) | (data.readUInt8(0) & 0x1f), 0, 3)
  return [withoutEnd, { data: shorter, atBytes: firstEnd - cut }]
}

async function decodes(type: string, data: Buffer): Promise<boolean> {
  const head = Buffer.alloc(20)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(12 + data.length, 4)
  head.write(`WEBP${type}`, 8, 'latin1')
  head.writeUInt32LE(data.length, 16)
  try {
    await decodeWithSharp(Buffer.concat([head, data]), { keepHiddenColor: true })
    return true
  } catch (error) {
    if (error instanceof MediaFailure) return false
    throw error
  }
}
