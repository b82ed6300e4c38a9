import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')

// Importing `electron` from plain Node starts a download. The hook makes any attempt, however indirect, an error.
const asynchronousHook = `
  export async function resolve(name, context, next) {
    if (/^electron(\\/|$)/.test(name)) throw new Error('ELECTRON WAS IMPORTED')
    return next(name, context)
  }`
const hook = `
  import * as module from 'node:module'
  const refuse = (name) => { if (/^electron(\\/|$)/.test(name)) throw new Error('ELECTRON WAS IMPORTED') }
  const load = module.default._load
  module.default._load = function (name, ...rest) { refuse(name); return load.call(this, name, ...rest) }
  if (module.registerHooks) module.registerHooks({ resolve: (name, context, next) => { refuse(name); return next(name, context) } })
  else module.register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(asynchronousHook)}`)})
`

function loadUnderHook(source: string): { readonly status: number | null; readonly stderr: string } {
  const code = `${hook}\n${source}`
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, encoding: 'utf8' })
  return { status: run.status, stderr: run.stderr }
}

const modulesBelow = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => path.join(root, folder, name))

describe('engine and command', () => {
  it('load without Electron, every module of them', () => {
    // The entry points act when loaded; what they import is loaded on its own.
    const modules = [...modulesBelow('dist/core'), ...modulesBelow('dist/engine'), ...modulesBelow('dist/cli')].filter(
      (file) => !/(^|[\\/])(main|worker-main|watchdog|look-thread|engine-main)\.js$/.test(file),
    )
    expect(modules.length).toBeGreaterThan(40)
    const imports = modules.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)})`).join('\n')
    expect(loadUnderHook(imports)).toEqual({ status: 0, stderr: '' })
  })

  it.each([
    `import { createRequire } from 'node:module'\ncreateRequire(${JSON.stringify(path.join(root, 'x.js'))})('electron')`,
    `await import('electron')`,
    `await import('electron/main')`,
  ])('would be caught at %s', (source) => {
    const run = loadUnderHook(source)
    expect(run.status).not.toBe(0)
    expect(run.stderr).toContain('ELECTRON WAS IMPORTED')
  })
})
