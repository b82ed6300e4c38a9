// Lays out what goes into the packaged app:
//
//   app/      the window's process, its preload script and its page: becomes app.asar
//   engine/   the built engine and command, the models, the packages they need: plain files, read by a plain Node; on Windows
//             Microsoft's C++ runtime beside the libraries that need it
//   runtime/  that Node
//   bin/      the `zaslona` command
//   path/     what starts that command where a package of the system installs it
//   licenses/ the licence of every part
import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { packagesOf } from './closure.mjs'
import { placeRuntime } from './runtime.mjs'
import { isNeeded, requiredBinaries, systemOfBinary } from './selection.mjs'
import { placeVisualC, systemLibraries } from './visual-c.mjs'

/** Packages whose code ends in the built page. */
const inPage = ['react', 'react-dom', 'scheduler', 'lucide-react', '@tanstack/react-virtual', '@tanstack/virtual-core']

/** A package of Debian must name an address; the program has none yet. */
const homepage = 'https://zaslona.invalid/'

export async function stage({ root, target, platform, arch }) {
  const { version, description, license } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const shown = { name: 'zaslona', version, description, license, type: 'module' }
  await stageApp(root, path.join(target, 'app'), shown)
  const system = { platform, arch }
  const packages = packagesOf(root, system)
  stageEngine(root, path.join(target, 'engine'), shown, packages, system)
  if (platform === 'win32') placeVisualC(path.join(target, 'engine/node_modules'), systemLibraries())
  placeRuntime(platform, arch, path.join(target, 'runtime'))
  examineBinaries(target, system)
  stageCommand(path.join(target, 'bin'), platform)
  if (platform === 'linux') stageOnPath(path.join(target, 'path'))
  stageLicenses(root, path.join(target, 'licenses'), packages)
}

async function stageApp(root, folder, manifest) {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: path.join(root, 'dist/desktop/main.js'),
      outDir: path.join(folder, 'dist/desktop'),
      target: 'node24',
      minify: false,
      rollupOptions: { external: ['electron', /^node:/], output: { entryFileNames: 'main.js', format: 'es' } },
    },
    ssr: { noExternal: true },
  })
  copy(path.join(root, 'dist/desktop/preload.cjs'), path.join(folder, 'dist/desktop/preload.cjs'))
  copy(path.join(root, 'dist/renderer'), path.join(folder, 'dist/renderer'))
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify(
      { ...manifest, author: 'The Zaslona contributors', homepage, main: 'dist/desktop/main.js' },
      undefined,
      2,
    ),
  )
}

function stageEngine(root, folder, manifest, packages, system) {
  for (const part of ['core', 'engine', 'cli']) copy(path.join(root, 'dist', part), path.join(folder, 'dist', part))
  mkdirSync(path.join(folder, 'models'), { recursive: true })
  for (const file of readdirSync(path.join(root, 'models')))
    copy(path.join(root, 'models', file), path.join(folder, 'models', file))
  for (const { folder: from, manifest: own } of packages)
    for (const file of filesBelow(from, (name) => name !== 'node_modules'))
      if (isNeeded(own.name, portable(file), system))
        copy(path.join(from, file), path.join(folder, path.relative(root, from), file))
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2))
}

/** Nothing is packaged that could not start there, and no code of another system. */
function examineBinaries(target, { platform, arch }) {
  const files = filesBelow(target).map(portable)
  const binaries = files.map((file) => ({ file, system: systemOfBinary(headOf(path.join(target, file))) }))
  const foreign = binaries.filter(({ system }) => system !== undefined && system !== `${platform}-${arch}`)
  for (const { file, system } of foreign) throw new Error(`${file} is for ${system}, not for ${platform}-${arch}`)
  for (const required of requiredBinaries({ platform, arch })) {
    const inPackages = files.map((file) => file.replace(/^engine\/node_modules\//, ''))
    if (!inPackages.some((file) => required.test(file)))
      throw new Error(`nothing installed here matches ${required}: ${platform}-${arch} cannot be packaged`)
  }
}

const headBytes = 4_096

function headOf(file) {
  const handle = openSync(file, 'r')
  try {
    const head = Buffer.alloc(headBytes)
    return head.subarray(0, readSync(handle, head, 0, headBytes, 0))
  } finally {
    closeSync(handle)
  }
}

/** Relative paths of all files, also behind links. */
function filesBelow(folder, enters = () => true, below = '') {
  return readdirSync(path.join(folder, below))
    .filter(enters)
    .flatMap((name) => {
      const file = path.join(below, name)
      return statSync(path.join(folder, file)).isDirectory() ? filesBelow(folder, enters, file) : [file]
    })
}

function stageCommand(folder, platform) {
  mkdirSync(folder, { recursive: true })
  if (platform === 'win32') {
    const script = '@"%~dp0..\\runtime\\node.exe" "%~dp0..\\engine\\dist\\cli\\main.js" %*\r\n'
    writeFileSync(path.join(folder, 'zaslona.cmd'), script)
    return
  }
  const script = `#!/bin/sh
# The batch command of the installed app; a link to this file may lie anywhere.
self="$0"
while [ -L "$self" ]; do
  link="$(readlink "$self")"
  case "$link" in
    /*) self="$link" ;;
    *) self="$(dirname "$self")/$link" ;;
  esac
done
resources="$(cd "$(dirname "$self")/.." && pwd)"
exec "$resources/runtime/node" "$resources/engine/dist/cli/main.js" "$@"
`
  writeFileSync(path.join(folder, 'zaslona'), script, { mode: 0o755 })
}

/** What a package of the system puts among its programs, see electron-builder.yml. */
function stageOnPath(folder) {
  mkdirSync(folder, { recursive: true })
  const script = '#!/bin/sh\nexec /opt/Zaslona/resources/bin/zaslona "$@"\n'
  writeFileSync(path.join(folder, 'zaslona'), script, { mode: 0o755 })
}

/** One folder for each part; those of Electron and Chromium are put beside the program by electron-builder. */
function stageLicenses(root, folder, packages) {
  const page = inPage.map((name) => path.join(root, 'node_modules', name))
  const all = [...packages.map(({ folder: from }) => from), ...page]
  const lines = []
  for (const from of all) {
    const { name, version, license } = JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8'))
    lines.push(`${name} ${version}: ${license}`)
    for (const file of readdirSync(from).filter((entry) => /^(?:licen[cs]e|notice|copying|third)/i.test(entry)))
      copy(path.join(from, file), path.join(folder, name.replace('/', '+'), file))
  }
  const { models } = JSON.parse(readFileSync(path.join(root, 'models/manifest.json'), 'utf8'))
  for (const { file, license } of models) lines.push(`models/${file}: ${license}`)
  copy(path.join(root, 'LICENSE'), path.join(folder, 'zaslona/LICENSE'))
  writeFileSync(path.join(folder, 'PARTS.txt'), `${lines.join('\n')}\n`)
}

const portable = (file) => file.split(path.sep).join('/')

/** Without what only the compiler and debuggers read. */
function copy(from, to) {
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (file) => !/\.(?:d\.[cm]?ts|map|tsbuildinfo)$/.test(file),
  })
}
