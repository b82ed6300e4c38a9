import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { Box } from '../../main/core/geometry/box.js'
import type { FoundPicture } from '../../main/core/review/found-media.js'
import type { Session, SessionItem } from '../../main/core/session/types.js'
import { languageSchema } from '../../main/core/session/types.js'
import { createFaceIdentifier } from '../../main/engine/identify/create-face-identifier.js'
import { barriers, crowded } from './barriers.js'
import { decodedPicture, modelsFolder } from '../people/pictures.js'
import { portrait, sample } from '../people/scenes.js'
import { fill, testFolder } from '../support/folders.js'
import { handsOf, screenshot } from './hands.js'
import { look } from './look.js'
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

interface Described {
  readonly bytes: Uint8Array
  readonly boxes: readonly Box[]
}

/** The faces of a photo, and which of them is the speaker's. */
async function facesOf(
  started: StartedWindow,
  { id, name }: SessionItem,
): Promise<{ readonly boxes: readonly Box[]; readonly index: number }> {
  const found = (await asked(started, 'found', { id })) as FoundPicture
  const boxes = (found.faces[0]?.faces ?? []).map(({ box }) => box)
  const away = boxes.map(({ x, width }) => Math.abs(x + width / 2 - speakerAt[name as Name]))
  return { boxes, index: away.indexOf(Math.min(...away)) }
}

