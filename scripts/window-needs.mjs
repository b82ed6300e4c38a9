// What it takes to run the window's tests, and is missing here.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

export function missingForWindow(root) {
  if (process.platform !== 'linux') return ['the tests drive the app packaged for Linux']
  const electron = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(root, 'node_modules/electron/dist')
  const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  return [
    existsSync(path.join(electron, 'electron'))
      ? undefined
      : 'no Electron (npx install-electron, or ELECTRON_OVERRIDE_DIST_PATH)',
    process.env.DISPLAY || has('xvfb-run') ? undefined : 'no display (xvfb)',
    has('strace') ? undefined : 'no strace',
  ].filter((need) => need !== undefined)
}
