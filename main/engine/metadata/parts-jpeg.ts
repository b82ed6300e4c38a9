import { ascii, u16be, u32be, u8 } from '../structure/bytes.js'
import { readBoxes } from '../structure/iso-boxes.js'
import { isPlainAdobe, isPlainJfif } from '../structure/jpeg-tables.js'
import type { MetadataPart } from './part.js'
import { maxParts, sizeText, sizeValue } from './part.js'
import { photoshopResource } from './photoshop-resources.js'
import { describeVideo, findVideo } from './video.js'

/** Everything in a JPEG beside the picture: application segments, comments, what stands between and after. */
export function readJpegParts(bytes: Uint8Array): MetadataPart[] {
  const parts: MetadataPart[] = []
  let offset = 2
  while (offset + 2 <= bytes.length && parts.length < maxParts) {
    const next = nextMarker(bytes, offset)
    if (next > offset) parts.push(hiddenBytes('bytes between segments', bytes.subarray(offset, next)))
    offset = next
    const marker = u8(bytes, offset + 1)
    if (marker === 0xd9) {
      return [...joinSegments(parts), ...readTrailer(bytes.subarray(offset + 2))]
    }
    if (marker === 0xd8 || marker === 1 || (marker >= 0xd0 && marker <= 0xd7)) {
      offset += 2
      continue
    }
    const end = offset + 2 + Math.max(2, u16be(bytes, offset + 2))
    const payload = bytes.subarray(offset + 4, end)
    if (marker >= 0xe0 && marker <= 0xef) parts.push(...readApplication(marker - 0xe0, payload))
    else if (marker === 0xfe) parts.push({ field: 'COM', kind: 'text', content: 'text', data: payload })
    offset = marker === 0xda ? nextMarker(bytes, end) : end
  }
  return joinSegments(parts)
}

const hiddenBytes = (field: string, data: Uint8Array): MetadataPart => ({
  field,
  kind: 'hidden-data',
  content: 'bytes',
  data,
  value: sizeValue(data),
})

/** The next marker that is not part of entropy-coded data. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let offset = bytes.indexOf(0xff, from); offset >= 0; offset = bytes.indexOf(0xff, offset + 1)) {
    const marker = u8(bytes, offset + 1)
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return offset
  }
  return bytes.length
}

const extendedXmp = 'http://ns.adobe.com/xmp/extension/\0'

function readApplication(number: number, payload: Uint8Array): MetadataPart[] {
  const head = ascii(payload, 0, 40)
  const after = (size: number) => payload.subarray(size)
  const named = (kind: MetadataPart['kind'], name: string, data = payload): MetadataPart => ({
    field: `APP${number} ${name}`.trim(),
    kind,
    content: 'bytes',
    data,
    value: sizeValue(data),
  })
  if (number === 0 && isPlainJfif(payload)) return []
  if (number === 14 && isPlainAdobe(payload)) return []
  // Its version and flags tell the encoder and nothing more.
  if (number === 14 && payload.length === 12 && head.startsWith('Adobe')) return [named('software', 'Adobe')]
  if (head.startsWith('Exif\0')) return [{ field: 'APP1 Exif', kind: 'other', content: 'exif', data: after(6) }]
  if (head.startsWith('http://ns.adobe.com/xap/1.0/\0'))
    return [{ field: 'APP1 XMP', kind: 'other', content: 'xmp', data: after(29) }]
  if (head.startsWith(extendedXmp))
    return [{ field: 'APP1 extended XMP', kind: 'other', content: 'xmp', data: after(75) }]
  if (head.startsWith('ICC_PROFILE\0')) return [{ field: 'APP2 ICC', kind: 'color', content: 'icc', data: after(14) }]
  if (head.startsWith('MPF\0')) return [named('hidden-picture', 'MPF', after(4))]
  if (head.startsWith('Photoshop 3.0\0')) return readPhotoshop(after(14))
  if (head.startsWith('JFXX\0')) return [named('thumbnail', 'JFXX')]
  if (head.startsWith('JFIF\0'))
    return [named(u8(payload, 12) > 0 || payload.length > 14 ? 'thumbnail' : 'other', 'JFIF')]
  if (number === 11) return [named('history', 'C2PA')]
  return [named('hidden-data', /^[\w .:/-]{2,30}/.exec(head)?.[0] ?? '')]
}

/** Photoshop's image resources: IPTC, thumbnails, and anything else by number. */
export function readPhotoshop(data: Uint8Array): MetadataPart[] {
  const parts: MetadataPart[] = []
  let at = 0
  while (at + 12 <= data.length && ascii(data, at, 4) === '8BIM' && parts.length < 500) {
    const id = u16be(data, at + 4)
    const nameBytes = 1 + u8(data, at + 6)
    const body = at + 6 + nameBytes + (nameBytes & 1) + 4
    const sizeBytes = u32be(data, body - 4)
    const resource = data.subarray(body, body + sizeBytes)
    if (id === 0x404) parts.push({ field: 'IPTC', kind: 'other', content: 'iptc', data: resource })
    else if (id === 0x409 || id === 0x40c)
      parts.push({
        field: 'Photoshop thumbnail',
        kind: 'thumbnail',
        content: 'bytes',
        data: resource,
        value: sizeValue(resource),
      })
    else {
      const whole = data.subarray(at + 6, body + sizeBytes)
      parts.push({
        ...photoshopResource(id),
        content: 'bytes',
        data: whole,
        value: sizeValue(resource),
      })
    }
    at = body + sizeBytes + (sizeBytes & 1)
  }
  if (parts.length === 0) parts.push(hiddenBytes('APP13 Photoshop', data))
  return parts
}

