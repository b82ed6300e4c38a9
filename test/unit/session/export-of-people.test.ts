import { describe, expect, it } from 'vitest'
import { err } from '../../../main/core/result.js'
import type { FoundPicture } from '../../../main/core/review/found-media.js'
import {
  boxes,
  choices,
  first,
  found,
  keptIn,
  moving,
  place,
  second,
  settled,
  telling,
  third,
  world,
} from './people-world.js'

describe('an export in which somebody stays visible', () => {
  it('compares nothing where everybody is covered, or only what is no face is left', async () => {
    const { keep, export: run, recognized, releases } = await world()
    keep(first, { reason: 'not-a-face' })
    await run()
    expect(recognized).toEqual([])
    expect(releases[0]?.files).toHaveLength(3)
  })

  it('withholds the photo that shows somebody who is covered in others, and exports the rest', async () => {
    const { keep, export: run, recognized, releases, stateOf } = await world()
    keep(first)
    await run()
    expect(recognized).toHaveLength(1)
    expect(recognized[0]?.files.map(({ frames }) => frames[0]?.faces.map(({ visible }) => visible))).toEqual([
      [true, false],
      [false, false],
      [false, false],
    ])
    expect(stateOf(first)).toMatchObject({
      status: 'withheld',
      reason: {
        code: 'person-inconsistent',
        findings: [{ code: 'person-inconsistent', frame: 0, box: boxes[0], covered: 2, visible: 1 }],
      },
    })
    expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['1.jpg', '2.jpg'])
  })

  it('compares with all photos of the session when one is exported alone', async () => {
    const { keep, export: run, recognized, releases, stateOf } = await world()
    keep(first)
    await run([first])
    expect(recognized[0]?.files).toHaveLength(3)
    expect(stateOf(first)?.status).toBe('withheld')
    expect(releases).toEqual([])
  })

  it('exports once the person is covered here, or is left visible all the same', async () => {
    const covered = await world()
    covered.keep(first)
    await covered.export()
    covered.session.handle('decide', { id: first, decision: { kind: 'picture', throughout: [], frames: [] } })
    await covered.export([first])
    expect(covered.releases.at(-1)?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg'])
    expect(covered.recognized).toHaveLength(1)

    const anyway = await world()
    anyway.keep(first, { anyway: true })
    await anyway.export()
    expect(anyway.releases[0]?.files).toHaveLength(3)
  })

  it('says nothing where being visible is the rule, or the covered picture tells nothing', async () => {
    const rule = await world()
    rule.keep(first)
    rule.keep(second)
    await rule.export()
    expect(rule.releases[0]?.files).toHaveLength(3)

    const poor = await world()
    poor.answer.value = { people: [[telling(0), { ...place(1), telling: false }]] }
    poor.keep(first)
    await poor.export()
    expect(poor.releases[0]?.files).toHaveLength(3)
  })

  it('does not export a photo that could not be compared', async () => {
    const { keep, export: run, answer, stateOf, releases } = await world()
    answer.value = { unreadable: [{ file: 0, failure: { kind: 'refused', reason: { code: 'changed' } } }] }
    keep(first)
    await run()
    expect(stateOf(first)).toEqual({ status: 'refused', reason: { code: 'changed' } })
    expect(releases[0]?.files).toHaveLength(2)
  })

  it('exports nothing where the comparison fails or is canceled, and everything can be exported again', async () => {
    const { session, keep, export: run, answer, releases, stateOf, view } = await world()
    keep(first)
    answer.error = { code: 'model-missing', file: '/models/face.bin' }
    await run()
    expect(view().problem).toEqual({ code: 'model-missing', file: 'face.bin' })
    expect([first, second, third].map((id) => stateOf(id)?.status)).toEqual(['found', 'found', 'found'])
    delete answer.error
    answer.hold = true
    await run()
    expect(view()).toMatchObject({ phase: 'exporting', people: { status: 'comparing', done: 1, total: 6 } })
    session.handle('cancel', undefined)
    await settled()
    expect(view().phase).toBe('ready')
    expect([first, second, third].map((id) => stateOf(id)?.status)).toEqual(['found', 'found', 'found'])
    expect(releases).toEqual([])
  })

  it('gives up a decision on a person whose faces are still compared', async () => {
    const { session, answer, releases, decisionOn, stateOf, export: run } = await world()
    answer.value = { people: [], matches: [{ ...place(1), person: 0, match: 'kept' }] }
    answer.hold = true
    const kept = session.keepPerson({ face: { id: first, frame: 0, of: 0 }, pictures: [], reason: 'consented' })
    await settled()
    answer.hold = false
    await run()
    expect(await kept).toEqual(err({ code: 'canceled' }))
    expect(releases[0]?.files).toHaveLength(3)
    expect([first, second, third].map((id) => decisionOn(id))).toEqual([undefined, undefined, undefined])
    expect(stateOf(second)?.status).toBe('found')
  })

  it('gives up a decision on a person that was compared in the moment in which it began', async () => {
    const { session, answer, decisionOn } = await world()
    answer.value = { people: [], matches: [{ ...place(1), person: 0, match: 'kept' }] }
    const face = { id: first, frame: 0, of: 0 }
    for (let turns = 0; turns < 8; turns++) {
      const kept = session.keepPerson({ face, pictures: [], reason: 'consented' })
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      const before = keptIn(decisionOn(second))
      session.handle('export', { ids: [first, second, third], choices })
      await settled()
      const told = await kept
      expect(keptIn(decisionOn(second))).toEqual(before)
      if (told.ok) break
      expect(['canceled', 'not-now']).toContain(told.error.code)
      expect(before).toBeUndefined()
    }
  })

  it('compares a crowd, and leaves out what no request can hold', async () => {
    const crowdOf = (box: FoundPicture['faces'][number]['faces'][number]['box'], count: number): FoundPicture => ({
      ...found,
      faces: [{ frame: 0, faces: Array.from({ length: count }, () => ({ box, confidence: 0.9, uncertain: false })) }],
    })
    const {
      keep,
      export: run,
      recognized,
      releases,
      stateOf,
    } = await world([found, crowdOf(boxes[0], 6_000), crowdOf({ ...boxes[0], x: 9 }, 1)])
    keep(first, { anyway: true })
    keep(third)
    await run()
    expect(recognized[0]?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg', '1.jpg'])
    expect(stateOf(third)).toMatchObject({ status: 'failed' })
    expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg', '1.jpg'])
  })

  it('leaves moving pictures out', async () => {
    const { session, keep, export: run, recognized, releases } = await world([moving, found, found])
    keep(first)
    await run()
    expect(recognized).toEqual([])
    expect(releases[0]?.files).toHaveLength(3)
    session.handle('compare', undefined)
    await settled()
    expect(recognized[0]?.files).toHaveLength(2)
    expect(session.handle('people', { id: first })).toMatchObject({ value: { compared: false } })
  })
})
