// What it takes to run the window's tests, and is missing here.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

export function missingForWindow(root) {
  if (process.platform !== 'linux') return ['the tests drive the app packaged for Linux']
  const electron = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(root, 'node_modules/electron/dist')
  return [
    existsSync(path.join(electron, 'electron'))
      ? undefined
      : 'no Electron (npx install-electron, or ELECTRON_OVERRIDE_DIST_PATH)',
    process.env.DISPLAY || has('xvfb-run') ? undefined : 'no display (xvfb)',
    has('strace') ? undefined : 'no strace',
  ].filter((need) => need !== undefined)
}

/** What it takes to run them where no network can be reached. */
export function missingForOffline() {
  const isAllowed = spawnSync('unshare', ['-n', 'true']).status === 0
  return [
    isAllowed ? undefined : 'no network namespace of its own (unshare -n, for root)',
    has('ip') ? undefined : 'no ip (iproute2)',
  ].filter((need) => need !== undefined)
}
