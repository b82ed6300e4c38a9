import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fill, namesBelow, testFolder } from '../../support/folders.js'

interface VisualC {
  readonly missingVisualC: (folder: string, systemFolder: string) => readonly string[]
  readonly placeVisualC: (folder: string, systemFolder: string) => void
  readonly readLibrary: (bytes: Buffer) => { readonly imports: readonly string[]; readonly linker: readonly number[] }
  readonly versionOf: (bytes: Buffer) => readonly number[] | undefined
}
const script = pathToFileURL(path.resolve('scripts/package/visual-c.mjs')).href
const { missingVisualC, placeVisualC, readLibrary, versionOf } = (await import(script)) as VisualC

const windowsBuild = path.resolve('node_modules/onnxruntime-node/bin/napi-v6/win32/x64')
const runtime = [
  'MSVCP140.dll',
  'MSVCP140_1.dll',
  'MSVCP140_ATOMIC_WAIT.dll',
  'VCRUNTIME140.dll',
  'VCRUNTIME140_1.dll',
] as const

/** As much of a library as tells its version: the beginning of a VS_FIXEDFILEINFO. */
function library(major: number, minor: number): Uint8Array {
  const bytes = Buffer.alloc(52)
  bytes.writeUInt32LE(0xfeef04bd, 0)
  bytes.writeUInt16LE(minor, 8)
  bytes.writeUInt16LE(major, 10)
  return bytes
}

const system = (major: number, minor: number): string =>
  fill(testFolder(), Object.fromEntries(runtime.map((name) => [name, library(major, minor)])))

describe('Microsoft’s C++ runtime, which Windows does not bring', () => {
  it('is what onnxruntime imports and no system library is', () => {
    const { imports, linker } = readLibrary(readFileSync(path.join(windowsBuild, 'onnxruntime.dll')))
    expect(imports).toEqual(expect.arrayContaining([...runtime, 'KERNEL32.dll']))
    expect(linker[0]).toBe(14)
    expect(versionOf(readFileSync(path.join(windowsBuild, 'onnxruntime.dll')))).toEqual([1, 30])
  })

  it('is missing on a fresh Windows', () => {
    expect(missingVisualC(windowsBuild, testFolder())).toEqual(runtime)
    expect(() => placeVisualC(windowsBuild, testFolder())).toThrow('vc_redist')
  })

  it('is missing where an older one lies, with which the detectors crash', () => {
    expect(missingVisualC(windowsBuild, system(14, 29))).toEqual(runtime)
    expect(missingVisualC(windowsBuild, system(14, 99))).toEqual([])
  })

  it('is put beside the libraries that ask for it', () => {
    const folder = path.join(testFolder(), 'bin')
    mkdirSync(folder)
    copyFileSync(path.join(windowsBuild, 'onnxruntime_binding.node'), path.join(folder, 'onnxruntime_binding.node'))
    placeVisualC(path.dirname(folder), system(14, 99))
    expect(namesBelow(folder)).toEqual([
      'MSVCP140.dll',
      'VCRUNTIME140.dll',
      'VCRUNTIME140_1.dll',
      'onnxruntime_binding.node',
    ])
  })
})
