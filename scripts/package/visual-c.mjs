// Microsoft's C++ runtime, which onnxruntime needs on Windows and Windows does not bring: without it no model can be loaded, with one that
// is older than onnxruntime's compiler the process crashes. The packaged app has it beside the libraries that ask for it, which
// is where Windows looks first; a checkout has what is installed.
import { copyFileSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Where a person gets it. */
export const visualCPage = 'https://aka.ms/vc14/vc_redist.x64.exe'

const runtimeLibrary = /^(?:msvcp|vcruntime|concrt|vcomp)140\w*\.dll$/i
const isLibrary = (name) => /\.(?:node|dll)$/i.test(name)

/** Reads the headers of a Windows library (Microsoft, "PE Format"): what it imports at once, and the version of its linker. */
export function readLibrary(bytes) {
  const header = bytes.readUInt32LE(0x3c)
  if (bytes.toString('latin1', header, header + 4) !== 'PE\0\0') throw new Error('not a Windows library')
  const optional = header + 24
  const isWide = bytes.readUInt16LE(optional) === 0x20b
  const sections = Array.from({ length: bytes.readUInt16LE(header + 6) }, (_, index) => {
    const at = optional + bytes.readUInt16LE(header + 20) + 40 * index
    const size = Math.max(bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 16))
    return { address: bytes.readUInt32LE(at + 12), size, offset: bytes.readUInt32LE(at + 20) }
  })
  const offsetOf = (address) => {
    const section = sections.find(({ address: from, size }) => address >= from && address < from + size)
    if (!section) throw new Error('not a Windows library')
    return address - section.address + section.offset
  }
  const imports = []
  const table = bytes.readUInt32LE(optional + (isWide ? 120 : 104))
  let at = table === 0 ? undefined : offsetOf(table)
  while (at !== undefined) {
    const name = bytes.readUInt32LE(at + 12)
    if (name === 0) break
    const start = offsetOf(name)
    imports.push(bytes.toString('latin1', start, bytes.indexOf(0, start)))
    at += 20
  }
  return { imports, linker: [bytes[optional + 2], bytes[optional + 3]] }
}

/** Major and minor version of a library, from its VS_FIXEDFILEINFO; undefined where it has none. */
export function versionOf(bytes) {
  const at = bytes.indexOf(Buffer.from([0xbd, 0x04, 0xef, 0xfe]))
  return at < 0 ? undefined : [bytes.readUInt16LE(at + 10), bytes.readUInt16LE(at + 8)]
}

const isOlder = ([major, minor], [otherMajor, otherMinor]) =>
  major < otherMajor || (major === otherMajor && minor < otherMinor)

/** Every library in the folder, and what it needs of the runtime. */
function needsBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isLibrary(entry.name) && !runtimeLibrary.test(entry.name))
    .map(({ parentPath, name }) => {
      const { imports, linker } = readLibrary(readFileSync(path.join(parentPath, name)))
      return { folder: parentPath, linker, libraries: imports.filter((library) => runtimeLibrary.test(library)) }
    })
}

/** The runtime's libraries that the folder's own ask for and the system has not, or has in an older version than they were made with. */
export function missingVisualC(folder, systemFolder) {
  const missing = new Set()
  for (const { linker, libraries } of needsBelow(folder)) {
    for (const library of libraries) {
      const version = installedVersion(path.join(systemFolder, library))
      if (!version || isOlder(version, linker)) missing.add(library)
    }
  }
  return [...missing].sort()
}

function installedVersion(file) {
  try {
    return versionOf(readFileSync(file))
  } catch {
    return undefined
  }
}

/** Puts the runtime beside each library that asks for it. */
export function placeVisualC(folder, systemFolder) {
  const missing = missingVisualC(folder, systemFolder)
  if (missing.length > 0) throw new Error(`install ${visualCPage} first, it brings ${missing.join(', ')}`)
  for (const { folder: target, libraries } of needsBelow(folder))
    for (const library of libraries) copyFileSync(path.join(systemFolder, library), path.join(target, library))
}

/** Where Windows keeps it. */
export const systemLibraries = () => path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32')
