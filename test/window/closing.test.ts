import fs from 'node:fs'
import path from 'node:path'
import type { ElectronApplication } from 'playwright'
import { expect, it } from 'vitest'
import { english } from '../../main/core/messages/shell/english.js'
import type { Session } from '../../main/core/session/types.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { namesBelow, testFolder } from '../support/folders.js'
import { handsOf } from './hands.js'
import { allAre, answerQuestions, questionsAsked, startWindow } from './start-window.js'

const isIdle = ({ phase, discovering }: Session): boolean => phase === 'ready' && !discovering

/** Closes the window as its own button does. */
const close = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

const ended = (app: ElectronApplication): Promise<unknown> =>
  new Promise((resolve) => app.process().once('exit', resolve))

function onePhotoIn(folder: string): string {
  fs.copyFileSync(samplePhotos[0]?.file ?? '', path.join(folder, 'photo.jpg'))
  return folder
}

it('closes without a question where nobody has decided anything', async () => {
  const started = await startWindow()
  const { app } = started
  await answerQuestions(app, 'stay')
  await started.add([onePhotoIn(testFolder())])
  await started.until('found', isIdle)
  const end = ended(app)
  await close(app).catch(() => undefined)
  await end
})

it('asks before it forgets what somebody looked at, and goes on where that was a slip', async () => {
  const started = await startWindow()
  const { app, page } = started
  const hands = handsOf(started)
  const { words, button } = hands
  await answerQuestions(app, 'stay')
  await started.add([onePhotoIn(testFolder())])
  await started.until('found', isIdle)
  await hands.step('review')
  await button(words.review.acceptLast).click()
  await page.getByRole('heading', { name: words.review.finished }).waitFor()
  await close(app)
  await expect.poll(() => questionsAsked(app)).toEqual([english.closing.decided])
  await started.until('still there', ({ items }) => [...items.values()].every(({ accepted }) => accepted))
  await answerQuestions(app, 'close')
  const end = ended(app)
  await close(app).catch(() => undefined)
  await end
})

it('asks while it exports, and the export goes on meanwhile', async () => {
  const started = await startWindow()
  const { app } = started
  await answerQuestions(app, 'stay')
  await started.add([onePhotoIn(testFolder())])
  await started.until('found', isIdle)
  const output = testFolder()
  await started.exportTo(output)
  await close(app)
  expect(await questionsAsked(app)).toEqual([english.closing.exporting])
  // The last copy is out a moment before the export is over.
  await started.until('exported', (session) => isIdle(session) && allAre('safe')(session))
  expect(namesBelow(output)).toHaveLength(1)
  // Nothing is left to lose.
  const end = ended(app)
  await close(app).catch(() => undefined)
  await end
})
