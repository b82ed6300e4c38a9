import type { DetectedFace, FrameFaces, Thoroughness } from '../detection/types.js'
import type { Box } from '../geometry/box.js'
import { iou } from '../geometry/box.js'
import { otherThan } from '../people/accepted.js'
import type { KeptFace } from '../people/types.js'
import type { KeptSpan } from '../people/video/kept-spans.js'
import { placeAt } from '../people/video/path.js'
import type { RecognizedTrack } from '../people/video/recognizer.js'
import type { Sighting } from '../video/tracking/link.js'
import type { FaceTrack, Scene } from '../video/tracking/track-faces.js'
import type { VideoDecision } from './decision.js'
import type { FoundVideo } from './found-media.js'

/** Somebody, or something, that stays visible. */
export interface KeptPerson {
  readonly reason: KeptFace['reason'] | 'not-a-face'
  /** Where it was seen, in order. */
  readonly sightings: Path
  /**
   * Only of somebody who was recognised, in a stretch of a track: whether the track shows the same person directly
   * before and after. Whom a person left visible keeps all of a track.
   */
  readonly joins?: KeptSpan['joins']
}

export const isFace = ({ reason }: KeptPerson): boolean => reason !== 'not-a-face'

type Path = readonly { readonly frame: number; readonly seconds: number; readonly box: Box }[]

/** Those who were recognised, each stretch as a person of its own. */
export const recognizedPeople = (tracks: readonly RecognizedTrack[]): readonly KeptPerson[] =>
  tracks.flatMap(({ path, spans }) =>
    spans.map(({ fromFrame, toFrame, joins }): KeptPerson => ({
      reason: 'reference',
      sightings: path.filter(({ frame }) => frame >= fromFrame && frame <= toFrame),
      joins,
    })),
  )

/**
 * The decision with all that another process needs to know the kept people again: the moments at which the find saw
 * them, and how thoroughly it looked. What came in for either is replaced.
 */
export function recognizable(
  { kind, keep, cover }: VideoDecision,
  found: FoundVideo,
  foundWith: Thoroughness | undefined,
): VideoDecision {
  const kept = keep.map(({ track, reason }) => {
    const keyframes = found.tracks.find((entry) => entry.track === track)?.keyframes ?? []
    return { track, reason, keyframes: keyframes.map(({ seconds, box }) => ({ seconds, box })) }
  })
  return { kind, keep: kept, cover, ...(kept.length > 0 && foundWith !== undefined ? { foundWith } : {}) }
}

/** Two sightings in one frame that overlap this much are the same face. */
const sameSightingIou = 0.5
/** Between two sightings that are no further apart, a face is where it moves evenly; the fastest setting looks so often. */
const evenSeconds = 0.25
/** Less than the clock of any video. */
const sameSeconds = 1e-6

/**
 * The people whom the decision leaves visible. The number of a track says nothing here, for another look may number
 * them anew: somebody is kept whom exactly one track shows at all the moments at which the reviewer saw him, and not
 * beyond them. An entry without such a track keeps nobody.
 */
export function keptPeople(
  tracks: Iterable<FaceTrack>,
  decision: VideoDecision,
  secondsAt: (frame: number) => number,
): readonly KeptPerson[] {
  const wanted = decision.keep.map(({ keyframes = [], reason }): WantedPerson => ({
    reason,
    moments: [...keyframes].sort((a, b) => a.seconds - b.seconds),
    matching: [],
  }))
  if (wanted.length === 0) return []
  for (const { sightings } of tracks) {
    const path = sightings.map(({ frame, observation }) => ({
      frame,
      seconds: secondsAt(frame),
      box: observation.box,
    }))
    for (const { moments, matching } of wanted) {
      const isMatch = moments.every(({ seconds, box }) => {
        const seen = placeAt(path, seconds, evenSeconds)
        return seen !== undefined && iou(seen, box) >= sameSightingIou
      })
      // A third one would say nothing new.
      if (isMatch && moments.length > 0 && matching.length < 2) matching.push(path)
    }
  }
  return wanted.flatMap(keptPerson)
}

/** One entry of a decision while the tracks are looked through. */
interface WantedPerson {
  readonly reason: VideoDecision['keep'][number]['reason']
  /** In order. */
  readonly moments: NonNullable<VideoDecision['keep'][number]['keyframes']>
  /** What fits all of the moments. */
  readonly matching: Path[]
}

function keptPerson({ reason, moments, matching }: WantedPerson): readonly KeptPerson[] {
  const from = moments[0]?.seconds
  const to = moments.at(-1)?.seconds
  const [only, another] = matching
  if (!only || another || from === undefined || to === undefined) return []
  const sightings = only.filter(({ seconds }) => seconds >= from - sameSeconds && seconds <= to + sameSeconds)
  return [{ reason, sightings }]
}

