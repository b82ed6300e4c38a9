import { spawn } from 'node:child_process'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { namesBelow } from '../support/folders.js'
import { packagedApp, programOf } from './packaged-app.js'
import { asRoot, environment, startWindow } from './start-window.js'

/** A server that somebody might want the window to reach; counts who comes. */
async function plantedServer(): Promise<{ readonly url: string; readonly visits: () => number }> {
  let visits = 0
  const server = http.createServer((_request, response) => response.end('reached'))
  server.on('connection', () => visits++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, visits: () => visits }
}

describe('the running window', () => {
  it('is sandboxed, isolated and without Node', async () => {
    const { app, page } = await startWindow()
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => {
        const { webContents } = window as unknown as {
          webContents: { getLastWebPreferences(): Record<string, unknown> }
        }
        return webContents.getLastWebPreferences()
      }),
    )
    expect(preferences).toEqual([
      expect.objectContaining({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
      }),
    ])
    const seen = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
      bridge: Object.keys((globalThis as unknown as { bridge: object }).bridge).sort(),
    }))
    expect(seen.node).toEqual([])
    expect(seen.bridge).toEqual(['addDropped', 'inspectDropped', 'request', 'subscribe', 'verifyDropped'])
  })

  it('evaluates nothing, runs nothing inline and loads nothing from elsewhere', async () => {
    const { page } = await startWindow()
    const server = await plantedServer()
    const outcome = await page.evaluate(async (url) => {
      const world = globalThis as unknown as {
        document: {
          createElement(name: string): {
            textContent: string
            src: string
            onerror: () => void
            onload: () => void
          }
          head: { append(element: unknown): void }
          addEventListener(name: string, listener: (event: { effectiveDirective: string }) => void): void
        }
        planted?: boolean
        fetch(url: string): Promise<unknown>
        eval(code: string): unknown
        setTimeout(run: () => void, delayMs: number): void
      }
      const broken: string[] = []
      world.document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective))
      // What Playwright runs may evaluate; what the page runs by itself may not.
      const evaluated = await new Promise((resolve) =>
        world.setTimeout(() => {
          try {
            resolve(world.eval('true'))
          } catch {
            resolve(false)
          }
        }, 0),
      )
      const inline = world.document.createElement('script')
      inline.textContent = 'globalThis.planted = true'
      world.document.head.append(inline)
      const loaded = (name: string): Promise<boolean> =>
        new Promise((resolve) => {
          const element = world.document.createElement(name)
          element.onload = () => resolve(true)
          element.onerror = () => resolve(false)
          element.src = url
          world.document.head.append(element)
        })
      const fetched = await world.fetch(url).then(
        () => true,
        () => false,
      )
      const results = [await loaded('img'), await loaded('script'), fetched]
      return { evaluated, inline: world.planted === true, results, broken: [...new Set(broken)].sort() }
    }, server.url)
    expect(outcome).toEqual({
      evaluated: false,
      inline: false,
      results: [false, false, false],
      broken: ['connect-src', 'img-src', 'script-src', 'script-src-elem'],
    })
    expect(server.visits()).toBe(0)
  })

  it('stays on its page and opens no other', async () => {
    const { app, page } = await startWindow()
    const server = await plantedServer()
    const before = page.url()
    expect(before).toBe('app://zaslona/index.html')
    const opened = await page.evaluate((url) => {
      const world = globalThis as unknown as { open(url: string): unknown; location: { href: string } }
      const window = world.open(url)
      world.location.href = url
      return window !== null
    }, server.url)
    expect(opened).toBe(false)
    // Another file of the app is not the page either.
    await page.evaluate(() => {
      const { location } = globalThis as unknown as { location: { href: string } }
      location.href = 'app://zaslona/other.html'
    })
    expect(page.url()).toBe(before)
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    expect(server.visits()).toBe(0)
  })

  it('is the only one: a second start brings it to the front and ends', async () => {
    const { app, places } = await startWindow()
    const raised = app.evaluate(
      ({ app: inside }) => new Promise((resolve) => inside.once('second-instance', () => resolve('raised'))),
    )
    const second = spawn(programOf(packagedApp), asRoot, { env: environment(places, 'en_US.UTF-8'), stdio: 'ignore' })
    expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0)
    expect(await raised).toBe('raised')
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    expect(namesBelow(places.runtime).filter((name) => /^zaslona-window-[^/]+$/.test(name))).toHaveLength(1)
  })

  it('is granted nothing', async () => {
    const { page } = await startWindow()
    const granted = await page.evaluate(async () => {
      const { navigator, Notification } = globalThis as unknown as {
        navigator: {
          permissions: { query(of: { name: string }): Promise<{ state: string }> }
          mediaDevices: { getUserMedia(of: object): Promise<unknown> }
          geolocation: { getCurrentPosition(yes: () => void, no: () => void): void }
        }
        Notification: { requestPermission(): Promise<string> }
      }
      const states = await Promise.all(
        ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map((name) =>
          navigator.permissions.query({ name }).then(({ state }) => state),
        ),
      )
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      )
      const place = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        ),
      )
      return [...states, camera, place, await Notification.requestPermission()]
    })
    expect(new Set(granted)).toEqual(new Set(['denied']))
  })

  it('downloads nothing', async () => {
    const { places, app } = await startWindow()
    const told = await app.evaluate(
      ({ BrowserWindow, session }) =>
        new Promise((resolve) => {
          session.fromPartition('window').on('will-download', (event) => resolve(event.defaultPrevented))
          BrowserWindow.getAllWindows()[0]?.webContents.downloadURL('app://zaslona/index.html')
        }),
    )
    expect(told).toBe(true)
    expect(namesBelow(places.home).filter((name) => name.endsWith('.html'))).toEqual([])
  })

  it('cancels a request that is planted in the main process, in every session', async () => {
    const { app } = await startWindow()
    const server = await plantedServer()
    const outcomes = await app.evaluate(async ({ net, session }, url) => {
      const reach = (fetch: (url: string) => Promise<unknown>): Promise<string> =>
        fetch(url).then(
          () => 'reached',
          (error: unknown) => (error instanceof Error ? error.message : 'failed'),
        )
      return [
        await reach((address) => net.fetch(address)),
        await reach((address) => session.defaultSession.fetch(address)),
        await reach((address) => session.fromPartition('window').fetch(address)),
      ]
    }, server.url)
    expect(outcomes).toEqual(Array(3).fill('net::ERR_BLOCKED_BY_CLIENT'))
    expect(server.visits()).toBe(0)
  })

  it('finds no name and no address, where a request were let through', async () => {
    const { app } = await startWindow()
    const server = await plantedServer()
    const outcomes = await app.evaluate(async ({ session }, url) => {
      const other = session.fromPartition('planted', { cache: false })
      const reach = (address: string): Promise<string> =>
        other.fetch(address).then(
          () => 'reached',
          (error: unknown) => (error instanceof Error ? error.message : 'failed'),
        )
      return [await reach(url), await reach('https://example.org/')]
    }, server.url)
    expect(outcomes).toEqual(Array(2).fill('net::ERR_NAME_NOT_RESOLVED'))
    expect(server.visits()).toBe(0)
  })

  it('serves the page and previews, and no other file', async () => {
    const { app } = await startWindow()
    const statuses = await app.evaluate(async ({ session }) => {
      const own = session.fromPartition('window')
      const status = (url: string): Promise<number | string> =>
        own.fetch(url).then(
          (response) => response.status,
          () => 'refused',
        )
      return Promise.all(
        [
          'app://zaslona/index.html',
          'app://zaslona/../desktop/main.js',
          'app://zaslona/%2e%2e/desktop/main.js',
          'app://zaslona/..%2fdesktop%2fmain.js',
          'app://zaslona//etc/passwd',
          'app://other/index.html',
          'media://preview/etc/passwd',
          'media://preview/media-1/original/99999/frame-0/0',
        ].map(status),
      )
    })
    expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404, 404])
  })

  it('answers nothing but its contract', async () => {
    const { page } = await startWindow()
    const answers = await page.evaluate(async () => {
      const { bridge } = globalThis as unknown as { bridge: { request(name: string, request?: unknown): unknown } }
      return Promise.all([
        bridge.request('dropped', { purpose: 'add', paths: ['/etc/passwd'] }),
        bridge.request('constructor'),
        bridge.request('remove', { ids: ['/etc/passwd'] }),
        bridge.request('export', { ids: ['media-1'], choices: {}, output: '/etc' }),
        bridge.request('found', { id: 'media-1' }),
      ])
    })
    expect(answers).toMatchObject([
      ...Array<object>(4).fill({ ok: false, error: { code: 'invalid-request' } }),
      { ok: false, error: { code: 'unknown-item' } },
    ])
  })
})
