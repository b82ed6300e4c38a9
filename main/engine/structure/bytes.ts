/** Readers of numbers at an offset. The caller has seen to it that the bytes exist; beyond the end they read zeros. */

export const u8 = (bytes: Uint8Array, offset: number): number => bytes[offset] ?? 0

export const u16be = (bytes: Uint8Array, offset: number): number => (u8(bytes, offset) << 8) | u8(bytes, offset + 1)

export const u16le = (bytes: Uint8Array, offset: number): number => u8(bytes, offset) | (u8(bytes, offset + 1) << 8)

export const u24le = (bytes: Uint8Array, offset: number): number => u16le(bytes, offset) | (u8(bytes, offset + 2) << 16)

export const u32be = (bytes: Uint8Array, offset: number): number =>
  u16be(bytes, offset) * 0x10000 + u16be(bytes, offset + 2)

export const u32le = (bytes: Uint8Array, offset: number): number =>
  u16le(bytes, offset) + u16le(bytes, offset + 2) * 0x10000

/** `length` bytes as Latin-1 text: four-character codes, magic strings. */
export function ascii(bytes: Uint8Array, offset: number, length: number): string {
  let text = ''
  const end = Math.min(bytes.length, offset + length)
  for (let index = Math.max(0, offset); index < end; index++) text += String.fromCharCode(u8(bytes, index))
  return text
}

export function allZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (bytes[index] !== 0) return false
  return true
}

/** A view on part of the bytes, without copying. */
export const slice = (bytes: Uint8Array, start: number, end: number): Uint8Array => bytes.subarray(start, end)
