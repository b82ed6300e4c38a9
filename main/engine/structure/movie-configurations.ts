import { isExactAvcPicture, isExactAvcSequence } from './avc-parameters.js'
import { u16be, u8 } from './bytes.js'

/** The parameter sets of `avcC` (ISO/IEC 14496-15, 5.3.3.1) are all the box holds, one of each. */
export function isAvcConfiguration(bytes: Uint8Array, body: number, end: number): boolean {
  if (u8(bytes, body) !== 1 || (u8(bytes, body + 4) & 3) !== 3) return false
  let at = body + 5
  for (const { type, mask } of [
    { type: 7, mask: 0x1f },
    { type: 8, mask: 0xff },
  ]) {
    if ((u8(bytes, at++) & mask) !== 1 || (u8(bytes, at + 2) & 0x1f) !== type) return false
    const unit = bytes.subarray(at + 2, at + 2 + u16be(bytes, at))
    if (!(type === 7 ? isExactAvcSequence(unit) : isExactAvcPicture(unit))) return false
    at += 2 + unit.length
  }
  const isHigh = [100, 110, 122, 144].includes(u8(bytes, body + 1))
  // Chroma format and depths follow in the high profiles, and no extension sets.
  return isHigh ? at + 4 === end && u8(bytes, at + 3) === 0 : at === end
}

/** More than video, sequence and picture parameter sets of one layer take in what our encoder writes. */
const mostHevcBytes = [32, 64, 16]

/** The parameter sets of `hvcC` (ISO/IEC 14496-15, 8.3.3.1) are all the box holds: no supplemental information. */
export function isHevcConfiguration(bytes: Uint8Array, body: number, end: number): boolean {
  if (u8(bytes, body) !== 1) return false
  let at = body + 23
  for (let array = 0; array < u8(bytes, body + 22); array++) {
    const type = u8(bytes, at) & 0x3f
    const count = u16be(bytes, at + 1)
    if (type !== 32 + array || count !== 1 || ((u8(bytes, at + 5) >> 1) & 0x3f) !== type) return false
    const sizeBytes = u16be(bytes, at + 3)
    if (sizeBytes > (mostHevcBytes[array] ?? 0)) return false
    at += 5 + sizeBytes
  }
  return at === end
}

/** Tag and length of a descriptor (ISO/IEC 14496-1, 8.3.3) as the muxer writes them, in four bytes. */
const isDescriptor = (bytes: Uint8Array, at: number, tag: number, sizeBytes: number): boolean =>
  u8(bytes, at) === tag &&
  u16be(bytes, at + 1) === 0x8080 &&
  u8(bytes, at + 3) === 0x80 &&
  u8(bytes, at + 4) === sizeBytes

/** `esds` of AAC (ISO/IEC 14496-14, 5.6): the decoder's configuration, bit rates, and the constant that ends it. */
export function isAacConfiguration(bytes: Uint8Array, body: number, end: number): boolean {
  const configurationBytes = u8(bytes, body + 34)
  return (
    end - body === 41 + configurationBytes &&
    [2, 5].includes(configurationBytes) &&
    u16be(bytes, body) === 0 &&
    u16be(bytes, body + 2) === 0 &&
    isDescriptor(bytes, body + 4, 3, 32 + configurationBytes) &&
    u8(bytes, body + 11) === 0 &&
    isDescriptor(bytes, body + 12, 4, 18 + configurationBytes) &&
    u16be(bytes, body + 17) === 0x4015 &&
    isDescriptor(bytes, body + 30, 5, configurationBytes) &&
    isDescriptor(bytes, body + 35 + configurationBytes, 6, 1) &&
    u8(bytes, body + 40 + configurationBytes) === 2
  )
}
