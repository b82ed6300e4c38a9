import type { EngineError } from '../contract/engine.js'
import type { RecognizeRequest } from '../contract/requests.js'
import type { FrameFaces } from '../detection/types.js'
import type { ItemFailure } from '../job/reasons.js'
import { canceled } from '../job/reasons.js'
import { createWorkQueue } from '../pipeline/work-queue.js'
import type { MediaWorkshop, SourceFiles } from '../ports.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { VideoWorkshop } from '../video/ports.js'
import type { DescribedFace } from './decide-kept.js'
import { decideKept } from './decide-kept.js'
import { distanceTo } from './distance.js'
import type { FaceMemory } from './face-memory.js'
import { faceKey } from './face-memory.js'
import { groupAppearances } from './group.js'
import type { DescribedTrack } from './recognize-tracks.js'
import { describedTracks, describeVideo, looksIn } from './recognize-tracks.js'
import { isGoodEnough } from './policy.js'
import { readPerson } from './references.js'
import type { FaceDescription, KeepPerson } from './types.js'

/** A face by its file's place in the request, its frame, and its place among the frame's faces. */
export interface FacePlace {
  readonly file: number
  readonly frame: number
  readonly face: number
}

export interface RecognizedFace extends FacePlace {
  /** Its picture is good enough for its cover to say something, see `DecidedAppearance`. */
  readonly telling: boolean
}

/** A face that is, or may be, somebody to keep. */
export interface PersonMatch extends FacePlace {
  /** In `RecognizeRequest.keep`. */
  readonly person: number
  /** See `KeepDecision`. */
  readonly match: 'kept' | 'part' | 'perhaps'
}

/** Who is who in the photos of a request. No number of a descriptor is in it. */
export interface RecognizedPeople {
  /** The faces of each person, the one seen most often first; somebody seen once is a person, too. */
  readonly people: readonly (readonly RecognizedFace[])[]
  readonly matches: readonly PersonMatch[]
  /** Files, by their place in the request, whose faces could not be looked at. */
  readonly unreadable: readonly { readonly file: number; readonly failure: ItemFailure }[]
  /** The tracks of videos that are one of `people`, one of whom only videos show included. */
  readonly tracks: readonly PersonTrack[]
  /** The same of videos. */
  readonly unreadableVideos: readonly { readonly video: number; readonly failure: ItemFailure }[]
}

/** A track by its place in the request. */
export interface PersonTrack {
  /** In `RecognizedPeople.people`. */
  readonly person: number
  readonly video: number
  readonly track: number
  readonly telling: boolean
}

export interface RecognizeProgress {
  /** Faces that were looked at, of those that were asked for. */
  readonly done: number
  readonly total: number
}

export interface RecognizeContext {
  readonly signal: AbortSignal
  readonly workshop: MediaWorkshop
  readonly videos: Pick<VideoWorkshop, 'describe'>
  readonly sources: SourceFiles
  readonly memory: FaceMemory
  readonly onProgress: (progress: RecognizeProgress) => void
}

type File = RecognizeRequest['files'][number]

/** Describes the faces that are not known yet and compares all of them. */
export async function comparePeople(
  context: RecognizeContext,
  request: RecognizeRequest,
): Promise<Result<RecognizedPeople, EngineError>> {
  const { signal, memory } = context
  const { files, videos } = request
  const isStopped = (): boolean => signal.aborted
  memory.keepOnly([...files, ...videos].map(({ source }) => source))
  const unreadable = await describeAll(context, request)
  if (isStopped()) return err({ code: 'canceled' })
  const descriptionOf: DescriptionOf = ({ file, frame, face }) => {
    const entry = files[file]
    const box = entry?.frames.find((candidate) => candidate.frame === frame)?.faces[face]?.box
    return entry && box && memory.of(entry.source).get(faceKey(frame, box))
  }
  const kept = await peopleToKeep(context, request, descriptionOf)
  const tracks = describedTracks(videos, memory)
  try {
    if (isStopped()) return err({ code: 'canceled' })
    if (!kept.ok) return kept
    const people = peopleAmong(files, descriptionOf, tracks)
    return ok({ ...people, matches: matchesOf(files, kept.value, descriptionOf), ...unreadable })
  } finally {
    // Copies all: those of the files' own faces stay in the memory.
    if (kept.ok) for (const { references } of kept.value) for (const descriptor of references) descriptor.fill(0)
    for (const { descriptor } of tracks) descriptor.fill(0)
  }
}

type DescriptionOf = (place: FacePlace) => FaceDescription | undefined

async function describeAll(
  context: RecognizeContext,
  { files, videos, jobs, limits }: RecognizeRequest,
): Promise<Pick<RecognizedPeople, 'unreadable' | 'unreadableVideos'>> {
  const { signal, onProgress } = context
  const unreadable: { file: number; failure: ItemFailure }[] = []
  const unreadableVideos: { video: number; failure: ItemFailure }[] = []
  const work = [
    ...files.map((entry, file) => async () => {
      const failure = await describeFile(context, entry, limits)
      if (failure) unreadable.push({ file, failure })
      return facesIn(entry)
    }),
    ...videos.map((entry, video) => async () => {
      const failure = await describeVideo(context, entry, limits)
      if (failure) unreadableVideos.push({ video, failure })
      return looksIn(entry)
    }),
  ]
  const queue = createWorkQueue<(typeof work)[number]>()
  for (const describe of work) queue.push(describe)
  queue.end()
  const total = [...files.map(facesIn), ...videos.map(looksIn)].reduce((sum, count) => sum + count, 0)
  let done = 0
  onProgress({ done, total })
  const worker = async (): Promise<void> => {
    for (let describe = await queue.take(); describe && !signal.aborted; describe = await queue.take()) {
      done += await describe()
      onProgress({ done, total })
    }
  }
  await Promise.all(Array.from({ length: jobs }, worker))
  return { unreadable, unreadableVideos }
}

