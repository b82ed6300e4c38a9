import { allZero, ascii, u16be, u8 } from './bytes.js'
import type { ByteSource } from './byte-source.js'
import type { FindingList } from './finding-list.js'

/** An element of Matroska: which elements it may stand in, and what it may hold. */
interface ElementRule {
  readonly name: string
  readonly parent: number
  /** Absent for an element that holds elements. */
  readonly isLegal?: (bytes: Uint8Array) => boolean
}

const number = (bytes: Uint8Array): boolean => bytes.length <= 8
const oneOf =
  (...values: readonly string[]) =>
  (bytes: Uint8Array): boolean =>
    values.includes(ascii(bytes, 0, bytes.length))
const at =
  (value: number, most: number) =>
  (bytes: Uint8Array): boolean => {
    const read = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    return bytes.length <= 8 && read >= value && read <= most
  }

const root = 0
const segment = 0x18538067
const seekHead = 0x114d9b74
const info = 0x1549a966
const tracks = 0x1654ae6b
const trackEntry = 0xae
const video = 0xe0
const audio = 0xe1
const color = 0x55b0
const projection = 0x7670
const cluster = 0x1f43b675
const blockGroup = 0xa0
const cues = 0x1c53bb6b
const cuePoint = 0xbb
const cuePositions = 0xb7
const header = 0x1a45dfa3
const seek = 0x4dbb

/**
 * The muxer's name without a version is the only text, and stands in the two places where the format demands one. Empty
 * names would set our files apart from all others.
 */
const muxerName = oneOf('Lavf')
const master = (name: string, parent: number): ElementRule => ({ name, parent })
const leaf = (name: string, parent: number, isLegal: (bytes: Uint8Array) => boolean): ElementRule => ({
  name,
  parent,
  isLegal,
})

