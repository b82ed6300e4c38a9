import type { EngineError } from '../contract/engine.js'
import type { MediaId } from '../job/item-state.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import { completed } from '../review/cover-plan.js'
import type { FrameDecision, PersonReason, PictureDecision } from '../review/decision.js'
import { noPictureDecision } from '../review/decision.js'
import type { FoundPicture } from '../review/found-media.js'
import type { KeptChoices } from './kept-choices.js'
import type { SessionMatch, SessionPeople } from './session-people.js'
import type { PersonToKeep } from './session-faces.js'
import { isSame, keptAt } from './session-faces.js'
import type { Entry, SessionStore } from './session-store.js'
import type { SessionFace } from './types.js'

export interface PersonContext {
  readonly store: SessionStore
  readonly people: SessionPeople
  readonly choices: KeptChoices
  /** True while files are released: what is decided meanwhile comes too late for them. */
  readonly isExporting: () => boolean
}

/** What one decision about a person changed. */
export interface KeptPersonSummary {
  /** Photos in which the person is visible now. */
  readonly visible: number
  /** Photos in which somebody may be the person, is covered, and should be looked at. */
  readonly perhaps: number
}

/** Whom to keep visible: the person of a face, or of pictures that show nobody else. */
export interface PersonChoice {
  readonly face?: SessionFace
  /** Absolute paths. */
  readonly pictures: readonly string[]
  readonly reason: PersonReason
}

type KeptFace = FrameDecision['keep'][number]

/**
 * Leaves a person visible in every photo in which the program clearly recognises them, and marks the photos in which it is
 * not sure. The face that was pointed at stays visible in any case: a person recognised it.
 */
export async function keepPerson(
  { store, people, choices, isExporting }: PersonContext,
  signal: AbortSignal,
  { face, pictures, reason }: PersonChoice,
): Promise<Result<KeptPersonSummary, EngineError | { readonly code: 'unknown-item' } | { readonly code: 'not-now' }>> {
  if (face && !hasFace(store, face)) return err({ code: 'unknown-item' })
  const asked: PersonToKeep = { faces: face ? [face, ...chosenWith(people, store, face)] : [], pictures }
  const matched = await people.compare(signal, [asked, ...othersChosen(people, store, face)])
  if (!matched.ok) return matched
  // A release may have begun while the faces were compared.
  if (isExporting()) return err({ code: 'not-now' })
  const own = matched.value.filter(({ person }) => person === 0)
  const kept = own.filter(({ match }) => match === 'kept')
  if (face && !kept.some((match) => isSame(match, face))) kept.push({ ...face, person: 0, match: 'kept' })
  const parts = matched.value.filter(
    (part) => part.match === 'part' && kept.some(({ id, frame }) => id === part.id && frame === part.frame),
  )
  const perhaps = own.filter(({ match }) => match === 'perhaps')
  choices.add(asked.faces, [...kept, ...parts])
  for (const id of photosOf([...kept, ...perhaps]))
    changePhoto(store, id, (found) => {
      const ofPhoto = <Match extends SessionMatch>(matches: readonly Match[]): readonly Match[] =>
        matches.filter((match) => match.id === id)
      const newlyKept = [
        ...ofPhoto(kept).flatMap((match) => keptFace(found, match, reason, face)),
        ...ofPhoto(parts).flatMap((match) => keptFace(found, match, 'not-a-face', face)),
      ].filter(({ place }) => keptAt(store.entry(id), place) === undefined)
      const unsure = ofPhoto(perhaps).filter((match) => keptAt(store.entry(id), match) === undefined)
      return { kept: newlyKept, unsure }
    })
  return ok({ visible: photosOf(kept).length, perhaps: photosOf(perhaps).length })
}

/**
 * Covers every appearance of the face's person, the face itself, and all that the program left visible by a decision that
 * any of these had a part in; brings the number of photos that changed.
 */
export function coverPerson({ store, people, choices }: PersonContext, face: SessionFace): number {
  const person = [face, ...(people.appearancesOf(face) ?? [])]
  const visible = [
    ...person.filter((other) => keptAt(store.entry(other.id), other) !== undefined),
    ...choices.broughtWith(person).filter((other) => keptAt(store.entry(other.id), other)?.recognized === true),
  ]
  const photos = photosOf(visible)
  unmark(store, person)
  for (const id of photos) {
    const entry = store.entry(id)
    const { decision, found } = entry ?? {}
    if (decision?.kind !== 'picture' || found?.kind !== 'picture') continue
    const frames = decision.frames.map((entry) => ({
      ...entry,
      keep: entry.keep.filter(({ of }) => !visible.some((other) => isSame(other, { id, frame: entry.frame, of }))),
    }))
    remember(store, id, completed({ ...decision, frames }, found.faces))
  }
  return photos.length
}

