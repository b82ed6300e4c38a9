import { addFaces } from '../detection/faces.js'
import type { FrameFaces, FrameHeads, Thoroughness } from '../detection/types.js'
import type { ItemFailure } from '../job/reasons.js'
import { isMoving } from '../media/is-moving.js'
import type { OpenMedia } from '../ports.js'
import type { Result } from '../result.js'
import { ok } from '../result.js'
import type { DecidedAppearance } from './conflicts.js'
import type { KeepDecision } from './decide-kept.js'
import { decideKept } from './decide-kept.js'
import { isGoodEnough } from './policy.js'
import type { PeopleSeen } from './session.js'
import type { FrameDescriptions, KeepPerson, KeptFace } from './types.js'
import { keptFrames } from './types.js'

/** What becomes of the faces of one photo. */
export interface PhotoDecision {
  /** To be covered. */
  readonly covered: readonly FrameFaces[]
  readonly kept: readonly KeptFace[]
  readonly perhaps: number
  readonly bareHeads: readonly FrameHeads[]
}

/** A photo's decision with what comparing it with the others of the batch needs. */
export interface PhotoSurvey extends PeopleSeen {
  readonly decision: PhotoDecision
}

/**
 * Finds and describes the faces of an open photo and decides which stay visible. In a moving picture nobody does: a
 * person would have to be recognised in every frame. Who might be the person is marked there as well.
 */
export async function surveyPhoto(
  signal: AbortSignal,
  media: OpenMedia,
  item: string,
  people: readonly KeepPerson[],
  thoroughness: Thoroughness,
  onProgress: (share: number) => void,
): Promise<Result<PhotoSurvey, ItemFailure>> {
  const found = await media.detect(signal, thoroughness, onProgress)
  if (!found.ok) return found
  const described = await media.describe(signal, found.value)
  if (!described.ok) return described
  const decide = isMoving(media.info) ? coveredAnyway : undefined
  const decided = found.value
    .map((entry) => decideFrame(entry, described.value, people))
    .map((entry) => (decide ? { ...entry, decisions: entry.decisions.map(decide) } : entry))
  const kept = decided.flatMap(({ frame, faces, decisions }) =>
    faces.flatMap(({ box }, index): KeptFace[] =>
      decisions[index] === 'kept' ? [{ frame, box, reason: 'reference' }] : [],
    ),
  )
  const covered = decided.map(({ frame, faces, decisions }) => ({
    frame,
    faces: faces.filter((_, index) => decisions[index] !== 'kept' && decisions[index] !== 'part'),
  }))
  const around = await media.detectAround(signal, keptFrames(kept), thoroughness)
  if (!around.ok) return around
  const perhaps = decided.flatMap(({ decisions }) => decisions.filter((decision) => decision === 'perhaps')).length
  return ok({
    decision: {
      covered: addFaces(covered, around.value),
      kept,
      perhaps,
      bareHeads: found.value.map(({ frame, bareHeads }) => ({ frame, bareHeads })),
    },
    ...appearancesOf(item, decided, isMoving(media.info)),
  })
}

interface DecidedFrame extends FrameFaces {
  readonly decisions: readonly KeepDecision[]
  readonly descriptions: FrameDescriptions['descriptions']
}

function decideFrame(
  { frame, faces }: FrameFaces,
  described: readonly FrameDescriptions[],
  people: readonly KeepPerson[],
): DecidedFrame {
  const descriptions = described.find((entry) => entry.frame === frame)?.descriptions ?? []
  const decisions = decideKept(
    faces.map(({ box }, index) => ({ box, description: descriptions[index] })),
    people,
  )
  return { frame, faces, decisions, descriptions }
}

const coveredAnyway = (decision: KeepDecision): KeepDecision => (decision === 'kept' ? 'perhaps' : decision)

/** `moving`: the cover of somebody who may be a person to keep says nothing, for there everybody is covered. */
function appearancesOf(item: string, decided: readonly DecidedFrame[], moving: boolean): PeopleSeen {
  const appearances: DecidedAppearance[] = []
  const places: KeptFace[] = []
  for (const { frame, faces, decisions, descriptions } of decided)
    for (const [index, { box }] of faces.entries()) {
      const description = descriptions[index]
      // A second box on a kept face would be a second person in the same picture.
      if (!description || decisions[index] === 'part') continue
      const { descriptor, quality } = description
      const visible = decisions[index] === 'kept'
      const telling = isGoodEnough(quality) && !(moving && decisions[index] === 'perhaps')
      appearances.push({ item, frame, descriptor, visible, telling })
      places.push({ frame, box, reason: 'reference' })
    }
  return { appearances, places }
}
