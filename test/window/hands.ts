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

/** Whether every picture that can be seen was decoded, or said to be missing. Those out of sight are loaded when they come into it. */
const picturesInSight = `(async () => {
  const images = [...document.images]
  const seen = images.length === 0 ? [] : await new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => { observer.disconnect(); resolve(entries) })
    for (const image of images) observer.observe(image)
  })
  const inSight = seen.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target)
  if (document.querySelector('[aria-busy=true]') !== null || !inSight.every((image) => image.complete)) return false
  await Promise.all(inSight.map((image) => image.decode().catch(() => undefined)))
  return true
})()`

/** Waits for that. The page's policy lets Playwright not wait for it itself. */
export const picturesShown = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(picturesInSight), { timeout: 30_000 }).toBe(true)

/** Where screenshots go; they are taken only where somebody wants them. */
const screenshots = process.env['SCREENSHOTS']

export async function screenshot(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return
  fs.mkdirSync(screenshots, { recursive: true })
  await picturesShown(page)
  await page.evaluate(`for (const animation of document.getAnimations()) {
    if (animation.effect.getComputedTiming().endTime === Infinity) animation.cancel()
    else animation.finish()
  }`)
  // Playwright's own would cut the window where its text is enlarged: it takes the page's pixels for those of the screen.
  const devtools = await page.context().newCDPSession(page)
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'jpeg', quality: 85 })
  await devtools.detach()
  fs.writeFileSync(path.join(screenshots, `${name}.jpg`), Buffer.from(data, 'base64'))
}
