import { describe, expect, it } from 'vitest'
import { previewRequestSchema } from '../../../main/core/contract/requests.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import { headOf } from '../../../main/core/people/head-region.js'
import type { Discovered } from '../../../main/core/ports.js'
import { err, ok } from '../../../main/core/result.js'
import { ordinaryLook } from '../../../main/core/session/preview-order.js'
import { died, face, file, first, found, second, settled, world } from './session-world.js'

describe('a session', () => {
  it('lists what was dropped, with what is refused, and begins to look', async () => {
    const refused: Discovered = {
      kind: 'refused',
      path: '/in/a.xmp',
      failure: { kind: 'refused', reason: { code: 'sidecar' } },
    }
    const { session, view, finds } = world([file('a.jpg'), refused, file('b.jpg')])
    session.add(['/in'])
    await settled()
    expect([...view().items.values()].map(({ name, state }) => [name, state.status])).toEqual([
      ['a.jpg', 'finding'],
      ['a.xmp', 'refused'],
      ['b.jpg', 'waiting'],
    ])
    expect(view().phase).toBe('finding')
    expect(finds).toHaveLength(1)
    expect(JSON.stringify([...view().items.values()])).not.toContain('/in')
  })

  it('takes up what is added again after it was refused, as the file that it is by now', async () => {
    const entries: Discovered[] = [file('a.jpg')]
    const { session, finds, view } = world(entries)
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(err({ of: 'item', failure: { kind: 'refused', reason: { code: 'truncated' } } }))
    expect([...view().items.values()].map(({ state }) => state.status)).toEqual(['refused'])
    const copied: Discovered = {
      kind: 'file',
      source: { path: '/in/a.jpg', relativePath: 'a.jpg', sizeBytes: 2_000, modifiedMs: 1 },
    }
    entries.splice(0, 1, copied)
    session.add(['/in'])
    await settled()
    expect([...view().items.values()].map(({ state, sizeBytes }) => [state.status, sizeBytes])).toEqual([
      ['finding', 2_000],
    ])
    expect(finds[1]?.request.source).toEqual(copied.source)
  })

  it('keeps what is known of a file that is added again and is the same', async () => {
    const { session, finds, view } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    session.handle('accept', { items: [{ id: first, decisions: 0 }], accepted: true })
    session.add(['/in'])
    await settled()
    expect([...view().items.values()]).toMatchObject([{ id: first, accepted: true, state: { status: 'found' } }])
    expect(finds).toHaveLength(1)
  })

  it('goes on with the preferred file', async () => {
    const { session, finds } = world([file('a.jpg'), file('b.jpg'), file('c.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('prefer', { id: mediaId(3) })
    await finds[0]?.answer(ok(found))
    expect(finds[1]?.request.source.path).toBe('/in/c.jpg')
  })

  it('begins nothing while it is paused', async () => {
    const { session, finds, view } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('pause', undefined)
    await finds[0]?.answer(ok(found))
    expect(finds).toHaveLength(1)
    expect(view().phase).toBe('paused')
    session.handle('resume', undefined)
    expect(finds).toHaveLength(2)
  })

  it('tries a file again after the engine died, says which it was, and gives it up the second time', async () => {
    const { session, finds, view, statusOf } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(died)
    expect(view().engineRestart).toEqual({ item: first, others: [], count: 1 })
    expect(finds).toHaveLength(2)
    await finds[1]?.answer(died)
    expect(statusOf(first)).toBe('failed')
  })

  it('counts one restart for each death, and names all that was under way', async () => {
    const { session, finds, view } = world([file('a.jpg'), file('b.jpg'), file('c.jpg')], 2)
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(died)
    await finds[1]?.answer(died)
    expect(view().engineRestart).toEqual({ item: first, others: [second], count: 1 })
    // The next death is another one, also with the same file.
    await finds[2]?.answer(died)
    expect(finds[2]?.request.source.path).toBe('/in/c.jpg')
    expect(view().engineRestart).toEqual({ item: mediaId(3), others: [], count: 2 })
  })

  it('counts a death for itself although a file was under way in the one before, and was answered', async () => {
    const { session, finds, view } = world([file('a.jpg'), file('b.jpg'), file('c.jpg')], 2)
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(died)
    await finds[1]?.answer(ok(found))
    await finds[2]?.answer(died)
    expect(view().engineRestart?.count).toBe(2)
  })

  it('looks alone at each file with which the engine died, so that the right one is given up', async () => {
    const { session, finds, view, statusOf } = world([file('a.jpg'), file('bad.jpg')], 2)
    session.add(['/in'])
    await settled()
    await Promise.all([finds[0]?.answer(died), finds[1]?.answer(died)])
    expect([statusOf(first), statusOf(second)]).toEqual(['finding', 'waiting'])
    await finds[2]?.answer(ok(found))
    await finds[3]?.answer(died)
    expect([statusOf(first), statusOf(second)]).toEqual(['found', 'failed'])
    expect(view().engineRestart).toEqual({ item: second, others: [], count: 2 })
  })

  it('stops before the first file when the engine cannot work, and loses none', async () => {
    const { session, finds, view, statusOf } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(err({ of: 'engine', error: { code: 'model-missing', file: 'x' } }))
    expect(view().problem).toEqual({ code: 'model-missing', file: 'x' })
    expect([statusOf(first), statusOf(second)]).toEqual(['waiting', 'waiting'])
    session.handle('resume', undefined)
    expect(view().problem).toBeUndefined()
    expect(finds).toHaveLength(2)
  })

  it('shows heads covered in redacted previews where they are asked for', async () => {
    const { session, finds, previews } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    await finds[0]?.answer(ok(found))
    session.handle('look', { ...ordinaryLook, cover: 'heads' })
    const address = { id: first, kind: 'redacted', sidePx: 100, at: { unit: 'frame', frame: 0 }, version: 1 } as const
    await session.preview(new AbortController().signal, address)
    expect(previews[0]?.cover?.shapes).toEqual([{ kind: 'face', box: headOf(face.box), of: 0 }])
    expect(previewRequestSchema.safeParse(previews[0]).success).toBe(true)
  })

  it('shows a redacted preview only of a file whose faces are known', async () => {
    const { session, finds, previews } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    const address = { id: first, kind: 'redacted', sidePx: 100, at: { unit: 'frame', frame: 0 }, version: 0 } as const
    const { signal } = new AbortController()
    expect(await session.preview(signal, address)).toEqual(err({ code: 'not-now' }))
    await finds[0]?.answer(ok(found))
    await session.preview(signal, address)
    expect(previews[0]?.cover?.shapes).toEqual([{ kind: 'face', box: face.box, of: 0 }])
  })

  it('takes up what is dropped again while it is still being given up', async () => {
    const { session, finds, statusOf } = world([file('a.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('cancel', undefined)
    session.add(['/in'])
    await settled()
    expect([statusOf(first), finds.length]).toEqual(['waiting', 1])
    await finds[0]?.answer(err({ of: 'item', failure: { kind: 'canceled' } }))
    expect([statusOf(first), finds.length]).toEqual(['finding', 2])
    await finds[1]?.answer(ok(found))
    expect(statusOf(first)).toBe('found')
  })

  it('gives up what is not found yet on cancel, and takes it up again when it is preferred', async () => {
    const { session, finds, statusOf } = world([file('a.jpg'), file('b.jpg')])
    session.add(['/in'])
    await settled()
    session.handle('cancel', undefined)
    expect(finds[0]?.signal.aborted).toBe(true)
    await finds[0]?.answer(err({ of: 'item', failure: { kind: 'canceled' } }))
    expect([statusOf(first), statusOf(second)]).toEqual(['canceled', 'canceled'])
    session.handle('prefer', { id: second })
    expect(finds[1]?.request.source.path).toBe('/in/b.jpg')
  })
})
