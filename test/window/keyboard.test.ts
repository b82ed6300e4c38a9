import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import type { Session } from '../../main/core/session/types.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { namesBelow, testFolder } from '../support/folders.js'
import { handsOf } from './hands.js'
import { asked, startWindow } from './start-window.js'

const isIdle = ({ phase, discovering }: Session): boolean => phase === 'ready' && !discovering

const mostTabs = 60

/** Presses Tab until what says this has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let count = 0; count < mostTabs; count++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(`(() => {
      const { activeElement: element } = document
      return [element?.getAttribute('aria-label'), element?.textContent, element?.labels?.[0]?.textContent].join('\\n')
    })()`)
    if (focused.split('\n').some((told) => told.startsWith(name))) return
  }
  throw new Error(`Tab never came to ${name}`)
}

interface Drawn {
  readonly decision?: {
    readonly frames: readonly { readonly cover: readonly { readonly box?: { x: number; width: number } }[] }[]
  }
}

it('the whole way is gone with the keyboard alone, from the start to the result', { timeout: 300_000 }, async () => {
  const folder = testFolder()
  for (const index of [0, 1]) fs.copyFileSync(samplePhotos[index]?.file ?? '', path.join(folder, `${index}.jpg`))
  const output = testFolder()
  const started = await startWindow()
  const { page } = started
  const { words } = handsOf(started)
  const { keyboard } = page

  await started.answerDialogs([folder])
  await tabTo(page, words.start.chooseFolder)
  await keyboard.press('Enter')
  await started.until('found', isIdle)
  await tabTo(page, words.files.review)
  await keyboard.press('Enter')
  await page.locator('.stage img').waitFor()

  // A cover is drawn, moved and made larger without a pointer.
  const name = (await page.locator('.cover-panel h1').textContent()) ?? ''
  const session = await started.until('still', isIdle)
  const item = [...session.items.values()].find((candidate) => candidate.name === name)
  if (!item) throw new Error(name)
  const drawn = page.getByRole('option').filter({ hasText: words.review.drawn.rectangle })
  const boxOf = async () => {
    const { decision } = (await asked(started, 'decision', { id: item.id })) as Drawn
    return decision?.frames.flatMap(({ cover }) => cover).flatMap(({ box }) => box ?? [])[0]
  }
  await keyboard.press('a')
  await drawn.waitFor()
  await expect.poll(boxOf).toBeDefined()
  const before = await boxOf()
  for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight']) await keyboard.press(key)
  await expect.poll(async () => ((await boxOf())?.x ?? 0) > (before?.x ?? 1)).toBe(true)
  await expect.poll(async () => ((await boxOf())?.width ?? 0) > (before?.width ?? 1)).toBe(true)

  // Whoever has just chosen to see it covered goes on with Enter.
  await tabTo(page, words.review.before)
  await keyboard.press('ArrowRight')
  await expect.poll(() => page.getByRole('radio', { name: words.review.after }).isChecked()).toBe(true)
  await keyboard.press('Enter')
  await page.locator('.cover-panel h1').filter({ hasNotText: name }).waitFor()
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: words.review.finished }).waitFor()

  await tabTo(page, words.files.goToExport)
  await keyboard.press('Enter')
  await started.answerDialogs([output])
  await tabTo(page, words.export.chooseFolder)
  await keyboard.press('Enter')
  await page.getByText(path.basename(output), { exact: true }).waitFor()
  await tabTo(page, words.export.start(2))
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: words.result.safe(2) }).waitFor({ timeout: 120_000 })
  await tabTo(page, words.result.openFolder)
  expect(namesBelow(output)).toHaveLength(2)
})
