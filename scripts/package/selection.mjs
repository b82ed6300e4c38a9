// What of the installed packages a packaged app of one system holds: `system` is { platform, arch } as Node names them.

/** What nobody needs at run time: sources, types, what is read by people. Licences are laid out elsewhere. */
const superfluous =
  /\.(?:[cm]?tsx?|map|tsbuildinfo|md|markdown|gypi?|cc|h|hpp)$|^zod\/src\/|^onnxruntime-node\/script\//i

/**
 * Packages that bring the same thing several times, or samples and pages for developers: what we load of them, and nothing else.
 * A file that is missing here would be missed by every test of the packaged app.
 */
const loaded = {
  '@vladmandic/face-api': /^dist\/face-api\.js$/,
  'libheif-js': /^(?:wasm-bundle\.js|libheif-wasm\/libheif-bundle\.js)$/,
  exifr: /^dist\/full\.(?:esm\.mjs|umd\.c?js)$/,
}

/** Files of a package that stay for the sake of Node, and of whoever wants to know what this is. */
const always = /^(?:package\.json|(?:licen[cs]e|notice|copying)[^/]*)$/i

/** For a Node that was itself built with MinGW; ours is not. */
const unused = /^@seydx\/node-av-win32-.*-mingw$/

/** The same library under another name, for those who link against it. */
const twin = /^bin\/napi-v\d+\/darwin\/[^/]+\/libonnxruntime\.\d+\.\d+\.\d+\.dylib$/

/** A package of binaries names its system in its manifest, in npm's words. */
export function isPackageFor({ name, os, cpu, libc }, { platform, arch }) {
  const has = (names, own) => names === undefined || names.includes(own)
  return has(os, platform) && has(cpu, arch) && has(libc, 'glibc') && !unused.test(name)
}

/** `file` is relative to the package and has forward slashes. */
export function isNeeded(name, file, { platform, arch }) {
  if (always.test(file)) return true
  if (file.startsWith('node_modules/')) return false
  if (name in loaded) return loaded[name].test(file)
  if (superfluous.test(`${name}/${file}`) || twin.test(file)) return false
  const [, system, architecture] = /^bin\/napi-v\d+\/([^/]+)\/([^/]+)/.exec(file) ?? []
  return system === undefined || (system === platform && architecture === arch)
}

/** Native code without which the app could do nothing, below node_modules. */
export function requiredBinaries({ platform, arch }) {
  const toolchain = platform === 'win32' ? '-msvc' : ''
  return [
    new RegExp(`^onnxruntime-node/bin/napi-v\\d+/${platform}/${arch}/onnxruntime_binding\\.node$`),
    new RegExp(`^@img/sharp-${platform}-${arch}/.*\\.node$`),
    new RegExp(`^@seydx/node-av-${platform}-${arch}${toolchain}/node-av\\.node$`),
  ]
}

const machines = {
  ELF: { 0x3e: 'linux-x64', 0xb7: 'linux-arm64' },
  PE: { 0x8664: 'win32-x64', 0xaa64: 'win32-arm64' },
  'Mach-O': { 0x01000007: 'darwin-x64', 0x0100000c: 'darwin-arm64' },
}

/**
 * The system that a file's machine code is for, `undefined` for a file without any. Reads the header: e_machine of ELF, Machine of
 * PE's COFF header, cputype of Mach-O; what holds several at once is for `several`.
 */
export function systemOfBinary(head) {
  const named = (format, machine) => machines[format][machine] ?? `unknown ${format}`
  if (head.length < 64) return undefined
  const magic = head.readUInt32BE(0)
  if (magic === 0x7f454c46) return named('ELF', head.readUInt16LE(18))
  if (magic === 0xcffaedfe) return named('Mach-O', head.readUInt32LE(4))
  // The other format with this number, classes of Java, has no machine code.
  if (magic === 0xcafebabe) return 'several'
  if (head.toString('latin1', 0, 2) !== 'MZ') return undefined
  const at = head.readUInt32LE(60)
  const isPortableExecutable = at + 6 <= head.length && head.toString('latin1', at, at + 4) === 'PE\0\0'
  return isPortableExecutable ? named('PE', head.readUInt16LE(at + 4)) : 'unknown PE'
}
