import type {
  BridgeError,
  BridgeEvent,
  ExportChoices,
  InspectedFile,
  SettingsInForce,
  VerifiedFile,
} from '../../main/core/contract/bridge.js'
import type { EngineError } from '../../main/core/contract/engine.js'
import type { MediaId } from '../../main/core/job/item-state.js'
import type { FileFilter } from '../../main/core/messages/window/catalogue.js'
import { reduceSession } from '../../main/core/session/reduce-session.js'
import type { Session } from '../../main/core/session/types.js'
import { isSameLook, lookOf } from './look.js'

export type Screen =
  | { readonly name: 'files' }
  /** `id` is undefined until there is something to review. */
  | { readonly name: 'review'; readonly id?: MediaId }
  | { readonly name: 'export' }
  | { readonly name: 'result' }
  | { readonly name: 'verify' }
  | { readonly name: 'inspect' }

export type DialogName = 'settings' | 'keys' | 'start-anew' | 'keep-pictures' | 'report'

/** The examination of a folder that somebody else made. */
export interface Verification {
  readonly status: 'none' | 'running' | 'ended'
  readonly folder?: string
  readonly files: readonly VerifiedFile[]
  readonly error?: EngineError
}

export type InspectionState =
  | { readonly status: 'none' }
  | { readonly status: 'running' }
  | { readonly status: 'ended'; readonly file: InspectedFile }

/** Something that did not work, as the window says it once. */
export interface Notice {
  readonly id: number
  readonly error: BridgeError | { readonly code: 'decision-not-kept' }
}

export interface WindowState {
  /** Undefined until the bridge has answered for the first time. */
  readonly session: Session | undefined
  readonly settings: SettingsInForce | undefined
  readonly screen: Screen
  readonly dialog: DialogName | undefined
  readonly filter: FileFilter
  readonly choices: ExportChoices
  /** Counts the looks chosen: part of the address of redacted previews. */
  readonly lookVersion: number
  readonly outputName: string | undefined
  /** How often an engine restart was dismissed. */
  readonly restartsSeen: number
  readonly notices: readonly Notice[]
  readonly verification: Verification
  readonly inspection: InspectionState
}

export const defaultChoices: ExportChoices = {
  style: 'fill',
  color: { red: 128, green: 128, blue: 128 },
  growShare: 0.3,
  cover: 'faces',
  names: 'neutral',
  keepFolders: false,
  videoQuality: 'standard',
  videoSound: 'remove',
  videoCompatible: false,
  videoPoster: false,
  roundSize: false,
  defeatFingerprint: false,
}

export const initialWindow: WindowState = {
  session: undefined,
  settings: undefined,
  screen: { name: 'files' },
  dialog: undefined,
  filter: 'all',
  choices: defaultChoices,
  lookVersion: 0,
  outputName: undefined,
  restartsSeen: 0,
  notices: [],
  verification: { status: 'none', files: [] },
  inspection: { status: 'none' },
}

export type WindowAction =
  | { readonly type: 'session-loaded'; readonly session: Session }
  | { readonly type: 'settings-loaded'; readonly settings: SettingsInForce }
  | { readonly type: 'events'; readonly events: readonly BridgeEvent[] }
  | { readonly type: 'navigated'; readonly screen: Screen }
  | { readonly type: 'dialog'; readonly dialog: DialogName | undefined }
  | { readonly type: 'filtered'; readonly filter: FileFilter }
  | { readonly type: 'chosen'; readonly choices: ExportChoices }
  | { readonly type: 'output-chosen'; readonly name: string }
  | { readonly type: 'restart-seen'; readonly count: number }
  | { readonly type: 'noticed'; readonly error: Notice['error'] }
  | { readonly type: 'dismissed'; readonly id: number }
  /** Asked for; what was found in another folder before is forgotten. */
  | { readonly type: 'verification-asked' }
  /** The answer: the folder's name, or undefined where nothing was chosen. Files may have come before it. */
  | { readonly type: 'verification-started'; readonly folder: string | undefined }
  | { readonly type: 'inspection'; readonly state: InspectionState }
  | { readonly type: 'cleared' }

export function reduceWindow(state: WindowState, action: WindowAction): WindowState {
  switch (action.type) {
    case 'session-loaded':
      return { ...state, session: action.session }
    case 'settings-loaded':
      return { ...state, settings: action.settings }
    case 'events':
      return afterEvents(state, action.events)
    case 'navigated':
      return { ...state, screen: action.screen, dialog: undefined }
    case 'dialog':
      return { ...state, dialog: action.dialog }
    case 'filtered':
      return { ...state, filter: action.filter }
    case 'chosen':
      return { ...state, choices: action.choices, lookVersion: nextLookVersion(state, action.choices) }
    case 'output-chosen':
      return { ...state, outputName: action.name }
    case 'restart-seen':
      return { ...state, restartsSeen: action.count }
    case 'noticed':
      return { ...state, notices: withNotice(state.notices, action.error) }
    case 'dismissed':
      return { ...state, notices: state.notices.filter(({ id }) => id !== action.id) }
    case 'verification-asked':
      return { ...state, verification: { status: 'none', files: [] } }
    case 'verification-started':
      return { ...state, verification: started(state.verification, action.folder) }
    case 'inspection':
      return { ...state, inspection: action.state }
    case 'cleared':
      return {
        ...initialWindow,
        session: state.session,
        settings: state.settings,
        lookVersion: nextLookVersion(state, initialWindow.choices),
      }
  }
}

function started(before: Verification, folder: string | undefined): Verification {
  if (folder === undefined) return before
  // It may have ended before its start was heard of.
  return { ...before, folder, status: before.status === 'ended' ? 'ended' : 'running' }
}

const nextLookVersion = ({ choices, lookVersion }: WindowState, next: ExportChoices): number =>
  lookVersion + (isSameLook(lookOf(choices), lookOf(next)) ? 0 : 1)

/** The same thing is not said twice at a time. */
function withNotice(notices: readonly Notice[], error: Notice['error']): readonly Notice[] {
  const others = notices.filter((notice) => notice.error.code !== error.code)
  return [...others, { id: Math.max(0, ...notices.map(({ id }) => id)) + 1, error }].slice(-3)
}

function afterEvents(state: WindowState, events: readonly BridgeEvent[]): WindowState {
  let next = state
  const sessionEvents = events.flatMap((event) => (event.type === 'session' ? event.events : []))
  if (state.session && sessionEvents.length > 0)
    next = { ...next, session: reduceSession(state.session, sessionEvents) }
  const verified = events.flatMap((event) => (event.type === 'verification' ? event.files : []))
  if (verified.length > 0)
    next = { ...next, verification: { ...next.verification, files: [...next.verification.files, ...verified] } }
  for (const event of events) {
    if (event.type === 'settings') next = { ...next, settings: event.settings }
    if (event.type !== 'verification-ended') continue
    const error = event.outcome.ok ? {} : { error: event.outcome.error }
    next = { ...next, verification: { ...next.verification, status: 'ended', ...error } }
  }
  return next
}
