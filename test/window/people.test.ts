import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { FoundPicture } from '../../main/core/review/found-media.js'
import type { Session, SessionItem } from '../../main/core/session/types.js'
import { createFaceIdentifier } from '../../main/engine/identify/create-face-identifier.js'
import { barriers, crowded } from './barriers.js'
import { decodedPicture, modelsFolder } from '../people/pictures.js'
import { differenceAt, portrait, sample } from '../people/scenes.js'
import { fill, testFolder } from '../support/folders.js'
import { handsOf, screenshot } from './hands.js'
import type { StartedWindow } from './start-window.js'
import { asked, startWindow } from './start-window.js'

const isIdle = ({ phase, discovering }: Session): boolean => phase === 'ready' && !discovering

const named = ({ items }: Session, name: string): SessionItem => {
  const item = [...items.values()].find((candidate) => candidate.name === name)
  if (!item) throw new Error(`no ${name}`)
  return item
}

/** The speaker is in all three: clearly the same in the first two, not surely in the third. */
const speakerAt = { 'stage.jpg': 0.62, 'stage-later.jpg': 0.62, 'street.jpg': 0.82 } as const
type Name = keyof typeof speakerAt
const names = Object.keys(speakerAt) as readonly Name[]

async function photosOf(): Promise<Readonly<Record<Name, Buffer>>> {
  const stage = await sample(3)
  const later = await sharp(stage).resize(1_200).modulate({ brightness: 0.85 }).jpeg({ quality: 85 }).toBuffer()
  return { 'stage.jpg': stage, 'stage-later.jpg': later, 'street.jpg': await sample(1) }
}

/** The middles of the faces of a photo, the speaker's and the others'. */
async function facesOf(started: StartedWindow, item: SessionItem) {
  const found = (await asked(started, 'found', { id: item.id })) as FoundPicture
  const middles = (found.faces[0]?.faces ?? []).map(
    ({ box }) => [box.x + box.width / 2, box.y + box.height / 2] as const,
  )
  const across = speakerAt[item.name as Name]
  const away = middles.map(([x]) => Math.abs(x - across))
  const speaker = away.indexOf(Math.min(...away))
  return { speaker: middles[speaker] ?? [0, 0], index: speaker, others: middles.filter((_, at) => at !== speaker) }
}

it('a person is found elsewhere, a conflict waits, is resolved, and one decision holds for all pictures', async () => {
  const photos = await photosOf()
  const folder = fill(testFolder(), photos)
  const output = path.join(testFolder(), 'safe')
  fs.mkdirSync(output)
  const started = await startWindow()
  const { page } = started
  const hands = handsOf(started)
  const { words, button } = hands
  const { people } = words
  const found: string[] = []
  const look = async (screen: string): Promise<void> => {
    await screenshot(page, `people-${screen}`)
    for (const trouble of [...(await barriers(page)), ...(await crowded(page))]) found.push(`${screen}: ${trouble}`)
  }
  await hands.addFolder(folder)
  const begun = await started.until('all found', isIdle)
  expect(begun.people).toBeUndefined()

  // Pick: the person of a face is found in the other pictures.
  const { index } = await facesOf(started, named(begun, 'stage.jpg'))
  const option = page.getByRole('option').filter({ hasText: words.review.face(index + 1) })
  await hands.tile('stage.jpg').click()
  await option.click()
  await page.keyboard.press('f')
  const group = page.getByRole('region', { name: people.title })
  await group.getByText(people.tally(2, 0), { exact: false }).or(group.getByText(/^Covered in 2/)).first().waitFor()
  expect(await group.getByRole('listitem').count()).toBe(2)
  await look('group')

  // She stays visible in this one picture alone: it waits, the others come out.
  await option.click()
  await page.keyboard.press('k')
  await page.getByRole('dialog').getByRole('button', { name: words.reasons.keep.consented }).click()
  await hands.step('export')
  await started.answerDialogs([output])
  await button(words.export.chooseFolder).click()
  await button(words.export.start(3)).click()
  await page.getByRole('heading', { name: words.result.safe(2) }).waitFor({ timeout: 120_000 })
  const blocked = await started.until('exported', isIdle)
  expect(named(blocked, 'stage.jpg').state).toMatchObject({
    status: 'withheld',
    reason: { code: 'person-inconsistent', findings: [{ covered: 2, visible: 1 }] },
  })
  await look('withheld')

  // One button leads to the face, and a person decides.
  await button(words.result.lookAtIt).click()
  await group.getByText(people.conflict(2, 1)).waitFor()
  await look('conflict')
  await group.getByRole('button', { name: people.leaveAnyway }).click()
  await group.getByText(people.conflict(2, 1)).waitFor({ state: 'detached' })
  await hands.step('export')
  await button(words.export.start(1)).click()
  await page.getByRole('heading', { name: words.result.safe(3) }).waitFor({ timeout: 120_000 })

  // One decision for all: visible where it is clear, covered and marked where it is not.
  await hands.step('add')
  await hands.tile('stage.jpg').click()
  await option.click()
  await group.getByRole('button', { name: people.keepEverywhere }).click()
  await look('keep-everywhere')
  await page.getByRole('dialog').getByRole('button', { name: words.reasons.keep.consented }).click()
  await group.getByText(people.kept(2, 1)).waitFor()
  await look('kept')
  await hands.step('add')
  await page.getByRole('gridcell').filter({ hasText: people.perhapsShort }).waitFor()
  await hands.tile('street.jpg').click()
  await page.getByRole('option').filter({ hasText: people.perhaps }).waitFor()
  await look('perhaps')
  await hands.step('export')
  await button(words.export.start(1)).click()
  await page.getByRole('heading', { name: words.result.safe(3) }).waitFor({ timeout: 120_000 })

  const ended = await started.until('exported', isIdle)
  for (const name of names) {
    const item = named(ended, name)
    if (item.state.status !== 'safe') throw new Error(`${name}: ${item.state.status}`)
    const copy = path.join(output, item.state.name)
    const { speaker, others } = await facesOf(started, item)
    const change = await differenceAt(copy, photos[name], speaker)
    if (name === 'street.jpg') expect(change).toBeGreaterThan(12)
    else expect(change, name).toBeLessThan(8)
    for (const other of others) expect(await differenceAt(copy, photos[name], other), name).toBeGreaterThan(12)
  }
  expect(found).toEqual([])
  await expectNoDescriptorIn([started.places.home, started.places.runtime, started.places.temporary, output])
})

/** Looks in every file for what the speaker's face is described as, as bytes and as text. */
async function expectNoDescriptorIn(folders: readonly string[]): Promise<void> {
  const created = await createFaceIdentifier(modelsFolder)
  if (!created.ok) throw new Error(created.error.code)
  const image = await decodedPicture(await portrait())
  const box = { x: 0.22, y: 0.25, width: 0.5, height: 0.5 }
  const [description] = await created.value.describe(new AbortController().signal, image, [box])
  const descriptor = description?.descriptor ?? new Float32Array()
  expect(descriptor).toHaveLength(128)
  const needles = [
    Buffer.from(descriptor.buffer).subarray(0, 12),
    Buffer.from(Float64Array.from(descriptor).buffer).subarray(0, 16),
    Buffer.from(String(descriptor[0]).slice(0, 9)),
  ]
  let examined = 0
  for (const folder of folders)
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const bytes = fs.readFileSync(path.join(entry.parentPath, entry.name))
      examined++
      for (const needle of needles) expect(bytes.includes(needle), entry.name).toBe(false)
    }
  expect(examined).toBeGreaterThan(3)
}
