// Puts in place what a checkout needs, and is done quickly when nothing is missing:  npm run setup
//
//   1. the packages of package-lock.json (npm ci)
//   2. the weights of the face detector (scripts/models)
//   3. the built engine and command (tsc)
//   4. with --window: the window's process and its page (tsc, vite)
//
// Needs Node and npm alone. With --quiet it speaks only of what it has to do.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { missingVisualC, systemLibraries, visualCPage } from './package/visual-c.mjs'
import { removeStale } from './stale.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const quiet = process.argv.includes('--quiet')
const withWindow = process.argv.includes('--window')
const steps = withWindow ? 4 : 3

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Zaslona needs Node.js 20.19 or later, and this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  )
  process.exit(1)
}

/** True when every package of the lock file is installed in its version; optional ones may be for other systems. */
function packagesAreCurrent() {
  try {
    const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
    const installed = JSON.parse(readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8')).packages
    const all = Object.entries(locked).filter(([place]) => place !== '')
    return (
      all.every(([place, { version, optional, devOptional }]) =>
        installed[place] ? installed[place].version === version : Boolean(optional ?? devOptional),
      ) && Object.keys(installed).every((place) => place in locked && existsSync(path.join(root, place)))
    )
  } catch {
    return false
  }
}

/** npm as npm itself was started, where it was; else the one on the path. */
function npm(...args) {
  const self = process.env.npm_execpath
  if (self?.endsWith('.js')) return spawnSync(process.execPath, [self, ...args], { cwd: root, stdio: 'inherit' })
  return spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
}

/** Says what is missing for the detectors to be loaded at all, before every single photo fails for it. */
function refuseWithoutDetectors() {
  const { platform, arch } = process
  const builds = path.join(root, 'node_modules/onnxruntime-node/bin')
  const build = readdirSync(builds)
    .map((api) => path.join(builds, api, platform, arch))
    .find((folder) => existsSync(folder))
  if (!build) {
    console.error(`Zaslona cannot find faces on this machine: there is no onnxruntime for ${platform} on ${arch}.`)
    process.exit(1)
  }
  const missing = platform === 'win32' ? missingVisualC(build, systemLibraries()) : []
  if (missing.length === 0) return
  console.error(
    `Zaslona needs Microsoft's Visual C++ runtime (${missing.join(', ')} missing or too old). Install it: ${visualCPage}`,
  )
  process.exit(1)
}

const node = (script, ...args) =>
  spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit' })

function step(number, title, run) {
  const began = performance.now()
  if (!quiet) console.log(`[${number}/${steps}] ${title} …`)
  const result = run()
  if (result !== undefined && result.status !== 0) {
    console.error(
      `[${number}/${steps}] ${title}: failed${result.error ? ` (${result.error.code ?? result.error.name})` : ''}`,
    )
    process.exit(1)
  }
  if (!quiet)
    console.log(`[${number}/${steps}] ${title}: in place (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

step(1, 'packages', () => {
  if (packagesAreCurrent()) return undefined
  console.log('Installing packages. This takes a minute or two, once.')
  return npm('ci', '--no-audit', '--no-fund')
})
refuseWithoutDetectors()
step(2, 'face detection model', () => node('scripts/models/build.mjs'))
step(3, 'build', () => {
  const built = node('node_modules/typescript/bin/tsc', '-b', 'main/cli')
  const stale = built.status === 0 ? removeStale(root) : []
  if (stale.length > 0) console.log(`Removed what an earlier build had left: ${stale.length} files.`)
  return built
})
if (withWindow) {
  step(4, 'window', () => {
    const built = node('node_modules/typescript/bin/tsc', '-b', 'main/desktop')
    if (built.status !== 0) return built
    return node('node_modules/vite/bin/vite.js', 'build', '--config', 'renderer/vite.config.ts', '--logLevel', 'warn')
  })
}