/** RFC 9559, reduced to what a finished WebM needs. */
const rules: ReadonlyMap<number, ElementRule> = new Map([
  [header, master('EBML', root)],
  [0x4286, leaf('EBMLVersion', header, number)],
  [0x42f7, leaf('EBMLReadVersion', header, number)],
  [0x42f2, leaf('EBMLMaxIDLength', header, number)],
  [0x42f3, leaf('EBMLMaxSizeLength', header, number)],
  [0x4282, leaf('DocType', header, oneOf('webm'))],
  [0x4287, leaf('DocTypeVersion', header, number)],
  [0x4285, leaf('DocTypeReadVersion', header, number)],
  [segment, master('Segment', root)],
  [seekHead, master('SeekHead', segment)],
  [seek, master('Seek', seekHead)],
  [0x53ab, leaf('SeekID', seek, (bytes) => bytes.length === 4)],
  [0x53ac, leaf('SeekPosition', seek, number)],
  [info, master('Info', segment)],
  [0x2ad7b1, leaf('TimestampScale', info, number)],
  [0x4489, leaf('Duration', info, number)],
  [0x4d80, leaf('MuxingApp', info, muxerName)],
  [0x5741, leaf('WritingApp', info, muxerName)],
  [tracks, master('Tracks', segment)],
  [trackEntry, master('TrackEntry', tracks)],
  [0xd7, leaf('TrackNumber', trackEntry, at(1, 2))],
  [0x73c5, leaf('TrackUID', trackEntry, at(1, 2))],
  [0x9c, leaf('FlagLacing', trackEntry, at(0, 0))],
  [0x22b59c, leaf('Language', trackEntry, oneOf('und'))],
  [0x86, leaf('CodecID', trackEntry, oneOf('V_VP9', 'A_OPUS'))],
  [0x83, leaf('TrackType', trackEntry, at(1, 2))],
  [0x88, leaf('FlagDefault', trackEntry, at(0, 1))],
  [0x23e383, leaf('DefaultDuration', trackEntry, number)],
  [0x56aa, leaf('CodecDelay', trackEntry, number)],
  [0x56bb, leaf('SeekPreRoll', trackEntry, number)],
  [0x55ee, leaf('MaxBlockAdditionID', trackEntry, at(0, 0))],
  [0x63a2, leaf('CodecPrivate', trackEntry, isCodecPrivate)],
  [video, master('Video', trackEntry)],
  [0xb0, leaf('PixelWidth', video, number)],
  [0xba, leaf('PixelHeight', video, number)],
  [0x54b0, leaf('DisplayWidth', video, number)],
  [0x54ba, leaf('DisplayHeight', video, number)],
  [0x54b2, leaf('DisplayUnit', video, number)],
  [0x9a, leaf('FlagInterlaced', video, at(0, 2))],
  [color, master('Colour', video)],
  ...[0x55b1, 0x55b2, 0x55b3, 0x55b4, 0x55b5, 0x55b6, 0x55b7, 0x55b8, 0x55b9, 0x55ba, 0x55bb].map(
    (id): [number, ElementRule] => [id, leaf('Colour value', color, number)],
  ),
  [projection, master('Projection', video)],
  [0x7671, leaf('ProjectionType', projection, at(0, 0))],
  [0x7673, leaf('ProjectionPoseYaw', projection, number)],
  [0x7674, leaf('ProjectionPosePitch', projection, number)],
  [0x7675, leaf('ProjectionPoseRoll', projection, number)],
  [audio, master('Audio', trackEntry)],
  [0x9f, leaf('Channels', audio, number)],
  [0xb5, leaf('SamplingFrequency', audio, number)],
  [0x6264, leaf('BitDepth', audio, number)],
  [cluster, master('Cluster', segment)],
  [0xe7, leaf('Timestamp', cluster, number)],
  [0xa3, leaf('SimpleBlock', cluster, () => true)],
  [blockGroup, master('BlockGroup', cluster)],
  [0xa1, leaf('Block', blockGroup, () => true)],
  [0x9b, leaf('BlockDuration', blockGroup, number)],
  [0xfb, leaf('ReferenceBlock', blockGroup, number)],
  [0x75a2, leaf('DiscardPadding', blockGroup, number)],
  [cues, master('Cues', segment)],
  [cuePoint, master('CuePoint', cues)],
  [0xb3, leaf('CueTime', cuePoint, number)],
  [cuePositions, master('CueTrackPositions', cuePoint)],
  [0xf7, leaf('CueTrack', cuePositions, at(1, 2))],
  [0xf1, leaf('CueClusterPosition', cuePositions, number)],
  [0xf0, leaf('CueRelativePosition', cuePositions, number)],
  [0xb2, leaf('CueDuration', cuePositions, number)],
])

const voidElement = 0xec

/** Configuration of Opus: its own head without mapping tables of more than two channels; of VP9: four short fields. */
function isCodecPrivate(bytes: Uint8Array): boolean {
  if (ascii(bytes, 0, 8) === 'OpusHead') return bytes.length === 19
  return bytes.length <= 12 && bytes.length % 3 === 0
}

interface Element {
  readonly id: number
  readonly start: number
  readonly body: number
  readonly end: number
}

/** Walks a finished WebM: one track of pictures, at most one of sound, and blocks that hold nothing but frames. */
export async function walkMatroska(source: ByteSource, findings: FindingList): Promise<void> {
  const types: number[] = []
  await walkElements(source, { id: root, start: 0, body: 0, end: source.sizeBytes }, findings, types)
  const pictures = types.filter((type) => type === 1).length
  if (pictures !== 1) findings.hiddenPicture(`${pictures} video tracks`)
  if (types.length - pictures > 1) findings.malformedPart('Tracks', 0)
}

async function walkElements(
  source: ByteSource,
  parent: Element,
  findings: FindingList,
  types: number[],
): Promise<void> {
  let offset = parent.body
  while (offset < parent.end) {
    const element = await readElement(source, offset)
    if (!element || element.end > parent.end) {
      findings.unaccountedBytes(offset, parent.end - offset)
      return
    }
    await walkElement(source, element, parent.id, findings, types)
    offset = element.end
  }
}

