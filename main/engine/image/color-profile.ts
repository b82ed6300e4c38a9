import type { Pixels } from '../../core/redaction/paint.js'
import { decodeWithSharp } from './sharp-decode.js'

/** Chromaticities x, y of red, green, blue and white (ITU-T H.273, table 2). */
const primariesByCode: Readonly<Record<number, readonly number[]>> = {
  9: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, 0.3127, 0.329],
  11: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351],
  12: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329],
}

/** How colours are meant, by numbers (ITU-T H.273). */
export interface CodePoints {
  readonly primaries: number
  readonly transfer: number
}

/** Primaries that H.273 defines; any other number says nothing. */
const definedPrimaries = new Set([1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22])
const bt2020 = 9

/** The primaries of a picture in PQ or HLG; where they are not told, those that BT.2100 has with these. */
export const brightPrimaries = ({ primaries }: CodePoints): number =>
  definedPrimaries.has(primaries) ? primaries : bt2020

/** PQ and HLG: no curve of a profile turns these into what an ordinary screen shows, see `toneMapped`. */
export const isHighDynamicRange = ({ transfer }: CodePoints): boolean => transfer === 16 || transfer === 18

/**
 * An ICC profile (ICC.1:2010, matrix and curves) for wide primaries with the sRGB curve, undefined where the pixels can
 * be taken for sRGB as they are.
 */
export function profileForCodePoints(primaries: number, transfer: number): Buffer | undefined {
  const chromaticities = primariesByCode[primaries]
  if (!chromaticities || isHighDynamicRange({ primaries, transfer })) return undefined
  return buildProfile(rgbToXyz(chromaticities), transfer === 8 ? linear : transfer === 4 ? gamma(2.2) : srgbCurve)
}

/** Converts pixels from the profile's colours to sRGB. A broken profile changes nothing. */
export async function toSrgb(pixels: Pixels, profile: Uint8Array): Promise<Pixels> {
  try {
    return await decodeWithSharp(tiffAround(pixels, profile), { keepOrientation: true })
  } catch {
    return pixels
  }
}

type Curve = (value: number) => number
const linear: Curve = (value) => value
const gamma =
  (exponent: number): Curve =>
  (value) =>
    value ** exponent
const srgbCurve: Curve = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

const d50 = [0.9642, 1, 0.8249] as const

type Matrix = readonly (readonly number[])[]

const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    (b[0] ?? []).map((_, column) => row.reduce((sum, value, index) => sum + value * (b[index]?.[column] ?? 0), 0)),
  )

function invert(matrix: Matrix): Matrix {
  const at = (row: number, column: number): number => matrix[row % 3]?.[column % 3] ?? 0
  const minor = (row: number, column: number): number =>
    at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1)
  const determinant = at(0, 0) * minor(0, 0) + at(0, 1) * minor(0, 1) + at(0, 2) * minor(0, 2)
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => minor(column, row) / determinant))
}

const xyzOf = (x: number, y: number): number[] => [x / y, 1, (1 - x - y) / y]

/** RGB to XYZ adapted to D50 with the Bradford transform, as profiles want it. */
function rgbToXyz(chromaticities: readonly number[]): Matrix {
  const [redX = 0, redY = 1, greenX = 0, greenY = 1, blueX = 0, blueY = 1, whiteX = 0, whiteY = 1] = chromaticities
  const columns = [xyzOf(redX, redY), xyzOf(greenX, greenY), xyzOf(blueX, blueY)]
  const primaries: Matrix = [0, 1, 2].map((row) => columns.map((column) => column[row] ?? 0))
  const white: Matrix = xyzOf(whiteX, whiteY).map((value) => [value])
  const scales = multiply(invert(primaries), white)
  const scaled: Matrix = primaries.map((row) => row.map((value, column) => value * (scales[column]?.[0] ?? 0)))
  const bradford: Matrix = [
    [0.8951, 0.2664, -0.1614],
    [-0.7502, 1.7135, 0.0367],
    [0.0389, -0.0685, 1.0296],
  ]
  const from = multiply(bradford, white)
  const to = multiply(
    bradford,
    d50.map((value) => [value]),
  )
  const ratio: Matrix = [0, 1, 2].map((row) =>
    [0, 1, 2].map((column) => (row === column ? (to[row]?.[0] ?? 0) / (from[row]?.[0] ?? 1) : 0)),
  )
  return multiply(multiply(invert(bradford), multiply(ratio, bradford)), scaled)
}

