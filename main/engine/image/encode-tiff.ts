import { deflate } from 'node:zlib'
import { promisify } from 'node:util'
import type { Pixels } from '../../core/redaction/paint.js'

const deflateAsync = promisify(deflate)

/** Strips of about this size keep the memory of the compressor and of any reader small. */
const stripBytes = 1024 * 1024

interface Entry {
  readonly tag: number
  /** 3: 16 bit, 4: 32 bit. */
  readonly type: 3 | 4
  readonly values: readonly number[]
}

/**
 * A baseline TIFF 6.0 of RGB or RGBA pages, 8 bit, deflated with horizontal differencing (section 14). Written here
 * because libvips adds resolution and software fields and cannot write pages of different sizes.
 */
export async function encodeTiff(pageCount: number, page: (index: number) => Promise<Pixels>): Promise<Buffer> {
  const pieces: Buffer[] = [Buffer.from('II*\0\0\0\0\0', 'latin1')]
  let lengthBytes = 8
  const append = (piece: Buffer): number => {
    const start = lengthBytes
    pieces.push(piece)
    lengthBytes += piece.length
    if (lengthBytes % 2 === 1) {
      pieces.push(Buffer.alloc(1))
      lengthBytes += 1
    }
    return start
  }
  // Where the offset of the next directory is to be entered.
  let pointer = { piece: pieces[0] ?? Buffer.alloc(8), at: 4 }
  for (let index = 0; index < pageCount; index++) {
    const pixels = await page(index)
    const strips = await compressStrips(pixels)
    const offsets = strips.data.map((strip) => append(strip))
    const directory = directoryOf(pixels, strips, offsets, lengthBytes)
    pointer.piece.writeUInt32LE(lengthBytes, pointer.at)
    pointer = { piece: directory.bytes, at: directory.nextAt }
    append(directory.bytes)
  }
  return Buffer.concat(pieces)
}

interface Strips {
  readonly rows: number
  readonly data: readonly Buffer[]
}

async function compressStrips(pixels: Pixels): Promise<Strips> {
  const rowBytes = pixels.width * pixels.channels
  const rows = Math.max(1, Math.min(pixels.height, Math.floor(stripBytes / rowBytes)))
  const data: Buffer[] = []
  for (let top = 0; top < pixels.height; top += rows) {
    const bottom = Math.min(pixels.height, top + rows)
    const strip = Buffer.from(pixels.data.subarray(top * rowBytes, bottom * rowBytes))
    differences(strip, rowBytes, pixels.channels)
    data.push(await deflateAsync(strip, { level: 6 }))
  }
  return { rows, data }
}

/** Each sample becomes the difference to the one before it in the row, in place. */
function differences(strip: Buffer, rowBytes: number, channels: number): void {
  for (let row = 0; row < strip.length; row += rowBytes) {
    for (let at = row + rowBytes - 1; at >= row + channels; at--) {
      strip[at] = ((strip[at] ?? 0) - (strip[at - channels] ?? 0)) & 0xff
    }
  }
}

function directoryOf(
  pixels: Pixels,
  strips: Strips,
  offsets: readonly number[],
  startsAt: number,
): { bytes: Buffer; nextAt: number } {
  const entries: Entry[] = [
    { tag: 256, type: 4, values: [pixels.width] },
    { tag: 257, type: 4, values: [pixels.height] },
    { tag: 258, type: 3, values: Array.from({ length: pixels.channels }, () => 8) },
    { tag: 259, type: 3, values: [8] },
    { tag: 262, type: 3, values: [2] },
    { tag: 273, type: 4, values: offsets },
    { tag: 277, type: 3, values: [pixels.channels] },
    { tag: 278, type: 4, values: [strips.rows] },
    { tag: 279, type: 4, values: strips.data.map((strip) => strip.length) },
    { tag: 284, type: 3, values: [1] },
    { tag: 317, type: 3, values: [2] },
    ...(pixels.channels === 4 ? [{ tag: 338, type: 3 as const, values: [2] }] : []),
  ]
  const nextAt = 2 + entries.length * 12
  const head = Buffer.alloc(nextAt + 4)
  head.writeUInt16LE(entries.length, 0)
  const outside: Buffer[] = []
  let outsideAt = startsAt + head.length
  entries.forEach(({ tag, type, values }, index) => {
    const at = 2 + index * 12
    head.writeUInt16LE(tag, at)
    head.writeUInt16LE(type, at + 2)
    head.writeUInt32LE(values.length, at + 4)
    const packed = pack(type, values)
    if (packed.length <= 4) packed.copy(head, at + 8)
    else {
      head.writeUInt32LE(outsideAt, at + 8)
      outside.push(packed)
      outsideAt += packed.length
    }
  })
  // One buffer, so that the offset of the next directory can be entered later.
  return { bytes: Buffer.concat([head, ...outside]), nextAt }
}

function pack(type: 3 | 4, values: readonly number[]): Buffer {
  const packed = Buffer.alloc(values.length * (type === 3 ? 2 : 4))
  values.forEach((value, index) => {
    if (type === 3) packed.writeUInt16LE(value, index * 2)
    else packed.writeUInt32LE(value, index * 4)
  })
  return packed
}
