import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { BridgeEvent } from '../../main/core/contract/bridge.js'
import type { MediaId } from '../../main/core/job/item-state.js'
import type { SessionEvent } from '../../main/core/session/types.js'
import { keepLibrariesOutOfHome } from '../../main/desktop/environment.js'
import { createEventBatch } from '../../main/desktop/event-batch.js'
import { createPageRestart } from '../../main/desktop/page-restart.js'
import { createPreviewCache } from '../../main/desktop/preview-cache.js'
import { createPreviewQueue } from '../../main/desktop/preview-queue.js'
import { createRestartLimit } from '../../main/desktop/restart-limit.js'
import { removeRunFolder } from '../../main/desktop/run-folder.js'
import { openSettingsFile } from '../../main/desktop/settings-file.js'
import { removeStagedBy } from '../../main/desktop/staging-leftovers.js'
import { windowSizeIn } from '../../main/desktop/window-size.js'
import { writablePlaces } from '../../main/desktop/writable-places.js'
import { fill, namesBelow, testFolder } from '../support/folders.js'

const changed = (sequence: number, id: string): SessionEvent => ({
  sequence,
  type: 'item-changed',
  item: {
    id: id as MediaId,
    name: id,
    sizeBytes: 1,
    state: { status: 'waiting' },
    accepted: false,
    decisions: sequence,
  },
})

