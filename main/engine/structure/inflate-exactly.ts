import { inflateSync } from 'node:zlib'

/** No picture that may be released is larger than this once inflated: 150 megapixels with four 16-bit channels. */
const maxInflatedBytes = 1_300_000_000

/**
 * Inflates a zlib stream (RFC 1950) that must hold exactly `expectedBytes` and fill its input to the last byte.
 * Undefined where it does not. A bomb is stopped one byte after the expected length.
 */
export function inflateExactly(stream: Uint8Array, expectedBytes: number): Uint8Array | undefined {
  // Deflate cannot shrink by more than 1032 : 1, so that a length no stream of this size can hold costs no memory.
  if (expectedBytes > maxInflatedBytes || expectedBytes > stream.length * 1032 + 1032) return undefined
  try {
    const result = inflateSync(stream, { info: true, maxOutputLength: expectedBytes + 1 }) as unknown as {
      buffer: Uint8Array
      engine: { bytesWritten: number }
    }
    const exact = result.buffer.length === expectedBytes && result.engine.bytesWritten === stream.length
    return exact ? result.buffer : undefined
  } catch {
    return undefined
  }
}
