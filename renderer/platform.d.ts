import type { Bridge } from '../main/core/contract/bridge.js'

declare global {
  interface Window {
    /** Put there by the preload script, before anything of the page runs. */
    readonly bridge: Bridge
  }
}
