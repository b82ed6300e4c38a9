import { ascii } from './bytes.js'

/** An element of Matroska: which elements it may stand in, and what it may hold. */
export interface ElementRule {
  readonly name: string
  readonly parent: number
  /** Whether its parent may hold several. */
  readonly isRepeated: boolean
  /** Absent for an element that holds elements. */
  readonly isLegal?: (bytes: Uint8Array) => boolean
}

const oneOf =
  (...values: readonly string[]) =>
  (bytes: Uint8Array): boolean =>
    values.includes(ascii(bytes, 0, bytes.length))
export const unsigned = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0)

/** A whole number, of which no part beyond what it may be at most is left to say anything else. */
const at =
  (least: number, most: number) =>
  (bytes: Uint8Array): boolean =>
    bytes.length <= 8 && unsigned(bytes) >= least && unsigned(bytes) <= most

const small = at(0, 65_535)
const nanosecondsPerSecond = 1e9
const duration = at(0, 1000 * nanosecondsPerSecond)
const position = at(0, Number.MAX_SAFE_INTEGER)
/** Samples a second, or how long the file is: a number of floating point. */
const float = (bytes: Uint8Array): boolean => bytes.length === 4 || bytes.length === 8

/** An angle in degrees: how players turn the picture. */
function isQuarterTurn(bytes: Uint8Array): boolean {
  if (!float(bytes)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return (bytes.length === 4 ? view.getFloat32(0) : view.getFloat64(0)) % 90 === 0
}

export const root = 0
export const segment = 0x18538067
const seekHead = 0x114d9b74
const info = 0x1549a966
const tracks = 0x1654ae6b
const trackEntry = 0xae
const video = 0xe0
const audio = 0xe1
const color = 0x55b0
const projection = 0x7670
export const cluster = 0x1f43b675
const blockGroup = 0xa0
const cues = 0x1c53bb6b
export const cuePoint = 0xbb
const cuePositions = 0xb7
const header = 0x1a45dfa3
export const seek = 0x4dbb

/**
 * The muxer's name without a version is the only text, and stands in the two places where the format demands one. Empty
 * names would set our files apart from all others.
 */
const muxerName = oneOf('Lavf')
const master = (name: string, parent: number): ElementRule => ({ name, parent, isRepeated: false })
const leaf = (name: string, parent: number, isLegal: (bytes: Uint8Array) => boolean): ElementRule => ({
  name,
  parent,
  isRepeated: false,
  isLegal,
})
const repeated = (rule: ElementRule): ElementRule => ({ ...rule, isRepeated: true })

/** RFC 9559, reduced to what a finished WebM needs. Numbers may be no larger than they can be in one. */
export const rules: ReadonlyMap<number, ElementRule> = new Map([
  [header, master('EBML', root)],
  [0x4286, leaf('EBMLVersion', header, at(1, 1))],
  [0x42f7, leaf('EBMLReadVersion', header, at(1, 1))],
  [0x42f2, leaf('EBMLMaxIDLength', header, at(4, 4))],
  [0x42f3, leaf('EBMLMaxSizeLength', header, at(8, 8))],
  [0x4282, leaf('DocType', header, oneOf('webm'))],
  [0x4287, leaf('DocTypeVersion', header, at(1, 4))],
  [0x4285, leaf('DocTypeReadVersion', header, at(1, 4))],
  [segment, master('Segment', root)],
  [seekHead, master('SeekHead', segment)],
  [seek, repeated(master('Seek', seekHead))],
  [0x53ab, leaf('SeekID', seek, (bytes) => bytes.length === 4)],
  [0x53ac, leaf('SeekPosition', seek, position)],
  [info, master('Info', segment)],
  [0x2ad7b1, leaf('TimestampScale', info, at(1_000_000, 1_000_000))],
  [0x4489, leaf('Duration', info, float)],
  [0x4d80, leaf('MuxingApp', info, muxerName)],
  [0x5741, leaf('WritingApp', info, muxerName)],
  [tracks, master('Tracks', segment)],
  [trackEntry, repeated(master('TrackEntry', tracks))],
  [0xd7, leaf('TrackNumber', trackEntry, at(1, 2))],
  [0x73c5, leaf('TrackUID', trackEntry, at(1, 2))],
  [0x9c, leaf('FlagLacing', trackEntry, at(0, 0))],
  [0x22b59c, leaf('Language', trackEntry, oneOf('und'))],
  [0x86, leaf('CodecID', trackEntry, oneOf('V_VP9', 'A_OPUS'))],
  [0x83, leaf('TrackType', trackEntry, at(1, 2))],
  [0x88, leaf('FlagDefault', trackEntry, at(0, 1))],
  [0x23e383, leaf('DefaultDuration', trackEntry, duration)],
  [0x56aa, leaf('CodecDelay', trackEntry, duration)],
  [0x56bb, leaf('SeekPreRoll', trackEntry, duration)],
  [0x55ee, leaf('MaxBlockAdditionID', trackEntry, at(0, 0))],
  [0x63a2, leaf('CodecPrivate', trackEntry, isCodecPrivate)],
  [video, master('Video', trackEntry)],
  [0xb0, leaf('PixelWidth', video, small)],
  [0xba, leaf('PixelHeight', video, small)],
  [0x54b0, leaf('DisplayWidth', video, small)],
  [0x54ba, leaf('DisplayHeight', video, small)],
  [0x54b2, leaf('DisplayUnit', video, at(0, 4))],
  [0x9a, leaf('FlagInterlaced', video, at(0, 2))],
  [color, master('Colour', video)],
  ...[0x55b1, 0x55b2, 0x55b3, 0x55b4, 0x55b5, 0x55b6, 0x55b7, 0x55b8, 0x55b9, 0x55ba, 0x55bb].map(
    (id): [number, ElementRule] => [id, leaf('Colour value', color, small)],
  ),
  [projection, master('Projection', video)],
  [0x7671, leaf('ProjectionType', projection, at(0, 0))],
  [0x7673, leaf('ProjectionPoseYaw', projection, isQuarterTurn)],
  [0x7674, leaf('ProjectionPosePitch', projection, isQuarterTurn)],
  [0x7675, leaf('ProjectionPoseRoll', projection, isQuarterTurn)],
  [audio, master('Audio', trackEntry)],
  [0x9f, leaf('Channels', audio, at(1, 2))],
  [0xb5, leaf('SamplingFrequency', audio, float)],
  [0x6264, leaf('BitDepth', audio, at(0, 32))],
  [cluster, repeated(master('Cluster', segment))],
  [0xe7, leaf('Timestamp', cluster, position)],
  [0xa3, repeated(leaf('SimpleBlock', cluster, () => true))],
  [blockGroup, repeated(master('BlockGroup', cluster))],
  [0xa1, leaf('Block', blockGroup, () => true)],
  [0x9b, leaf('BlockDuration', blockGroup, small)],
  [0xfb, leaf('ReferenceBlock', blockGroup, (bytes) => bytes.length <= 2)],
  [0x75a2, leaf('DiscardPadding', blockGroup, (bytes) => bytes.length <= 4)],
  [cues, master('Cues', segment)],
  [cuePoint, repeated(master('CuePoint', cues))],
  [0xb3, leaf('CueTime', cuePoint, position)],
  [cuePositions, master('CueTrackPositions', cuePoint)],
  [0xf7, leaf('CueTrack', cuePositions, at(1, 2))],
  [0xf1, leaf('CueClusterPosition', cuePositions, position)],
  [0xf0, leaf('CueRelativePosition', cuePositions, position)],
])

export const voidElement = 0xec

/** Configuration of Opus: its own head without mapping tables of more than two channels; of VP9: four short fields. */
function isCodecPrivate(bytes: Uint8Array): boolean {
  if (ascii(bytes, 0, 8) === 'OpusHead') return bytes.length === 19
  return bytes.length <= 12 && bytes.length % 3 === 0
}
