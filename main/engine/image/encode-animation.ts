import sharp from 'sharp'
import type { Pixels } from '../../core/redaction/paint.js'
import { encodeStill, encoderSettings } from './encode-still.js'
import { blackenUnusedColors } from './gif-palette.js'
import type { Timing } from './picture-source.js'
import { pngSignature, readPngChunks, writePngChunk } from './png-chunks.js'

/** One frame after another, all of one size; `frame` is called once for each in order. */
export interface Animation {
  readonly count: number
  readonly timing: Timing
  frame(index: number): Promise<Pixels>
}

/** An animated GIF. libvips wants all frames below each other in one picture. */
export async function encodeGifAnimation(animation: Animation): Promise<Buffer> {
  const first = await animation.frame(0)
  const { width, height } = first
  const frameBytes = width * height * 4
  const strip = new Uint8Array(frameBytes * animation.count)
  for (let index = 0; index < animation.count; index++) {
    copyAsRgba(index === 0 ? first : await animation.frame(index), strip, index * frameBytes)
  }
  const raw = { width, height: height * animation.count, channels: 4 as const, pageHeight: height }
  const pipeline = sharp(strip, { raw, limitInputPixels: false })
  const timing = { delay: [...animation.timing.delaysMs], loop: animation.timing.loops }
  return blackenUnusedColors(await pipeline.gif({ ...encoderSettings.gif, ...timing }).toBuffer())
}

function copyAsRgba(pixels: Pixels, target: Uint8Array, offset: number): void {
  if (pixels.channels === 4) {
    target.set(pixels.data, offset)
    return
  }
  for (let from = 0, to = offset; from < pixels.data.length; from += 3, to += 4) {
    target[to] = pixels.data[from] ?? 0
    target[to + 1] = pixels.data[from + 1] ?? 0
    target[to + 2] = pixels.data[from + 2] ?? 0
    target[to + 3] = 255
  }
}

/** An animated PNG of whole RGBA frames, the first of which is also the default picture (PNG, third edition, 4.9). */
export async function encodeApng(animation: Animation): Promise<Buffer> {
  const pieces: Buffer[] = []
  let sequence = 0
  for (let index = 0; index < animation.count; index++) {
    const pixels = asRgba(await animation.frame(index))
    const { chunks } = readPngChunks(await encodeStill(pixels, 'png'))
    if (index === 0) {
      const header = chunks.find((chunk) => chunk.type === 'IHDR')
      pieces.push(pngSignature, writePngChunk('IHDR', header?.data ?? new Uint8Array()), animationControl(animation))
    }
    pieces.push(frameControl(sequence++, pixels, animation.timing.delaysMs[index] ?? 0))
    for (const chunk of chunks) {
      if (chunk.type !== 'IDAT') continue
      if (index === 0) pieces.push(writePngChunk('IDAT', chunk.data))
      else pieces.push(frameData(sequence++, chunk.data))
    }
  }
  pieces.push(writePngChunk('IEND', new Uint8Array()))
  return Buffer.concat(pieces)
}

function asRgba(pixels: Pixels): Pixels {
  if (pixels.channels === 4) return pixels
  const data = new Uint8Array(pixels.width * pixels.height * 4)
  copyAsRgba(pixels, data, 0)
  return { ...pixels, channels: 4, data }
}

function animationControl(animation: Animation): Buffer {
  const data = Buffer.alloc(8)
  data.writeUInt32BE(animation.count, 0)
  data.writeUInt32BE(animation.timing.loops, 4)
  return writePngChunk('acTL', data)
}

/** The whole canvas, replacing what was there. */
function frameControl(sequence: number, pixels: Pixels, delayMs: number): Buffer {
  const data = Buffer.alloc(26)
  data.writeUInt32BE(sequence, 0)
  data.writeUInt32BE(pixels.width, 4)
  data.writeUInt32BE(pixels.height, 8)
  data.writeUInt16BE(Math.min(65_535, delayMs), 20)
  data.writeUInt16BE(1000, 22)
  return writePngChunk('fcTL', data)
}

function frameData(sequence: number, data: Uint8Array): Buffer {
  const body = Buffer.alloc(4 + data.length)
  body.writeUInt32BE(sequence, 0)
  body.set(data, 4)
  return writePngChunk('fdAT', body)
}