/** The faces of a moment that stay visible. */
export const visibleAt = (people: readonly KeptPerson[], seconds: number): readonly DetectedFace[] =>
  people.flatMap(({ sightings }) => {
    const box = placeAt(sightings, seconds, evenSeconds)
    return box ? [{ box, confidence: 1, uncertain: false }] : []
  })

/** Of the faces seen in a finished video, those that nobody left visible. */
export const withoutVisible = (
  seen: readonly FrameFaces[],
  people: readonly KeptPerson[],
  secondsAt: (frame: number) => number,
): readonly FrameFaces[] =>
  seen.flatMap(({ frame, faces }) => {
    const seconds = secondsAt(frame)
    const surely = people.filter(isFace)
    const others = otherThan(faces, visibleAt(people, seconds), visibleAt(surely, seconds))
    return others.length > 0 ? [{ frame, faces: others }] : []
  })

/** Share of a track's sightings that must be those of a kept person; one who is only partly the same is covered. */
const sameTrackShare = 0.9

/**
 * The tracks that are covered. Of a track of somebody who stays visible, the sightings that are not his own are: they
 * may be a stranger's, who joined the track later, or his own where nobody could tell.
 */
export function coveredTracks(tracks: readonly FaceTrack[], people: readonly KeptPerson[]): readonly FaceTrack[] {
  const meanwhile = people.filter((person) => isMeanwhile(person, tracks))
  if (meanwhile.length === 0) return tracks
  const own = ownSightings(tracks, meanwhile)
  return tracks.flatMap((track) => {
    const kept = track.sightings.filter((sighting) => own.has(sighting))
    const isWhole = kept.length >= sameTrackShare * Math.max(1, track.sightings.length)
    const isOwn = (sighting: Sighting): boolean => isWhole || own.get(sighting)?.joins !== undefined
    const shown = new Map([...own].filter(([sighting]) => isOwn(sighting)))
    return kept.some(isOwn) ? stretchesBeside(track, shown) : [track]
  })
}

/** Whether the person is seen while one of the tracks lasts: a long video is covered piece by piece. */
const isMeanwhile = ({ sightings: own }: KeptPerson, tracks: readonly FaceTrack[]): boolean =>
  tracks.some(
    ({ sightings }) =>
      (sightings[0]?.frame ?? Infinity) <= (own.at(-1)?.frame ?? -1) &&
      (sightings.at(-1)?.frame ?? -1) >= (own[0]?.frame ?? Infinity),
  )

/** Whose sightings are those of the kept people: in each frame at most one for each of them, the one that fits best. */
function ownSightings(tracks: readonly FaceTrack[], people: readonly KeptPerson[]): ReadonlyMap<Sighting, KeptPerson> {
  const frames = new Set(people.flatMap((person) => person.sightings.map(({ frame }) => frame)))
  const inFrame = new Map<number, Sighting[]>()
  for (const { sightings } of tracks)
    for (const sighting of sightings) {
      if (!frames.has(sighting.frame)) continue
      const others = inFrame.get(sighting.frame)
      if (others) others.push(sighting)
      else inFrame.set(sighting.frame, [sighting])
    }
  const own = new Map<Sighting, KeptPerson>()
  for (const person of people)
    for (const { frame, box } of person.sightings) {
      let best: Sighting | undefined
      let most = sameSightingIou
      for (const sighting of inFrame.get(frame) ?? []) {
        const overlap = iou(sighting.observation.box, box)
        if (own.has(sighting) || overlap < most) continue
        best = sighting
        most = overlap
      }
      if (best) own.set(best, person)
    }
  return own
}

/** Every stretch of a kept track that is not a kept person's, as a face of its own beyond doubt. */
function stretchesBeside(
  { sightings, scene }: FaceTrack,
  own: ReadonlyMap<Sighting, KeptPerson>,
): readonly FaceTrack[] {
  const stretches: FaceTrack[] = []
  let open: Sighting[] = []
  let last: Sighting | undefined
  const close = (next: Sighting | undefined): void => {
    if (open.length > 0) stretches.push({ sightings: open, confidence: 1, scene: sceneBetween(scene, last, next, own) })
    open = []
  }
  for (const sighting of sightings) {
    if (!own.has(sighting)) open.push(sighting)
    else {
      close(sighting)
      last = sighting
    }
  }
  close(undefined)
  return stretches
}

/** Where the stretch beside a recognised person is surely that person, nobody who is lost there has to be covered on. */
function sceneBetween(
  scene: Scene,
  last: Sighting | undefined,
  next: Sighting | undefined,
  own: ReadonlyMap<Sighting, KeptPerson>,
): Scene {
  const [before, after] = [last && own.get(last), next && own.get(next)]
  const isEnd = before?.sightings.at(-1)?.frame === last?.frame
  const isStart = after?.sightings[0]?.frame === next?.frame
  return {
    first: last && before?.joins?.after === true && isEnd ? last.frame + 1 : scene.first,
    last: next && after?.joins?.before === true && isStart ? next.frame - 1 : scene.last,
  }
}
