import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { FailureReason } from '../../main/core/job/reasons.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { namesBelow, testFolder } from '../support/folders.js'
import { handsOf } from './hands.js'
import { commandOf, packagedApp } from './packaged-app.js'
import { allAre, startWindow } from './start-window.js'

const photos = samplePhotos.slice(0, 4).map(({ file }) => file)

/** A disk of its own that holds one or two of the copies, not all. */
function smallDisk(): string {
  const disk = testFolder()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk])
  if (mounted.status !== 0) throw new Error(`cannot mount: ${mounted.stderr.toString()}`)
  onTestFinished(() => void spawnSync('umount', [disk]))
  return disk
}

it.skipIf(process.getuid?.() !== 0)(
  'a disk that fills up is named, nothing partial stays, and the rest goes on',
  async () => {
    const disk = smallDisk()
    const [small, other] = [path.join(disk, 'out'), testFolder()]
    fs.mkdirSync(small)
    const started = await startWindow()
    const { page } = started
    const hands = handsOf(started)
    const { words, button } = hands
    await started.add(photos)
    await started.until('all found', allAre('found'))
    await hands.step('export')
    await started.answerDialogs([small])
    await button(words.export.chooseFolder).click()
    await button(words.export.start(photos.length)).click()
    const { items } = await started.until('all ended', allAre('safe', 'failed'))

    const ended = [...items.values()]
    const released = ended.flatMap(({ state }) => (state.status === 'safe' ? [state.name] : []))
    const failed = ended.filter(({ state }) => state.status === 'failed')
    expect(released.length).toBeGreaterThan(0)
    expect(failed.length).toBeGreaterThan(0)
    for (const sentence of new Set(failed.map((item) => words.reasons.failure(reasonOf(item)))))
      await page.getByText(sentence).first().waitFor()
    expect(namesBelow(disk)).toEqual(['out', ...released.map((name) => `out/${name}`)].sort())

    // Those that did not fit go to another folder.
    await started.answerDialogs([other])
    await hands.step('export')
    await button(words.export.changeFolder).click()
    await button(words.export.start(failed.length)).click()
    await started.until('all exported', allAre('safe'))
    expect(namesBelow(other)).toHaveLength(failed.length)
    for (const folder of [small, other])
      expect(spawnSync(commandOf(packagedApp), ['verify', folder]).status, folder).toBe(0)
  },
)

function reasonOf({ state }: SessionItem): FailureReason {
  if (state.status !== 'failed') throw new Error(state.status)
  expect(['disk-full', 'not-enough-space']).toContain(state.error.code)
  return state.error
}
