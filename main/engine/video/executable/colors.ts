import type { ColorRange, FrameColors } from '../video-codec.js'
import { colorRange } from '../video-codec.js'
import { beyondProgram } from './beyond.js'

/** FFmpeg's names for the code points of Rec. ITU-T H.273, as ffprobe prints them. */
const primaries: Readonly<Record<string, number>> = {
  bt709: 1,
  unknown: 2,
  bt470m: 4,
  bt470bg: 5,
  smpte170m: 6,
  smpte240m: 7,
  film: 8,
  bt2020: 9,
  smpte428: 10,
  smpte431: 11,
  smpte432: 12,
}
const transfers: Readonly<Record<string, number>> = {
  bt709: 1,
  unknown: 2,
  bt470m: 4,
  gamma22: 4,
  bt470bg: 5,
  gamma28: 5,
  smpte170m: 6,
  smpte240m: 7,
  linear: 8,
  'iec61966-2-4': 11,
  bt1361e: 12,
  'iec61966-2-1': 13,
  'bt2020-10': 14,
  'bt2020-12': 15,
  smpte2084: 16,
  smpte428: 17,
  'arib-std-b67': 18,
}
const matrices: Readonly<Record<string, number>> = {
  bt709: 1,
  unknown: 2,
  fcc: 4,
  bt470bg: 5,
  smpte170m: 6,
  smpte240m: 7,
  bt2020nc: 9,
  bt2020c: 10,
}
const ranges: Readonly<Record<string, ColorRange>> = {
  unknown: colorRange.unspecified,
  tv: colorRange.limited,
  pc: colorRange.full,
}
const chromaLocations: Readonly<Record<string, number>> = { unspecified: 0, left: 1, center: 2, topleft: 3, top: 4 }

function codeOf<Code extends number>(
  table: Readonly<Record<string, Code>>,
  name: string | undefined,
  unsaid: string,
): Code {
  const code = table[name ?? unsaid]
  if (code === undefined) throw beyondProgram(`colours by ${name ?? unsaid}`)
  return code
}

/** Reads what ffprobe tells of a frame's or a stream's colours. What has no place in the copy is refused. */
export const readColors = (told: (name: string) => string | undefined): FrameColors => ({
  range: codeOf(ranges, told('color_range'), 'unknown'),
  primaries: codeOf(primaries, told('color_primaries'), 'unknown'),
  transfer: codeOf(transfers, told('color_transfer'), 'unknown'),
  matrix: codeOf(matrices, told('color_space'), 'unknown'),
  chromaLocation: codeOf(chromaLocations, told('chroma_location'), 'unspecified'),
})
