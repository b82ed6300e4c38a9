import type { Input, Session } from 'electron'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { TextSizeChange } from '../core/session/text-size.js'
import { pageUrl } from './app-protocol.js'
import { createPageRestart } from './page-restart.js'
import { windowSizeIn } from './window-size.js'

/** The page's own background in both themes, shown until it is drawn (renderer/design/tokens.css). */
const background = { light: '#f6f8f9', dark: '#14191d' }

interface WindowParts {
  readonly session: Session
  readonly preload: string
  readonly zoomFactor: number
  readonly onPanic: () => void
  /** Asked for with the wheel. */
  readonly onTextSize: (change: TextSizeChange) => void
  /** The page's process died, the page is about to begin anew. */
  readonly onReload: () => void
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

export function createWindow(parts: WindowParts): BrowserWindow {
  const { session, preload, zoomFactor, onPanic, onTextSize, onReload, now } = parts
  const window = new BrowserWindow({
    ...windowSizeIn(screen.getPrimaryDisplay().workAreaSize),
    show: false,
    title: 'Zaslona',
    backgroundColor: background[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      plugins: false,
      v8CacheOptions: 'none',
      zoomFactor,
      devTools: false,
    },
  })
  // No other program takes a picture of the window, the system's own recording of the screen included; Linux has no such wish.
  window.setContentProtection(true)
  window.once('ready-to-show', () => window.show())
  // Before the page sees it: nothing that hangs there can keep it from working.
  window.webContents.on('before-input-event', (_event, input) => {
    if (isPanic(input)) onPanic()
  })
  window.webContents.on('zoom-changed', (_event, direction) => onTextSize(direction === 'in' ? 'larger' : 'smaller'))
  const restart = createPageRestart(now, () => {
    if (window.isDestroyed()) return
    onReload()
    window.webContents.reload()
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => restart(reason))
  void window.loadURL(pageUrl)
  return window
}

/**
 * Ctrl with Shift and X, on a Mac also with Command (the page shows the one and the menu the other), by the key's place too, so that it works
 * under a Cyrillic layout.
 */
function isPanic({ type, key, code, shift, control, meta }: Input): boolean {
  const command = control || (process.platform === 'darwin' && meta)
  return type === 'keyDown' && command && shift && (key.toLowerCase() === 'x' || code === 'KeyX')
}
