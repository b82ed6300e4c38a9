import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { namesBelow, testFolder } from '../support/folders.js'
import { commandOf, packagedApp } from './packaged-app.js'
import { allAre, startWindow } from './start-window.js'
import { readSystemCalls, tracedInto } from './system-calls.js'

const photos = samplePhotos.map(({ file }) => file).slice(0, 2)

describe('what the window leaves', () => {
  it('is its settings and nothing else', async () => {
    const output = testFolder()
    const started = await startWindow()
    const changed = await started.page.evaluate(() => {
      const { bridge } = globalThis as unknown as { bridge: { request(name: string, request: unknown): unknown } }
      const settings = { language: 'be', theme: 'dark', thoroughness: 'balanced', welcomed: true }
      return bridge.request('change-settings', { settings })
    })
    expect(changed).toMatchObject({ ok: true, value: { language: 'be' } })
    await started.add(photos)
    await started.until('both found', allAre('found'))
    await started.exportTo(output)
    await started.until('both exported', allAre('safe'))
    await started.quit()
    const { home, runtime, temporary, profile } = started.places
    expect(namesBelow(home)).toEqual(['.config', '.config/zaslona', '.config/zaslona/settings.json'])
    expect(namesBelow(runtime)).toEqual([])
    expect(namesBelow(temporary)).toEqual([])
    expect(JSON.parse(fs.readFileSync(path.join(profile, 'settings.json'), 'utf8'))).toEqual({
      language: 'be',
      textSizePercent: 100,
      theme: 'dark',
      thoroughness: 'balanced',
      welcomed: true,
    })
  })

  it('is nothing where no setting was changed', async () => {
    const started = await startWindow()
    await started.quit()
    const { home, runtime, temporary } = started.places
    expect([home, runtime, temporary].map(namesBelow)).toEqual([['.config', '.config/zaslona'], [], []])
  })

  it('is removed by the next start where the window was killed', async () => {
    const killed = await startWindow()
    const { runtime } = killed.places
    const [folder = ''] = namesBelow(runtime)
    expect(folder).toMatch(/^zaslona-window-\d+-\w{6}$/)
    const ended = new Promise((resolve) => killed.app.process().once('exit', resolve))
    killed.app.process().kill('SIGKILL')
    await ended
    expect(fs.existsSync(path.join(runtime, folder))).toBe(true)
    const next = await startWindow({ places: killed.places })
    expect(fs.existsSync(path.join(runtime, folder))).toBe(false)
    await next.quit()
    expect(namesBelow(runtime)).toEqual([])
  })
})

describe('under a trace of the system calls', () => {
  it('the whole flow connects to nothing, and writes only settings, output and what it removes again', async () => {
    const trace = path.join(testFolder(), 'trace')
    const parent = testFolder()
    const output = path.join(parent, 'out')
    fs.mkdirSync(output)
    const started = await startWindow({ under: tracedInto(trace) })
    await started.add(photos)
    await started.until('both found', allAre('found'))
    await started.exportTo(output)
    await started.until('both exported', allAre('safe'))
    await started.quit()
    const { written, connected } = readSystemCalls(trace)
    expect(connected).toEqual([])
    const { runtime, temporary, profile } = started.places
    const expected = [
      new RegExp(`^${output}/photo-\\w+\\.jpg$`),
      new RegExp(`^${parent}/\\.zaslona-[0-9a-f-]+(?:/[0-9a-f]+\\.tmp)?$`),
      // Removed again before the end, as the tests above see: Chromium's own profile and its lock.
      new RegExp(`^${runtime}/zaslona-window-`),
      new RegExp(`^${temporary}/scoped_dir\\w+`),
      new RegExp(`^${path.dirname(profile)}$`),
      new RegExp(`^${profile}(?:/Singleton\\w+)?$`),
      /^\/dev\/shm\/\.org\.chromium\./,
      /^\/dev\/(?:null|tty|ptmx|urandom|dri\/.*)$/,
      /^\/proc\//,
    ]
    expect(written.some((file) => file.startsWith(output))).toBe(true)
    expect(written.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([])
  })

  it('the command connects to nothing, and writes only its output', () => {
    const folder = testFolder()
    const [trace, output, home] = ['trace', 'out', 'home'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ]
    fs.mkdirSync(home)
    const [tracer = '', ...tracing] = tracedInto(trace)
    const command = [...tracing, commandOf(packagedApp), 'redact', '--out', output, ...photos]
    const { status, stderr } = spawnSync(tracer, command, {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: home, TMPDIR: home },
    })
    expect(status, stderr).toBe(0)
    expect(readSystemCalls(trace).connected).toEqual([])
    expect(namesBelow(home)).toEqual([])
    expect(namesBelow(output)).toHaveLength(photos.length)
  })
})
