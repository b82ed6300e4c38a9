import type { EngineError } from '../contract/engine.js'
import type { WindowEngine } from '../contract/engine-protocol.js'
import type { RecognizeRequest } from '../contract/requests.js'
import { recognizeFileSchema } from '../contract/requests.js'
import type { MediaId } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import { failed } from '../job/reasons.js'
import { isVisibleByException } from '../people/conflicts.js'
import type { FacePlace } from '../people/recognize.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { FrameDecision } from '../review/decision.js'
import type { FoundPicture } from '../review/found-media.js'
import type { Finding } from '../verdict/finding.js'
import { reviewLimits } from './find-queue.js'
import type { Entry, SessionStore } from './session-store.js'
import type { SessionFace } from './types.js'

export interface SessionPeopleOptions {
  readonly store: SessionStore
  readonly engine: Pick<WindowEngine, 'recognize'>
  /** Files whose faces may be described at the same time, as things stand. */
  readonly jobs: () => number
}

/** A face among those of its person. */
interface PersonFace extends SessionFace {
  readonly telling: boolean
}

/** One person's appearances. */
type Person = readonly PersonFace[]

/** A person to keep visible, for a request. */
export interface PersonToKeep {
  readonly faces: readonly SessionFace[]
  /** Absolute paths. */
  readonly pictures: readonly string[]
}

/** A face that is, or may be, one of the people that were asked for. */
export interface SessionMatch extends SessionFace {
  readonly person: number
  readonly match: 'kept' | 'part' | 'perhaps'
}

/**
 * Who is who in the photos of the session, as the engine told it when it was last asked. Only places of faces are known
 * here; what the faces look like stays in the engine's process.
 */
export class SessionPeople {
  readonly #options: SessionPeopleOptions
  #running: AbortController | undefined
  #people: readonly Person[] = []
  /** Photos that were compared, by what was found in them: one that was looked through anew is another. */
  #compared = new Map<MediaId, FoundPicture>()
  #unreadable = new Map<MediaId, ItemFailure>()
  /** Photos that the engine may remember faces of: also of a comparison that was given up. */
  #sent: ReadonlySet<MediaId> = new Set()

  constructor(options: SessionPeopleOptions) {
    this.#options = options
  }

  get isComparing(): boolean {
    return this.#running !== undefined
  }

