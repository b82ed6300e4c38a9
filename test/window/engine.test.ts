import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { mediaId } from '../../main/core/job/item-state.js'
import { windowMessages } from '../../main/core/messages/window/languages.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { namesBelow, snapshot, testFolder } from '../support/folders.js'
import { commandOf, packagedApp } from './packaged-app.js'
import { descendantsOf, enginesOf, isRunning } from './processes.js'
import { allAre, startWindow } from './start-window.js'

const photos = samplePhotos.map(({ file }) => file)

const processOf = (started: Awaited<ReturnType<typeof startWindow>>): number => started.app.process().pid ?? 0

const grants = (command: readonly string[], what: string): readonly string[] =>
  command.filter((part) => part.startsWith(`--allow-${what}`))

describe('the engine of the window', () => {
  it('finds, shows and exports; the command agrees that the folder is safe', async () => {
    const originals = snapshot(path.dirname(photos[0] ?? ''))
    const output = testFolder()
    const started = await startWindow()
    await started.add(photos.slice(0, 2))
    await started.until('both found', allAre('found'))
    const shown = await started.page.evaluate(async () => {
      const { Image } = globalThis as unknown as {
        Image: new () => { onload: () => void; onerror: () => void; src: string; naturalWidth: number }
      }
      const load = (url: string): Promise<number> =>
        new Promise((resolve) => {
          const image = new Image()
          image.onload = () => resolve(image.naturalWidth)
          image.onerror = () => resolve(0)
          image.src = url
        })
      return [
        await load('media://preview/media-1/original/300/frame-0/0'),
        await load('media://preview/media-1/redacted/300/frame-0/0'),
        await load('media://preview/media-99/original/300/frame-0/0'),
      ]
    })
    expect(shown).toEqual([300, 300, 0])
    await started.exportTo(output)
    const { items } = await started.until('both exported', allAre('safe', 'withheld', 'failed', 'refused'))
    expect([...items.values()].map(({ state }) => state.status)).toEqual(['safe', 'safe'])
    expect(namesBelow(output)).toHaveLength(2)
    expect(snapshot(path.dirname(photos[0] ?? ''))).toEqual(originals)
    const verified = spawnSync(commandOf(packagedApp), ['verify', output], { encoding: 'utf8' })
    expect(verified.status, verified.stdout + verified.stderr).toBe(0)
  })

  it('may not write while it looks, and only into the output folder while it exports; never has a network', async () => {
    const output = testFolder()
    const started = await startWindow()
    await started.add(photos)
    await started.until('all found', allAre('found'))
    const looking = enginesOf(processOf(started))
    expect(looking).toHaveLength(1)
    for (const { command } of looking) {
      expect(command).toContain('--permission')
      expect([...grants(command, 'fs-write'), ...grants(command, 'net')]).toEqual([])
    }
    await started.exportTo(output)
    await started.until('one is being exported', ({ items }) =>
      [...items.values()].some(({ state }) => state.status === 'exporting'),
    )
    const own = looking[0]?.id
    const exporting = enginesOf(processOf(started)).find(({ id }) => id !== own)
    const writable = [output, `${output}/*`, `${path.dirname(output)}/.zaslona-*`].map(
      (place) => `--allow-fs-write=${place}`,
    )
    expect(grants(exporting?.command ?? [], 'fs-write')).toEqual(writable)
    const workers = descendantsOf(exporting?.id ?? 0)
    expect(workers.length).toBeGreaterThan(0)
    for (const { command } of workers) {
      expect(command).toContain('--permission')
      expect(grants(command, 'fs-write')).toEqual(writable)
      expect(grants(command, 'net')).toEqual([])
    }
    await started.until('all exported', allAre('safe'))
  })

  it('is started again when it dies, and the window says so and goes on', async () => {
    const started = await startWindow()
    await started.add(photos)
    await started.until('one is found', ({ items }) =>
      [...items.values()].some(({ state }) => state.status === 'found'),
    )
    const [engine] = enginesOf(processOf(started))
    process.kill(engine?.id ?? 0, 'SIGKILL')
    const session = await started.until('all found', allAre('found'))
    expect(session.engineRestart?.count).toBeGreaterThan(0)
    expect(session.items.has(session.engineRestart?.item ?? mediaId(0))).toBe(true)
    expect(enginesOf(processOf(started)).map(({ id }) => id)).not.toContain(engine?.id)
    const { common } = windowMessages.en
    const { engineRestart, items } = session
    if (!engineRestart) throw new Error('nothing was told')
    await started.page.getByText(common.engineRestarted(engineRestart.count)).waitFor()
    await started.page.getByText(common.engineRestartedOn).waitFor()
    for (const id of [engineRestart.item, ...engineRestart.others])
      if (id !== undefined) await started.page.locator('strong', { hasText: items.get(id)?.name ?? '' }).waitFor()
    await started.page.getByRole('button', { name: common.dismiss }).click()
    await started.page.getByText(common.engineRestartedOn).waitFor({ state: 'detached' })
  })

  it('leaves no process when the window is closed', async () => {
    const started = await startWindow()
    await started.add(photos.slice(0, 1))
    await started.until('found', allAre('found'))
    const processes = descendantsOf(processOf(started))
    expect(processes.length).toBeGreaterThan(3)
    await started.quit()
    const left = () => processes.filter(({ id }) => isRunning(id)).map(({ command }) => command.join(' '))
    await expect.poll(left, { timeout: 2_000 }).toEqual([])
  })
})

describe('panic', () => {
  it.each(['key', 'request'] as const)('by %s ends everything at once and leaves nothing behind', async (by) => {
    const parent = testFolder()
    const output = path.join(parent, 'out')
    fs.mkdirSync(output)
    const started = await startWindow()
    await started.add(photos)
    await started.until('all found', allAre('found'))
    await started.exportTo(output)
    await started.until('one is being written', () => namesBelow(parent).some((name) => name.startsWith('.zaslona-')))
    const processes = [processOf(started), ...descendantsOf(processOf(started)).map(({ id }) => id)]
    const ended = new Promise((resolve) => started.app.process().once('exit', resolve))
    const pressed =
      by === 'key'
        ? started.app.evaluate(({ BrowserWindow }) =>
            BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({
              type: 'keyDown',
              keyCode: 'X',
              modifiers: ['control', 'shift'],
            }),
          )
        : started.page.evaluate(() => {
            const { bridge } = globalThis as unknown as { bridge: { request(name: string): unknown } }
            return bridge.request('panic')
          })
    // Nobody is left to answer.
    pressed.catch(() => undefined)
    await ended
    await expect.poll(() => processes.filter(isRunning), { timeout: 2_000 }).toEqual([])
    expect(namesBelow(parent).filter((name) => name.includes('.zaslona-'))).toEqual([])
    const { home, runtime, temporary } = started.places
    expect([home, runtime, temporary].flatMap(namesBelow).filter((name) => !isFolderOf(home, name))).toEqual([])
  })
})

/** An empty profile is no trace. */
const isFolderOf = (home: string, name: string): boolean =>
  fs.statSync(path.join(home, name), { throwIfNoEntry: false })?.isDirectory() === true
