import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { languageSchema } from '../../main/core/session/types.js'
import { testFolder } from '../support/folders.js'
import { barriers, crowded, unreachable } from './barriers.js'
import { makeGathering } from './gathering.js'
import type { Hands } from './hands.js'
import { handsOf, screenshot } from './hands.js'
import type { StartedWindow } from './start-window.js'
import { startWindow } from './start-window.js'

const isReady = ({ phase, discovering }: { phase: string; discovering: boolean }) => phase === 'ready' && !discovering

/** Opens every screen one after the other and has `look` look at each. */
async function throughAllScreens(
  started: StartedWindow,
  hands: Hands,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  const { page } = started
  const { words, button } = hands
  await look('start')
  await hands.openTools('verify')
  await look('verify')
  await hands.openTools('inspect')
  await look('inspect')
  await button(words.common.settings).click()
  await look('settings')
  await page.keyboard.press('Escape')
  await button(words.common.help).click()
  await look('keys')
  await page.keyboard.press('Escape')
  await hands.step('add')
  const gathering = await makeGathering(testFolder())
  await hands.addFolder(gathering.folder)
  await started.until('finding', ({ phase }) => phase === 'finding')
  await button(words.files.pause).click()
  await look('finding')
  await button(words.files.resume).click()
  await started.until('found', isReady)
  await look('overview')
  await button(words.files.filters['left-out']).click()
  await look('left-out')
  await button(words.files.filters.all).click()
  await hands.tile(gathering.photos[0] ?? '').click()
  await page.locator('.stage img').waitFor()
  await look('review')
  await page.getByRole('listbox', { name: words.review.covers }).focus()
  await page.keyboard.press('Home')
  await look('review-selected')
  await page.keyboard.press('k')
  await look('keep')
  await page.keyboard.press('Escape')
  await hands.step('add')
  await hands.tile(gathering.clip).click()
  await page.locator('.timeline').waitFor()
  await look('review-video')
  await hands.step('export')
  await look('export')
  // The choices that few need lie one in the other.
  await page.locator('details summary').first().click()
  await page.locator('details summary').last().click()
  await look('export-choices')
  const output = path.join(testFolder(), 'safe copies')
  fs.mkdirSync(output)
  await started.answerDialogs([output])
  await button(words.export.chooseFolder).click()
  await button(words.export.start(4)).click()
  await page.getByRole('heading', { name: words.result.safe(4) }).waitFor({ timeout: 120_000 })
  await look('result')
  await button(words.result.report).click()
  await look('report')
  await page.keyboard.press('Escape')
  await started.answerDialogs([gathering.folder])
  await hands.openTools('verify')
  await button(words.examine.verifyChoose).click()
  await page.getByText(words.examine.verifyWanting(5)).waitFor({ timeout: 120_000 })
  await look('verified')
  await started.answerDialogs([`${gathering.folder}/${gathering.photos[0] ?? ''}`])
  await hands.openTools('inspect')
  await button(words.examine.inspectChoose).click()
  await page.getByRole('heading', { name: gathering.photos[0] ?? '' }).waitFor({ timeout: 120_000 })
  await look('inspected')
}

/** Adds something to the page that must be found, and takes it away again. */
async function whilePlanted<T>(page: Page, html: string, look: () => Promise<T>): Promise<T> {
  await page.evaluate(
    `document.querySelector('main').insertAdjacentHTML('beforeend', '<div id="planted">${html}</div>')`,
  )
  const seen = await look()
  await page.evaluate(`document.querySelector('#planted').remove()`)
  return seen
}

it('what keeps people out, and what does not fit, would be found', async () => {
  const { page } = await startWindow()
  const nameless = '<button></button>'
  expect(await whilePlanted(page, nameless, () => barriers(page))).toEqual([expect.stringMatching(/^button-name/)])
  const long = `<span class="badge">${'long'.repeat(400)}</span>`
  expect(await whilePlanted(page, long, () => crowded(page))).not.toEqual([])
  const hidden = '<button class="unseen">here</button>'
  expect(await whilePlanted(page, hidden, () => unreachable(page))).toEqual([expect.stringMatching(/here$/)])
  expect([...(await barriers(page)), ...(await crowded(page)), ...(await unreachable(page))]).toEqual([])
})

