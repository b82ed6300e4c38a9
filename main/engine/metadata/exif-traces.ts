import exifr from 'exifr'
import type { Trace, TraceKind } from '../../core/ports.js'
import { u32be, u32le } from '../structure/bytes.js'
import { latin1, sizeValue, utf8 } from './part.js'
import type { TiffField } from './tiff-fields.js'
import { pixelTags, readTiffFields } from './tiff-fields.js'

const exifrOptions = {
  tiff: true,
  ifd0: {},
  ifd1: true,
  exif: true,
  gps: true,
  interop: true,
  makerNote: false,
  userComment: true,
  xmp: false,
  icc: false,
  iptc: false,
  jfif: false,
  ihdr: false,
  mergeOutput: false,
  sanitize: true,
  reviveValues: false,
  translateKeys: true,
  translateValues: false,
}

const kinds: readonly (readonly [RegExp, TraceKind])[] = [
  [/^GPSVersionID$/, 'other'],
  [/^GPS(?:Date|Time)/, 'time'],
  [/^GPS|(?<!Subject)Location/, 'location'],
  [/Date|(?<!Exposure)Time(?!r)|SubSec/i, 'time'],
  [/Owner|Artist|Copyright|Author|Photographer/i, 'person'],
  [/Software|HostComputer|ProcessingSoftware|Firmware/i, 'software'],
  [/Serial|UniqueID|UniqueCameraModel|^Make$|^Model$|Lens|Camera/i, 'device'],
  [/Description|Comment|Title|^XPSubject|Subject(?!Distance|Area|Location)|Keywords|DocumentName|Rating/i, 'text'],
]

/** What a field of this name tells. */
export const exifKindOf = (name: string): TraceKind => kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'

/** What an EXIF block or a TIFF file tells: exifr's names where it knows them, our own reading of all it leaves out. */
export async function exifTraces(block: Uint8Array, isFile: boolean): Promise<Trace[]> {
  const fields = readTiffFields(block)
  return [
    ...hiddenTraces(fields, isFile),
    ...gpsTraces(fields, block),
    ...(await namedTraces(block)),
    ...unnamedTraces(fields),
  ]
}

async function namedTraces(block: Uint8Array): Promise<Trace[]> {
  const traces: Trace[] = []
  let parsed: unknown
  try {
    parsed = await exifr.parse(Buffer.from(block.buffer, block.byteOffset, block.length), exifrOptions)
  } catch {
    return traces
  }
  if (typeof parsed !== 'object' || parsed === null) return traces
  for (const [directory, values] of Object.entries(parsed as Record<string, unknown>)) {
    if (typeof values !== 'object' || values === null || directory === 'errors') continue
    for (const [name, value] of Object.entries(values as Record<string, unknown>)) {
      if (structuralNames.test(name) || positionNames.test(name) || windowsNames.has(name)) continue
      const text = plainText(value)
      if (text !== '')
        traces.push({
          kind: /^\d+$/.test(name) ? 'other' : exifKindOf(name),
          field: /^\d+$/.test(name) ? `tag ${name}` : name,
          value: text,
        })
    }
  }
  return traces
}

/** Windows' own fields of UTF-16 text, by tag; exifr shows each letter by itself, `unnamedTraces` the words. */
const windowsFields: ReadonlyMap<number, string> = new Map([
  [0x9c9b, 'XPTitle'],
  [0x9c9c, 'XPComment'],
  [0x9c9d, 'XPAuthor'],
  [0x9c9e, 'XPKeywords'],
  [0x9c9f, 'XPSubject'],
])
const windowsNames: ReadonlySet<string> = new Set(windowsFields.values())

/** What `gpsTraces` tells already; the names in small letters are exifr's own, in no file. */
const positionNames = /^(?:GPS(?:Latitude|Longitude)(?:Ref)?|latitude|longitude)$/

const structuralNames =
  /^(?:ImageWidth|ImageHeight|ImageLength|BitsPerSample|Compression|PhotometricInterpretation|StripOffsets|SamplesPerPixel|RowsPerStrip|StripByteCounts|PlanarConfiguration|Predictor|Tile\w+|SubfileType|ExtraSamples|SampleFormat|YCbCr\w+|ReferenceBlackWhite|ThumbnailOffset|ThumbnailLength|ExifOffset|GPSInfo|InteropOffset|JPEGTables|ColorMap|FillOrder)$/

function plainText(value: unknown): string {
  if (typeof value === 'string') return value
  // Zero parts of zero stand for what the camera does not know.
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : '?'
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return plainBytes(value)
  if (Array.isArray(value)) return value.slice(0, 16).map(plainText).join(', ')
  return ''
}

