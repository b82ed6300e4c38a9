import os from 'node:os'
import { app, nativeTheme } from 'electron'
import { shellMessages } from '../core/messages/shell/shell-messages.js'
import { createSession } from '../core/session/create-session.js'
import { fittingJobs } from '../core/session/fitting-jobs.js'
import type { TextSizeChange } from '../core/session/text-size.js'
import { changedTextSize } from '../core/session/text-size.js'
import { unfinishedWork } from '../core/session/unfinished-work.js'
import type { SettingsInForce } from '../core/contract/bridge.js'
import type { Settings } from '../core/session/types.js'
import { serveApp } from './app-protocol.js'
import { createDialogs } from './dialogs.js'
import { askBeforeClosing } from './closing.js'
import { findEngineCommand } from './engine-command.js'
import { createDropHandlers, createHandlers } from './handlers.js'
import type { IpcHost } from './ipc-host.js'
import { openIpcHost } from './ipc-host.js'
import { languageInForce } from './language.js'
import { servePreviews } from './media-protocol.js'
import { setMenu } from './menu.js'
import { findPlaces } from './places.js'
import type { RemoteEngine } from './remote-engine.js'
import { createRemoteEngine } from './remote-engine.js'
import { guardedSession } from './session-guard.js'
import { openSettingsFile } from './settings-file.js'
import { createWindow } from './window.js'

/** Opens the one window with everything behind it: session, engine, previews, dialogs, settings. */
export function openDesk(): void {
  const places = findPlaces()
  const file = openSettingsFile(app.getPath('userData'))
  const inForce = (): SettingsInForce => ({ settings: file.settings(), language: languageInForce(file.settings()) })
  nativeTheme.themeSource = file.settings().theme

  const now = (): number => performance.now()
  const remote = createRemoteEngine(() => findEngineCommand(places), now)
  const link: { host?: IpcHost } = {}
  const session = createSession({
    engine: remote.engine,
    onEvent: (event) => link.host?.emit(event),
    jobs: fittingJobs(os.availableParallelism(), os.totalmem()),
    now,
    thoroughness: () => file.settings().thoroughness,
  })

  const panic = (): void => endAtOnce(remote)
  const guarded = guardedSession()
  serveApp(guarded, places.renderer)
  const previews = servePreviews(guarded, (signal, address) => session.preview(signal, address))
  // A page that begins anew counts its looks anew: pictures of the one before are not taken for its own.
  const onReload = (): void => previews.forget()
  const zoomFactor = (): number => file.settings().textSizePercent / 100
  const changeTextSize = (change: TextSizeChange): void => {
    const settings = file.settings()
    changeSettings({ ...settings, textSizePercent: changedTextSize(settings.textSizePercent, change) })
    link.host?.emit({ type: 'settings', settings: inForce() })
  }
  const window = createWindow({
    session: guarded,
    preload: places.preload,
    zoomFactor: zoomFactor(),
    onPanic: panic,
    onTextSize: changeTextSize,
    onReload,
    now,
  })
  const messages = () => shellMessages[inForce().language]
  const dialogs = createDialogs(window, () => messages().dialogs)
  const showMenu = (): void =>
    setMenu(messages().menu, {
      addFiles: () => void dialogs.addFiles().then((paths) => session.add(paths)),
      addFolder: () => void dialogs.addFolder().then((paths) => session.add(paths)),
      closeNow: panic,
      changeTextSize,
    })
  const changeSettings = (settings: Settings): void => {
    file.change(settings)
    nativeTheme.themeSource = settings.theme
    window.webContents.setZoomFactor(zoomFactor())
    showMenu()
  }
  showMenu()
  const onClear = (): void => previews.forget()
  const handlers = createHandlers({
    ...{ session, dialogs, settings: inForce, changeSettings, onClear, panic },
    version: app.getVersion(),
  })
  link.host = openIpcHost(window, handlers, createDropHandlers({ session }))

  askBeforeClosing(
    window,
    () => unfinishedWork(session.snapshot()),
    () => messages().closing,
  )
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  endWithWindow(() => {
    session.close()
    return remote.close()
  })
}

/** The app ends with its window, on a Mac too: there is nothing that should stay. `close` comes first. */
function endWithWindow(close: () => Promise<void>): void {
  let closing: Promise<void> | undefined
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closing) return
    event.preventDefault()
    // Not from within the event: the app would take it for the end that was just put off.
    closing = close().finally(() => setImmediate(() => app.exit(0)))
  })
}

/**
 * [Note: Panic]
 *
 * Nothing is asked, waited for or tidied in order: the engine's processes are killed, what they had staged is removed, and
 * the app ends. What was already released stays: it was examined.
 */
function endAtOnce(remote: RemoteEngine): void {
  remote.kill()
  app.exit(0)
}
