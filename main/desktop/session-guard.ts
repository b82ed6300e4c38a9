import type { Session, WebContents } from 'electron'
import { app, session } from 'electron'
import { appOrigin, appScheme } from './app-protocol.js'
import { previewScheme } from '../core/contract/preview-address.js'

/** In memory only: without `persist:` nothing of it is written, and without a cache neither. */
const windowPartition = 'window'

const ownSchemes: ReadonlySet<string> = new Set([`${appScheme}:`, `${previewScheme}:`])

/** The session the window lives in; the one that Electron makes by itself is shut as well. */
export function guardedSession(): Session {
  shut(session.defaultSession)
  const own = session.fromPartition(windowPartition, { cache: false })
  shut(own)
  return own
}

/** No permission, no download, no dictionary, no request but for the app's own files and previews. */
function shut(guarded: Session): void {
  // The languages first: for each of them a dictionary would be fetched.
  guarded.setSpellCheckerLanguages([])
  guarded.setSpellCheckerEnabled(false)
  guarded.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  guarded.setPermissionCheckHandler(() => false)
  guarded.setDevicePermissionHandler(() => false)
  guarded.on('will-download', (event) => event.preventDefault())
  guarded.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !isOwn(request.url) }))
  guarded.enableNetworkEmulation({ offline: true })
}

function isOwn(url: string): boolean {
  try {
    return ownSchemes.has(new URL(url).protocol)
  } catch {
    return false
  }
}

/** Whatever comes to be shown in this app shows the app's page and nothing else. */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      if (!isReload(contents, event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
  })
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault()
    answer(false)
  })
  app.on('login', (event) => event.preventDefault())
}

const isReload = (contents: WebContents, url: string): boolean => url === contents.getURL() && url.startsWith(appOrigin)