it(
  'a person is found elsewhere, a conflict waits, is resolved, and one decision holds for all pictures',
  { timeout: 400_000 },
  async () => {
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
    const show = async (screen: string): Promise<void> => {
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
    await group.getByText(people.tally(2, 0)).waitFor({ timeout: 120_000 })
    expect(await group.getByRole('listitem').count()).toBe(2)
    await show('group')

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
    await show('withheld')

    // One button leads to the face, and a person decides.
    await button(words.result.lookAtIt).click()
    await group.getByRole('button', { name: people.leaveAnyway }).waitFor()
    await show('conflict')
    // Also where the window is small, in every language.
    await started.resize(1_024, 640)
    let reader = hands
    for (const language of [...languageSchema.options.filter((one) => one !== 'en'), 'en' as const]) {
      reader = await reader.changeLanguage(language)
      await screenshot(page, `people-conflict-${language}`)
      for (const trouble of await crowded(page)) found.push(`conflict, ${language}: ${trouble}`)
    }
    await started.resize(1_200, 772)
    await group.getByRole('button', { name: people.leaveAnyway }).click()
    await group.getByRole('button', { name: people.leaveAnyway }).waitFor({ state: 'detached' })
    await hands.step('export')
    await button(words.export.start(1)).click()
    await page.getByRole('heading', { name: words.result.safe(3) }).waitFor({ timeout: 120_000 })

    // Everybody behind the one who stays visible is covered whole, as one step that can be undone.
    await hands.step('add')
    await hands.tile('stage.jpg').click()
    await page.getByRole('button', { name: people.background }).click()
    await page.getByText(people.coveredPeople(2)).waitFor({ timeout: 120_000 })
    await show('background')
    const drawn = page.getByRole('option').filter({ hasText: words.review.drawn.rectangle })
    expect(await drawn.count()).toBe(2)
    await page.keyboard.press('Control+z')
    await drawn.first().waitFor({ state: 'detached' })

    // One decision for all: visible where it is clear, covered and marked where it is not.
    await option.click()
    await group.getByRole('button', { name: people.keepEverywhere }).click()
    await show('keep-everywhere')
    await page.getByRole('dialog').getByRole('button', { name: words.reasons.keep.consented }).click()
    await group.getByText(people.kept(2, 1)).waitFor({ timeout: 120_000 })
    await show('kept')
    await hands.step('add')
    await page.getByRole('gridcell').filter({ hasText: people.perhapsShort }).waitFor()
    await hands.tile('street.jpg').click()
    await page.getByRole('option').filter({ hasText: people.perhaps }).waitFor()
    await show('perhaps')
    await hands.step('export')
    await button(words.export.start(2)).click()
    await page.getByRole('heading', { name: words.result.safe(3) }).waitFor({ timeout: 120_000 })

    const ended = await started.until('exported', isIdle)
    const described: Described[] = []
    for (const name of names) {
      const item = named(ended, name)
      if (item.state.status !== 'safe') throw new Error(`${name}: ${item.state.status}`)
      const copy = path.join(output, item.state.name)
      const { boxes, index: speaker } = await facesOf(started, item)
      described.push({ bytes: photos[name], boxes })
      for (const [at, box] of boxes.entries()) {
        const [before, after] = [await look(path.join(folder, name), box), await look(copy, box)]
        const isVisible = name !== 'street.jpg' && at === speaker
        expect(after.deviation < 3, `${name}, face ${at}`).toBe(!isVisible)
        expect(Math.abs(after.mean - (isVisible ? before.mean : 128)), `${name}, face ${at}`).toBeLessThan(6)
      }
    }

    // The report says where somebody stays visible and why; the one that is passed on says of how many.
    const reports = testFolder()
    const reported = async (kind: 'shareable' | 'own') => {
      const file = path.join(reports, `${kind}.json`)
      await started.answerSaveDialog(file)
      await page.getByRole('dialog').getByRole('button', { name: words.result.reportKinds[kind] }).click()
      await page.getByText(words.result.reportSaved(`${kind}.json`)).waitFor()
      return fs.readFileSync(file, 'utf8')
    }
    await button(words.result.report).click()
    const shareable = await reported('shareable')
    const own = await reported('own')
    await show('report')
    await page.keyboard.press('Escape')
    expect(shareable).not.toMatch(/stage|street|consented|box/)
    const keptIn = (report: string): unknown =>
      (JSON.parse(report) as { readonly items: readonly { readonly kept: unknown }[] }).items.map(({ kept }) => kept)
    expect(keptIn(shareable)).toEqual([1, 1, null])
    expect(keptIn(own)).toMatchObject([[{ reason: 'consented' }], [{ reason: 'consented' }], null])

    // Covered everywhere again, and found once more by a picture that is none of these.
    await hands.step('add')
    await hands.tile('stage.jpg').click()
    await option.click()
    await group.getByRole('button', { name: people.coverEverywhere }).click()
    await group.getByText(people.coveredIn(3)).waitFor()
    await hands.step('add')
    await button(people.fromPictures).click()
    await show('from-pictures')
    const dialog = page.getByRole('dialog')
    await started.answerDialogs([path.join(folder, 'street.jpg')])
    await dialog.getByRole('button', { name: words.reasons.keep.consented }).click()
    await dialog.getByText(people.referenceProblems['several-faces']).waitFor({ timeout: 120_000 })
    await show('several-faces')
    await started.answerDialogs([path.join(fill(testFolder(), { 'speaker.jpg': await portrait() }), 'speaker.jpg')])
    await dialog.getByRole('button', { name: words.reasons.keep.consented }).click()
    await dialog.getByText(people.kept(2, 1)).waitFor({ timeout: 120_000 })
    await show('from-pictures-done')
    expect(found).toEqual([])
    const { home, runtime, temporary } = started.places
    await expectNoDescriptorIn([home, runtime, temporary, output], described)
  },
)

/** Looks in every file for what the faces of the photos are described as, as bytes and as text. */
async function expectNoDescriptorIn(folders: readonly string[], described: readonly Described[]): Promise<void> {
  const created = await createFaceIdentifier(modelsFolder)
  if (!created.ok) throw new Error(created.error.code)
  const needles: Buffer[] = []
  for (const { bytes, boxes } of described) {
    const faces = await created.value.describe(new AbortController().signal, await decodedPicture(bytes), boxes)
    for (const face of faces) {
      if (!face) continue
      const { descriptor } = face
      needles.push(
        Buffer.from(descriptor.buffer).subarray(0, 12),
        Buffer.from(Float64Array.from(descriptor).buffer).subarray(0, 16),
        Buffer.from(String(descriptor[0]).slice(0, 9)),
      )
    }
  }
  expect(needles.length).toBeGreaterThan(8)
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
