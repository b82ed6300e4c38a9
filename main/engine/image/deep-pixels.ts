import { corrupt } from './media-failure.js'
import { asDecodeFailure, openWithSharp, readSharpMetadata } from './sharp-decode.js'

/** Pixels of 16 bits a channel, from 0 to 65535, for colours that eight bits do not tell apart. */
export interface DeepPixels {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  readonly data: Uint16Array
}

const mostLevel = 65_535

/** Samples of fewer bits, stretched so that the largest stays the largest. */
export function stretched(samples: Uint16Array, bits: number): Uint16Array {
  const scale = mostLevel / (2 ** bits - 1)
  return samples.map((sample) => Math.round(sample * scale))
}

/** Decodes as stored, in the colours that the file declares. */
export async function decodeDeepWithSharp(bytes: Uint8Array): Promise<DeepPixels> {
  const { depth } = await readSharpMetadata(bytes)
  const { data, info } = await openWithSharp(bytes, { ignoreProfile: true })
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw asDecodeFailure(error)
    })
  const { width, height, channels } = info
  if (channels !== 3 && channels !== 4) throw corrupt()
  const samples = new Uint16Array(data.buffer, data.byteOffset, width * height * channels)
  // Of eight bits libvips makes sixteen by appending zeros.
  return { width, height, channels, data: depth === 'ushort' ? samples : samples.map((sample) => (sample >> 8) * 257) }
}
