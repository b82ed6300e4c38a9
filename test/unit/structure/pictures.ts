import { deflateSync, crc32 } from 'node:zlib'
import sharp, { type PngOptions, type Sharp } from 'sharp'

const width = 97
const height = 61

/** Deterministic pixels with gradients and noise, so that every encoder has something to do. */
export function rawPixels(channels: 1 | 3 | 4, pages = 1): Buffer {
  const data = Buffer.alloc(width * height * pages * channels)
  let seed = 1
  for (let index = 0; index < data.length; index++) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    data[index] = (Math.floor(index / channels) % width) * 2 + ((seed >> 16) & 31)
    if (channels === 4 && index % 4 === 3) data[index] = Math.floor(index / 4) % width < 20 ? 128 : 255
  }
  return data
}

export const picture = (channels: 1 | 3 | 4): Sharp => {
  const made = sharp(rawPixels(channels), { raw: { width, height, channels } })
  return channels === 1 ? made.toColourspace('b-w') : made
}

export const animation = (): Sharp =>
  sharp(rawPixels(4, 3), { raw: { width, height: height * 3, channels: 4, pageHeight: height } })

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

export interface PngChunk {
  readonly type: string
  readonly data: Buffer
}

export function pngChunks(png: Buffer): PngChunk[] {
  const chunks: PngChunk[] = []
  for (let offset = 8; offset < png.length;) {
    const sizeBytes = png.readUInt32BE(offset)
    chunks.push({
      type: png.toString('latin1', offset + 4, offset + 8),
      data: png.subarray(offset + 8, offset + 8 + sizeBytes),
    })
    offset += 12 + sizeBytes
  }
  return chunks
}

export const pngOf = (chunks: readonly PngChunk[]): Buffer =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks.map(({ type, data }) => pngChunk(type, data))])

/** sharp's PNG without the resolution it always writes. */
export async function plainPng(made: Sharp, options: PngOptions = {}): Promise<Buffer> {
  return pngOf(pngChunks(await made.png(options).toBuffer()).filter(({ type }) => type !== 'pHYs'))
}

/** A minimal grey TIFF of 4 × 2 pixels: header, directory, one deflated strip; `extra` entries and `tail` are planted. */
export function tinyTiff(
  extra: readonly (readonly [number, number, number, number])[] = [],
  tail: Buffer = Buffer.alloc(0),
): Buffer {
  const strip = deflateSync(Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]))
  const unsorted: readonly (readonly [number, number, number, number])[] = [
    [256, 3, 1, 4],
    [257, 3, 1, 2],
    [258, 3, 1, 8],
    [259, 3, 1, 8],
    [262, 3, 1, 1],
    [273, 4, 1, 0],
    [277, 3, 1, 1],
    [278, 3, 1, 2],
    [279, 4, 1, strip.length],
    ...extra,
  ]
  const entries = unsorted.toSorted((a, b) => a[0] - b[0])
  const directoryBytes = 2 + 12 * entries.length + 4
  const file = Buffer.alloc(8 + directoryBytes)
  file.write('II*\0', 0, 'latin1')
  file.writeUInt32LE(8, 4)
  file.writeUInt16LE(entries.length, 8)
  entries.forEach(([tag, type, count, value], index) => {
    const at = 10 + 12 * index
    file.writeUInt16LE(tag, at)
    file.writeUInt16LE(type, at + 2)
    file.writeUInt32LE(count, at + 4)
    file.writeUInt32LE(tag === 273 ? file.length : value, at + 8)
  })
  return Buffer.concat([file, strip, tail])
}

export const jpegSegment = (marker: number, payload: Uint8Array): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(payload.length + 2, 2)
  return Buffer.concat([head, payload])
}

export const riffChunk = (type: string, data: Uint8Array): Buffer => {
  const head = Buffer.alloc(8)
  head.write(type, 0, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

/** The WebP with a chunk added before its end, the RIFF size kept right. */
export function withRiffChunk(webp: Buffer, chunk: Buffer): Buffer {
  const file = Buffer.concat([webp, chunk])
  file.writeUInt32LE(file.length - 8, 4)
  return file
}

export const insertAt = (file: Buffer, offset: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([file.subarray(0, offset), bytes, file.subarray(offset)])
