import type { EngineError } from '../contract/engine.js'
import type { WindowEngine } from '../contract/engine-protocol.js'
import type { RecognizeRequest } from '../contract/requests.js'
import type { MediaId } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import { isVisibleByException } from '../people/conflicts.js'
import type { FacePlace } from '../people/recognize.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { FrameDecision } from '../review/decision.js'
import type { FoundMedia } from '../review/found-media.js'
import type { Finding } from '../verdict/finding.js'
import { reviewLimits } from './find-queue.js'
import type { PersonToKeep, Photo } from './session-faces.js'
import { askable, isComparable, isSame, isVisible, keptAt, notAskable, requestFor } from './session-faces.js'
import type { SessionStore } from './session-store.js'
import type { SessionTrack, SessionVideo } from './session-tracks.js'
import { isAskable, personInVideos, trackFinding, tracksOf, videoRequestFor, videosOf } from './session-tracks.js'
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
  /** The same people in videos, in the same order. */
  #tracks: readonly (readonly SessionTrack[])[] = []
  /** Files that were compared, by what was found in them: one that was looked through anew is another. */
  #compared = new Map<MediaId, FoundMedia>()
  #unreadable = new Map<MediaId, ItemFailure>()
  /** Photos that the engine may remember faces of: also of a comparison that was given up. */
  #sent: ReadonlySet<MediaId> = new Set()

  constructor(options: SessionPeopleOptions) {
    this.#options = options
  }

  get isComparing(): boolean {
    return this.#running !== undefined
  }

  /** Compares the faces of all photos and videos that were found so far, before somebody is shown to others. */
  compareAll(signal: AbortSignal): Promise<Result<readonly SessionMatch[], EngineError>> {
    return this.#compare(signal, [], videosOf(this.#options.store))
  }

  /** Compares the faces of all photos that were found so far. What ran before is given up, and nothing of it is lost. */
  compare(
    signal: AbortSignal,
    keep: readonly PersonToKeep[] = [],
  ): Promise<Result<readonly SessionMatch[], EngineError>> {
    return this.#compare(signal, keep, [])
  }

  async #compare(
    signal: AbortSignal,
    keep: readonly PersonToKeep[],
    videos: readonly SessionVideo[],
  ): Promise<Result<readonly SessionMatch[], EngineError>> {
    this.#running?.abort()
    const running = new AbortController()
    this.#running = running
    const abort = (): void => running.abort()
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    const { store, engine, jobs } = this.#options
    const [photos, left] = askable(this.#photos())
    const [asked, leftVideos] = [videos.filter(isAskable), videos.filter((video) => !isAskable(video))]
    const looked = new Set(asked.map(({ id }) => id))
    // What is known of videos that were compared before is worth keeping for the next export.
    const remembered = videosOf(store).filter(({ id }) => this.#sent.has(id) && !looked.has(id))
    const request: RecognizeRequest = {
      ...requestFor(photos, keep, jobs()),
      videos: [...asked.map(videoRequestFor), ...remembered.map(({ entry: { source } }) => ({ source, tracks: [] }))],
    }
    this.#sent = new Set([...this.#sent, ...[...photos, ...asked].map(({ id }) => id)])
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
      this.#compared = new Map([...photos, ...asked].map(({ id, found }) => [id, found]))
      this.#people = result.value.people.map((person) =>
        person.flatMap((place) => faceAt(place).map((face) => ({ ...face, telling: place.telling }))),
      )
      this.#tracks = result.value.people.map((_, person) => tracksOf(asked, result.value.tracks, person))
      const failures = result.value.unreadable.flatMap(({ file, failure }): [MediaId, ItemFailure][] =>
        photos[file] ? [[photos[file].id, failure]] : [],
      )
      const ofVideos = result.value.unreadableVideos.flatMap(({ video, failure }): [MediaId, ItemFailure][] =>
        asked[video] ? [[asked[video].id, failure]] : [],
      )
      const notAsked = [...left, ...leftVideos].map(({ id }): [MediaId, ItemFailure] => [id, notAskable])
      this.#unreadable = new Map([...notAsked, ...failures, ...ofVideos])
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
      return entry ? [{ id, source: entry.source, isVideo: entry.found?.kind === 'video' }] : []
    })
    if (left.length === this.#sent.size) return
    this.cancel()
    this.#sent = new Set(left.map(({ id }) => id))
    this.#compared = new Map([...this.#compared].filter(([id]) => this.#sent.has(id)))
    this.#tell()
    const files = left.filter(({ isVideo }) => !isVideo).map(({ source }) => ({ source, frames: [] }))
    const videos = left.filter(({ isVideo }) => isVideo).map(({ source }) => ({ source, tracks: [] }))
    const request = { files, videos, keep: [], jobs: 1, limits: reviewLimits }
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
    const add = (id: MediaId, finding: Finding): void => void findings.set(id, [...(findings.get(id) ?? []), finding])
    this.#people.forEach((all, index) => {
      const person = all.filter((face) => this.#isKnown(face))
      const tracks = (this.#tracks[index] ?? []).filter((track) => this.#isKnown(track))
      const inVideos = personInVideos(this.#options.store, tracks)
      const visible = person.filter((face) => isVisible(this.#kept(face)))
      const covered = person.filter((face) => face.telling && this.#kept(face) === undefined)
      const counts = {
        covered: covered.length + inVideos.covered.length,
        visible: visible.length + inVideos.shown.length,
      }
      if (counts.visible === 0 || counts.covered === 0 || !isVisibleByException(counts)) return
      for (const face of visible) {
        const kept = this.#kept(face)
        if (!kept || kept.anyway === true) continue
        add(face.id, { code: 'person-inconsistent', frame: face.frame, box: kept.box, ...counts })
      }
      for (const track of inVideos.visible) {
        const finding = trackFinding(this.#options.store, track, counts)
        if (finding) add(track.id, finding)
      }
    })
    return findings
  }

  isVisible(face: SessionFace): boolean {
    return isVisible(this.#kept(face))
  }

  #kept(face: SessionFace): FrameDecision['keep'][number] | undefined {
    return keptAt(this.#options.store.entry(face.id), face)
  }

  #isKnown({ id }: { readonly id: MediaId }): boolean {
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
