// Packages the app for this system:  npm run package [-- dir tar.gz …]
//
// Builds everything, lays it out in release/stage (scripts/package/stage.mjs) and has electron-builder make the targets named, or
// those of electron-builder.yml. Electron comes from ELECTRON_OVERRIDE_DIST_PATH where that is set, else electron-builder fetches it.
// `dir` and `tar.gz` fetch nothing else; the tools for all other targets electron-builder fetches when it is first asked for one.
import { spawn, spawnSync } from 'node:child_process'
import { openSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'electron-builder'
import { stage } from './package/stage.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const release = path.join(root, 'release')
const { platform, arch } = process
const wanted = process.argv.slice(2)
const isArchived = platform === 'linux' && (wanted.length === 0 || wanted.includes('tar.gz'))
/** What electron-builder makes; the folder is there for the archive, too. */
const others = wanted.filter((target) => target !== 'tar.gz')
const targets = isArchived && wanted.length > 0 && others.length === 0 ? ['dir'] : others

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
/** There is no graphics driver in use and no report of a crash, see chromium-switches.ts, and so nothing that makes them. */
const unusedParts = /^(?:lib)?(?:vk_swiftshader|vulkan|EGL|GLESv2|chrome_crashpad_handler)/

/** What the Electron that was given held besides Electron, and what we do not use of it. */
function tidy({ appOutDir }) {
  const resources = path.join(appOutDir, 'resources')
  if (platform === 'darwin') return
  for (const name of readdirSync(resources))
    if (!ownResources.has(name)) rmSync(path.join(resources, name), { recursive: true })
  for (const name of readdirSync(appOutDir)) if (unusedParts.test(name)) rmSync(path.join(appOutDir, name))
}

await build({
  projectDir: root,
  config: { extends: path.join(root, 'electron-builder.yml'), ...electron, afterPack: tidy },
  [system]: targets,
  [arch]: true,
  publish: 'never',
})

if (isArchived) await archive()

/** The folder as one file, which says nothing about who made it. electron-builder would fetch a program for this. */
async function archive() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const called = `${name}-${version}-${platform}-${arch}`
  const file = path.join(release, `${called}.tar.gz`)
  rmSync(file, { force: true })
  const from = ['-C', release, `--transform=s,^linux-unpacked,${called},`, 'linux-unpacked']
  const owner = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner']
  const tar = spawn('tar', ['-c', ...owner, ...from], { stdio: ['ignore', 'pipe', 'inherit'] })
  // Node's own zlib is quicker and leaves two hundredths more.
  const gzip = spawn('gzip', ['-9n'], { stdio: [tar.stdout, openSync(file, 'w'), 'inherit'] })
  const statuses = [tar, gzip].map((program) => new Promise((resolve) => program.once('close', resolve)))
  if ((await Promise.all(statuses)).some((status) => status !== 0)) throw new Error('the archive could not be written')
}
