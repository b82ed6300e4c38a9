import { describe, expect, it } from 'vitest'
import type { EngineCommand } from '../../main/desktop/engine-command.js'
import { createRemoteEngine } from '../../main/desktop/remote-engine.js'
import { testFolder } from '../support/folders.js'

const { signal } = new AbortController()
const nothing = (): void => undefined

describe('an engine that cannot be started', () => {
  it('answers every call with the reason, and is looked for again', async () => {
    let asked = 0
    const findCommand = (): Promise<EngineCommand> => Promise.reject(new Error(`not found ${++asked}`))
    const remote = createRemoteEngine(findCommand, () => 0)
    const source = { id: 'a', path: '/a.jpg', name: 'a.jpg', sizeBytes: 1 } as never
    expect(await remote.engine.discover(signal, { inputs: [] } as never, nothing)).toEqual({
      ok: false,
      error: { code: 'internal', detail: 'not found 1' },
    })
    expect(await remote.engine.preview(signal, { source } as never)).toEqual({
      ok: false,
      error: { of: 'engine', error: { code: 'internal', detail: 'not found 2' } },
    })
    expect(await remote.engine.release(signal, { output: testFolder() } as never, nothing)).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    })
    await remote.close()
  })

  it('answers that it ended where its program does not exist', async () => {
    const command: EngineCommand = { node: '/nowhere/node', flags: () => [], main: 'main.js' }
    const remote = createRemoteEngine(
      () => Promise.resolve(command),
      () => 0,
    )
    expect(await remote.engine.discover(signal, { inputs: [] } as never, nothing)).toEqual({
      ok: false,
      error: { code: 'engine-ended' },
    })
    await remote.close()
  })
})
