import { AVCOL_RANGE_JPEG, AVCOL_SPC_RGB, AV_PIX_FMT_GBRP16LE } from 'node-av/constants'
import type { AVColorPrimaries, AVColorTransferCharacteristic } from 'node-av/constants'
import { Frame } from 'node-av/lib'
import type { Pixels } from '../../core/redaction/paint.js'
import { silenceLibraries } from '../video/node-av/av.js'
import { ToneMapper } from '../video/node-av/tone-map.js'
import type { CodePoints } from './color-profile.js'
import { brightPrimaries } from './color-profile.js'
import type { DeepPixels } from './deep-pixels.js'

/** Rows that are converted at a time: in floating point a picture takes six times its memory. */
const stripeRows = 128

/** Where red, green and blue lie among the planes of green, blue and red. */
const planeOf = [2, 0, 1] as const

/**
 * A picture in PQ or HLG as it looks on an ordinary screen, by the arithmetic that videos get (`ToneMapper`): darker tones keep their
 * brightness and colour, as far as sRGB has it, brighter ones are bent. Transparency stays.
 */
export async function toneMapped(pixels: DeepPixels, colors: CodePoints): Promise<Pixels> {
  silenceLibraries()
  const { width, height, channels } = pixels
  const data = new Uint8Array(width * height * channels)
  let mapper: ToneMapper | undefined
  try {
    for (let top = 0; top < height; top += stripeRows) {
      const rows = Math.min(stripeRows, height - top)
      const frame = Frame.fromVideoBuffer(planesOf(pixels, top, rows), {
        width,
        height: stripeRows,
        format: AV_PIX_FMT_GBRP16LE,
      })
      try {
        frame.colorSpace = AVCOL_SPC_RGB
        frame.colorRange = AVCOL_RANGE_JPEG
        frame.colorPrimaries = brightPrimaries(colors) as AVColorPrimaries
        frame.colorTrc = colors.transfer as AVColorTransferCharacteristic
        mapper ??= await ToneMapper.open(frame, 1, 'picture')
        interleave(
          await mapper.convert(frame),
          stripeRows * width,
          data.subarray(top * width * channels),
          rows * width,
          channels,
        )
      } finally {
        frame.free()
      }
    }
  } finally {
    mapper?.free()
  }
  if (channels === 4) for (let at = 3; at < data.length; at += 4) data[at] = (pixels.data[at] ?? 0) >> 8
  return { width, height, channels, data }
}

/** Some rows as planes of green, blue and red; below the picture's last row they are black. */
function planesOf({ width, channels, data }: DeepPixels, top: number, rows: number): Buffer {
  const planePixels = width * stripeRows
  const planes = new Uint16Array(planePixels * 3)
  for (let color = 0; color < 3; color++) {
    const plane = (planeOf[color] ?? 0) * planePixels
    for (let pixel = 0, from = top * width * channels + color; pixel < rows * width; pixel++, from += channels)
      planes[plane + pixel] = data[from] ?? 0
  }
  return Buffer.from(planes.buffer)
}

/** Planes of green, blue and red as pixels. */
export function interleave(
  planes: Uint8Array,
  planePixels: number,
  target: Uint8Array,
  pixels: number,
  channels: 3 | 4,
): void {
  for (let color = 0; color < 3; color++) {
    const plane = (planeOf[color] ?? 0) * planePixels
    for (let pixel = 0, to = color; pixel < pixels; pixel++, to += channels) target[to] = planes[plane + pixel] ?? 0
  }
}
