import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeClip } from '../engine/video/clips.js'
import { hasExiftool, toldByExiftool } from '../judges/ask-exiftool.js'
import { namesBelow, testFolder } from '../support/folders.js'
import { handsOf } from './hands.js'
import { commandOf, packagedApp } from './packaged-app.js'
import { startWindow } from './start-window.js'

const size = { width: 320, height: 240 }
const frameCount = 25
/** Drawn over the clip, as shares of the picture. */
const drawn = { left: 0.55, top: 0.55, right: 0.85, bottom: 0.85 }

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
if (!hasFfmpeg && process.env['REQUIRE_JUDGES'] === '1') throw new Error('ffmpeg is required here and missing')

/** How far the pixels within the drawn area are from being one colour, in every frame as another program decodes it. */
function deviations(file: string): readonly number[] {
  const frames = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']
  const { stdout } = spawnSync('ffmpeg', ['-v', 'error', '-i', file, ...frames], { maxBuffer: 64_000_000 })
  const frameBytes = size.width * size.height
  return Array.from({ length: stdout.length / frameBytes }, (_, frame) => {
    const values: number[] = []
    // Within its edges: an encoder draws no sharp ones.
    for (let y = Math.ceil((drawn.top + 0.05) * size.height); y < (drawn.bottom - 0.05) * size.height; y++)
      for (let x = Math.ceil((drawn.left + 0.05) * size.width); x < (drawn.right - 0.05) * size.width; x++)
        values.push(stdout[frame * frameBytes + y * size.width + x] ?? 0)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  })
}

it.skipIf(!hasFfmpeg)(
  'an area that is drawn over a clip for a while is covered in those frames of the export',
  async () => {
    const [folder, output] = [testFolder(), testFolder()]
    const clip = path.join(folder, 'VID_20200816_1420.mp4')
    const timesMs = Array.from({ length: frameCount }, (_, index) => index * 40)
    await makeClip(clip, { ...size, timesMs, texts: { title: 'Minsk', comment: 'Planted Person' } })
    const started = await startWindow()
    const { page } = started
    const hands = handsOf(started)
    const { words, button } = hands
    await hands.addFolder(folder)
    await started.until('looked at', ({ phase, discovering }) => phase === 'ready' && !discovering)
    await hands.tile(path.basename(clip)).click()
    await page.locator('.timeline').waitFor()
    await page.locator('.stage img').waitFor()

    await page.keyboard.press('r')
    const stage = await page.locator('.stage').boundingBox()
    if (!stage) throw new Error('no picture')
    const at = (x: number, y: number) => [stage.x + x * stage.width, stage.y + y * stage.height] as const
    await page.mouse.move(...at(drawn.left, drawn.top))
    await page.mouse.down()
    await page.mouse.move(...at(0.7, 0.7))
    await page.mouse.move(...at(drawn.right, drawn.bottom))
    await page.mouse.up()
    const area = page.getByRole('option').filter({ hasText: words.review.drawn.rectangle })
    await area.waitFor()
    // Some frames on by keys, where it ends.
    await page.getByRole('application').focus()
    for (const key of Array<string>(10).fill('Period')) await page.keyboard.press(key)
    const endsSeconds = Number(await page.locator('.timeline-range').inputValue())
    expect(endsSeconds).toBeGreaterThan(0.2)
    expect(endsSeconds).toBeLessThan(0.7)
    await area.click()
    await button(words.review.toHere).click()
    await page.getByRole('application').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: words.review.finished }).waitFor()

    await button(words.files.goToExport).click()
    await started.answerDialogs([output])
    await button(words.export.chooseFolder).click()
    await page.getByText(words.export.details).click()
    await page.getByRole('checkbox', { name: words.export.poster }).check()
    await button(words.export.start(1)).click()
    await page.getByRole('heading', { name: words.result.safe(1) }).waitFor({ timeout: 60_000 })

    const copies = namesBelow(output).map((name) => path.join(output, name))
    expect(copies.map((file) => path.extname(file)).sort()).toEqual(['.jpg', '.mp4'])
    const video = copies.find((file) => file.endsWith('.mp4')) ?? ''
    const [before, after] = [clip, video].map(deviations) as [readonly number[], readonly number[]]
    expect([before.length, after.length]).toEqual([frameCount, frameCount])
    expect(Math.min(...before)).toBeGreaterThan(8)
    const isCovered = (index: number): boolean => (timesMs[index] ?? 0) / 1_000 <= endsSeconds
    const isPast = (index: number): boolean => (timesMs[index] ?? 0) / 1_000 > endsSeconds + 0.08
    expect(Math.max(...after.filter((_, index) => isCovered(index)))).toBeLessThan(3)
    expect(Math.min(...after.filter((_, index) => isPast(index)))).toBeGreaterThan(8)
    if (hasExiftool) expect(toldByExiftool(copies)).toEqual([])
    expect(spawnSync(commandOf(packagedApp), ['verify', output]).status).toBe(0)
  },
)
