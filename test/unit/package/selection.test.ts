import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

interface System {
  readonly platform: string
  readonly arch: string
}

interface Selection {
  isPackageFor(manifest: { name: string; os?: string[]; cpu?: string[]; libc?: string[] }, system: System): boolean
  isNeeded(name: string, file: string, system: System): boolean
  requiredBinaries(system: System): readonly RegExp[]
  systemOfBinary(head: Buffer): string | undefined
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
const selection = (await import(
  pathToFileURL(path.join(root, 'scripts/package/selection.mjs')).href
)) as unknown as Selection

const systems = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'darwin', arch: 'x64' },
] as const

/** Packages of binaries with the manifests that they have in the registry. */
const binaries = systems.flatMap(({ platform, arch }) => {
  const toolchains = platform === 'win32' ? ['-msvc', '-mingw'] : ['']
  return [
    { name: `@img/sharp-${platform}-${arch}`, os: [platform], cpu: [arch] },
    ...toolchains.map((toolchain) => ({
      name: `@seydx/node-av-${platform}-${arch}${toolchain}`,
      os: [platform],
      cpu: [arch],
    })),
  ]
})

describe.each(systems)('what is packaged for $platform $arch', (system) => {
  const { platform, arch } = system

  it('holds the packages of binaries for this system alone, of one toolchain', () => {
    const toolchain = platform === 'win32' ? '-msvc' : ''
    const packaged = binaries.filter((manifest) => selection.isPackageFor(manifest, system)).map(({ name }) => name)
    expect(packaged).toEqual([`@img/sharp-${platform}-${arch}`, `@seydx/node-av-${platform}-${arch}${toolchain}`])
    expect(selection.isPackageFor({ name: 'zod' }, system)).toBe(true)
    const musl = { name: '@img/sharp-linuxmusl-x64', os: ['linux'], cpu: ['x64'], libc: ['musl'] }
    expect(selection.isPackageFor(musl, system)).toBe(false)
  })

  it('holds the libraries of onnxruntime for this system alone, each once', () => {
    const folder = path.join(root, 'node_modules/onnxruntime-node')
    const files = fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => fs.statSync(path.join(folder, file)).isFile() && file.startsWith('bin/'))
    const packaged = files.filter((file) => selection.isNeeded('onnxruntime-node', file, system))
    expect(packaged.filter((file) => !file.startsWith(`bin/napi-v6/${platform}/${arch}/`))).toEqual([])
    expect(new Set(packaged.map((file) => fs.statSync(path.join(folder, file)).size)).size).toBe(packaged.length)
    // Nobody publishes onnxruntime for Macs with Intel's processors any more: such a package is refused, not made.
    const [binding] = selection.requiredBinaries(system)
    const found = packaged.some((file) => binding?.test(`onnxruntime-node/${file}`))
    expect(found).toBe(`${platform}-${arch}` !== 'darwin-x64')
  })

  it('asks for native code of all three libraries', () => {
    const toolchain = platform === 'win32' ? '-msvc' : ''
    const complete = [
      `onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`,
      `@img/sharp-${platform}-${arch}/lib/sharp-${platform}-${arch}.node`,
      `@seydx/node-av-${platform}-${arch}${toolchain}/node-av.node`,
    ]
    const required = selection.requiredBinaries(system)
    expect(required.map((pattern) => complete.findIndex((file) => pattern.test(file)))).toEqual([0, 1, 2])
    const elsewhere = complete.map((file) => file.replaceAll(arch, 'riscv64'))
    expect(required.some((pattern) => elsewhere.some((file) => pattern.test(file)))).toBe(false)
  })
})

it('packs what is loaded, and neither sources nor samples nor the same twice', () => {
  const [linux] = systems
  const isNeeded = (name: string, file: string): boolean => selection.isNeeded(name, file, linux)
  for (const [name, file] of [
    ['@vladmandic/face-api', 'dist/face-api.js'],
    ['libheif-js', 'libheif-wasm/libheif-bundle.js'],
    ['zod', 'v4/core/api.js'],
    ['sharp', 'LICENSE'],
    ['exifr', 'package.json'],
  ] as const)
    expect([file, isNeeded(name, file)]).toEqual([file, true])
  for (const [name, file] of [
    ['@vladmandic/face-api', 'model/face_recognition_model.bin'],
    ['@vladmandic/face-api', 'dist/face-api.esm.js'],
    ['@vladmandic/face-api', 'demo/index.html'],
    ['libheif-js', 'libheif-wasm/libheif.wasm'],
    ['zod', 'src/v4/core/api.ts'],
    ['node-av', 'dist/lib/codec.js.map'],
    ['node-av', 'node_modules/other/index.js'],
    ['onnxruntime-node', 'script/install.js'],
    ['sharp', 'README.md'],
  ] as const)
    expect([file, isNeeded(name, file)]).toEqual([file, false])
})

describe('the system of a binary', () => {
  /** A head with numbers in their places: little endian but for the first. */
  function head(magic: number, ...numbers: readonly (readonly [offset: number, value: number])[]): Buffer {
    const bytes = Buffer.alloc(256)
    bytes.writeUInt32BE(magic, 0)
    for (const [offset, value] of numbers) bytes.writeUInt32LE(value, offset)
    return bytes
  }
  const portable = (machine: number): Buffer => head(0x4d5a0000, [60, 128], [128, 0x4550], [132, machine])

  it.each([
    ['linux-x64', head(0x7f454c46, [18, 0x3e])],
    ['linux-arm64', head(0x7f454c46, [18, 0xb7])],
    ['unknown ELF', head(0x7f454c46, [18, 0x03])],
    ['win32-x64', portable(0x8664)],
    ['win32-arm64', portable(0xaa64)],
    ['unknown PE', portable(0x014c)],
    ['unknown PE', head(0x4d5a0000, [60, 0xffffff])],
    ['darwin-arm64', head(0xcffaedfe, [4, 0x0100000c])],
    ['darwin-x64', head(0xcffaedfe, [4, 0x01000007])],
    ['several', head(0xcafebabe)],
    [undefined, Buffer.from('#!/bin/sh\n'.repeat(20))],
    [undefined, Buffer.from('MZ')],
  ])('is read from its header: %s', (system, bytes) => {
    expect(selection.systemOfBinary(bytes)).toBe(system)
  })

  it('is seen in the real ones', () => {
    const folder = path.join(root, 'node_modules/onnxruntime-node/bin/napi-v6')
    for (const system of ['darwin/arm64', 'linux/arm64', 'linux/x64', 'win32/arm64', 'win32/x64']) {
      const binding = fs.readFileSync(path.join(folder, system, 'onnxruntime_binding.node')).subarray(0, 4_096)
      expect(selection.systemOfBinary(binding)).toBe(system.replace('/', '-'))
    }
  })
})
