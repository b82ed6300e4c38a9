import { expect, it } from 'vitest'
import type { FinishedState } from '../../../main/core/job/item-state.js'
import { err, ok } from '../../../main/core/result.js'
import { choices, coverage, face, file, first, found, second, settled, world } from './session-world.js'

const kept = { frame: 0, box: face.box, reason: 'consented' } as const
const released: FinishedState = {
  status: 'safe',
  output: '/out/x.jpg',
  verdict: { performed: ['structure'], sha256: 'abc', sizeBytes: 7 } as never,
  coverage: { ...coverage, people: { kept: [kept], perhaps: 0, bareHeads: 0 } },
}

/** Four files: one to export, one withheld, one that cannot be read, and one of which nothing is known yet. */
async function exported() {
  const everything = world([file('a.jpg'), file('b.jpg'), file('c.jpg'), file('d.jpg')])
  const { session, finds, states } = everything
  session.add(['/in'])
  await settled()
  await finds[0]?.answer(ok(found))
  await finds[1]?.answer(ok(found))
  await finds[2]?.answer(err({ of: 'item', failure: { kind: 'refused', reason: { code: 'truncated' } } }))
  session.setOutput('/out', 'out')
  session.handle('pause', undefined)
  states.push(released, { status: 'needs-review', reason: { code: 'faces-remain', findings: [] }, coverage })
  session.handle('export', { ids: [first, second], choices })
  await settled()
  return everything
}

it('reports what came of every file, where somebody stays visible and why, and nothing of files that still wait', async () => {
  const { session } = await exported()
  const report = session.report('own', '1.2.3')
  expect(report).toMatchObject({
    version: '1.2.3',
    items: [
      {
        input: '/in/a.jpg',
        status: 'safe',
        output: '/out/x.jpg',
        kept: [kept],
        bareHeads: 0,
        verdict: { sha256: 'abc' },
      },
      { input: '/in/b.jpg', status: 'needs-review', kept: null, bareHeads: null, reason: { code: 'faces-remain' } },
      { input: '/in/c.jpg', status: 'refused', reason: { code: 'truncated' } },
    ],
  })
  expect(report.items).toHaveLength(3)
})

it('says in what is passed on how many stay visible, and neither names, places nor reasons', async () => {
  const { session } = await exported()
  const report = session.report('shareable', '1.2.3')
  expect(report.items).toMatchObject([{ kept: null }, { kept: null }, { status: 'safe', kept: 1 }])
  expect(JSON.stringify(report)).not.toMatch(/\/in|\/out|\.jpg|consented|box|abc/)
})

it('forgets a copy that another decision was for', async () => {
  const { session } = await exported()
  session.handle('decide', { id: first, decision: { kind: 'picture', throughout: [], frames: [] } })
  expect(session.report('own', '1').items).toHaveLength(2)
})
