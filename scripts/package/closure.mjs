// The installed packages that the engine and the command need, with everything below them.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isPackageFor } from './selection.mjs'

/**
 * Never shipped: `node-av` brings a WebRTC stack, which opens sockets, and both it and `onnxruntime-node` what their install
 * scripts would download with. None is loaded by what we use of them.
 */
const left = new Set(['werift', 'unzipper', 'adm-zip', 'global-agent'])

/** Folders of all packages, in the order they are found; optional ones where they are installed and for this system. */
export function packagesOf(root, system) {
  const found = new Map()
  const visit = (name, from) => {
    if (left.has(name)) return
    const folder = installed(name, from, root)
    if (!folder) return
    if (found.has(folder)) return
    const manifest = read(folder)
    if (!isPackageFor(manifest, system)) return
    found.set(folder, { folder, manifest })
    for (const dependency of Object.keys(manifest.dependencies ?? {})) need(dependency, folder)
    for (const dependency of Object.keys(manifest.optionalDependencies ?? {})) visit(dependency, folder)
  }
  const need = (name, from) => {
    if (!left.has(name) && !installed(name, from, root)) throw new Error(`${name} is not installed`)
    visit(name, from)
  }
  for (const name of Object.keys(read(root).dependencies)) need(name, root)
  return [...found.values()]
}

const read = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))

/** As Node resolves it: the nearest node_modules upward. */
function installed(name, from, root) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name)
    if (existsSync(path.join(candidate, 'package.json'))) return candidate
    if (folder === root) return undefined
  }
}
