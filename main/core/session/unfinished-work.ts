import type { Session, SessionItem } from './types.js'

/** What a person would lose if the window closed now. */
export type UnfinishedWork = 'exporting' | 'decided'

/** Undefined where nothing is lost that cannot be done again without a person. */
export function unfinishedWork({ phase, items }: Pick<Session, 'phase' | 'items'>): UnfinishedWork | undefined {
  if (phase === 'exporting') return 'exporting'
  return [...items.values()].some(isDecided) ? 'decided' : undefined
}

/** Somebody looked at it or changed it, and it is not out. */
const isDecided = ({ found, accepted, decisions, state }: SessionItem): boolean =>
  found !== undefined && state.status !== 'safe' && (accepted || decisions > 0)