async function walkElement(
  source: ByteSource,
  element: Element,
  parent: number,
  findings: FindingList,
  types: number[],
): Promise<void> {
  const { id, start, body, end } = element
  const rule = rules.get(id)
  if (id === voidElement) {
    for (let at = body; at < end; at += 65_536) {
      const bytes = await source.read(at, Math.min(65_536, end - at))
      if (!allZero(bytes, 0, bytes.length)) findings.unexpectedPart('Void', start, end - start)
    }
  } else if (rule?.parent !== parent) findings.unexpectedPart(rule?.name ?? id.toString(16), start, end - start)
  else if (!rule.isLegal) await walkElements(source, element, findings, types)
  else {
    const bytes = await source.read(body, end - body)
    if (!rule.isLegal(bytes)) findings.malformedPart(rule.name, start)
    if (id === 0x83) types.push(u8(bytes, 0))
    if (id === 0xa3 || id === 0xa1) checkBlock(bytes, start, findings)
  }
}

/** A block (RFC 9559, 10.2): track, time, flags without lacing, and one frame that is shown. */
function checkBlock(bytes: Uint8Array, offset: number, findings: FindingList): void {
  const track = u8(bytes, 0) & 0x7f
  const flags = u8(bytes, 3)
  const isPlain = (u8(bytes, 0) & 0x80) !== 0 && track >= 1 && track <= 2 && (flags & 0x7e) === 0 && bytes.length > 4
  if (!isPlain) findings.malformedPart('Block', offset)
  // Opus (RFC 6716, 3.2): one frame, for only packets of several may hold padding of any content.
  if (track === 2 && (u8(bytes, 4) & 3) !== 0)
    findings.unexpectedPart('Opus packet of several frames', offset, bytes.length)
  // The picture is the first track. VP9 (bitstream specification, 6.2): marker 2, then profile, then whether it is shown.
  if (track !== 1) return
  const first = u16be(bytes, 4)
  const profile = ((first >> 13) & 1) | ((first >> 11) & 2)
  const shift = profile === 3 ? 9 : 10
  const isMarked = first >> 14 === 2
  const repeats = (first >> (shift + 1)) & 1
  const isShown = (first >> (shift - 1)) & 1
  const last = u8(bytes, bytes.length - 1)
  if (!isMarked || repeats === 1 || isShown === 0) findings.hiddenPicture('VP9 frame')
  else if (last >> 5 === 6 && isSuperframe(bytes, last)) findings.hiddenPicture('VP9 superframe')
}

/** An index of several frames stands between two equal bytes (annex B). */
function isSuperframe(bytes: Uint8Array, last: number): boolean {
  const indexBytes = 2 + (((last >> 3) & 3) + 1) * ((last & 7) + 1)
  return u8(bytes, bytes.length - indexBytes) === last
}

/** An element's number and length (RFC 8794, sections 4 and 5); undefined where none begins or its length is open. */
async function readElement(source: ByteSource, start: number): Promise<Element | undefined> {
  const bytes = await source.read(start, 12)
  const idLength = Math.clz32(u8(bytes, 0)) - 23
  if (idLength < 1 || idLength > 4 || bytes.length < idLength + 1) return undefined
  let id = 0
  for (let index = 0; index < idLength; index++) id = id * 256 + u8(bytes, index)
  const lengthBytes = Math.clz32(u8(bytes, idLength)) - 23
  if (lengthBytes < 1 || lengthBytes > 8 || bytes.length < idLength + lengthBytes) return undefined
  let length = u8(bytes, idLength) & (0xff >> lengthBytes)
  let isOpen = length === 0xff >> lengthBytes
  for (let index = 1; index < lengthBytes; index++) {
    const byte = u8(bytes, idLength + index)
    isOpen &&= byte === 0xff
    length = length * 256 + byte
  }
  if (isOpen || !Number.isSafeInteger(length)) return undefined
  const body = start + idLength + lengthBytes
  return { id, start, body, end: body + length }
}