/** Nobody is to be kept of whom these faces may be. */
function unmark(store: SessionStore, faces: readonly SessionFace[]): void {
  for (const id of photosOf(faces)) {
    const marked = store.entry(id)?.perhaps ?? []
    const left = marked.filter((mark) => !faces.some((face) => isSame(face, { id, ...mark })))
    if (left.length === marked.length) continue
    store.remember(id, { perhaps: left })
    store.change(id, { perhaps: left.length })
  }
}

const hasFace = (store: SessionStore, { id, frame, of }: SessionFace): boolean => {
  const found = store.entry(id)?.found
  return found?.kind === 'picture' && found.faces.some((entry) => entry.frame === frame && of < entry.faces.length)
}

const photosOf = (faces: readonly SessionFace[]): readonly MediaId[] => [...new Set(faces.map(({ id }) => id))]

/** The other faces of the same person that were pointed at, and are good enough to recognise somebody by. */
function chosenWith(people: SessionPeople, store: SessionStore, face: SessionFace): readonly SessionFace[] {
  return (people.appearancesOf(face) ?? []).filter(
    (other) => other.telling && !isSame(other, face) && isChosen(keptAt(store.entry(other.id), other)),
  )
}

/** Everybody else whom a person keeps visible: a face that could be either is nobody's. */
function othersChosen(
  people: SessionPeople,
  store: SessionStore,
  face: SessionFace | undefined,
): readonly PersonToKeep[] {
  return people.all.flatMap((person) => {
    if (face && person.some((other) => isSame(other, face))) return []
    const faces = person.filter((other) => other.telling && isChosen(keptAt(store.entry(other.id), other)))
    return faces.length > 0 ? [{ faces, pictures: [] }] : []
  })
}

const isChosen = (kept: KeptFace | undefined): boolean =>
  kept !== undefined && kept.recognized !== true && kept.reason !== 'not-a-face'

interface PlacedKept {
  readonly place: SessionFace
  readonly kept: KeptFace
}

function keptFace(
  found: FoundPicture,
  match: SessionFace,
  reason: KeptFace['reason'],
  chosen: SessionFace | undefined,
): readonly PlacedKept[] {
  const box = found.faces.find(({ frame }) => frame === match.frame)?.faces[match.of]?.box
  if (!box) return []
  const isChosenFace = chosen !== undefined && isSame(chosen, match)
  return [{ place: match, kept: { box, of: match.of, reason, ...(isChosenFace ? {} : { recognized: true as const }) } }]
}

interface PhotoChange {
  readonly kept: readonly PlacedKept[]
  readonly unsure: readonly SessionFace[]
}

function changePhoto(store: SessionStore, id: MediaId, changeOf: (found: FoundPicture) => PhotoChange): void {
  const { found, decision } = store.entry(id) ?? {}
  if (found?.kind !== 'picture') return
  const { kept, unsure } = changeOf(found)
  if (kept.length > 0) {
    const known: PictureDecision = decision?.kind === 'picture' ? decision : noPictureDecision
    const whole = completed(known, found.faces)
    const frames = whole.frames.map((entry) => {
      const added = kept.filter(({ place }) => place.frame === entry.frame).map((one) => one.kept)
      const isAdded = (of: number | undefined): boolean => added.some((one) => one.of === of)
      return {
        ...entry,
        cover: entry.cover.filter((shape) => shape.kind !== 'face' || !isAdded(shape.of)),
        keep: [...entry.keep, ...added],
      }
    })
    remember(store, id, { ...whole, frames })
  }
  const perhaps = marksAfter(store, id, unsure)
  // A person looks at every face that the program left visible, and at those it was not sure of.
  const isToBeSeen = kept.some((one) => one.kept.recognized === true) || unsure.length > 0
  if (!isToBeSeen && perhaps.length === (store.entry(id)?.perhaps?.length ?? 0)) return
  store.remember(id, { perhaps })
  store.change(id, { perhaps: perhaps.length, ...(isToBeSeen ? { accepted: false } : {}) })
}

/** The marks of every person that was kept, of the faces that are still covered. */
function marksAfter(store: SessionStore, id: MediaId, unsure: readonly SessionFace[]): NonNullable<Entry['perhaps']> {
  const earlier = (store.entry(id)?.perhaps ?? []).map((mark) => ({ id, ...mark }))
  const added = unsure.filter((face) => !earlier.some((mark) => isSame(mark, face)))
  return [...earlier, ...added]
    .filter((face) => keptAt(store.entry(id), face) === undefined)
    .map(({ frame, of }) => ({ frame, of }))
}

/** What was exported before was another decision's: this one is not out yet. */
function remember(store: SessionStore, id: MediaId, decision: PictureDecision): void {
  store.remember(id, { decision })
  store.change(id, { decisions: (store.item(id)?.decisions ?? 0) + 1, state: { status: 'found' } })
}
