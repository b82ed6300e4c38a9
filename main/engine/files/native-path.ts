const escapedByte = /[\uDC80-\uDCFF]/
const surrogatePair = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g

/** What `node:fs` opens for a path in the notation of [Note: Names that are not UTF-8] (core/naming/path-bytes). */
export function nativePath(path: string): string | Buffer {
  if (process.platform !== 'linux' || !escapedByte.test(path.replace(surrogatePair, ''))) return path
  const parts: Buffer[] = []
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'))
  }
  return Buffer.concat(parts)
}
