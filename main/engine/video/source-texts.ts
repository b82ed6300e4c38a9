import type { Finding } from '../../core/verdict/finding.js'
import type { MetadataString } from '../metadata/collect-metadata-strings.js'
import { findRemains } from '../metadata/find-remains.js'
import type { ByteSource } from '../structure/byte-source.js'

/** A text that a container holds beside its pictures and sound. */
export interface SourceText {
  /** The container's own name of the field: `location`, `com.apple.quicktime.make`. */
  readonly field: string
  readonly value: string
}

/** Texts that any file may hold, so that finding them again means nothing. */
const common =
  /^(?:isom|mp4[12]|qt {2}|(?:isom|iso\d|avc1|mp4[12]|hvc1|qt {2})+|und|VideoHandler|SoundHandler|\[0\]\[0\]\[0\]\[0\]|Lavf[\d.]*|\d{1,6}|0+[:.0]*|\d+:\d\d:\d\d(?:\.\d+)?)$/

/** Those texts of a source that tell something. */
export const tellingTexts = (texts: readonly SourceText[]): readonly SourceText[] =>
  texts.filter(({ value }) => value.length > 0 && !common.test(value))

const minBytes = 6
const maxBytes = 64
const pieceBytes = 1 << 20

/** The texts as bytes to look for. */
export function needlesOf(texts: readonly SourceText[]): readonly MetadataString[] {
  return texts.flatMap(({ field, value }) => {
    const bytes = Buffer.from(value, 'utf8')
    return bytes.length < minBytes ? [] : [{ field, needle: bytes.subarray(0, maxBytes) }]
  })
}

/** Looks for the needles in a whole file, piece by piece. */
export async function searchFile(source: ByteSource, needles: readonly MetadataString[]): Promise<readonly Finding[]> {
  if (needles.length === 0) return []
  const found = new Map<string, Finding>()
  for (let offset = 0; offset < source.sizeBytes; offset += pieceBytes - maxBytes) {
    const piece = await source.read(offset, Math.min(pieceBytes, source.sizeBytes - offset))
    for (const finding of findRemains(piece, needles))
      if (finding.code === 'metadata-remains') found.set(finding.field, finding)
  }
  return [...found.values()]
}
