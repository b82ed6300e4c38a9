import { app } from 'electron'

/**
 * [Note: Nobody is contacted]
 *
 * Chromium contacts servers by itself: for components, dictionaries, DNS over HTTPS, to learn whether IPv6 works.
 * Everything that does is switched off here, and whatever were left finds no name resolved: every host, also one given as
 * an address, is mapped to nothing. `session-guard.ts` cancels requests on top of that, the page's policy forbids
 * them, and `npm run test:offline` looks at the system calls.
 */
const switches: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['no-proxy-server'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-default-apps'],
  ['no-pings'],
  ['disable-quic'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['dns-prefetch-disable'],
  ['no-first-run'],
  ['no-default-browser-check'],
  // Nothing of a crash, a measurement or a shader is kept on disk.
  ['disable-breakpad'],
  ['disable-crash-reporter'],
  ['disable-gpu-shader-disk-cache'],
  ['disk-cache-size', '1'],
  // Without a graphics driver there is no driver's cache in the user's home, and no driver to break.
  ['disable-software-rasterizer'],
  // No key for cookies, of which there are none, in the system's keyring.
  ['password-store', 'basic'],
  ['use-mock-keychain'],
]

/** Before the app is ready. */
export function setChromiumSwitches(): void {
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value)
  app.disableHardwareAcceleration()
}
