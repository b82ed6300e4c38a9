import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { languageSchema } from '../../main/core/session/types.js'
import { testFolder } from '../support/folders.js'
import { makeGathering } from './gathering.js'
import type { Hands } from './hands.js'
import { handsOf, picturesShown, screenshot } from './hands.js'
import type { StartedWindow } from './start-window.js'
import { startWindow } from './start-window.js'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe holds to be serious or critical, each with the elements it means. */
async function barriers(page: Page): Promise<readonly string[]> {
  await picturesShown(page)
  // Without its last value, which is the whole library.
  await page.evaluate(`${axe}; undefined`)
  const { violations } = await page.evaluate(() => {
    const world = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; impact: string; help: string; nodes: { html: string; failureSummary: string }[] }[]
        }>
      }
    }
    return world.axe.run()
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
    )
}

/** Words that do not fit where they stand, and controls that stand beyond the edge of the window. */
const crowded = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`(() => {
    const told = (element, how) => how + ': ' + element.tagName.toLowerCase() + '.' + element.className + ' ' + element.textContent.slice(0, 60)
    const shown = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && !element.closest('.unseen, svg'))
    const labels = shown.filter((element) => element.matches('button, label, h1, h2, h3, p, summary, dt, dd, legend, li, .chip, .badge, select, span'))
    return [
      ...labels
        // What is only read out has one pixel.
        .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
        // A file's own name may be cut; it is told in full elsewhere.
        .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
        .map((element) => told(element, 'wider than its place')),
      ...shown
        .filter((element) => element.matches('button, select, input, summary'))
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect()
          return left < -1 || right > innerWidth + 1
        })
        .map((element) => told(element, 'beyond the edge')),
      ...(document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the window'] : []),
    ]
  })()`)

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
  const output = testFolder()
  await started.answerDialogs([output])
  await button(words.export.chooseFolder).click()
  await button(words.export.start(4)).click()
  await page.getByRole('heading', { name: words.result.safe(4) }).waitFor({ timeout: 120_000 })
  await look('result')
  await started.answerDialogs([gathering.folder])
  await hands.openTools('verify')
  await button(words.examine.verifyChoose).click()
  await page.getByText(words.examine.verifyWanting(5)).waitFor({ timeout: 60_000 })
  await look('verified')
  await started.answerDialogs([`${gathering.folder}/${gathering.photos[0] ?? ''}`])
  await hands.openTools('inspect')
  await button(words.examine.inspectChoose).click()
  await page.getByRole('heading', { name: gathering.photos[0] ?? '' }).waitFor({ timeout: 60_000 })
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
  expect([...(await barriers(page)), ...(await crowded(page))]).toEqual([])
})

it('nobody is kept out of any screen, light or dark', async () => {
  const started = await startWindow()
  const found: string[] = []
  const look = async (screen: string): Promise<void> => {
    for (const theme of ['light', 'dark'] as const) {
      await started.page.emulateMedia({ colorScheme: theme })
      await screenshot(started.page, `${theme}-${screen}`)
      for (const barrier of await barriers(started.page)) found.push(`${screen}, ${theme}: ${barrier}`)
    }
  }
  await throughAllScreens(started, handsOf(started), look)
  expect(found).toEqual([])
})

it.each(languageSchema.options)('in %s everything fits into a small window', async (language) => {
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
