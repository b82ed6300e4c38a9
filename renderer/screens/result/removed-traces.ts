import type { RemovedKind } from '../../../main/core/messages/window/catalogue.js'
import type { FoundSummary, SessionItem } from '../../../main/core/session/types.js'

const has = (found: FoundSummary, kind: keyof FoundSummary['traces']): boolean => (found.traces[kind] ?? 0) > 0
const hasField = (found: FoundSummary, pattern: RegExp): boolean => found.traceFields.some((name) => pattern.test(name))

const gps = /^(?:GPS|location\b)/i
const serial = /serial/i

/** Whether a file told something of a kind, gravest first; each file counts once a kind. */
const told: Readonly<Record<RemovedKind, (found: FoundSummary) => boolean>> = {
  gps: (found) => has(found, 'location') && hasField(found, gps),
  place: (found) => has(found, 'location') && !hasField(found, gps),
  person: (found) => has(found, 'person'),
  serial: (found) => hasField(found, serial),
  'hidden-picture': (found) => has(found, 'hidden-picture'),
  'hidden-video': (found) => has(found, 'hidden-video'),
  thumbnail: (found) => has(found, 'thumbnail'),
  device: (found) => has(found, 'device'),
  time: (found) => has(found, 'time'),
  text: (found) => has(found, 'text'),
  history: (found) => has(found, 'history'),
  software: (found) => has(found, 'software'),
  'hidden-data': (found) => has(found, 'hidden-data'),
}

export interface Removed {
  readonly kind: RemovedKind
  readonly files: number
}

/** What the released copies no longer tell, because their originals did. */
export function removedTraces(items: Iterable<SessionItem>): readonly Removed[] {
  const counts = new Map<RemovedKind, number>()
  const kinds = Object.keys(told) as RemovedKind[]
  for (const { found, state } of items) {
    if (!found || state.status !== 'safe') continue
    for (const kind of kinds) if (told[kind](found)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return kinds.flatMap((kind) => {
    const files = counts.get(kind)
    return files === undefined ? [] : [{ kind, files }]
  })
}
