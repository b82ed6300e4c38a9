import type { Trace, TraceKind } from '../../core/ports.js'
import { timedTrackTrace } from '../../core/video/timed-tracks.js'
import { cleanValue } from '../metadata/clean-value.js'
import { tellingTexts } from './source-texts.js'
import type { OpenStream } from './video-codec.js'

/** What the container of a video tells: the streams beside its picture, and its texts, which may be many. */
export const videoTraces = (opened: OpenStream): readonly Trace[] => [...streamTraces(opened), ...textTraces(opened)]

const kindsOfFields: readonly (readonly [RegExp, TraceKind])[] = [
  [/location|gps|xyz/i, 'location'],
  [/date|time|created|modified/i, 'time'],
  [/make|model|device|camera|lens|serial|android|manufacturer/i, 'device'],
  [/artist|author|director|performer|composer|copyright|publisher|owner/i, 'person'],
  [/title|comment|description|synopsis|keywords|album|handler/i, 'text'],
  [/encoder|software|tool|vendor|brand/i, 'software'],
]

const textTraces = (opened: OpenStream): readonly Trace[] =>
  tellingTexts(opened.texts).map(({ field, value }) => ({
    kind: kindsOfFields.find(([pattern]) => pattern.test(field))?.[1] ?? 'other',
    field,
    value: cleanValue(value),
  }))

/** Streams beside the picture and its sound. */
function streamTraces({ streams, stream }: OpenStream): readonly Trace[] {
  const traces: Trace[] = []
  for (const { index, kind: value, isCoverArt, tag } of streams) {
    if (index === stream.index) continue
    const field = `stream ${index}`
    const timed = timedTrackTrace(index, tag)
    if (isCoverArt) traces.push({ kind: 'thumbnail', field, value: 'cover picture' })
    else if (value === 'video') traces.push({ kind: 'hidden-video', field, value })
    else if (value === 'audio') traces.push({ kind: 'person', field, value: 'sound: voices identify people' })
    else if (timed) traces.push({ ...timed, value: '' })
    else traces.push({ kind: value === 'subtitle' ? 'text' : 'hidden-data', field, value })
  }
  return traces
}
