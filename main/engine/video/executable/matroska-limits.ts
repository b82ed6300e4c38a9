import type { ByteSource } from '../../structure/byte-source.js'
import { u8 } from '../../structure/bytes.js'
import { corrupt } from '../../image/media-failure.js'
import { beyondProgram } from './beyond.js'

const segment = 0x18538067
const cluster = 0x1f43b675
const tracks = 0x1654ae6b
const trackEntry = 0xae
const trackType = 0x83
const video = 0xe0

/** Elements of a track of pictures that change nothing of what is shown (RFC 9559, section 5.1.4). */
const harmlessInTrack = new Set([
  0xd7, 0x73c5, 0x83, 0xb9, 0x88, 0x55aa, 0x55ae, 0x9c, 0x6de7, 0x6df8, 0x23e383, 0x55ee, 0x536e, 0x22b59c, 0x22b59d,
  0x86, 0x63a2, 0x258688, 0xe0, 0xaa, 0x6d80, 0xec, 0xbf,
])
/**
 * Of its picture: sizes, shape, interlacing, colours. Neither cropping (0x54AA …) nor turning (0x7670), nor transparency
 * (0x53C0) and stereo (0x53B8) unless they are off: old versions of FFmpeg pass over some of them in silence.
 */
const harmlessInVideo = new Set([
  0xb0, 0xba, 0x54b0, 0x54ba, 0x54b2, 0x54b3, 0x9a, 0x9d, 0x55b0, 0x2eb524, 0x2383e3, 0xec, 0xbf,
])
const harmlessIfZero = new Set([0x53c0, 0x53b8])

const maxTracksBytes = 16_000_000

/** Refuses a track of pictures whose container says more of it than old versions of FFmpeg understand. */
export async function checkMatroska(source: ByteSource): Promise<void> {
  const bytes = await findTracks(source)
  let pictures = 0
  for (const entry of children(bytes, { id: tracks, body: 0, end: bytes.length })) {
    if (entry.id !== trackEntry) continue
    const parts = [...children(bytes, entry)]
    const type = parts.find(({ id }) => id === trackType)
    if (!type || u8(bytes, type.end - 1) !== 1) continue
    pictures++
    for (const part of parts) {
      if (!harmlessInTrack.has(part.id)) throw unusual(part)
      if (part.id === video) for (const detail of children(bytes, part)) checkDetail(bytes, detail)
    }
  }
  if (pictures !== 1) throw beyondProgram('a file that has not exactly one track of pictures')
}

const unusual = ({ id }: Element): Error => beyondProgram(`a track described by element ${id.toString(16)}`)

function checkDetail(bytes: Uint8Array, detail: Element): void {
  const isOff = harmlessIfZero.has(detail.id) && bytes.subarray(detail.body, detail.end).every((byte) => byte === 0)
  if (!isOff && !harmlessInVideo.has(detail.id)) throw unusual(detail)
}

interface Element {
  readonly id: number
  readonly body: number
  /** Infinite where a recorder left it open. */
  readonly end: number
}

/** The description of all tracks, which stands before the pictures. */
async function findTracks(source: ByteSource): Promise<Uint8Array> {
  for (let offset = 0; offset < source.sizeBytes;) {
    const element = readHead(await source.read(offset, 12), 0)
    if (!element || element.id === cluster) break
    const { id, body, end } = element
    if (id === tracks) {
      if (end - body > maxTracksBytes || offset + end > source.sizeBytes) throw corrupt()
      return Uint8Array.from(await source.read(offset + body, end - body))
    }
    offset += id === segment ? body : end
  }
  throw beyondProgram('a file whose tracks are not described before its pictures')
}

function* children(bytes: Uint8Array, parent: Element): Generator<Element, void, undefined> {
  for (let offset = parent.body; offset < parent.end;) {
    const element = readHead(bytes, offset)
    if (!element || element.end > parent.end) throw corrupt()
    yield element
    offset = element.end
  }
}

/** An element's number and length (RFC 8794, sections 4 and 5). */
function readHead(bytes: Uint8Array, start: number): Element | undefined {
  const idLength = Math.clz32(u8(bytes, start)) - 23
  if (idLength < 1 || idLength > 4) return undefined
  let id = 0
  for (let index = 0; index < idLength; index++) id = id * 256 + u8(bytes, start + index)
  const at = start + idLength
  const lengthBytes = Math.clz32(u8(bytes, at)) - 23
  if (lengthBytes < 1 || lengthBytes > 8) return undefined
  let length = u8(bytes, at) & (0xff >> lengthBytes)
  let isOpen = length === 0xff >> lengthBytes
  for (let index = 1; index < lengthBytes; index++) {
    isOpen &&= u8(bytes, at + index) === 0xff
    length = length * 256 + u8(bytes, at + index)
  }
  const body = at + lengthBytes
  return { id, body, end: isOpen ? Number.POSITIVE_INFINITY : body + length }
}
