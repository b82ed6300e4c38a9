import { describe, expect, it } from 'vitest'
import type { MediaId } from '../../../main/core/job/item-state.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import { decideKept } from '../../../main/core/people/decide-kept.js'
import { groupAppearances } from '../../../main/core/people/group.js'
import type { PersonMatch } from '../../../main/core/people/recognize.js'
import { err, ok } from '../../../main/core/result.js'
import { described, descriptorAt } from '../people/support.js'
import { boxes, first, found, keptIn, moving, place, second, settled, telling, third, world } from './people-world.js'

const { signal } = new AbortController()

describe('people of a session', () => {
  it('tells who else is where, without a path, and what came in since', async () => {
    const { session, keep, view } = await world()
    expect(session.handle('people', { id: first })).toEqual(ok({ compared: false, missing: 3, faces: [], perhaps: [] }))
    session.handle('compare', undefined)
    await settled()
    expect(view().people).toEqual({ status: 'compared' })
    keep(second)
    const appearances = [first, second, third].map((id) => ({ id, frame: 0, of: 0, visible: id === second }))
    expect(session.handle('people', { id: first })).toEqual(
      ok({ compared: true, missing: 0, faces: [{ frame: 0, of: 0, appearances }], perhaps: [] }),
    )
  })

  it('keeps a person visible where the match is clear, and marks where it is not', async () => {
    const { session, accept, answer, decisionOn, view, recognized } = await world()
    accept(first, second, third)
    const match = (file: number, face: number, how: PersonMatch['match']): PersonMatch => ({
      ...place(file, face),
      person: 0,
      match: how,
    })
    answer.value = {
      people: [[telling(0), telling(1), telling(2)]],
      matches: [match(0, 0, 'kept'), match(1, 0, 'kept'), match(1, 1, 'part'), match(2, 0, 'perhaps')],
    }
    const kept = await session.keepPerson({
      face: { id: first, frame: 0, of: 0 },
      pictures: [],
      reason: 'public-figure',
    })
    expect(kept).toEqual(ok({ visible: 2, perhaps: 1 }))
    expect(recognized.at(-1)?.keep).toEqual([{ faces: [place(0)], pictures: [] }])
    expect(keptIn(decisionOn(first))).toEqual([{ of: 0, reason: 'public-figure', recognized: undefined }])
    expect(keptIn(decisionOn(second))).toEqual([
      { of: 0, reason: 'public-figure', recognized: true },
      { of: 1, reason: 'not-a-face', recognized: true },
    ])
    expect(decisionOn(third)).toBeUndefined()
    // What the program decided by itself, or could not decide, is to be looked at again.
    expect([first, second, third].map((id) => view().items.get(id)?.accepted)).toEqual([true, false, false])
    expect(view().items.get(third)?.perhaps).toBe(1)
    expect(session.handle('people', { id: third })).toMatchObject({ value: { perhaps: [{ frame: 0, of: 0 }] } })
    accept(third)
    expect(view().items.get(third)?.perhaps).toBe(0)

    await session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'public-figure' })
    expect(view().items.get(third)?.perhaps).toBe(1)
    session.handle('cover-person', { id: first, frame: 0, of: 0 })
    expect(view().items.get(third)?.perhaps).toBe(0)
  })

  it('takes no agreement to a decision that nobody has seen', async () => {
    const { session, answer, view, decisionOn } = await world()
    const seen = [first, second].map((id) => ({ id, decisions: view().items.get(id)?.decisions ?? 0 }))
    answer.value = { people: [], matches: [{ ...place(1), person: 0, match: 'kept' }] }
    await session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    expect(keptIn(decisionOn(second))).toHaveLength(1)
    expect(session.handle('accept', { items: seen, accepted: true })).toEqual(err({ code: 'not-now' }))
    expect([first, second].map((id) => view().items.get(id)?.accepted)).toEqual([false, false])
    const told = session.handle('decision', { id: second })
    const decisions = told.ok ? told.value.decisions : 0
    expect(session.handle('accept', { items: [{ id: second, decisions }], accepted: true }).ok).toBe(true)
    expect(view().items.get(second)?.accepted).toBe(true)
  })

  it('keeps the marks of everybody who was kept, but of those who are visible by now', async () => {
    const { session, answer, view } = await world()
    const marks = () => {
      const told = session.handle('people', { id: third })
      return told.ok ? told.value.perhaps : []
    }
    const keepFrom = async (id: MediaId, match: PersonMatch) => {
      answer.value = { people: [], matches: [match] }
      await session.keepPerson({ face: { id, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    }
    await keepFrom(first, { ...place(2, 0), person: 0, match: 'perhaps' })
    await keepFrom(second, { ...place(2, 1), person: 0, match: 'perhaps' })
    expect(marks()).toEqual([
      { frame: 0, of: 0 },
      { frame: 0, of: 1 },
    ])
    await keepFrom(second, { ...place(2, 1), person: 0, match: 'kept' })
    expect(marks()).toEqual([{ frame: 0, of: 0 }])
    expect(view().items.get(third)).toMatchObject({ perhaps: 1, accepted: false })
  })

  it('recognises by all faces that were pointed at, never by those that it recognised, and keeps others apart', async () => {
    const { session, answer, keep, recognized } = await world()
    answer.value = { people: [[telling(0), telling(1), telling(2)], [telling(0, 1)]] }
    session.handle('compare', undefined)
    await settled()
    keep(second)
    keep(third, { recognized: true })
    session.handle('decide', {
      id: first,
      decision: {
        kind: 'picture',
        throughout: [],
        frames: [{ frame: 0, cover: [], keep: [{ box: boxes[1], of: 1, reason: 'consented' }] }],
      },
    })
    await session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    expect(recognized.at(-1)?.keep).toEqual([
      { faces: [place(0), place(1)], pictures: [] },
      { faces: [place(0, 1)], pictures: [] },
    ])
  })

  it('covers a person everywhere, and what was exported must be exported again', async () => {
    const { session, keep, decisionOn, stateOf } = await world()
    session.handle('compare', undefined)
    await settled()
    keep(first)
    keep(third, { recognized: true })
    expect(session.handle('cover-person', { id: second, frame: 0, of: 0 })).toEqual(ok(2))
    expect(keptIn(decisionOn(first))).toEqual([])
    expect(keptIn(decisionOn(third))).toEqual([])
    expect(decisionOn(third)?.frames[0]?.cover).toHaveLength(2)
    expect(stateOf(third)?.status).toBe('found')
  })

  it('covers all that was recognised with a person, also where it is not among their appearances', async () => {
    const faces = [0, 0.1, 0.12, 0.1, -0.38, -0.37]
    const { session, answer, decisionOn } = await world(faces.map(() => found))
    // The engine's own rules: what is near the face that was pointed at, and what is near each other on the average.
    const references = [descriptorAt(0)]
    const matches = faces.flatMap((x, file) => {
      const [decided = 'covered'] = decideKept([{ box: boxes[0], description: described(x) }], [{ references }])
      return decided === 'covered' ? [] : [{ ...place(file), person: 0, match: decided }]
    })
    const appearances = faces.map((x, file) => ({ item: String(file), frame: 0, descriptor: descriptorAt(x) }))
    answer.value = { people: groupAppearances(appearances).map((group) => group.map((file) => telling(file))), matches }
    expect(answer.value.people).toHaveLength(2)
    const face = { id: first, frame: 0, of: 0 }
    expect(await session.keepPerson({ face, pictures: [], reason: 'consented' })).toEqual(
      ok({ visible: 6, perhaps: 0 }),
    )
    expect(session.handle('cover-person', face)).toEqual(ok(6))
    expect(faces.flatMap((_, file) => keptIn(decisionOn(mediaId(file + 1))))).toEqual([])

    // Pointed at from the other group, all that the program decided is taken back, and what a person did is not.
    await session.keepPerson({ face, pictures: [], reason: 'consented' })
    expect(session.handle('cover-person', { id: mediaId(6), frame: 0, of: 0 })).toEqual(ok(5))
    expect(faces.flatMap((_, file) => keptIn(decisionOn(mediaId(file + 1))))).toEqual([
      { of: 0, reason: 'consented', recognized: undefined },
    ])
  })

  it('shows one face by its place among those found, and nothing for a place that is none', async () => {
    const { session, previews } = await world()
    const address = { id: first, kind: 'original', sidePx: 96, version: 0 } as const
    const at = { unit: 'frame', frame: 0 } as const
    await session.preview(signal, { ...address, at, face: 1 })
    expect(previews[0]?.part?.x).toBeCloseTo(boxes[1].x - 0.35 * boxes[1].width)
    expect(previews[0]?.cover).toBeUndefined()
    expect(await session.preview(signal, { ...address, at, face: 2 })).toEqual(err({ code: 'unknown-item' }))
    expect(previews).toHaveLength(1)
  })

  it('looks for whole people once, and never in a moving picture', async () => {
    const { session, bodies } = await world([found, moving])
    const told = ok([{ frame: 0, people: [] }])
    expect(await session.bodies(first)).toEqual(told)
    expect(await session.bodies(first)).toEqual(told)
    expect(bodies).toHaveLength(1)
    expect(await session.bodies(second)).toEqual(ok([]))
    expect(bodies).toHaveLength(1)
  })

  it('refuses a poor reference without its path, and a face that is not there', async () => {
    const { session, answer } = await world()
    answer.error = { code: 'reference-unusable', file: '/secret/her.jpg', problem: 'poor-face' }
    expect(await session.keepPerson({ pictures: ['/secret/her.jpg'], reason: 'consented' })).toEqual(
      err({ code: 'reference-unusable', file: 'her.jpg', problem: 'poor-face' }),
    )
    expect(
      await session.keepPerson({ face: { id: first, frame: 0, of: 7 }, pictures: [], reason: 'consented' }),
    ).toEqual(err({ code: 'unknown-item' }))
  })

  it('has the engine forget what is removed, and everything when it starts anew', async () => {
    const { session, recognized, view } = await world()
    session.handle('remove', { ids: [first] })
    expect(recognized).toEqual([])
    session.handle('compare', undefined)
    await settled()
    session.handle('remove', { ids: [second] })
    expect(recognized.at(-1)?.files).toMatchObject([{ source: { relativePath: '2.jpg' }, frames: [] }])
    session.handle('clear', undefined)
    expect(recognized.at(-1)?.files).toEqual([])
    expect(view().people).toBeUndefined()
  })

  it('has the engine forget what a comparison left behind that was stopped', async () => {
    const { session, recognized, answer } = await world()
    answer.hold = true
    session.handle('compare', undefined)
    await settled()
    session.handle('cancel-comparison', undefined)
    answer.hold = false
    session.handle('clear', undefined)
    expect(recognized).toHaveLength(2)
    expect(recognized.at(-1)?.files).toEqual([])
    session.handle('clear', undefined)
    expect(recognized).toHaveLength(2)
  })
})
