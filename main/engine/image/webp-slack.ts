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
  readonly type: 'VP8 ' | 'VP8L' | 'ALPH'
  readonly offsetBytes: number
  readonly data: Buffer
}

/**
 * Bytes appended inside a WebP's coded pictures, which no reading of headers sees: where a picture still decodes without
 * its last six or seven bytes, these belong to nothing. Asked of the lossless data, of both partitions of a lossy frame, and of
 * its transparency.
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
  let transparency: PictureChunk | undefined
  for (let at = start; at + 8 <= end;) {
    const type = file.toString('latin1', at, at + 4)
    const dataEnd = at + 8 + file.readUInt32LE(at + 4)
    if (dataEnd > end) return
    const data = file.subarray(at + 8, dataEnd)
    if (type === 'VP8 ' || type === 'VP8L') yield { type, offsetBytes: at + 8, data }
    if (type === 'ALPH') transparency = { type, offsetBytes: at + 4, data }
    if (type === 'VP8 ' && transparency && data.length >= vp8HeadBytes)
      yield { ...transparency, data: asLossless(transparency.data, data) }
    if (type === 'ANMF') yield* pictureChunks(file, at + 24, dataEnd)
    at = dataEnd + (dataEnd % 2)
  }
}

/**
 * Compressed transparency as the lossless picture that it is but for its head of five bytes, which takes the place of the
 * one byte of its own (RFC 9649, 2.7.1.2 and 3.4). Its size is that of the lossy picture.
 */
function asLossless(transparency: Buffer, picture: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(0x2f, 0)
  const [width, height] = [picture.readUInt16LE(6) & 0x3fff, picture.readUInt16LE(8) & 0x3fff]
  head.writeUInt32LE((width - 1) | ((height - 1) << 14), 1)
  return Buffer.concat([head, transparency.subarray(1)])
}

/** The picture without the last bytes of each of its parts, and where these lie. */
function shortened({ type, data }: PictureChunk): { readonly data: Buffer; readonly atBytes: number }[] {
  const cut = cutBytes(data)
  const withoutEnd = { data: data.subarray(0, data.length - cut), atBytes: data.length - cut }
  if (type !== 'VP8 ' || data.length < vp8HeadBytes + cut) return [withoutEnd]
  const { firstPartitionBytes } = readVp8Layout(data)
  const firstEnd = vp8HeadBytes + firstPartitionBytes
  if (firstPartitionBytes <= cut || firstEnd > data.length) return [withoutEnd]
  const shorter = Buffer.concat([data.subarray(0, firstEnd - cut), data.subarray(firstEnd)])
  shorter.writeUIntLE(((firstPartitionBytes - cut) << 5) | (data.readUInt8(0) & 0x1f), 0, 3)
  return [withoutEnd, { data: shorter, atBytes: firstEnd - cut }]
}

async function decodes(kind: PictureChunk['type'], data: Buffer): Promise<boolean> {
  const type = kind === 'ALPH' ? 'VP8L' : kind
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