/** Text where it is some, numbers where there are few (references, versions), else only how much there is. */
function plainBytes(bytes: Uint8Array): string {
  if (/^[ -~\0]{4,}$/.test(latin1(bytes))) return latin1(bytes)
  return bytes.length <= 4 ? bytes.join(', ') : sizeValue(bytes)
}

/** Position in decimal degrees, read from the rationals themselves. */
function gpsTraces(fields: readonly TiffField[], block: Uint8Array): Trace[] {
  const u32 = latin1(block, 0, 2) === 'II' ? u32le : u32be
  const field = (tag: number) => fields.find((item) => item.directory === 'GPS' && item.tag === tag)
  const degrees = (tag: number, negative: string): number | undefined => {
    const data = field(tag)?.data
    if (!data || data.length < 8) return undefined
    let sum = 0
    for (const [index, unit] of [1, 60, 3600].entries()) {
      const denominator = u32(data, index * 8 + 4)
      if (denominator > 0) sum += u32(data, index * 8) / denominator / unit
    }
    const reference = field(tag - 1)?.data
    return reference && latin1(reference, 0, 1) === negative ? -sum : sum
  }
  const named = [
    ['GPSLatitude', degrees(2, 'S')],
    ['GPSLongitude', degrees(4, 'W')],
  ] as const
  return named.flatMap(([name, value]): Trace[] =>
    value === undefined ? [] : [{ kind: 'location', field: name, value: `${value.toFixed(6)}°` }],
  )
}

/** Second pictures, thumbnails and maker notes of a TIFF structure. */
function hiddenTraces(fields: readonly TiffField[], isFile: boolean): Trace[] {
  const traces: Trace[] = []
  for (const { directory, tag, data, number } of fields) {
    if (tag === 513 && number > 0) traces.push({ kind: 'thumbnail', field: `${directory} thumbnail`, value: 'JPEG' })
    if (tag === 254 && isFile && (number & 1) === 1)
      traces.push({ kind: 'thumbnail', field: `${directory} reduced picture`, value: 'TIFF' })
    if (tag === 330)
      traces.push({ kind: 'hidden-picture', field: 'SubIFDs', value: String(Math.floor(data.length / 4)) })
    if (tag === 37500) traces.push({ kind: 'device', field: 'MakerNote', value: sizeValue(data) })
    // Of a TIFF file these blocks are read and told by themselves.
    if (tag === 34377 && !isFile)
      traces.push({ kind: 'hidden-data', field: 'Photoshop resources', value: sizeValue(data) })
    if (tag === 33723 && !isFile) traces.push({ kind: 'text', field: 'IPTC', value: sizeValue(data) })
  }
  return traces
}

/** Texts in fields that exifr does not read: Windows' XP fields, private tags, further directories. */
function unnamedTraces(fields: readonly TiffField[]): Trace[] {
  const traces: Trace[] = []
  for (const { directory, tag, type, data } of fields) {
    const windows = windowsFields.get(tag)
    const wellKnown = directory === 'IFD0' || directory === 'Exif' || directory === 'GPS' || directory === 'Interop'
    if (pixelTags.has(tag) || data.length < 4 || tag === 37500) continue
    if (windows !== undefined)
      traces.push({ kind: exifKindOf(windows), field: windows, value: Buffer.from(data).toString('utf16le') })
    else if (type === 2 && (!wellKnown || tag >= 0xc000)) traces.push(textTrace(directory, tag, utf8(data)))
  }
  return traces
}

/** Texts by the names that EXIF and DNG give them; those of the first directory as exifr names them, who tells them too. */
const textNames: Readonly<Record<number, string>> = {
  269: 'DocumentName',
  270: 'ImageDescription',
  271: 'Make',
  272: 'Model',
  285: 'PageName',
  305: 'Software',
  306: 'ModifyDate',
  315: 'Artist',
  316: 'HostComputer',
  33432: 'Copyright',
  36867: 'DateTimeOriginal',
  36868: 'CreateDate',
  50708: 'UniqueCameraModel',
  50709: 'LocalizedCameraModel',
  50735: 'CameraSerialNumber',
  50827: 'OriginalRawFileName',
  50936: 'ProfileName',
  50942: 'ProfileCopyright',
}

function textTrace(directory: string, tag: number, value: string): Trace {
  const name = textNames[tag]
  if (name === undefined) return { kind: 'text', field: `${directory} tag ${tag}`, value }
  const kind = exifKindOf(name)
  return { kind: kind === 'other' ? 'text' : kind, field: directory === 'IFD0' ? name : `${directory} ${name}`, value }
}
