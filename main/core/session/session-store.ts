import type { Thoroughness } from '../detection/types.js'
import { printable } from '../messages/printable.js'
import type { FinishedState, MediaId } from '../job/item-state.js'
import { mediaId } from '../job/item-state.js'
import type { FramePeople } from '../people/types.js'
import type { SourceFile, TraceKind } from '../ports.js'
import type { Decision } from '../review/decision.js'
import { countHeadsLeft } from '../review/bare-heads.js'
import { doubtOf } from '../review/doubt.js'
import type { FoundMedia } from '../review/found-media.js'
import { applySessionEvent } from './reduce-session.js'
import type { FoundSummary, Session, SessionEvent, SessionItem, SessionStatus } from './types.js'
import { emptySession } from './types.js'

/** What the session keeps of one file beside what the window sees. */
export interface Entry {
  readonly source: SourceFile
  readonly found?: FoundMedia
  /** How thoroughly the faces were looked for. */
  readonly foundWith?: Thoroughness
  readonly decision?: Decision
  /** Everybody as a whole, where somebody asked. */
  readonly bodies?: readonly FramePeople[]
  /** Covered faces that may be somebody who stays visible elsewhere. */
  readonly perhaps?: readonly { readonly frame: number; readonly of: number }[]
  /** Heads that nothing covers, as things are decided. */
  readonly bareHeads?: number
  /** How its last export ended, where it was released. */
  readonly released?: Extract<FinishedState, { readonly status: 'safe' }>
  /** How often the engine died while it worked on it. */
  readonly crashes: number
}

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'sequence'> : never

/** The session's state: every change becomes an event for the window. */
export class SessionStore {
  readonly #onEvent: (event: SessionEvent) => void
  readonly #entries = new Map<MediaId, Entry>()
  readonly #idOfPath = new Map<string, MediaId>()
  readonly #items = new Map<MediaId, SessionItem>()
  #session: Session = emptySession
  #lastId = 0

  constructor(onEvent: (event: SessionEvent) => void) {
    this.#onEvent = onEvent
  }

  /** The session as it stands; its items go on changing. */
  get session(): Session {
    return this.#session
  }

  entry(id: MediaId): Entry | undefined {
    return this.#entries.get(id)
  }

  item(id: MediaId): SessionItem | undefined {
    return this.#items.get(id)
  }

  /** Absolute paths of all files that were added, also of those that cannot be read. */
  get paths(): ReadonlyMap<MediaId, string> {
    return new Map([...this.#idOfPath].map(([path, id]) => [id, path]))
  }

  /** The item of a file that is part of the session already. */
  idOf(path: string): MediaId | undefined {
    return this.#idOfPath.get(path)
  }

  add(
    path: string,
    source: SourceFile | undefined,
    state: SessionItem['state'],
    sizeBytes: number = source?.sizeBytes ?? 0,
  ): MediaId {
    const id = mediaId(++this.#lastId)
    this.#idOfPath.set(path, id)
    if (source) this.#entries.set(id, { source, crashes: 0 })
    const item: SessionItem = { id, name: nameOf(path), sizeBytes, state, accepted: false, decisions: 0 }
    this.#emit({ type: 'items-added', items: [item] })
    return id
  }

  change(id: MediaId, change: Partial<Omit<SessionItem, 'id'>>): void {
    const item = this.item(id)
    if (!item) return
    const bareHeads = this.entry(id)?.bareHeads ?? 0
    const heads = bareHeads === (item.bareHeads ?? 0) ? {} : { bareHeads }
    this.#emit({ type: 'item-changed', item: { ...item, ...change, ...heads } })
  }

  /** What of it the window sees, it is told with the next change. */
  remember(id: MediaId, change: Partial<Omit<Entry, 'bareHeads'>>): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    const next = { ...entry, ...change }
    const isSettled = next.found === entry.found && next.decision === entry.decision
    this.#entries.set(id, isSettled ? next : { ...next, bareHeads: bareHeadsOf(next) })
  }

  remove(ids: readonly MediaId[]): void {
    const gone = new Set(ids)
    for (const id of ids) this.#entries.delete(id)
    for (const [path, id] of this.#idOfPath) if (gone.has(id)) this.#idOfPath.delete(path)
    this.#emit({ type: 'items-removed', ids })
  }

  /** The engine is asked again. */
  clearProblem(): void {
    if (this.#session.problem) this.setStatus({ problem: undefined })
  }

  /** The engine died once while all of these were under way. */
  noteRestart([item, ...others]: readonly MediaId[]): void {
    const count = (this.#session.engineRestart?.count ?? 0) + 1
    this.setStatus({ engineRestart: { ...(item === undefined ? {} : { item }), others, count } })
  }

  setStatus(change: { readonly [Key in keyof SessionStatus]?: SessionStatus[Key] | undefined }): void {
    const { secondsLeft, engineRestart, outputName, people, problem } = { ...this.#session, ...change }
    const status: SessionStatus = {
      phase: change.phase ?? this.#session.phase,
      discovering: change.discovering ?? this.#session.discovering,
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
      ...(engineRestart === undefined ? {} : { engineRestart }),
      ...(outputName === undefined ? {} : { outputName }),
      ...(people === undefined ? {} : { people }),
      ...(problem === undefined ? {} : { problem }),
    }
    this.#emit({ type: 'session-changed', status })
  }

  #emit(event: Unnumbered<SessionEvent>): void {
    const numbered = { ...event, sequence: this.#session.sequence + 1 } as SessionEvent
    this.#session = applySessionEvent(this.#session, this.#items, numbered)
    this.#onEvent(numbered)
  }
}

/** The last part of a path, with nothing that could act on a screen. */
export const nameOf = (path: string): string => printable(path.split(/[/\\]/).findLast((part) => part !== '') ?? path)

const bareHeadsOf = ({ found, decision }: Entry): number =>
  found?.kind === 'picture' ? countHeadsLeft(found, decision?.kind === 'picture' ? decision : undefined) : 0

/** No summary needs to name more fields of one file. */
const maxFields = 60

export function summaryOf(found: FoundMedia): FoundSummary {
  const faces = found.kind === 'picture' ? found.faces.flatMap((frame) => frame.faces) : found.tracks
  const traces: Partial<Record<TraceKind, number>> = {}
  for (const { kind } of found.traces) traces[kind] = (traces[kind] ?? 0) + 1
  return {
    kind: found.kind,
    width: found.size.width,
    height: found.size.height,
    frames: found.kind === 'picture' ? found.frames.length : 0,
    durationSeconds: found.kind === 'video' ? found.durationSeconds : 0,
    faces: faces.length,
    uncertain: faces.filter(({ uncertain }) => uncertain).length,
    doubt: doubtOf(found),
    traces,
    traceFields: [...new Set(found.traces.map(({ field }) => field))].slice(0, maxFields),
  }
}
