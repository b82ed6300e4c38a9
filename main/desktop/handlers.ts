import path from 'node:path'
import { shell } from 'electron'
import type { BridgeAnswers, BridgeError, BridgeRequest, SettingsInForce } from '../core/contract/bridge.js'
import { printable } from '../core/messages/printable.js'
import type { Result } from '../core/result.js'
import { err, ok } from '../core/result.js'
import type { SessionController, SessionMethod } from '../core/session/controller.js'
import type { Settings } from '../core/session/types.js'
import type { Dialogs } from './dialogs.js'
import type { BridgeHandlers, DropHandlers } from './ipc-host.js'
import { writeReport } from './report-file.js'

export interface HandlerParts {
  readonly session: SessionController
  readonly dialogs: Dialogs
  readonly settings: () => SettingsInForce
  readonly changeSettings: (settings: Settings) => void
  /** The window starts anew: nothing that it showed is held any more. */
  readonly onClear: () => void
  readonly panic: () => void
  /** Of the app. */
  readonly version: string
}

const done = ok(undefined)

/** What each request of the window does. */
export function createHandlers(parts: HandlerParts): BridgeHandlers {
  const { session, dialogs } = parts
  const handle =
    <Method extends SessionMethod>(method: Method) =>
    (request: BridgeRequest<Method>): Result<BridgeAnswers[Method], BridgeError> =>
      session.handle(method, request)
  return {
    session: handle('session'),
    remove: handle('remove'),
    clear: (request) => {
      parts.onClear()
      return session.handle('clear', request)
    },
    pause: handle('pause'),
    resume: handle('resume'),
    cancel: handle('cancel'),
    prefer: handle('prefer'),
    found: handle('found'),
    decision: handle('decision'),
    decide: handle('decide'),
    bodies: ({ id }) => session.bodies(id),
    compare: handle('compare'),
    'cancel-comparison': handle('cancel-comparison'),
    people: handle('people'),
    'cover-person': handle('cover-person'),
    'keep-person': ({ reason, ...face }) => session.keepPerson({ face, pictures: [], reason }),
    'keep-from-pictures': async ({ reason }) => {
      const pictures = await dialogs.keepPictures()
      return pictures.length > 0 ? session.keepPerson({ pictures, reason }) : done
    },
    look: handle('look'),
    accept: handle('accept'),
    export: handle('export'),
    'cancel-verification': handle('cancel-verification'),
    'add-files': async () => {
      session.add(await dialogs.addFiles())
      return done
    },
    'add-folder': async () => {
      session.add(await dialogs.addFolder())
      return done
    },
    'choose-output': async () => {
      const [folder] = await dialogs.chooseOutput()
      if (folder === undefined) return done
      session.setOutput(folder, shownName(folder))
      return ok(shownName(folder))
    },
    'open-output': async () => {
      if (session.output === undefined) return err({ code: 'no-output' })
      return (await shell.openPath(session.output)) === '' ? done : err({ code: 'not-now' })
    },
    'save-report': async ({ kind }) => {
      const [file] = await dialogs.saveReport()
      if (file === undefined) return done
      const written = await writeReport(file, session.report(kind, parts.version))
      return written.ok ? ok(shownName(file)) : written
    },
    'verify-folder': async () => verify(session, await dialogs.verifyFolder()),
    'inspect-file': async () => inspect(session, await dialogs.inspectFile()),
    settings: () => ok(parts.settings()),
    'change-settings': ({ settings }) => {
      parts.changeSettings(settings)
      return ok(parts.settings())
    },
    panic: () => {
      parts.panic()
      return done
    },
  }
}

/** What a drop does; its paths come from the preload script. */
export const createDropHandlers = ({ session }: Pick<HandlerParts, 'session'>): DropHandlers => ({
  add: (paths) => {
    session.add(paths)
    return done
  },
  verify: (paths) => verify(session, paths),
  inspect: (paths) => inspect(session, paths),
})

function verify({ examinations }: SessionController, [folder]: readonly string[]): ReturnType<DropHandlers['verify']> {
  if (folder === undefined) return done
  examinations.verify(folder)
  return ok(shownName(folder))
}

const inspect = (
  { examinations }: SessionController,
  [file]: readonly string[],
): Promise<Awaited<ReturnType<BridgeHandlers['inspect-file']>>> | typeof done =>
  file === undefined ? done : examinations.inspect(new AbortController().signal, file)

const shownName = (folder: string): string => printable(path.basename(folder) || folder)