const facesIn = ({ frames }: File): number => frames.reduce((sum, { faces }) => sum + faces.length, 0)

/** Remembers what the faces of a file look like that are not known yet; opens it only for these. */
async function describeFile(
  { signal, workshop, memory }: RecognizeContext,
  { source, frames }: File,
  limits: RecognizeRequest['limits'],
): Promise<ItemFailure | undefined> {
  const known = memory.of(source)
  const missing = frames.flatMap(({ frame, faces }): FrameFaces[] => {
    const unknown = faces.filter(({ box }) => !known.has(faceKey(frame, box)))
    return unknown.length > 0
      ? [{ frame, faces: unknown.map(({ box }) => ({ box, confidence: 1, uncertain: false })) }]
      : []
  })
  if (missing.length === 0) return undefined
  const opened = await workshop.open(signal, source, limits)
  if (!opened.ok) return opened.error
  try {
    const described = await opened.value.describe(signal, missing)
    if (!described.ok) return described.error
    if (!memory.holds(source, known)) {
      // The file was forgotten while its faces were looked at: nobody would ever overwrite what comes late.
      for (const { descriptions } of described.value) for (const face of descriptions) face?.descriptor.fill(0)
      return canceled
    }
    for (const { frame, faces } of missing) {
      const descriptions = described.value.find((entry) => entry.frame === frame)?.descriptions ?? []
      for (const [index, { box }] of faces.entries()) known.set(faceKey(frame, box), descriptions[index])
    }
    return undefined
  } finally {
    await opened.value.close()
  }
}

/** Each person to keep by the faces and pictures that were named; a face that is no good reference is refused. */
async function peopleToKeep(
  { signal, sources, workshop }: RecognizeContext,
  { files, keep, limits }: RecognizeRequest,
  descriptionOf: DescriptionOf,
): Promise<Result<readonly KeepPerson[], EngineError>> {
  const people: KeepPerson[] = []
  for (const { faces, pictures } of keep) {
    const references: KeepPerson['references'][number][] = []
    for (const place of faces) {
      const description = descriptionOf(place)
      const file = files[place.file]?.source.path ?? ''
      if (!description || !isGoodEnough(description.quality))
        return err({ code: 'reference-unusable', file, problem: 'poor-face' })
      references.push(Float32Array.from(description.descriptor))
    }
    if (pictures.length > 0) {
      const read = await readPerson({ signal, sources, workshop, limits }, pictures)
      if (!read.ok) return read
      references.push(...read.value.references)
    }
    people.push({ references })
  }
  return ok(people)
}

interface Described extends RecognizedFace {
  readonly description: FaceDescription
}

/** Groups the faces that can be told apart: those seen well, and those that are to be seen. */
function peopleAmong(
  files: readonly File[],
  descriptionOf: DescriptionOf,
  tracks: readonly DescribedTrack[],
): Pick<RecognizedPeople, 'people' | 'tracks'> {
  const faces = files.flatMap(({ frames }, file) =>
    frames.flatMap(({ frame, faces: ofFrame }) =>
      ofFrame.flatMap(({ visible }, face): Described[] => {
        const description = descriptionOf({ file, frame, face })
        if (!description) return []
        const telling = isGoodEnough(description.quality)
        return telling || visible ? [{ file, frame, face, telling, description }] : []
      }),
    ),
  )
  const appearances = faces.map(({ file, frame, description }) => ({
    item: String(file),
    frame,
    descriptor: description.descriptor,
  }))
  // Two tracks of one video may be one person, who left and came back.
  const ofTracks = tracks.map(({ video, track, descriptor }) => ({
    ...{ item: `video ${video}`, frame: track, descriptor },
  }))
  const groups = groupAppearances([...appearances, ...ofTracks])
  return {
    people: groups.map((group) =>
      group.flatMap((index): RecognizedFace[] => {
        const known = faces[index]
        if (!known) return []
        const { file, frame, face, telling } = known
        return [{ file, frame, face, telling }]
      }),
    ),
    tracks: groups.flatMap((group, person) =>
      group.flatMap((index): PersonTrack[] => {
        const known = tracks[index - faces.length]
        return known ? [{ person, video: known.video, track: known.track, telling: known.telling }] : []
      }),
    ),
  }
}

function matchesOf(
  files: readonly File[],
  people: readonly KeepPerson[],
  descriptionOf: DescriptionOf,
): readonly PersonMatch[] {
  if (people.length === 0) return []
  return files.flatMap(({ frames }, file) =>
    frames.flatMap(({ frame, faces }) => {
      const described = faces.map(({ box }, face): DescribedFace => ({
        box,
        description: descriptionOf({ file, frame, face }),
      }))
      return decideKept(described, people).flatMap((match, face): PersonMatch[] =>
        match === 'covered'
          ? []
          : [{ file, frame, face, match, person: nearestPerson(people, described[face]?.description) }],
      )
    }),
  )
}

function nearestPerson(people: readonly KeepPerson[], description: FaceDescription | undefined): number {
  const distances = people.map((person) => (description ? distanceTo(person, description.descriptor) : Infinity))
  return Math.max(0, distances.indexOf(Math.min(...distances)))
}
