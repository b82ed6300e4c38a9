// Packages the app and tests it as it is packaged:  npm run test:window [-- --report FILE] [TEST …]
//
// With --offline it all runs in a network namespace without interfaces but its own loopback, through which Playwright speaks to
// the window:  npm run test:offline
//
// Exit code 3: nothing was tested, because something that it takes is missing here.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { missingForOffline, missingForWindow } from './window-needs.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const { values, positionals } = parseArgs({
  options: { offline: { type: 'boolean', default: false }, report: { type: 'string' } },
  allowPositionals: true,
})

const missing = [...missingForWindow(root), ...(values.offline ? missingForOffline() : [])]
if (missing.length > 0) {
  console.error(`The window cannot be tested here: ${missing.join(', ')}.`)
  process.exit(3)
}

const run = (command, ...args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0

if (!run(process.execPath, path.join(root, 'scripts/package.mjs'), 'tar.gz')) process.exit(1)

const vitest = [
  process.execPath,
  path.join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--config',
  'vitest.window.config.ts',
  '--reporter=default',
  ...(values.report ? ['--reporter=json', `--outputFile.json=${values.report}`] : []),
  ...positionals,
]
const shown = process.env.DISPLAY ? vitest : ['xvfb-run', '-a', ...vitest]
/** Only where there is nothing but the loopback it goes on. */
const alone = 'ip link set lo up && [ -z "$(ip -o link | grep -v ": lo:")" ] && exec "$@"'
const command = values.offline ? ['unshare', '-n', 'sh', '-c', alone, 'sh', ...shown] : shown
process.exit(existsSync(path.join(root, 'release/linux-unpacked')) && run(...command) ? 0 : 1)
