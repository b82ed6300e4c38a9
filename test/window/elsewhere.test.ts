import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { FoundPicture } from '../../main/core/review/found-media.js'
import type { Session, SessionItem } from '../../main/core/session/types.js'
import { sample } from '../people/scenes.js'
import { fill, testFolder } from '../support/folders.js'
import { handsOf } from './hands.js'
import { asked, resultOf, startWindow } from './start-window.js'

const isIdle = ({ phase, discovering }: Session): boolean => phase === 'ready' && !discovering

const named = ({ items }: Session, name: string): SessionItem => {
  const item = [...items.values()].find((candidate) => candidate.name === name)
  if (!item) throw new Error(`no ${name}`)
  return item
}

it('a decision taken elsewhere is shown on the open desk before it can be accepted', { timeout: 300_000 }, async () => {
  const stage = await sample(3)
  const later = await sharp(stage).resize(1_200).modulate({ brightness: 0.85 }).jpeg({ quality: 85 }).toBuffer()
  const folder = fill(testFolder(), { 'stage.jpg': stage, 'stage-later.jpg': later })
  const started = await startWindow()
  const { page } = started
  const hands = handsOf(started)
  const { words } = hands
  await hands.addFolder(folder)
  const session = await started.until('found', isIdle)
  const [open, other] = [named(session, 'stage-later.jpg'), named(session, 'stage.jpg')]
  await hands.tile(open.name).click()
  await page.locator('.stage img').waitFor()
  const stays = page.getByRole('option').filter({ hasText: words.review.stays(words.reasons.keep.consented) })
  expect(await stays.count()).toBe(0)

  // Somebody's face in the other photo is to stay visible wherever it is recognised; the desk of this one is open.
  const found = (await asked(started, 'found', { id: other.id })) as FoundPicture
  const away = (found.faces[0]?.faces ?? []).map(({ box }) => Math.abs(box.x + box.width / 2 - 0.62))
  const of = away.indexOf(Math.min(...away))
  const kept = await resultOf(started, 'keep-person', { id: other.id, frame: 0, of, reason: 'consented' })
  expect(kept).toMatchObject({ ok: true, value: { visible: 2 } })

  // What was shown before is no longer what would be agreed to.
  const stale = { items: [{ id: open.id, decisions: open.decisions }], accepted: true }
  expect(await resultOf(started, 'accept', stale)).toMatchObject({ ok: false, error: { code: 'not-now' } })
  await stays.waitFor()
  await page.getByRole('application').focus()
  await page.keyboard.press('Enter')
  const accepted = await started.until('accepted', (now) => named(now, open.name).accepted)
  expect(named(accepted, open.name).decisions).toBeGreaterThan(open.decisions)
})
