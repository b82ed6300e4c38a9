import type { Bridge, BridgeError, BridgeEvent } from '../core/contract/bridge.js' with { 'resolution-mode': 'import' }
import type { Result } from '../core/result.js' with { 'resolution-mode': 'import' }

// A sandboxed preload script is one CommonJS file, and `electron` is all that it may load.
// eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports
const { contextBridge, ipcRenderer, webUtils } = require('electron') as typeof import('electron')

/** Paths of dropped files are read here and go to the main process: the page has no way to name one. */
const dropped = (purpose: 'add' | 'verify' | 'inspect', files: readonly unknown[]): Promise<never> => {
  const paths = files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== '')
  return ipcRenderer.invoke('bridge', { type: 'dropped', purpose, paths }) as Promise<never>
}

const bridge: Bridge = {
  request: (method, request) =>
    ipcRenderer.invoke('bridge', { type: 'request', method, request }) as Promise<Result<never, BridgeError>>,
  addDropped: (files) => dropped('add', files),
  verifyDropped: (files) => dropped('verify', files),
  inspectDropped: (files) => dropped('inspect', files),
  subscribe: (listener) => {
    const onEvent = (_event: unknown, event: BridgeEvent): void => listener(event)
    ipcRenderer.on('bridge-event', onEvent)
    return () => void ipcRenderer.off('bridge-event', onEvent)
  },
}

contextBridge.exposeInMainWorld('bridge', bridge)