  /** Compares the faces of all photos that were found so far. What ran before is given up, and nothing of it is lost. */
  async compare(
    signal: AbortSignal,
    keep: readonly PersonToKeep[] = [],
  ): Promise<Result<readonly SessionMatch[], EngineError>> {
    this.#running?.abort()
    const running = new AbortController()
    this.#running = running
    const abort = (): void => running.abort()
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    const { store, engine, jobs } = this.#options
    const [photos, left] = askable(this.#photos())
    const request = requestFor(photos, keep, jobs())
    this.#sent = new Set([...this.#sent, ...photos.map(({ id }) => id)])
    const result = await engine.recognize(running.signal, request, ({ done, total }) => {
      if (this.#running === running) store.setStatus({ people: { status: 'comparing', done, total } })
    })
    signal.removeEventListener('abort', abort)
    // Another comparison took this one's place, and tells how things stand.
    if (this.#running !== running) return err({ code: 'canceled' })
    this.#running = undefined
    if (result.ok) {
      const faceAt = ({ file, frame, face }: FacePlace): readonly SessionFace[] => {
        const photo = photos[file]
        return photo ? [{ id: photo.id, frame, of: face }] : []
      }
      this.#compared = new Map(photos.map(({ id, found }) => [id, found]))
      this.#people = result.value.people.map((person) =>
        person.flatMap((place) => faceAt(place).map((face) => ({ ...face, telling: place.telling }))),
      )
      const failures = result.value.unreadable.flatMap(({ file, failure }): [MediaId, ItemFailure][] =>
        photos[file] ? [[photos[file].id, failure]] : [],
      )
      this.#unreadable = new Map([...left.map(({ id }): [MediaId, ItemFailure] => [id, notAskable]), ...failures])
      this.#tell()
      return ok(
        result.value.matches.flatMap((place) =>
          faceAt(place).map((face) => ({ ...face, person: place.person, match: place.match })),
        ),
      )
    }
    this.#tell()
    return result
  }

  cancel(): void {
    this.#running?.abort()
    this.#running = undefined
    this.#tell()
  }

  /** Forgets all but what the session still holds, here and in the engine, which overwrites what it knew of the rest. */
  forgetRemoved(): void {
    const { store, engine } = this.#options
    const left = [...this.#sent].flatMap((id) => {
      const entry = store.entry(id)
      return entry ? [{ id, source: entry.source }] : []
    })
    if (left.length === this.#sent.size) return
    this.cancel()
    this.#sent = new Set(left.map(({ id }) => id))
    this.#compared = new Map([...this.#compared].filter(([id]) => this.#sent.has(id)))
    this.#tell()
    const files = left.map(({ source }) => ({ source, frames: [] }))
    const request = { files, keep: [], jobs: 1, limits: reviewLimits }
    void engine.recognize(new AbortController().signal, request, () => undefined)
  }

  /** The other faces of the person; undefined for a face that was not compared, or cannot be told from others. */
  appearancesOf(face: SessionFace): readonly PersonFace[] | undefined {
    return this.all.find((person) => person.some((other) => isSame(other, face)))
  }

  /** Everybody who was told from the others. */
  get all(): readonly Person[] {
    return this.#people.map((person) => person.filter((face) => this.#isKnown(face)))
  }

  hasCompared(id: MediaId): boolean {
    const entry = this.#options.store.entry(id)
    return entry?.found !== undefined && this.#compared.get(id) === entry.found && !this.#unreadable.has(id)
  }

  /** Photos that could be compared and were not yet. */
  get missing(): number {
    return this.#photos().filter(({ id }) => !this.hasCompared(id) && !this.#unreadable.has(id)).length
  }

  /** Why a photo's faces could not be compared, where they could not. */
  failureOf(id: MediaId): ItemFailure | undefined {
    return this.#unreadable.get(id)
  }

  /**
   * What keeps photos from being released, by their ids: faces that stay visible although the person is covered in as many
   * others or more, and nobody said that this is meant.
   */
  conflicts(): ReadonlyMap<MediaId, readonly Finding[]> {
    const findings = new Map<MediaId, Finding[]>()
    for (const person of this.all) {
      const visible = person.filter((face) => isVisible(this.#kept(face)))
      const covered = person.filter((face) => face.telling && this.#kept(face) === undefined)
      if (visible.length === 0 || covered.length === 0) continue
      if (!isVisibleByException({ visible: visible.map((_, at) => at), covered: covered.map((_, at) => at) })) continue
      for (const face of visible) {
        const kept = this.#kept(face)
        if (!kept || kept.anyway === true) continue
        const { box } = kept
        const finding: Finding = {
          code: 'person-inconsistent',
          ...{ frame: face.frame, box, covered: covered.length, visible: visible.length },
        }
        findings.set(face.id, [...(findings.get(face.id) ?? []), finding])
      }
    }
    return findings
  }

  isVisible(face: SessionFace): boolean {
    return isVisible(this.#kept(face))
  }

  #kept(face: SessionFace): FrameDecision['keep'][number] | undefined {
    return keptAt(this.#options.store.entry(face.id), face)
  }

  #isKnown({ id }: SessionFace): boolean {
    return this.hasCompared(id)
  }

  #photos(): readonly Photo[] {
    const { store } = this.#options
    return [...store.session.items.keys()].flatMap((id): Photo[] => {
      const entry = store.entry(id)
      const found = entry?.found
      return entry && found && isComparable(found) ? [{ id, entry, found }] : []
    })
  }

  #tell(): void {
    const { store } = this.#options
    const people = this.#compared.size > 0 ? ({ status: 'compared' } as const) : undefined
    if (store.session.people?.status !== people?.status) store.setStatus({ people })
  }
}

interface Photo {
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
const isVisible = (kept: FrameDecision['keep'][number] | undefined): boolean =>
  kept !== undefined && kept.reason !== 'not-a-face'

/** True where a decision leaves somebody visible on purpose. */
export const showsSomebody = ({ decision }: Entry): boolean =>
  decision?.kind === 'picture' && decision.frames.some(({ keep }) => keep.some(isVisible))

const notAskable = failed({ code: 'internal', detail: 'faces' })

/** The photos whose faces the engine takes, and the others: one of these must not keep all from being compared. */
function askable(photos: readonly Photo[]): readonly [readonly Photo[], readonly Photo[]] {
  const isAskable = (photo: Photo): boolean => recognizeFileSchema.safeParse(fileOf(photo)).success
  const asked = new Set(photos.filter(isAskable))
  return [[...asked], photos.filter((photo) => !asked.has(photo))]
}

const fileOf = ({ id, entry, found }: Photo): RecognizeRequest['files'][number] => ({
  source: entry.source,
  frames: found.faces.map(({ frame, faces }) => ({
    frame,
    faces: faces.map(({ box }, of) => ({ box, visible: isVisible(keptAt(entry, { id, frame, of })) })),
  })),
})

function requestFor(photos: readonly Photo[], keep: readonly PersonToKeep[], jobs: number): RecognizeRequest {
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
