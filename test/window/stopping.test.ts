import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Session } from '../../main/core/session/types.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { namesBelow, testFolder } from '../support/folders.js'
import { handsOf, screenshot } from './hands.js'
import { commandOf, packagedApp } from './packaged-app.js'
import { allAre, startWindow } from './start-window.js'

/** So many that nothing is over before somebody has pressed a button. */
const photoCount = 10

function manyPhotosIn(folder: string): string {
  for (const index of Array(photoCount).keys()) {
    const { file = '' } = samplePhotos[index % samplePhotos.length] ?? {}
    fs.copyFileSync(file, path.join(folder, `${String(index).padStart(2, '0')}.jpg`))
  }
  return folder
}

const countOf = ({ items }: Session, ...statuses: readonly string[]): number =>
  [...items.values()].filter(({ state }) => statuses.includes(state.status)).length

/** Every file in the folder is whole and nothing is found in it. */
function expectSafe(folder: string): void {
  const { status, stdout, stderr } = spawnSync(commandOf(packagedApp), ['verify', folder], { encoding: 'utf8' })
  expect(status, stdout + stderr).toBe(0)
}

it('what was not searched yet is named before the export, and left out of it', async () => {
  const output = testFolder()
  const started = await startWindow()
  const { page } = started
  const hands = handsOf(started)
  const { words, button } = hands
  await hands.addFolder(manyPhotosIn(testFolder()))
  await started.until('the first is found', (session) => countOf(session, 'found') > 0)
  await hands.step('export')
  await button(words.files.pause).click()
  const paused = await started.until(
    'what was under way is over',
    (session) => session.phase === 'paused' && countOf(session, 'finding') === 0,
  )
  const [found, waiting] = [countOf(paused, 'found'), countOf(paused, 'waiting')]
  expect(found + waiting).toBe(photoCount)
  expect(waiting).toBeGreaterThan(1)
  await page.getByText(words.export.notSearched(waiting)).waitFor()
  await screenshot(page, 'export-not-searched')
  await started.answerDialogs([output])
  await button(words.export.start(found)).click()
  await page.getByRole('heading', { name: words.result.safe(found) }).waitFor({ timeout: 120_000 })
  expect(namesBelow(output)).toHaveLength(found)
  // The others still wait, and the search goes on where it was paused.
  await hands.step('add')
  await button(words.files.resume).click()
  await started.until('the next is found', (session) => countOf(session, 'found') > 0)
})

it('an export that is stopped leaves whole, examined copies, and the other files as they were', async () => {
  const output = testFolder()
  const started = await startWindow()
  const { page } = started
  const hands = handsOf(started)
  const { words, button } = hands
  await hands.addFolder(manyPhotosIn(testFolder()))
  await started.until('all are found', allAre('found'))
  await hands.step('export')
  await started.answerDialogs([output])
  await button(words.export.start(photoCount)).click()
  await started.until('the first is safe', (session) => countOf(session, 'safe') > 0)
  await button(words.result.stop).click()
  const stopped = await started.until('it has ended', ({ phase }) => phase === 'ready')
  const safe = countOf(stopped, 'safe')
  expect(countOf(stopped, 'found')).toBe(photoCount - safe)
  expect(safe).toBeLessThan(photoCount)
  await page.getByRole('heading', { name: words.result.safe(safe) }).waitFor()
  expect(namesBelow(output)).toHaveLength(safe)
  expectSafe(output)
  // The rest is exported beside them.
  await hands.step('export')
  await button(words.export.start(photoCount - safe)).click()
  await started.until('all are out', allAre('safe'))
  expect(namesBelow(output)).toHaveLength(photoCount)
  expectSafe(output)
})
