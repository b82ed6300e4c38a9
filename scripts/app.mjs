// Sets everything up once and opens the window, from a checkout:  npm run app
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const setup = spawnSync(process.execPath, [path.join(root, 'scripts/setup.mjs'), '--window', '--quiet'], {
  cwd: root,
  stdio: 'inherit',
})
if (setup.status !== 0) process.exit(1)

// Electron's own program is fetched when it is first asked for. The engine is run by the Node that runs this script.
const electron = createRequire(import.meta.url)('electron')
const { status } = spawnSync(electron, [root], {
  stdio: 'inherit',
  env: { ...process.env, npm_node_execpath: process.execPath },
})
process.exit(status ?? 1)
