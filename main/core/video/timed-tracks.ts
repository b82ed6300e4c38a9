import type { TraceKind } from '../ports.js'

/**
 * What cameras, phones and drones write beside the picture, sample by sample. Known by the code of the sample entry in MP4 and
 * QuickTime: `gpmd` and `fdsc` of GoPro (https://github.com/gopro/gpmf-parser), `camm`
 * (https://developers.google.com/streetview/publish/camm-spec), `djmd` and `dbgi` of DJI, `rtmd` of Sony, `mebx` of Apple
 * (QuickTime File Format, timed metadata), `mett` and `metx` of ISO/IEC 14496-12, which Parrot's drones use.
 */
const tracksOfTags: ReadonlyMap<string, TimedTrack> = new Map([
  ['gpmd', 'gopro'],
  ['camm', 'camera-motion'],
  ['djmd', 'dji'],
  ['dbgi', 'camera'],
  ['fdsc', 'camera'],
  ['rtmd', 'camera'],
  ['mebx', 'apple'],
  ['mett', 'timed'],
  ['metx', 'timed'],
  ['tmcd', 'time-code'],
  ['text', 'subtitles'],
  ['tx3g', 'subtitles'],
  ['sbtl', 'subtitles'],
  ['c608', 'subtitles'],
])

/** A kind of track that people should read the name of; the sentence is in the messages. */
export type TimedTrack = 'gopro' | 'camera-motion' | 'dji' | 'camera' | 'apple' | 'timed' | 'time-code' | 'subtitles'

const kinds: Readonly<Record<TimedTrack, TraceKind>> = {
  gopro: 'location',
  'camera-motion': 'location',
  dji: 'location',
  camera: 'device',
  apple: 'hidden-data',
  timed: 'hidden-data',
  'time-code': 'time',
  subtitles: 'text',
}

/** The trace of a known track; undefined where its code is none of those. `index` is the stream's own number. */
export function timedTrackTrace(
  index: number,
  tag: string,
): { readonly kind: TraceKind; readonly field: string } | undefined {
  const track = tracksOfTags.get(tag)
  return track && { kind: kinds[track], field: `stream ${index} ${tag}` }
}

/** The track that the field of a trace names. */
export const timedTrackOf = (field: string): TimedTrack | undefined =>
  tracksOfTags.get(/^stream \d+ (\w{4})$/.exec(field)?.[1] ?? '')

/** Whether the field of a trace names a track that is there to tell where the camera was. */
export function isPositionTrack(field: string): boolean {
  const track = timedTrackOf(field)
  return track !== undefined && kinds[track] === 'location'
}
