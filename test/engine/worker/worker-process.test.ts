import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createMediaWorkshop } from '../../../main/engine/media-workshop.js'
import { WorkerPool } from '../../../main/engine/worker/worker-pool.js'
import { WorkerProcess } from '../../../main/engine/worker/worker-process.js'
import { grey, limits, never, rawSharp, scene, sourceOf, emptyFile, withFolder } from '../image/support.js'

// Models that are not there show only when a face is looked for.
const detector = { modelsFolder: '/nonexistent', userModelsFolder: '/nonexistent', threads: 1 }
const options = { memoryLimitBytes: 1_200_000_000, threads: 1, detector, preload: true }
const started: WorkerProcess[] = []

function start(changes: Partial<typeof options> = {}): WorkerProcess {
  const worker = new WorkerProcess({ ...options, ...changes })
  started.push(worker)
  return worker
}

afterEach(async () => {
  for (const worker of started) worker.kill({ kind: 'canceled' })
  await Promise.all(started.splice(0).map((worker) => worker.exited))
})

async function withPicture<Value>(use: (file: string, folder: string) => Promise<Value>): Promise<Value> {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'photo.jpg')
    await writeFile(file, await rawSharp(scene(640, 480)).jpeg().toBuffer())
    return use(file, folder)
  })
}

const isRunning = (processId: number): boolean => {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

describe('a worker', () => {
  it('opens one picture after another and refuses in words of the contract', async () => {
    await withPicture(async (file, folder) => {
      const worker = start()
      const text = path.join(folder, 'text.jpg')
      await writeFile(text, 'no picture at all')
      for (let round = 0; round < 2; round++) {
        const opened = await worker.call(never, 'open', { source: await sourceOf(file), limits }, { limitMs: 30_000 })
        expect(opened.ok && opened.value.size).toEqual({ width: 640, height: 480 })
      }
      const refused = await worker.call(never, 'open', { source: await sourceOf(text), limits }, { limitMs: 30_000 })
      expect(refused).toEqual({ ok: false, error: { kind: 'refused', reason: { code: 'not-a-picture' } } })
    })
  })

  it('notices a file that changed or vanished after it was listed', async () => {
    await withPicture(async (file, folder) => {
      const worker = start()
      const source = await sourceOf(file)
      const call = (changed: typeof source) =>
        worker.call(never, 'open', { source: changed, limits }, { limitMs: 30_000 })
      expect(await call({ ...source, sizeBytes: source.sizeBytes + 1 })).toMatchObject({
        error: { reason: { code: 'changed' } },
      })
      expect(await call({ ...source, path: path.join(folder, 'gone') })).toMatchObject({
        error: { reason: { code: 'vanished' } },
      })
    })
  })

  it('that crashes costs the one call', async () => {
    await withPicture(async (file) => {
      const worker = start()
      const running = worker.call(never, 'open', { source: await sourceOf(file), limits }, { limitMs: 30_000 })
      process.kill(worker.processId ?? 0, 'SIGSEGV')
      expect(await running).toEqual({ ok: false, error: { kind: 'failed', error: { code: 'worker-crashed' } } })
      expect(worker.isAlive).toBe(false)
    })
  })

  it.skipIf(process.platform === 'win32')('that hangs is ended after its limit', async () => {
    await withPicture(async (file) => {
      const worker = start()
      process.kill(worker.processId ?? 0, 'SIGSTOP')
      const result = await worker.call(never, 'open', { source: await sourceOf(file), limits }, { limitMs: 200 })
      expect(result).toEqual({ ok: false, error: { kind: 'failed', error: { code: 'timed-out', limitMs: 200 } } })
      await worker.exited
    })
  })

  it.skipIf(process.platform === 'win32')('that hangs is ended when the call is canceled', async () => {
    await withPicture(async (file) => {
      const worker = start()
      const controller = new AbortController()
      process.kill(worker.processId ?? 0, 'SIGSTOP')
      const running = worker.call(
        controller.signal,
        'open',
        { source: await sourceOf(file), limits },
        { limitMs: 30_000 },
      )
      controller.abort()
      expect(await running).toEqual({ ok: false, error: { kind: 'canceled' } })
      await worker.exited
    })
  })

  it.skipIf(process.platform === 'win32')('that grows beyond its limit is ended', async () => {
    await withFolder(async (folder) => {
      const file = path.join(folder, 'large.png')
      await writeFile(file, await rawSharp(scene(6000, 5000)).png({ compressionLevel: 1 }).toBuffer())
      const worker = start({ memoryLimitBytes: 150_000_000 })
      const staged = await emptyFile(folder)
      const opened = await worker.call(never, 'open', { source: await sourceOf(file), limits }, { limitMs: 30_000 })
      const request = { plan: [], look: grey, target: { format: 'tiff' as const }, stagedPath: staged }
      const result = opened.ok ? await worker.call(never, 'write', request, { limitMs: 60_000 }) : opened
      expect(result).toEqual({
        ok: false,
        error: { kind: 'failed', error: { code: 'out-of-memory', limitBytes: 150_000_000 } },
      })
    })
  })
})

describe('the pool', () => {
  it('replaces a worker that was lost and ends all on closing', async () => {
    const pool = new WorkerPool({ ...options, keepIdle: 2, idleMs: 60_000 })
    const first = pool.acquire()
    pool.release(first)
    expect(pool.acquire()).toBe(first)
    process.kill(first.processId ?? 0, 'SIGKILL')
    await first.exited
    pool.release(first)
    const second = pool.acquire()
    expect(second).not.toBe(first)
    await pool.close()
    expect(isRunning(second.processId ?? 0)).toBe(false)
  })

  it('works through the port and leaves no process', async () => {
    await withPicture(async (file, folder) => {
      const workshop = createMediaWorkshop({ detector, jobs: 1 })
      const opened = await workshop.open(never, await sourceOf(file), limits)
      if (!opened.ok) throw new Error(JSON.stringify(opened.error))
      const staged = await emptyFile(folder)
      expect(await opened.value.write(never, [], grey, { format: 'png' }, staged)).toEqual({
        ok: true,
        value: undefined,
      })
      expect((await readFile(staged)).subarray(1, 4).toString()).toBe('PNG')
      await opened.value.close()
      await workshop.close()
    })
  })

  it.skipIf(process.platform === 'win32')('leaves no orphan when its own process is killed', async () => {
    const module = new URL('../../../dist/engine/worker/worker-process.js', import.meta.url)
    const script = `
      const { WorkerProcess } = await import(${JSON.stringify(pathToFileURL(module.pathname).href)})
      const worker = new WorkerProcess(${JSON.stringify(options)})
      await worker.call(new AbortController().signal, 'close', { forget: true }, { limitMs: 30000 })
      process.kill(worker.processId, 'SIGCONT')
      console.log(worker.processId)
      setInterval(() => undefined, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const orphan = Number(line.toString())
    expect(isRunning(orphan)).toBe(true)
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    await expect.poll(() => isRunning(orphan), { timeout: 5000, interval: 50 }).toBe(false)
  })
})
