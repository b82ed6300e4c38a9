import type { OutputFormat } from '../../core/media/formats.js'
import type { Finding } from '../../core/verdict/finding.js'
import { walkAvif } from './avif.js'
import { ascii } from './bytes.js'
import { scanForEmbedded } from './embedded.js'
import type { FindingList } from './finding-list.js'
import { createFindingList } from './finding-list.js'
import { walkGif } from './gif.js'
import { walkJpeg } from './jpeg.js'
import { walkPng } from './png.js'
import { walkTiff } from './tiff.js'
import { walkWebp } from './webp.js'

const walkers: Readonly<Record<OutputFormat, (bytes: Uint8Array, findings: FindingList) => void>> = {
  jpeg: walkJpeg,
  png: walkPng,
  webp: walkWebp,
  gif: walkGif,
  tiff: walkTiff,
  avif: walkAvif,
}

/**
 * Walks a finished file byte by byte against the allow list of its format (docs/formats.md). No findings means: every
 * byte belongs to the visible picture or to the structure that holds it. Never throws, whatever the bytes are.
 */
export function walkStructure(bytes: Uint8Array): { format: OutputFormat | undefined; findings: readonly Finding[] } {
  const format = sniffFormat(bytes)
  if (!format) return { format, findings: [{ code: 'unknown-format' }] }
  const list = createFindingList()
  try {
    walkers[format](bytes, list)
    scanForEmbedded(bytes, format, list)
  } catch {
    // A walker that cannot go on has not proved anything: the file stays back.
    list.malformedPart(format, 0)
  }
  return { format, findings: list.findings }
}

/** The format that the first bytes announce. */
export function sniffFormat(bytes: Uint8Array): OutputFormat | undefined {
  const head = ascii(bytes, 0, 16)
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp'
  if (head.startsWith('GIF8')) return 'gif'
  if (/^(?:II[*+]\0|MM\0[*+])/.test(head)) return 'tiff'
  if (head.slice(4, 8) === 'ftyp' && /^(?:avif|avis)$/.test(head.slice(8, 12))) return 'avif'
  return undefined
}
