import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '../support/folders.js'
import { picture } from '../support/pictures.js'
import { handsOf } from './hands.js'
import { startWindow } from './start-window.js'

const fileCount = 2_000
const frameCount = 180

/** Memory that is the process's own, in megabytes. */
function ownMegabytes(id: number): number {
  const kilobytes = /^Private_Dirty:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}

const shareOf = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

it('two thousand files scroll by, of which only those in sight exist', async () => {
  const folder = testFolder()
  const tiny = await picture({ width: 64, height: 48 })
  for (const index of Array(fileCount).keys()) fs.writeFileSync(path.join(folder, `${index}.jpg`), tiny)
  const started = await startWindow()
  const { page } = started
  const hands = handsOf(started)
  await hands.addFolder(folder)
  await started.until('all are listed', ({ items, discovering }) => items.size === fileCount && !discovering)
  await page.getByRole('gridcell').first().waitFor()
  const pageProcess = await started.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ type }) => type === 'Tab')?.pid ?? 0,
  )
  const scroll = (): Promise<{ frames: number[]; mostTiles: number; reached: number }> =>
    page.evaluate(async (count) => {
      const world = globalThis as unknown as {
        document: {
          querySelector(selector: string): { scrollTop: number; scrollHeight: number; clientHeight: number }
          querySelectorAll(selector: string): { length: number }
        }
        requestAnimationFrame(run: (timeMs: number) => void): void
      }
      const frame = (): Promise<number> => new Promise((resolve) => world.requestAnimationFrame(resolve))
      const scroller = world.document.querySelector('.grid-scroller')
      const way = scroller.scrollHeight - scroller.clientHeight
      const frames: number[] = []
      let mostTiles = 0
      let before = await frame()
      for (let index = 1; index <= count; index++) {
        scroller.scrollTop = (way * index) / count
        const now = await frame()
        frames.push(now - before)
        before = now
        mostTiles = Math.max(mostTiles, world.document.querySelectorAll('.tile').length)
      }
      return { frames, mostTiles, reached: scroller.scrollTop / way }
    }, frameCount)

  const whileFinding = await scroll()
  await hands.button(hands.words.files.stop).click()
  await started.until('stopped', ({ phase }) => phase === 'ready')
  const afterwards = await scroll()
  const megabytes = ownMegabytes(pageProcess)
  for (const [when, { frames }] of [
    ['while faces are looked for', whileFinding],
    ['afterwards', afterwards],
  ] as const) {
    const sorted = [...frames].sort((a, b) => a - b)
    const [median, slow] = [shareOf(sorted, 0.5), shareOf(sorted, 0.95)].map((ms) => ms.toFixed(1))
    console.info(`frames ${when}: median ${median} ms, 95th percentile ${slow} ms`)
  }
  console.info(`memory of the page's process: ${megabytes.toFixed(0)} MB`)
  for (const { mostTiles, reached } of [whileFinding, afterwards]) {
    expect(reached).toBeGreaterThan(0.99)
    expect(mostTiles).toBeGreaterThan(10)
    expect(mostTiles).toBeLessThan(80)
  }
  expect(megabytes).toBeLessThan(400)
})
