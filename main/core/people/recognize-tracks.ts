import type { RecognizeRequest } from '../contract/requests.js'
import type { ItemFailure } from '../job/reasons.js'
import { canceled } from '../job/reasons.js'
import { videoLimitsOf } from '../video/video-request.js'
import type { FaceMemory } from './face-memory.js'
import { faceKey } from './face-memory.js'
import type { RecognizeContext } from './recognize.js'
import type { Descriptor } from './types.js'
import type { TrackLook } from './video/track-looks.js'
import { peopleOfTrack } from './video/track-looks.js'

type Video = RecognizeRequest['videos'][number]

/** What somebody whom a track of a video shows looks like. */
export interface DescribedTrack {
  readonly video: number
  readonly track: number
  readonly telling: boolean
  readonly descriptor: Descriptor
}

export const looksIn = ({ tracks }: Video): number => tracks.reduce((sum, { looks }) => sum + looks.length, 0)

const lookKey = ({ seconds, box }: TrackLook): string => faceKey(seconds, box)

/** Remembers what the tracks of a video look like at the moments that are not known yet; opens it only for these. */
export async function describeVideo(
  { signal, videos, memory }: Pick<RecognizeContext, 'signal' | 'videos' | 'memory'>,
  { source, tracks }: Video,
  limits: RecognizeRequest['limits'],
): Promise<ItemFailure | undefined> {
  const known = memory.of(source)
  const missing = tracks.flatMap(({ looks }) => looks.filter((look) => !known.has(lookKey(look))))
  if (missing.length === 0) return undefined
  const described = await videos.describe(signal, source, videoLimitsOf(limits), missing)
  if (!described.ok) return described.error
  if (!memory.holds(source, known)) {
    // As with photos: nobody would ever overwrite what comes late.
    for (const face of described.value) face?.descriptor.fill(0)
    return canceled
  }
  missing.forEach((look, index) => known.set(lookKey(look), described.value[index]))
  return undefined
}

/**
 * The people of tracks that can be told apart: those seen well, and those that are to be seen. A track that went over to
 * somebody else is there once for each of them. Copies, for the caller to overwrite.
 */
export const describedTracks = (videos: readonly Video[], memory: FaceMemory): readonly DescribedTrack[] =>
  videos.flatMap(({ source, tracks }, video) => {
    const known = memory.of(source)
    return tracks.flatMap(({ looks, visible }, track) =>
      peopleOfTrack(looks.map((look) => known.get(lookKey(look)))).flatMap((person): DescribedTrack[] => {
        if (person.telling || visible) return [{ video, track, ...person }]
        person.descriptor.fill(0)
        return []
      }),
    )
  })
