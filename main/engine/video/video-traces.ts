import { avGetMediaTypeString } from 'node-av/lib'
import type { Trace, TraceKind } from '../../core/ports.js'
import { cleanValue } from '../metadata/clean-value.js'
import type { OpenStream } from './decode-frames.js'
import { isCoverArt } from './describe-stream.js'
import { sourceTexts } from './source-texts.js'

/** What the container of a video tells: its texts, and the streams beside its picture. */
export const videoTraces = (opened: OpenStream): readonly Trace[] => [...textTraces(opened), ...streamTraces(opened)]

const kindsOfFields: readonly (readonly [RegExp, TraceKind])[] = [
  [/location|gps|xyz/i, 'location'],
  [/date|time|created|modified/i, 'time'],
  [/make|model|device|camera|lens|serial|android|manufacturer/i, 'device'],
  [/artist|author|director|performer|composer|copyright|publisher|owner/i, 'person'],
  [/title|comment|description|synopsis|keywords|album|handler/i, 'text'],
  [/encoder|software|tool|vendor|brand/i, 'software'],
]

const textTraces = (opened: OpenStream): readonly Trace[] =>
  sourceTexts(opened.demuxer).map(({ field, value }) => ({
    kind: kindsOfFields.find(([pattern]) => pattern.test(field))?.[1] ?? 'other',
    field,
    value: cleanValue(value),
  }))

/** Streams beside the picture and its sound. */
function streamTraces({ demuxer, stream }: OpenStream): readonly Trace[] {
  const traces: Trace[] = []
  for (const other of demuxer.streams) {
    if (other.index === stream.index) continue
    const field = `stream ${other.index}`
    const value = avGetMediaTypeString(other.codecpar.codecType) ?? 'data'
    if (isCoverArt(other)) traces.push({ kind: 'thumbnail', field, value: 'cover picture' })
    else if (value === 'video') traces.push({ kind: 'hidden-video', field, value })
    else if (value === 'audio') traces.push({ kind: 'person', field, value: 'sound: voices identify people' })
    else traces.push({ kind: value === 'subtitle' ? 'text' : 'hidden-data', field, value })
  }
  return traces
}
