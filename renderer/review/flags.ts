import type { FoundVideo } from '../../main/core/review/found-media.js'

/** Closer than this is the same moment. */
const sameSeconds = 0.02

/** The next moment at which a person should look, round to the first; the same one where there is none. */
export function nextFlag({ reviewSeconds, tracks }: FoundVideo, seconds: number): number {
  const moments = [
    ...reviewSeconds,
    ...tracks.filter(({ uncertain }) => uncertain).map(({ fromSeconds }) => fromSeconds),
  ].sort((a, b) => a - b)
  return moments.find((moment) => moment > seconds + sameSeconds) ?? moments[0] ?? seconds
}
