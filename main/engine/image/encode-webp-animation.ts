import { corrupt } from './media-failure.js'
import type { Animation } from './encode-animation.js'
import { encodeStill } from './encode-still.js'

/** WebP container (RFC 9649, 2.7): flags of VP8X and ANMF. */
const hasAnimation = 0x02
const hasAlpha = 0x10
const replaceCanvas = 0x02
const maxDurationMs = 0xff_ff_ff

/**
 * An animated WebP of whole frames, each written like a still picture. libwebp's own encoder of animations merges frames
 * that look alike, so that their number would tell of the content and not be what was read.
 */
export async function encodeWebpAnimation(animation: Animation): Promise<Buffer> {
  const frames: Buffer[] = []
  let size = { width: 0, height: 0 }
  let alpha = false
  for (let index = 0; index < animation.count; index++) {
    const pixels = await animation.frame(index)
    size = { width: pixels.width, height: pixels.height }
    alpha ||= pixels.channels === 4
    const picture = pictureChunks(await encodeStill(pixels, 'webp'))
    const head = Buffer.alloc(16)
    head.writeUIntLE(size.width - 1, 6, 3)
    head.writeUIntLE(size.height - 1, 9, 3)
    head.writeUIntLE(Math.min(maxDurationMs, animation.timing.delaysMs[index] ?? 0), 12, 3)
    head.writeUInt8(replaceCanvas, 15)
    frames.push(chunk('ANMF', Buffer.concat([head, ...picture])))
  }
  const canvas = Buffer.alloc(10)
  canvas.writeUInt8(hasAnimation | (alpha ? hasAlpha : 0), 0)
  canvas.writeUIntLE(size.width - 1, 4, 3)
  canvas.writeUIntLE(size.height - 1, 7, 3)
  const control = Buffer.alloc(6)
  control.writeUInt16LE(Math.min(65_535, animation.timing.loops), 4)
  const body = Buffer.concat([Buffer.from('WEBP'), chunk('VP8X', canvas), chunk('ANIM', control), ...frames])
  return chunk('RIFF', body)
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

/** The chunks of a still WebP that hold the picture itself. */
function pictureChunks(file: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 12; at + 8 <= file.length;) {
    const type = file.toString('latin1', at, at + 4)
    const end = at + 8 + file.readUInt32LE(at + 4)
    if (['VP8 ', 'VP8L', 'ALPH'].includes(type)) found.push(chunk(type, file.subarray(at + 8, end)))
    at = end + (end % 2)
  }
  if (found.length === 0) throw corrupt()
  return found
}
