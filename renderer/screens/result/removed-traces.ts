import type { RemovedKind } from '../../../main/core/messages/window/catalogue.js'
import type { FoundSummary, SessionItem } from '../../../main/core/session/types.js'
import { isPositionTrack } from '../../../main/core/video/timed-tracks.js'

const has = (found: FoundSummary, kind: keyof FoundSummary['traces']): boolean => (found.traces[kind] ?? 0) > 0
const hasField = (found: FoundSummary, pattern: RegExp): boolean => found.traceFields.some((name) => pattern.test(name))

const gps = /^(?:GPS|location\b)|\blocation\.ISO6709$/i
/** A field with coordinates, or a track of them. */
const hasPosition = ({ traceFields }: FoundSummary): boolean =>
  traceFields.some((name) => gps.test(name) || isPositionTrack(name))
const serial = /serial/i

/** Whether a file told something of a kind, gravest first; each file counts once a kind. */
const told: Readonly<Record<RemovedKind, (found: FoundSummary) => boolean>> = {
  gps: (found) => has(found, 'location') && hasPosition(found),
  place: (found) => has(found, 'location') && !hasPosition(found),
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
