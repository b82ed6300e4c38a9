import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'
import { picturesShown } from './hands.js'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe holds to be serious or critical, each with the elements it means. */
export async function barriers(page: Page): Promise<readonly string[]> {
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
export const crowded = (page: Page): Promise<readonly string[]> =>
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

/** Controls that cannot be brought into sight, or that something else lies over. Scrolls what can be scrolled. */
export const unreachable = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`(() => {
    const within = document.querySelector('dialog[open]') ?? document
    const told = [...within.querySelectorAll('button, select, summary, a[href], input, [role=option]')]
      // What lies in the folded part of the page is reached by unfolding it.
      .filter((element) => element.checkVisibility() && !element.disabled)
      // A button that is drawn by its label is pressed by its label.
      .map((element) => (element.classList.contains('unseen') ? element.closest('label') ?? element : element))
      .filter((element) => {
        element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
        const { left, right, top, bottom } = element.getBoundingClientRect()
        const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        return seen === null || !(element.contains(seen) || seen.contains(element))
      })
      .map((element) => 'out of reach: ' + element.tagName.toLowerCase() + '.' + element.className + ' ' + (element.getAttribute('aria-label') ?? element.textContent).slice(0, 60))
    // Nothing but what scrolls by itself was scrolled: the head of the window stays where it is.
    return document.querySelector('.frame-header').getBoundingClientRect().top === 0 ? told : [...told, 'the whole window was scrolled']
  })()`)
