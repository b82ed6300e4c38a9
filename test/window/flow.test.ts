import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { FoundPicture } from '../../main/core/review/found-media.js'
import type { Session, SessionItem } from '../../main/core/session/types.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { hasExiftool, toldByExiftool } from '../judges/ask-exiftool.js'
import { namesBelow, snapshot, testFolder } from '../support/folders.js'
import { makeGathering } from './gathering.js'
import { handsOf, screenshot } from './hands.js'
import { look } from './look.js'
import { commandOf, packagedApp } from './packaged-app.js'
import { asked, startWindow } from './start-window.js'

const isIdle = ({ phase, discovering }: Session): boolean => phase === 'ready' && !discovering

const named = ({ items }: Session, name: string): SessionItem => {
  const item = [...items.values()].find((candidate) => candidate.name === name)
  if (!item) throw new Error(`no ${name}`)
  return item
}

/** What the installed command finds in a folder: name of the file and code. */
function findingsOf(folder: string): readonly (readonly [name: string, code: string])[] {
  const { stdout, status } = spawnSync(commandOf(packagedApp), ['verify', '--json', folder], { encoding: 'utf8' })
  const examined = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { input: string; ok: boolean; findings: readonly { code: string }[] })
  expect(examined.map(({ input }) => path.basename(input)).sort()).toEqual(namesBelow(folder))
  const found = examined.flatMap(({ input, findings }) =>
    findings.map(({ code }) => [path.basename(input), code] as const),
  )
  expect(status).toBe(found.length > 0 ? 1 : 0)
  return found
}

