import fs from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from 'playwright'
import { expect } from 'vitest'
import type { WindowMessages } from '../../main/core/messages/window/catalogue.js'
import { windowMessages } from '../../main/core/messages/window/languages.js'
import type { Language } from '../../main/core/session/types.js'
import type { StartedWindow } from './start-window.js'

/** What a person sees and presses in the window, by the words of its language. */
export interface Hands {
  readonly words: WindowMessages
  /** The button that says this, on the screen or in the dialog that lies over it. */
  readonly button: (name: string) => Locator
  /** One of the three steps on top. */
  step(step: 'add' | 'review' | 'export'): Promise<void>
  addFolder(folder: string): Promise<void>
  /** The tile of a file on the overview. */
  tile(name: string): Locator
  openTools(tool: 'verify' | 'inspect'): Promise<void>
  changeLanguage(language: Language): Promise<Hands>
}

export function handsOf(started: StartedWindow, language: Language = 'en'): Hands {
  const { page } = started
  const words = windowMessages[language]
  // A button may show its key behind its name.
  const button = (name: string): Locator => page.getByRole('button', { name }).first()
  return {
    words,
    button,
    step: (step) => page.getByRole('navigation').getByRole('button', { name: words.common.steps[step] }).click(),
    addFolder: async (folder) => {
      await started.answerDialogs([folder])
      await button(words.start.chooseFolder).click()
    },
    tile: (name) => page.getByRole('gridcell').filter({ hasText: name }).getByRole('button').first(),
    openTools: async (tool) => {
      await button(words.common.tools).click()
      await button(tool === 'verify' ? words.examine.verifyTitle : words.examine.inspectTitle).click()
    },
    changeLanguage: async (next) => {
      await button(words.common.settings).click()
      await page.getByRole('combobox', { name: words.settings.language }).selectOption(next)
      const { common } = windowMessages[next]
      await page.getByRole('dialog').getByRole('button', { name: common.close }).click()
      return handsOf(started, next)
    },
  }
}

/** Every picture on the screen was decoded, or said to be missing. The page's policy lets Playwright not wait for that itself. */
export const picturesShown = (page: Page): Promise<void> =>
  expect
    .poll(
      () =>
        page.evaluate(
          `[...document.images].every((image) => image.complete) && document.querySelector('[aria-busy=true]') === null`,
        ),
      { timeout: 30_000 },
    )
    .toBe(true)

/** Where screenshots go; they are taken only where somebody wants them. */
const screenshots = process.env['SCREENSHOTS']

export async function screenshot(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return
  fs.mkdirSync(screenshots, { recursive: true })
  await picturesShown(page)
  await page.screenshot({
    path: path.join(screenshots, `${name}.jpg`),
    type: 'jpeg',
    quality: 85,
    animations: 'disabled',
  })
}
