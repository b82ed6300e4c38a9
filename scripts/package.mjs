// Packages the app for this system:  npm run package [-- dir tar.gz …]
//
// Builds everything, lays it out in release/stage (scripts/package/stage.mjs) and has electron-builder make the targets named, or
// those of electron-builder.yml. Electron comes from ELECTRON_OVERRIDE_DIST_PATH where that is set, else electron-builder fetches it.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'electron-builder'
import { stage } from './package/stage.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const release = path.join(root, 'release')
const targets = process.argv.slice(2)
const { platform, arch } = process

const run = (...args) => {
  if (spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(1)
}
run(path.join(root, 'scripts/setup.mjs'), '--window', '--quiet')
rmSync(path.join(release, 'stage'), { recursive: true, force: true })
await stage({ root, target: path.join(release, 'stage'), platform, arch })

const ownElectron = process.env.ELECTRON_OVERRIDE_DIST_PATH
const electron = ownElectron
  ? {
      electronDist: ownElectron,
      electronVersion: readFileSync(path.join(ownElectron, 'version'), 'utf8').trim().replace(/^v/, ''),
    }
  : {}
const system = { linux: 'linux', win32: 'win', darwin: 'mac' }[platform]
/** All that lies in a packaged app's resources. */
const ownResources = new Set(['app.asar', 'engine', 'runtime', 'bin', 'licenses', 'icon.icns', 'app.icns'])
/** There is no graphics driver in use, see chromium-switches.ts, and so nothing that stands in for one. */
const unusedLibraries = /^(?:lib)?(?:vk_swiftshader|vulkan)/

/** What the Electron that was given held besides Electron, and what we do not use of it. */
function tidy({ appOutDir }) {
  const resources = path.join(appOutDir, 'resources')
  if (platform === 'darwin') return
  for (const name of readdirSync(resources))
    if (!ownResources.has(name)) rmSync(path.join(resources, name), { recursive: true })
  for (const name of readdirSync(appOutDir)) if (unusedLibraries.test(name)) rmSync(path.join(appOutDir, name))
}

await build({
  projectDir: root,
  config: { extends: path.join(root, 'electron-builder.yml'), ...electron, afterPack: tidy },
  [system]: targets,
  [arch]: true,
  publish: 'never',
})