it('a folder is dropped, looked through, corrected and exported; the copies are what was asked for', async () => {
  const gathering = await makeGathering(testFolder())
  const originals = snapshot(gathering.folder)
  const output = path.join(testFolder(), 'safe copies')
  fs.mkdirSync(output)
  const started = await startWindow()
  const { page } = started
  const hands = handsOf(started)
  const { words, button } = hands
  const area = (name: string) => page.getByRole('option').filter({ hasText: name })

  await screenshot(page, 'start')
  await hands.addFolder(gathering.folder)
  await started.until('all looked at', isIdle)
  await screenshot(page, 'overview')

  // What cannot be read is left out, with its reason.
  await button(words.files.filters['left-out']).click()
  const session = await started.until('still', isIdle)
  const broken = named(session, gathering.broken)
  expect(broken.state).toMatchObject({ status: 'refused' })
  await page.getByText(words.reasons.refusal({ code: 'truncated' })).waitFor()
  await screenshot(page, 'left-out')
  await button(words.files.filters.all).click()

  // One photo, corrected with mouse and keys.
  const [photo = ''] = gathering.photos
  const { id } = named(session, photo)
  const found = (await asked(started, 'found', { id })) as FoundPicture
  const faces = found.faces.flatMap((frame) => frame.faces)
  expect(faces.length).toBeGreaterThanOrEqual(3)
  await hands.tile(photo).click()
  await page.getByRole('heading', { name: photo }).waitFor()
  await page.locator('.stage img').waitFor()
  await screenshot(page, 'review-untouched')
  await page.keyboard.press('r')
  const stage = await page.locator('.stage').boundingBox()
  if (!stage) throw new Error('no picture')
  const drawn = { x: 0.02, y: 0.8, width: 0.2, height: 0.15 }
  await page.mouse.move(stage.x + drawn.x * stage.width, stage.y + drawn.y * stage.height)
  await page.mouse.down()
  await page.mouse.move(stage.x + 0.1 * stage.width, stage.y + 0.9 * stage.height)
  await page.mouse.move(
    stage.x + (drawn.x + drawn.width) * stage.width,
    stage.y + (drawn.y + drawn.height) * stage.height,
  )
  await page.mouse.up()
  await area(words.review.drawn.rectangle).waitFor()
  await page.keyboard.press('Control+z')
  await area(words.review.drawn.rectangle).waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Shift+z')
  await area(words.review.drawn.rectangle).waitFor()

  // The first face stays, with a reason, by keys alone.
  await page.getByRole('listbox', { name: words.review.covers }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('k')
  await page.getByRole('dialog').waitFor()
  await screenshot(page, 'keep')
  await page.getByRole('dialog').getByRole('button', { name: words.reasons.keep.consented }).focus()
  await page.keyboard.press('Enter')
  const stays = area(words.review.stays(words.reasons.keep.consented))
  await stays.waitFor()
  expect(await stays.count()).toBe(1)
  await screenshot(page, 'review')
  await page.keyboard.press('c')
  await screenshot(page, 'review-covered')
  await page.keyboard.press('c')

  // On through the queue, until everything was looked at.
  await page.getByRole('application').focus()
  for (const name of [...gathering.photos, gathering.clip]) {
    const before = await page.locator('.cover-panel h1').textContent()
    await screenshot(page, `queue-${name}`)
    await page.keyboard.press('Enter')
    if (name !== gathering.clip)
      await page
        .locator('.cover-panel h1')
        .filter({ hasNotText: before ?? '' })
        .waitFor()
  }
  await page.getByRole('heading', { name: words.review.finished }).waitFor()
  await screenshot(page, 'finished')

  await button(words.files.goToExport).click()
  await started.answerDialogs([output])
  await button(words.export.chooseFolder).click()
  await page.getByText(path.basename(output), { exact: true }).waitFor()
  await screenshot(page, 'export')
  await button(words.export.start(4)).click()
  // Whoever stays visible there is covered in another photo: that photo waits for a person to say that this is meant.
  await page.getByRole('heading', { name: words.result.safe(3) }).waitFor({ timeout: 120_000 })
  await screenshot(page, 'withheld')
  await button(words.result.lookAtIt).click()
  await button(words.people.leaveAnyway).click()
  await hands.step('export')
  await button(words.export.start(1)).click()
  await page.getByRole('heading', { name: words.result.safe(4) }).waitFor({ timeout: 120_000 })
  await page.getByText(words.result.stays(1)).waitFor()
  await page.getByText(words.result.removed('gps', 3)).waitFor()
  await screenshot(page, 'result')

  const exported = await started.until('all exported', isIdle)
  expect(namesBelow(output)).toHaveLength(4)
  expect(snapshot(gathering.folder)).toEqual(originals)
  const { state } = named(exported, photo)
  if (state.status !== 'safe') throw new Error(state.status)
  const copy = path.join(output, state.name)
  const original = path.join(gathering.folder, photo)
  const { decision } = (await asked(started, 'decision', { id })) as {
    decision: { frames: { keep: { of: number; reason: string }[] }[] }
  }
  const kept = decision.frames.flatMap(({ keep }) => keep)
  expect(kept).toMatchObject([{ reason: 'consented' }])
  // The same outside judge as for the command's copies, which is not blind to what the originals tell.
  if (hasExiftool) {
    expect(toldByExiftool(namesBelow(output).map((name) => path.join(output, name)))).toEqual([])
    expect(toldByExiftool([original])).toContain('EXIF:GPSLatitude')
  }
  // The command that came with the window sees the face that was left to be seen, and nothing else.
  expect(findingsOf(output)).toEqual([[state.name, 'face-visible']])
  for (const [index, { box }] of faces.entries()) {
    const [after, before] = [await look(copy, box), await look(original, box)]
    if (index === kept[0]?.of) {
      expect(Math.abs(after.mean - before.mean)).toBeLessThan(6)
      expect(after.deviation).toBeGreaterThan(before.deviation / 2)
    } else {
      expect(after.deviation, `face ${index}`).toBeLessThan(3)
      expect(Math.abs(after.mean - 128), `face ${index}`).toBeLessThan(3)
    }
  }
  const covered = await look(copy, drawn)
  expect(covered.deviation).toBeLessThan(3)
  expect(Math.abs(covered.mean - 128)).toBeLessThan(3)
})

it('finding is paused, goes on, and is stopped; what was found by then can be reviewed', async () => {
  const folder = testFolder()
  for (const index of Array(24).keys())
    fs.copyFileSync(samplePhotos[index % samplePhotos.length]?.file ?? '', path.join(folder, `${index}.jpg`))
  const started = await startWindow()
  const hands = handsOf(started)
  const { words, button } = hands
  await hands.addFolder(folder)
  await started.until('one is found', ({ items }) => [...items.values()].some(({ found }) => found))
  await button(words.files.pause).click()
  await started.until('paused', ({ phase }) => phase === 'paused')
  await button(words.files.resume).click()
  await started.until('goes on', ({ phase }) => phase === 'finding')
  await button(words.files.stop).click()
  const stopped = await started.until('stopped', ({ phase }) => phase === 'ready')
  const left = [...stopped.items.values()].filter(({ state }) => state.status === 'canceled')
  expect(left.length).toBeGreaterThan(0)
  expect(left.length).toBeLessThan(24)
  await button(words.files.filters['left-out']).click()
  await started.page.getByText(words.reasons.canceled).first().waitFor()
  // Those that were found can still be reviewed and exported.
  await hands.step('review')
  await started.page.locator('.cover-panel h1').waitFor()
})
