import { brotliDecompressSync, inflateSync } from 'node:zlib'
import { maxInflatedBytes } from './part.js'

/** What a zlib stream holds, or undefined where it is damaged or larger than the cap: a bomb is never inflated. */
export function inflateCapped(data: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(data, { maxOutputLength: maxInflatedBytes })
  } catch {
    return undefined
  }
}

/** The same of a Brotli stream. */
export function decompressCapped(data: Uint8Array): Uint8Array | undefined {
  try {
    return brotliDecompressSync(data, { maxOutputLength: maxInflatedBytes })
  } catch {
    return undefined
  }
}
