// Packages the app for this system:  npm run package [-- dir tar.gz …]
//
// Builds everything, lays it out in release/stage (scripts/package/stage.mjs) and has electron-builder make the targets named, or
// those of electron-builder.yml. Electron comes from ELECTRON_OVERRIDE_DIST_PATH where that is set, else electron-builder fetches it.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
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
  ? { electronDist: ownElectron, electronVersion: readFileSync(path.join(ownElectron, 'version'), 'utf8').trim().replace(/^v/, '') }
  : {}
const system = { linux: 'linux', win32: 'win', darwin: 'mac' }[platform]
await build({
  projectDir: root,
  config: { extends: path.join(root, 'electron-builder.yml'), ...electron },
  [system]: targets,
  [arch]: true,
  publish: 'never',
})
