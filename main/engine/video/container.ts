import type { VideoContainer } from '../../core/video/types.js'
import { ascii, u8 } from '../structure/bytes.js'

/** How many bytes of the start `recognizeContainer` looks at. */
export const recognizeBytes = 1024

/** FFmpeg's name of the demuxer for a container. It is always named, so that nothing else is ever tried on a file. */
export const demuxerOf: Readonly<Record<VideoContainer, string>> = {
  mp4: 'mov',
  mov: 'mov',
  '3gp': 'mov',
  matroska: 'matroska',
  webm: 'matroska',
  avi: 'avi',
  mpegts: 'mpegts',
}

const videoBrand =
  /^(?:isom|iso\d|avc1|hvc1|mp4[12vx]|M4V[HP ]|mmp4|MSNV|dash|msd[hx]|cmf[c2]|dby1|f4v |ndx[csp]|NDX[CSP]|XAVC|caqv|CAEP|niko|piff|3g[2-9egprst].|kdd.|qt {2})/

/** Names a video's container by its first bytes alone; the file name is never asked. */
export function recognizeContainer(bytes: Uint8Array): VideoContainer | undefined {
  if (ascii(bytes, 0, 4) === '\x1aE\xdf\xa3') return recognizeMatroska(bytes)
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'AVI ') return 'avi'
  const box = ascii(bytes, 4, 4)
  if (box === 'ftyp') return recognizeBrand(ascii(bytes, 8, 4))
  if (['moov', 'mdat', 'wide', 'skip', 'free', 'pnot'].includes(box)) return 'mov'
  if (isTransportStream(bytes, 0, 188) || isTransportStream(bytes, 4, 192)) return 'mpegts'
  return undefined
}

/** HEIF and AVIF pictures and audio-only files share the box structure; their brands are not on the list. */
function recognizeBrand(brand: string): VideoContainer | undefined {
  if (!videoBrand.test(brand)) return undefined
  if (brand === 'qt  ') return 'mov'
  return brand.startsWith('3g') || brand.startsWith('kdd') ? '3gp' : 'mp4'
}

/** The document type stands in the EBML header, within the first bytes (RFC 8794, section 11.2.6). */
function recognizeMatroska(bytes: Uint8Array): VideoContainer | undefined {
  const header = ascii(bytes, 0, 128)
  if (header.includes('webm')) return 'webm'
  return header.includes('matroska') ? 'matroska' : undefined
}

/** Several packets in a row begin with the sync byte (ISO/IEC 13818-1, 2.4.3.2; Blu-ray puts four bytes before each). */
function isTransportStream(bytes: Uint8Array, first: number, packetBytes: number): boolean {
  const count = Math.min(5, Math.floor((bytes.length - first) / packetBytes))
  if (count < 3) return false
  for (let index = 0; index < count; index++) if (u8(bytes, first + index * packetBytes) !== 0x47) return false
  return true
}