it('nothing moves for whom movement is too much', async () => {
  const { page } = await startWindow()
  const moving = '<progress class="progress"></progress>'
  const movements = () => page.evaluate<number>('document.getAnimations().length')
  expect(await whilePlanted(page, moving, movements)).toBe(1)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await whilePlanted(page, moving, movements)).toBe(0)
})

it('nobody is kept out of any screen, light or dark, with usual and high contrast', { timeout: 400_000 }, async () => {
  const started = await startWindow()
  const found: string[] = []
  const look = async (screen: string): Promise<void> => {
    for (const contrast of ['no-preference', 'more'] as const)
      for (const theme of ['light', 'dark'] as const) {
        await started.page.emulateMedia({ colorScheme: theme, contrast })
        await screenshot(started.page, `${theme}-${contrast === 'more' ? 'contrast-' : ''}${screen}`)
        for (const barrier of await barriers(started.page)) found.push(`${screen}, ${theme}, ${contrast}: ${barrier}`)
      }
  }
  await throughAllScreens(started, handsOf(started), look)
  expect(found).toEqual([])
})

it.each(languageSchema.options)('in %s everything fits into a small window', { timeout: 400_000 }, async (language) => {
  const started = await startWindow()
  await started.resize(1_024, 640)
  const hands = await handsOf(started).changeLanguage(language)
  const found: string[] = []
  await throughAllScreens(started, hands, async (screen) => {
    await screenshot(started.page, `${language}-${screen}`)
    for (const place of await crowded(started.page)) found.push(`${screen}: ${place}`)
  })
  expect(found).toEqual([])
})

const largestText = 2
/** The least that a window can be, and a small laptop. */
const smallWindows = [
  { name: 'largest', width: 720, height: 540 },
  { name: 'large', width: 1_024, height: 640 },
] as const

/** The longest words, and those of whom it is made for. */
it.each(['de', 'be'] as const)(
  'in %s nothing is cut or out of reach at 200 % text',
  { timeout: 600_000 },
  async (language) => {
    const started = await startWindow()
    const { page } = started
    const first = await handsOf(started).changeLanguage(language)
    const { words } = first
    await first.button(words.common.settings).click()
    await page.getByRole('radio', { name: words.amounts.percent(largestText) }).check({ force: true })
    await page.getByRole('dialog').getByRole('button', { name: words.common.close }).click()
    const found: string[] = []
    await throughAllScreens(started, first, async (screen) => {
      for (const { name, width, height } of smallWindows) {
        await started.resize(width, height, largestText)
        await screenshot(page, `${language}-${name}-${screen}`)
        for (const place of [...(await crowded(page)), ...(await unreachable(page))])
          found.push(`${screen}, ${width} × ${height}: ${place}`)
      }
    })
    expect(found).toEqual([])
  },
)

it('the size of the text follows the menu and its keys, and is remembered', async () => {
  const started = await startWindow()
  const { app, page, places } = started
  const choose = (accelerator: string): Promise<void> =>
    app.evaluate(({ Menu }, keys) => {
      const all = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
      all.find((item) => item.accelerator === keys)?.click()
    }, accelerator)
  const scale = () => page.evaluate<number>('devicePixelRatio')
  const usual = await scale()
  await choose('CommandOrControl+Plus')
  await choose('CommandOrControl+=')
  await expect.poll(scale).toBe(usual * 1.5)
  // The settings show it, and what is changed there does not take it back.
  const { button, words } = handsOf(started)
  await button(words.common.settings).click()
  await expect.poll(() => page.getByRole('radio', { name: words.amounts.percent(1.5) }).isChecked()).toBe(true)
  await page.getByRole('radio', { name: words.settings.themes.dark }).check({ force: true })
  await choose('CommandOrControl+-')
  await expect.poll(scale).toBe(usual * 1.25)
  await started.quit()
  const next = await startWindow({ places })
  await expect.poll(() => next.page.evaluate('devicePixelRatio')).toBe(usual * 1.25)
})
