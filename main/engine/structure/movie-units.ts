import { u16be, u8 } from './bytes.js'

/** What a sample of a track is made of, by the four-character code of its sample entry. */
export type Coding = 'avc1' | 'hvc1' | 'mp4a'

/** H.264: slices of pictures, nothing else (Rec. ITU-T H.264, table 7-1; parameter sets stand in the sample entry). */
const isAvcSlice = (header: number): boolean => [1, 5].includes(header & 0x1f)
/** H.265: slice segments (Rec. ITU-T H.265, table 7-1). */
const isHevcSlice = (header: number): boolean => {
  const type = (header >> 1) & 0x3f
  return type <= 9 || (type >= 16 && type <= 21)
}

/** The name of the first unit in a sample that is no part of the picture or the sound, undefined where all are. */
export function foreignUnit(sample: Uint8Array, coding: Coding): string | undefined {
  if (coding === 'mp4a') {
    // The first element of an AAC frame: one channel, two channels or filling (ISO/IEC 14496-3, table 4.85).
    const element = u8(sample, 0) >> 5
    return [0, 1, 6].includes(element) ? undefined : `AAC element ${element}`
  }
  const isSlice = coding === 'avc1' ? isAvcSlice : isHevcSlice
  let at = 0
  while (at + 4 < sample.length) {
    const sizeBytes = u16be(sample, at) * 0x10000 + u16be(sample, at + 2)
    const header = u8(sample, at + 4)
    if (sizeBytes === 0 || at + 4 + sizeBytes > sample.length) return 'broken unit'
    if ((header & 0x80) !== 0 || !isSlice(header))
      return `unit ${coding === 'avc1' ? header & 0x1f : (header >> 1) & 0x3f}`
    at += 4 + sizeBytes
  }
  return at === sample.length ? undefined : 'broken unit'
}
