import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { namesBelow, snapshot, testFolder } from '../support/folders.js'
import { commandOf, packagedApp, programOf, writeInspectable } from './packaged-app.js'
import { allAre, startWindow } from './start-window.js'

/** What people download, in bytes. */
const mostBytes = 260_000_000

const release = path.dirname(packagedApp)

/** The archive that `npm run package -- tar.gz` made of the packaged app. */
function archive(): string {
  const [file, ...others] = fs.readdirSync(release).filter((name) => name.endsWith('.tar.gz'))
  if (file === undefined || others.length > 0) throw new Error('npm run package -- tar.gz makes the archive')
  return path.join(release, file)
}

/** Names and sizes; nothing of an archive that was made before may be tested in the place of a new one. */
const sizesBelow = (folder: string): readonly (readonly [name: string, bytes: number])[] =>
  namesBelow(folder).map((name) => {
    const entry = fs.statSync(path.join(folder, name))
    return [name, entry.isDirectory() ? 0 : entry.size]
  })

it('the archive is small, and what is unpacked elsewhere works: the window and the command', async () => {
  const { size } = fs.statSync(archive())
  console.info(`${path.basename(archive())}: ${(size / 1e6).toFixed(1)} MB`)
  expect(size).toBeLessThanOrEqual(mostBytes)

  const folder = path.join(testFolder(), 'Мае праграмы', 'Zaslona 1')
  fs.mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', archive(), '-C', folder, '--strip-components=1'])
  expect(sizesBelow(folder)).toEqual(sizesBelow(packagedApp))
  expect(namesBelow(folder).filter((name) => /\.(?:map|tsx?)$/.test(name))).toEqual([])

  const photos = samplePhotos.slice(0, 1).map(({ file }) => file)
  const originals = snapshot(path.dirname(photos[0] ?? ''))
  const [byCommand, byWindow, home] = [testFolder(), testFolder(), testFolder()]
  // As somebody has it who linked the command into a folder of programs, and has no Node.
  const programs = testFolder()
  const linked = path.join(programs, 'zaslona')
  fs.symlinkSync(commandOf(folder), linked)
  for (const name of ['dirname', 'readlink']) fs.symlinkSync(`/usr/bin/${name}`, path.join(programs, name))
  const command = (...args: readonly string[]) =>
    spawnSync(linked, args, { encoding: 'utf8', env: { PATH: programs, HOME: home } })
  const redacted = command('redact', '--out', byCommand, ...photos)
  expect(redacted.status, redacted.stderr).toBe(0)
  expect(namesBelow(byCommand)).toHaveLength(1)

  writeInspectable(programOf(folder), programOf(folder))
  // Of the locales that are installed everywhere the one in which Chromium can name this folder.
  const started = await startWindow({ folder, language: 'C.UTF-8' })
  await started.add(photos)
  await started.until('found', allAre('found'))
  await started.exportTo(byWindow)
  await started.until('exported', allAre('safe'))
  await started.quit()
  expect(command('verify', byCommand, byWindow).status).toBe(0)
  expect(snapshot(path.dirname(photos[0] ?? ''))).toEqual(originals)
}, 300_000)
