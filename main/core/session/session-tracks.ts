import type { RecognizeRequest } from '../contract/requests.js'
import { recognizeVideoSchema } from '../contract/requests.js'
import type { MediaId } from '../job/item-state.js'
import type { PersonTrack } from '../people/recognize.js'
import { tellingLooks } from '../people/video/track-looks.js'
import type { VideoDecision } from '../review/decision.js'
import type { FoundTrack, FoundVideo } from '../review/found-media.js'
import type { Finding } from '../verdict/finding.js'
import type { Entry, SessionStore } from './session-store.js'

/** Somebody who was followed through a video of the session. */
export interface SessionTrack {
  readonly id: MediaId
  /** In `FoundVideo.tracks`. */
  readonly track: number
  readonly telling: boolean
}

/** A video of the session whose people are known. */
export interface SessionVideo {
  readonly id: MediaId
  readonly entry: Entry
  readonly found: FoundVideo
}

type TrackKept = VideoDecision['keep'][number]

export const videosOf = (store: SessionStore): readonly SessionVideo[] =>
  [...store.session.items.keys()].flatMap((id): SessionVideo[] => {
    const entry = store.entry(id)
    return entry?.found?.kind === 'video' ? [{ id, entry, found: entry.found }] : []
  })

/** What a request asks of a video: of every track the moments that tell most. */
export const videoRequestFor = ({ entry, found }: SessionVideo): RecognizeRequest['videos'][number] => ({
  source: entry.source,
  tracks: found.tracks.map((track) => ({
    looks: tellingLooks(track, found.size).map(({ seconds, box }) => ({ seconds, box })),
    visible: isShown(keptOf(entry, track.track)),
  })),
})

/** False for one that the engine would not take; it must not keep all others from being compared. */
export const isAskable = (video: SessionVideo): boolean =>
  recognizeVideoSchema.safeParse(videoRequestFor(video)).success

/** The tracks that the engine told apart, by the videos in the order of the request. */
export const tracksOf = (
  videos: readonly SessionVideo[],
  tracks: readonly PersonTrack[],
  person: number,
): readonly SessionTrack[] =>
  tracks.flatMap((seen): SessionTrack[] => {
    const video = seen.person === person ? videos[seen.video] : undefined
    const track = video?.found.tracks[seen.track]
    return video && track ? [{ id: video.id, track: track.track, telling: seen.telling }] : []
  })

/** How a decision leaves a track visible; undefined where it is covered. */
function keptOf(entry: Entry | undefined, track: number): TrackKept | undefined {
  const decision = entry?.decision
  return decision?.kind === 'video' ? decision.keep.find((kept) => kept.track === track) : undefined
}

/** What a person calls no face is nobody's. */
const isShown = (kept: TrackKept | undefined): boolean => kept !== undefined && kept.reason !== 'not-a-face'

/** True where a decision leaves somebody visible in a video on purpose. */
export const showsSomebodyIn = ({ decision }: Entry): boolean =>
  decision?.kind === 'video' && decision.keep.some(isShown)

/** One person in the videos of the session. */
export interface PersonInVideos {
  /** Those that stay visible and wait for a person, unless nobody is covered elsewhere. */
  readonly visible: readonly SessionTrack[]
  /** Videos in which somebody is covered, and visible nowhere in them: a track ends where somebody turns aside. */
  readonly covered: readonly MediaId[]
  readonly shown: readonly MediaId[]
}

export function personInVideos(store: SessionStore, tracks: readonly SessionTrack[]): PersonInVideos {
  const keptAt = ({ id, track }: SessionTrack): TrackKept | undefined => keptOf(store.entry(id), track)
  const visible = tracks.filter((track) => isShown(keptAt(track)))
  const shown = new Set(visible.map(({ id }) => id))
  const covered = tracks.filter((track) => track.telling && keptAt(track) === undefined && !shown.has(track.id))
  return {
    visible: visible.filter((track) => keptAt(track)?.anyway !== true),
    covered: [...new Set(covered.map(({ id }) => id))],
    shown: [...shown],
  }
}

/** Where a track that waits for a person is, by one of its moments. */
export function trackFinding(
  store: SessionStore,
  { id, track }: SessionTrack,
  counts: { readonly covered: number; readonly visible: number },
): Finding | undefined {
  const found = store.entry(id)?.found
  if (found?.kind !== 'video') return undefined
  const known = found.tracks.find((candidate) => candidate.track === track)
  const look = known && (tellingLooks(known, found.size)[0] ?? known.keyframes[0])
  if (!look) return undefined
  const frame = Math.round(look.seconds * Math.max(1, found.framesPerSecond))
  return { code: 'person-inconsistent', frame, seconds: look.seconds, box: look.box, ...counts }
}

/** How many people of a video are covered. */
export const countCoveredTracks = ({ tracks }: FoundVideo, entry: Entry): number =>
  tracks.filter(({ track }: FoundTrack) => keptOf(entry, track) === undefined).length
