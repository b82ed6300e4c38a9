import { corrupt } from '../../image/media-failure.js'
import type { VideoFrame } from '../video-codec.js'
import { readColors } from './colors.js'
import { aspectOf } from './probe.js'

/** What ffprobe prints of one packet or frame. */
export type StreamRecord =
  | {
      readonly type: 'packet'
      readonly ticks: bigint | undefined
      readonly sizeBytes: number
      readonly isHidden: boolean
      readonly isDamaged: boolean
    }
  | {
      readonly type: 'frame'
      readonly told: Pick<VideoFrame, 'width' | 'height' | 'format' | 'colors' | 'pixelAspect'>
      readonly ticks: bigint | undefined
      readonly packetTicks: bigint | undefined
      readonly durationTicks: bigint
    }

/** What ffprobe is asked for; the names of a frame's duration differ by version. */
export const recordArguments: readonly string[] = [
  ...['-show_packets', '-show_frames', '-of', 'compact=p=1:nk=0', '-show_entries'],
  [
    'packet=pts,size,flags',
    'frame=pts,best_effort_timestamp,pkt_duration,duration,width,height,pix_fmt,sample_aspect_ratio,color_range,' +
      'color_space,color_primaries,color_transfer,chroma_location',
  ].join(':'),
]

/** Reads one line, `packet|pts=0|…`; undefined for what tells nothing of packets and frames. */
export function readRecord(line: string): StreamRecord | undefined {
  const [section, ...parts] = line.split('|')
  if (section !== 'packet' && section !== 'frame') return undefined
  const fields = new Map<string, string>()
  for (const part of parts) {
    const at = part.indexOf('=')
    if (at > 0) fields.set(part.slice(0, at), part.slice(at + 1))
  }
  const told = (name: string): string | undefined => fields.get(name)
  if (section === 'packet') {
    const flags = told('flags') ?? ''
    if (!/^[K_]/.test(flags)) throw corrupt()
    const sizeBytes = Number(told('size') ?? Number.NaN)
    if (!Number.isSafeInteger(sizeBytes)) throw corrupt()
    return {
      type: 'packet',
      ticks: ticksOf(told('pts')),
      sizeBytes,
      isHidden: flags.includes('D'),
      isDamaged: flags.includes('C'),
    }
  }
  const [width, height] = [Number(told('width') ?? 0), Number(told('height') ?? 0)]
  if (!(width > 0 && height > 0)) throw corrupt()
  return {
    type: 'frame',
    told: {
      ...{ width, height },
      format: told('pix_fmt') ?? 'unknown',
      colors: readColors(told),
      pixelAspect: aspectOf(told('sample_aspect_ratio')),
    },
    ticks: ticksOf(told('best_effort_timestamp')),
    packetTicks: ticksOf(told('pts')),
    durationTicks: ticksOf(told('duration')) ?? ticksOf(told('pkt_duration')) ?? 0n,
  }
}

const ticksOf = (text: string | undefined): bigint | undefined =>
  text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : undefined