/** What stands after the end of a picture: videos of motion photos, second pictures, anything. */
export function readTrailer(data: Uint8Array): MetadataPart[] {
  if (data.length === 0) return []
  const video = findVideo(data)
  const picture = Buffer.from(data.buffer, data.byteOffset, data.length).indexOf(Buffer.from([0xff, 0xd8, 0xff]))
  const untold = untoldBytes(data, picture, video)
  const parts: MetadataPart[] = [
    { ...hiddenBytes('trailing data', data), value: sizeText(untold), toldElsewhere: untold === 0 },
  ]
  if (picture >= 0 && (video < 0 || picture < video)) {
    const second = data.subarray(picture)
    const head = Buffer.from(second.buffer, second.byteOffset, Math.min(second.length, 65_536)).toString('latin1')
    parts.push({
      field: /hdrgm:|HDRGainMap/.test(head) ? 'gain map' : 'second picture',
      kind: 'hidden-picture',
      content: 'bytes',
      data: second,
      value: sizeValue(second),
    })
    parts.push(...readJpegParts(second.subarray(0, video > picture ? video - picture : second.length)))
  }
  if (video >= 0) {
    const film = data.subarray(video)
    parts.push({
      field: 'embedded video',
      kind: 'hidden-video',
      content: 'bytes',
      data: film,
      value: describeVideo(film),
    })
  }
  return parts
}

/** How much of a trailer is neither the video nor the second picture in it, which are told of by themselves. */
function untoldBytes(data: Uint8Array, picture: number, video: number): number {
  if (picture < 0 && video < 0) return data.length
  const before = Math.min(...[picture, video].filter((at) => at >= 0))
  const after = video < 0 ? 0 : data.length - readBoxes(data, video, data.length).stopped
  return before + after
}

/** ICC profiles and extended XMP come in several segments; only their sum can be read. */
function joinSegments(parts: readonly MetadataPart[]): MetadataPart[] {
  const joined: MetadataPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    const continues = last?.field === part.field && (part.content === 'icc' || part.field === 'APP1 extended XMP')
    if (continues) joined[joined.length - 1] = { ...part, data: Buffer.concat([last.data, part.data]) }
    else joined.push(part)
  }
  return joined
}
