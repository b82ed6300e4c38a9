import { describe, expect, it } from 'vitest'
import { WorkInFlight } from '../../../main/engine/video/work-in-flight.js'

/** A piece of work that ends when the test says so. */
function piece() {
  let finish: () => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const ended = new Promise<void>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  return { ended, finish: () => finish(), fail: (error: unknown) => fail(error) }
}

describe('WorkInFlight', () => {
  it('begins no more pieces than may run at once', async () => {
    const [first, second, third] = [piece(), piece(), piece()]
    const begun: string[] = []
    const inFlight = new WorkInFlight(2)
    const run = (name: string, { ended }: { readonly ended: Promise<void> }) =>
      inFlight.start(() => {
        begun.push(name)
        return ended
      })
    await run('first', first)
    await run('second', second)
    const waiting = run('third', third)
    await Promise.resolve()
    expect(begun).toEqual(['first', 'second'])
    second.finish()
    await waiting
    expect(begun).toEqual(['first', 'second', 'third'])
    first.finish()
    third.finish()
    await inFlight.end()
  })

  it('passes on what failed, at the next start or at the end', async () => {
    const inFlight = new WorkInFlight(1)
    await inFlight.start(() => Promise.reject(new Error('first')))
    await expect(inFlight.start(() => Promise.resolve())).rejects.toThrow('first')
    await inFlight.settled()
    await expect(inFlight.end()).rejects.toThrow('first')
  })

  it('waits for everything that still runs', async () => {
    const last = piece()
    const inFlight = new WorkInFlight(3)
    await inFlight.start(() => last.ended)
    let isSettled = false
    const settled = inFlight.settled().then(() => (isSettled = true))
    await Promise.resolve()
    expect(isSettled).toBe(false)
    last.finish()
    await settled
  })
})
