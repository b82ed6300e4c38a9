/** Longest name that is kept, in bytes of UTF-8: file systems take 255, an extension and a number still follow. */
const maxNameBytes = 200

/** Names that Windows gives to devices, whatever follows their first dot. */
const deviceName = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/** What some system forbids in a name, and characters that are invisible or change the direction of the text. */
const forbidden = /[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]/gu

/** The name as every operating system takes it: one part of a path, never hidden, never an option, never empty. */
export function portableName(name: string): string {
  const readable = name.normalize('NFC').replace(forbidden, '_').replace(/\s+/gu, ' ')
  const trimmed = cutToBytes(readable.replace(/^[\s.-]+/u, ''), maxNameBytes).replace(/[\s.]+$/u, '')
  if (trimmed === '') return 'photo'
  return deviceName.test(trimmed) ? `_${trimmed}` : trimmed
}

/**
 * Whether Windows' own programs can name it. Node makes folders of every name there, and nothing else could open or remove one that is
 * called `NUL`, or that ends with a dot or space.
 */
export const isWindowsName = (name: string): boolean =>
  name !== '' && !/[\p{Cc}<>:"/\\|?*]|[. ]$/u.test(name) && !deviceName.test(name)

function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0
  let cut = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes > maxBytes) break
    cut += character
  }
  return cut
}
