/**
 * [Note: Names that are not UTF-8]
 *
 * A file name on Linux is any sequence of bytes. Node's strings turn a byte that is not UTF-8 into U+FFFD, and the file
 * can no longer be opened. Paths are therefore strings in which such a byte 0x80–0xFF stands as the lone surrogate
 * U+DC80–U+DCFF, the convention of Python's PEP 383: it is lossless, survives JSON and IPC, and never occurs in a valid
 * name. `nativePath` of engine/files turns it back into bytes; every call to `node:fs` with a path from outside goes
 * through it. Windows and macOS have no such names.
 */
export function pathFromBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    text += length > 0 ? decodeSequence(bytes, at, length) : String.fromCharCode(0xdc00 + byteAt(bytes, at))
    at += Math.max(1, length)
  }
  return text
}

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0

/** Length in bytes of the well-formed UTF-8 sequence at `at`, 0 where there is none (RFC 3629, section 4). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = byteAt(bytes, at)
  if (lead < 0x80) return 1
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  for (let next = 1; next < length; next++) {
    const byte = byteAt(bytes, at + next)
    if (byte < (next === 1 ? least : 0x80) || byte > (next === 1 ? most : 0xbf)) return 0
  }
  return length
}

function decodeSequence(bytes: Uint8Array, at: number, length: number): string {
  const lead = byteAt(bytes, at)
  let code = length === 1 ? lead : lead & (0xff >> (length + 1))
  for (let next = 1; next < length; next++) code = (code << 6) | (byteAt(bytes, at + next) & 0x3f)
  return String.fromCodePoint(code)
}
