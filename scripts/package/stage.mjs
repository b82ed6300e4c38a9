// Lays out what goes into the packaged app:
//
//   app/      the window's process, its preload script and its page: becomes app.asar
//   engine/   the built engine and command, the models, the packages they need: plain files, read by a plain Node; on Windows
//             Microsoft's C++ runtime beside the libraries that need it
//   runtime/  that Node
//   bin/      the `zaslona` command
//   licenses/ the licence of every part
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { packagesOf } from './closure.mjs'
import { placeRuntime } from './runtime.mjs'
import { placeVisualC, systemLibraries } from './visual-c.mjs'

/** What nobody needs at run time: sources, types, other builds of the same, what was for a browser. */
const superfluous =
  /zod\/src|libheif-js\/libheif\/|libheif-bundle\.mjs|(?:\.d\.[cm]?ts|\.map|\.tsbuildinfo|\.markdown|\.gyp|\.gypi|\.cc|\.h|\.hpp)$/i

/** Packages whose code ends in the built page. */
const inPage = ['react', 'react-dom', 'scheduler', 'lucide-react', '@tanstack/react-virtual', '@tanstack/virtual-core']

export async function stage({ root, target, platform, arch }) {
  const { version, description, license } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const shown = { name: 'zaslona', version, description, license, type: 'module' }
  await stageApp(root, path.join(target, 'app'), shown)
  const packages = packagesOf(root)
  stageEngine(root, path.join(target, 'engine'), shown, packages, { platform, arch })
  if (platform === 'win32') placeVisualC(path.join(target, 'engine/node_modules'), systemLibraries())
  placeRuntime(platform, arch, path.join(target, 'runtime'))
  stageCommand(path.join(target, 'bin'), platform)
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
    JSON.stringify({ ...manifest, author: 'The Zaslona contributors', main: 'dist/desktop/main.js' }, undefined, 2),
  )
}

function stageEngine(root, folder, manifest, packages, system) {
  for (const part of ['core', 'engine', 'cli']) copy(path.join(root, 'dist', part), path.join(folder, 'dist', part))
  mkdirSync(path.join(folder, 'models'), { recursive: true })
  for (const file of readdirSync(path.join(root, 'models')))
    copy(path.join(root, 'models', file), path.join(folder, 'models', file))
  for (const { folder: from } of packages) {
    const to = path.join(folder, path.relative(root, from))
    copy(from, to, (file) => isNeeded(path.relative(from, file), system) && !superfluous.test(portable(file)))
  }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2))
}

/** Nested packages come by themselves, where they are needed; binaries only of this system. */
function isNeeded(relative, { platform, arch }) {
  if (relative.startsWith('node_modules')) return false
  const foreign = /^bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?/.exec(portable(relative))
  return !foreign || (foreign[1] === platform && (foreign[2] === undefined || foreign[2] === arch))
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

function copy(from, to, isWanted = (file) => !superfluous.test(portable(file))) {
  cpSync(from, to, { recursive: true, dereference: true, filter: isWanted })
}
