import type { RecognizeRequest } from '../contract/requests.js'
import { recognizeFileSchema } from '../contract/requests.js'
import type { MediaId } from '../job/item-state.js'
import { failed } from '../job/reasons.js'
import type { FrameDecision } from '../review/decision.js'
import type { FoundPicture } from '../review/found-media.js'
import { reviewLimits } from './find-queue.js'
import type { Entry } from './session-store.js'
import { showsSomebodyIn } from './session-tracks.js'
import type { SessionFace } from './types.js'

/** A person to keep visible, for a request. */
export interface PersonToKeep {
  readonly faces: readonly SessionFace[]
  /** Absolute paths. */
  readonly pictures: readonly string[]
}

/** A photo of the session whose faces are known. */
export interface Photo {
  readonly id: MediaId
  readonly entry: Entry
  readonly found: FoundPicture
}

/** Nothing follows a person through a moving picture: these are not compared, and the window says so. */
export const isComparable = (found: Entry['found']): found is FoundPicture =>
  found?.kind === 'picture' && !(found.animated && found.frames.length > 1)

export const isSame = (a: SessionFace, b: SessionFace): boolean => a.id === b.id && a.frame === b.frame && a.of === b.of

/** How a decision leaves a face visible; undefined where the face is covered. */
export function keptAt(
  entry: Entry | undefined,
  { frame, of }: SessionFace,
): FrameDecision['keep'][number] | undefined {
  const decision = entry?.decision
  if (decision?.kind !== 'picture') return undefined
  return decision.frames.find((candidate) => candidate.frame === frame)?.keep.find((kept) => kept.of === of)
}

/** What a person calls no face is nobody's. */
export const isVisible = (kept: FrameDecision['keep'][number] | undefined): boolean =>
  kept !== undefined && kept.reason !== 'not-a-face'

/** True where a decision leaves somebody visible on purpose. */
export const showsSomebody = (entry: Entry): boolean =>
  showsSomebodyIn(entry) ||
  (entry.decision?.kind === 'picture' && entry.decision.frames.some(({ keep }) => keep.some(isVisible)))

export const notAskable = failed({ code: 'internal', detail: 'faces' })

/** The photos whose faces the engine takes, and the others: one of these must not keep all from being compared. */
export function askable(photos: readonly Photo[]): readonly [readonly Photo[], readonly Photo[]] {
  const asked = new Set(photos.filter((photo) => recognizeFileSchema.safeParse(fileOf(photo)).success))
  return [[...asked], photos.filter((photo) => !asked.has(photo))]
}

const fileOf = ({ id, entry, found }: Photo): RecognizeRequest['files'][number] => ({
  source: entry.source,
  frames: found.faces.map(({ frame, faces }) => ({
    frame,
    faces: faces.map(({ box }, of) => ({ box, visible: isVisible(keptAt(entry, { id, frame, of })) })),
  })),
})

export function requestFor(
  photos: readonly Photo[],
  keep: readonly PersonToKeep[],
  jobs: number,
): Omit<RecognizeRequest, 'videos'> {
  const placeOf = new Map(photos.map(({ id }, file) => [id, file]))
  return {
    files: photos.map(fileOf),
    keep: keep.map(({ faces, pictures }) => ({
      faces: faces.flatMap(({ id, frame, of }) => {
        const file = placeOf.get(id)
        return file === undefined ? [] : [{ file, frame, face: of }]
      }),
      pictures: [...pictures],
    })),
    jobs,
    limits: reviewLimits,
  }
}
