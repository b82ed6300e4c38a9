import type { FilesMessages } from '../../../main/core/messages/window/catalogue.js'
import type { SessionItem } from '../../../main/core/session/types.js'

export type ShownStatus = keyof FilesMessages['status']

/** The status as a tile shows it: what was looked at is told apart from what was only found. */
export function shownStatus({ state, accepted }: SessionItem): ShownStatus {
  return state.status === 'found' && accepted ? 'looked-at' : state.status
}