function buildProfile(matrix: Matrix, curve: Curve): Buffer {
  const curveTag = curveOf(curve)
  const description = Buffer.alloc(108)
  description.write('desc', 0, 'latin1')
  description.writeUInt32BE(1, 8)
  const column = (index: number): Buffer => xyzTag(matrix.map((row) => row[index] ?? 0))
  const tags: [string, Buffer][] = [
    ['desc', description],
    ['wtpt', xyzTag(d50)],
    ['rXYZ', column(0)],
    ['gXYZ', column(1)],
    ['bXYZ', column(2)],
    ['rTRC', curveTag],
    ['gTRC', curveTag],
    ['bTRC', curveTag],
  ]
  const head = Buffer.alloc(128 + 4 + tags.length * 12)
  head.writeUInt32BE(0x02100000, 8)
  head.write('mntrRGB XYZ ', 12, 'latin1')
  head.write('acsp', 36, 'latin1')
  d50.forEach((value, index) => head.writeInt32BE(Math.round(value * 65536), 68 + index * 4))
  head.writeUInt32BE(tags.length, 128)
  let offset = head.length
  tags.forEach(([name, data], index) => {
    const at = 132 + index * 12
    head.write(name, at, 'latin1')
    head.writeUInt32BE(offset, at + 4)
    head.writeUInt32BE(data.length, at + 8)
    offset += data.length
  })
  head.writeUInt32BE(offset, 0)
  return Buffer.concat([head, ...tags.map(([, data]) => data)])
}

function xyzTag(values: readonly number[]): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 0, 'latin1')
  values.forEach((value, index) => tag.writeInt32BE(Math.round(value * 65536), 8 + index * 4))
  return tag
}

function curveOf(curve: Curve): Buffer {
  const count = 1024
  const tag = Buffer.alloc(12 + count * 2)
  tag.write('curv', 0, 'latin1')
  tag.writeUInt32BE(count, 8)
  for (let index = 0; index < count; index++) {
    tag.writeUInt16BE(Math.round(curve(index / (count - 1)) * 65535), 12 + index * 2)
  }
  return tag
}

/** An uncompressed TIFF in memory: the only container in which sharp takes raw pixels together with a profile. */
function tiffAround(pixels: Pixels, profile: Uint8Array): Buffer {
  const { width, height, channels, data } = pixels
  const bitsAt = 8 + 2 + 12 * 12 + 4
  const profileAt = bitsAt + 8
  const dataAt = profileAt + profile.length + (profile.length & 1)
  const entries: [number, number, number, number][] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, channels, bitsAt],
    [259, 3, 1, 1],
    [262, 3, 1, 2],
    [273, 4, 1, dataAt],
    [277, 3, 1, channels],
    [278, 4, 1, height],
    [279, 4, 1, data.length],
    [284, 3, 1, 1],
    [338, 3, 1, channels === 4 ? 2 : 0],
    [34675, 7, profile.length, profileAt],
  ]
  const used = channels === 4 ? entries : entries.filter(([tag]) => tag !== 338)
  const head = Buffer.alloc(dataAt)
  head.write('II*\0', 0, 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(used.length, 8)
  used.forEach(([tag, type, count, value], index) => {
    const at = 10 + index * 12
    head.writeUInt16LE(tag, at)
    head.writeUInt16LE(type, at + 2)
    head.writeUInt32LE(count, at + 4)
    head.writeUInt32LE(value, at + 8)
  })
  for (let index = 0; index < channels; index++) head.writeUInt16LE(8, bitsAt + index * 2)
  head.set(profile, profileAt)
  return Buffer.concat([head, data])
}
