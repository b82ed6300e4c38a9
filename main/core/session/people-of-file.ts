import type { BridgeError } from '../contract/bridge.js'
import type { WindowEngine } from '../contract/engine-protocol.js'
import type { MediaId } from '../job/item-state.js'
import type { FramePeople } from '../people/types.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import { reviewLimits } from './find-queue.js'
import type { PersonContext } from './decide-person.js'
import { isComparable } from './session-faces.js'
import type { SessionStore } from './session-store.js'
import type { PeopleOfFile } from './types.js'
import { withoutPaths } from './without-paths.js'

/** What is known of the people of one photo, as things stand. */
export function peopleOfFile({ store, people }: PersonContext, id: MediaId): Result<PeopleOfFile, BridgeError> {
  const entry = store.entry(id)
  if (!entry) return err({ code: 'unknown-item' })
  const faces = people.all.flatMap((person) => {
    const appearances = person.map((face) => {
      const { id: photo, frame, of } = face
      return { id: photo, frame, of, visible: people.isVisible(face) }
    })
    return person.filter((face) => face.id === id).map(({ frame, of }) => ({ frame, of, appearances }))
  })
  return ok({ compared: people.hasCompared(id), missing: people.missing, faces, perhaps: entry.perhaps ?? [] })
}

/** Compares because a person wants to know who is where; nothing is waiting for it. */
export async function compareForPerson({ store, people }: PersonContext): Promise<void> {
  const compared = await people.compare(new AbortController().signal)
  if (compared.ok || compared.error.code === 'canceled') return
  if (compared.error.code === 'engine-ended') store.noteRestart([])
  else store.setStatus({ problem: withoutPaths(compared.error) })
}

/** Looks for everybody in a photo as a whole, once; in a moving picture everybody would have to be followed. */
export async function bodiesOf(
  store: SessionStore,
  engine: Pick<WindowEngine, 'findPeople'>,
  id: MediaId,
): Promise<Result<readonly FramePeople[], BridgeError>> {
  const entry = store.entry(id)
  if (!entry?.found) return err({ code: 'unknown-item' })
  if (!isComparable(entry.found)) return ok([])
  if (entry.bodies) return ok(entry.bodies)
  const { source } = entry
  const bodies = await engine.findPeople(new AbortController().signal, { source, limits: reviewLimits })
  if (bodies.ok) {
    store.remember(id, { bodies: bodies.value })
    return bodies
  }
  const { error } = bodies
  if (error.of === 'engine') return err(withoutPaths(error.error))
  return err(error.failure.kind === 'canceled' ? { code: 'canceled' } : { code: 'internal', detail: 'bodies' })
}