describe('events of one frame', () => {
  it('are one message, in order, of each item the last', () => {
    const sent: BridgeEvent[] = []
    const batch = createEventBatch((event) => sent.push(event))
    batch.add({ type: 'session', events: [changed(1, 'media-1')] })
    batch.add({ type: 'session', events: [changed(2, 'media-2'), changed(3, 'media-1')] })
    expect(sent).toEqual([])
    batch.flush()
    expect(sent).toEqual([{ type: 'session', events: [changed(2, 'media-2'), changed(3, 'media-1')] }])
  })

  it('are sent by themselves, and not across an event of another kind', () => {
    vi.useFakeTimers()
    try {
      const sent: BridgeEvent[] = []
      const batch = createEventBatch((event) => sent.push(event))
      batch.add({ type: 'session', events: [changed(1, 'media-1')] })
      batch.add({ type: 'verification', files: [] })
      batch.add({ type: 'session', events: [changed(2, 'media-1')] })
      vi.advanceTimersByTime(20)
      expect(sent.map(({ type }) => type)).toEqual(['session', 'verification', 'session'])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('previews that are held', () => {
  it('are the last used, up to the capacity', () => {
    const cache = createPreviewCache(10)
    cache.set('a', new Uint8Array(4))
    cache.set('b', new Uint8Array(4))
    expect(cache.get('a')).toHaveLength(4)
    cache.set('c', new Uint8Array(4))
    expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true])
    cache.set('large', new Uint8Array(11))
    expect(cache.get('large')).toBeUndefined()
    cache.clear()
    expect(cache.get('a')).toBeUndefined()
  })

  it('are made newest first, and not when nobody wants them any more', async () => {
    const queue = createPreviewQueue(1)
    const order: string[] = []
    let release: () => void = () => undefined
    const first = queue.run(new AbortController().signal, () => new Promise<void>((resolve) => (release = resolve)))
    const work = (name: string) => () => Promise.resolve(order.push(name))
    const givenUp = new AbortController()
    const older = queue.run(new AbortController().signal, work('older'))
    const unwanted = queue.run(givenUp.signal, work('unwanted'))
    const newer = queue.run(new AbortController().signal, work('newer'))
    givenUp.abort()
    await expect(unwanted).rejects.toThrow()
    release()
    await Promise.all([first, older, newer])
    expect(order).toEqual(['newer', 'older'])
  })
})

describe('a process that goes on dying', () => {
  it('waits until five deaths lie a minute back', () => {
    let now = 0
    const limit = createRestartLimit(() => now)
    for (let death = 0; death < 5; death++) {
      expect(limit.waitMs()).toBe(0)
      limit.note()
      now += 1_000
    }
    expect(limit.waitMs()).toBe(55_000)
    now = 60_000
    expect(limit.waitMs()).toBe(0)
  })
})

describe('a page that goes on dying', () => {
  it('is shown again at once, but no more than five times a minute, and not when it was closed', () => {
    vi.useFakeTimers()
    let reloads = 0
    const restart = createPageRestart(Date.now, () => reloads++)
    restart('clean-exit')
    for (let death = 1; death <= 5; death++) {
      restart('crashed')
      vi.advanceTimersByTime(1_000)
      expect(reloads).toBe(Math.min(death, 4))
    }
    vi.advanceTimersByTime(54_000)
    expect(reloads).toBe(4)
    vi.advanceTimersByTime(1_000)
    expect(reloads).toBe(5)
    vi.useRealTimers()
  })
})

describe('the settings', () => {
  it('are the defaults, then what was chosen, and the file holds nothing else', () => {
    const folder = path.join(testFolder(), 'profile')
    const file = openSettingsFile(folder)
    expect(file.settings()).toEqual({
      theme: 'system',
      textSizePercent: 100,
      thoroughness: 'balanced',
      welcomed: false,
    })
    file.change({ ...file.settings(), theme: 'dark', language: 'be' })
    expect(namesBelow(folder)).toEqual(['settings.json'])
    expect(openSettingsFile(folder).settings()).toMatchObject({ theme: 'dark', language: 'be' })
  })

  it.each(['', '{', '{"theme":"pink"}', '{"textSizePercent":110}', '{"theme":"dark","recent":["/home/a"]}'])(
    'are the defaults for %s',
    (text) => {
      const folder = fill(testFolder(), { 'settings.json': text })
      expect(openSettingsFile(folder).settings().theme).toBe('system')
    },
  )
})

describe('what a killed process had staged', () => {
  it('is removed beside and in the output, and nothing of another process', () => {
    const parent = testFolder()
    const random = '0'.repeat(32)
    fill(parent, {
      [`.zaslona-ab12-77-5-${random}/half`]: 'x',
      [`.zaslona-ab12-78-5-${random}/half`]: 'x',
      [`out/.zaslona-ab12-77-5-${random}/half`]: 'x',
      'out/photo.jpg': 'x',
    })
    removeStagedBy(77, path.join(parent, 'out'))
    expect(namesBelow(parent)).toEqual([
      `.zaslona-ab12-78-5-${random}`,
      `.zaslona-ab12-78-5-${random}/half`,
      'out',
      'out/photo.jpg',
    ])
  })
})

describe('the run folder', () => {
  it('gets what libraries write by themselves, on Windows and Linux', () => {
    const written = (platform: NodeJS.Platform): readonly string[] => {
      const environment: Record<string, string> = {}
      keepLibrariesOutOfHome('/run/ours', '/home/jana', platform, environment)
      return Object.keys(environment).filter((name) => environment[name] === '/run/ours')
    }
    expect(written('win32')).toEqual(['TMP', 'TEMP'])
    expect(written('linux')).toEqual(['XDG_DATA_HOME', 'XDG_CACHE_HOME'])
    expect(written('darwin')).toEqual([])
  })

  it('is left to the next start, without a word, where Windows holds a file of it', () => {
    const held = (): never => {
      throw Object.assign(new Error('held'), { code: 'EBUSY' })
    }
    expect(() => removeRunFolder('C:\\Temp\\zaslona-window-1-abcdef', held)).not.toThrow()
  })
})

describe('the window', () => {
  it.each([
    ['a large screen', [1_920, 1_040], [1_200, 800]],
    ['an old laptop', [1_366, 728], [1_200, 728]],
    ['no screen at all', [0, 0], [1_200, 800]],
    ['an old laptop that shows everything larger', [911, 485], [911, 485]],
  ] as const)('fits on %s', (_what, [width, height], expected) => {
    const size = windowSizeIn({ width, height })
    expect([size.width, size.height]).toEqual(expected)
    expect(size.minWidth).toBeLessThanOrEqual(size.width)
    expect(size.minHeight).toBeLessThanOrEqual(size.height)
  })
})

describe('what an export may write', () => {
  it('is its folder and what is staged beside it', () => {
    expect(writablePlaces('/home/jana/safe', path.posix)).toEqual([
      '/home/jana/safe',
      '/home/jana/safe/*',
      '/home/jana/.zaslona-*',
    ])
    expect(writablePlaces('C:\\Users\\Яна\\safe', path.win32)).toEqual([
      'C:\\Users\\Яна\\safe',
      'C:\\Users\\Яна\\safe\\*',
      'C:\\Users\\Яна\\.zaslona-*',
    ])
  })

  it('is a memory stick itself', () => {
    expect(writablePlaces('E:\\', path.win32)).toEqual(['E:\\', 'E:\\*', 'E:\\.zaslona-*'])
  })

  it('is not bound on a network drive, which Node cannot name on Windows', () => {
    expect(writablePlaces('\\\\server\\share\\safe', path.win32)).toEqual(['*'])
    expect(writablePlaces('//home/jana/safe', path.posix)).not.toContain('*')
  })
})
