import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { releasedModifiedMs } from '../../../main/core/naming/released-date.js'
import type { OutputFolder, StagedFile } from '../../../main/core/ports.js'
import type { Verdict } from '../../../main/core/verdict/verdict.js'
import { judge, requiredExaminations } from '../../../main/core/verdict/verdict.js'
import { openOutputFolder } from '../../../main/engine/files/output-folder.js'
import { fill, namesBelow, snapshot, testFolder } from '../../support/folders.js'

const posix = process.platform !== 'win32'
const isRoot = process.getuid?.() === 0

async function opened(output: string, inputs: readonly string[] = []): Promise<OutputFolder> {
  const folder = await openOutputFolder({ output, inputs, dryRun: false })
  if (!folder.ok) throw new Error(folder.error.code)
  onTestFinished(() => folder.value.close())
  return folder.value
}

async function staged(folder: OutputFolder, content: string): Promise<StagedFile> {
  const file = await folder.stage()
  if (!file.ok) throw new Error('not staged')
  fs.writeFileSync(file.value.path, content)
  return file.value
}

/** A verdict about the bytes that lie in the staged file now. */
function verdictOn(file: StagedFile): Verdict {
  const bytes = fs.readFileSync(file.path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const verdict = judge({ performed: requiredExaminations, findings: [], sha256, sizeBytes: bytes.length })
  if (!verdict.ok) throw new Error('no verdict')
  return verdict.value
}

const release = (file: StagedFile, name: string): ReturnType<StagedFile['commit']> => file.commit(name, verdictOn(file))

const errorOf = async (output: string, inputs: readonly string[]): Promise<string> => {
  const folder = await openOutputFolder({ output, inputs, dryRun: false })
  if (!folder.ok) return folder.error.code
  await folder.value.close()
  return 'opened'
}

describe('releasing', () => {
  test('makes the folder, and puts nothing there but finished files', async () => {
    const parent = testFolder()
    const output = path.join(parent, 'out')
    const folder = await opened(output)
    const file = await staged(folder, 'done')
    expect(namesBelow(output)).toEqual([])
    // OneDrive and iCloud send away everything else, see [Note: Folders that are synchronised].
    expect(path.basename(file.path)).toMatch(/^[0-9a-f]{32}\.tmp$/)
    expect(await release(file, 'photo.jpg')).toEqual({ ok: true, value: path.join(output, 'photo.jpg') })
    await file.discard()
    expect(namesBelow(output)).toEqual(['photo.jpg'])
    expect(fs.readFileSync(path.join(output, 'photo.jpg'), 'utf8')).toBe('done')
    await folder.close()
    expect(namesBelow(parent)).toEqual(['out', 'out/photo.jpg'])
  })

  test.runIf(posix)('gives every file the same time and permissions, and the folder to its owner alone', async () => {
    const output = path.join(testFolder(), 'out')
    const file = await staged(await opened(output), 'x')
    await release(file, 'photo.jpg')
    const stats = fs.statSync(path.join(output, 'photo.jpg'))
    expect(stats.mtimeMs).toBe(releasedModifiedMs)
    expect(stats.mode & 0o777).toBe(0o644)
    expect(stats.nlink).toBe(1)
    expect(fs.statSync(output).mode & 0o777).toBe(0o700)
  })

  test('releases only the bytes that were examined', async () => {
    const output = path.join(testFolder(), 'out')
    const file = await staged(await opened(output), 'examined')
    const verdict = verdictOn(file)
    fs.writeFileSync(file.path, 'exchanged')
    expect(await file.commit('photo.jpg', verdict)).toMatchObject({ ok: false, error: { error: { code: 'internal' } } })
    expect(namesBelow(output)).toEqual([])
  })

  test('never replaces a file', async () => {
    const output = fill(testFolder(), { 'photo.jpg': 'somebody else’s' })
    const before = snapshot(output)['photo.jpg']
    const file = await staged(await opened(output), 'ours')
    expect(await release(file, 'photo.jpg')).toEqual({
      ok: false,
      error: { kind: 'failed', error: { code: 'output-exists', name: 'photo.jpg' } },
    })
    await file.discard()
    expect(snapshot(output)['photo.jpg']).toBe(before)
  })

  test('makes folders below the output folder, and none outside', async () => {
    const parent = testFolder()
    const output = path.join(parent, 'out')
    const folder = await opened(output)
    expect((await release(await staged(folder, 'x'), 'a/b/photo.jpg')).ok).toBe(true)
    const leaving = await staged(folder, 'x')
    expect(await release(leaving, '../photo.jpg')).toMatchObject({ ok: false, error: { error: { code: 'internal' } } })
    await leaving.discard()
    await folder.close()
    expect(namesBelow(parent)).toEqual(['out', 'out/a', 'out/a/b', 'out/a/b/photo.jpg'])
  })

  test.runIf(posix)('does not follow a link out of the output folder', async () => {
    const parent = fill(testFolder(), { 'out/.keep': '', 'other/.keep': '' })
    fs.symlinkSync('../other', path.join(parent, 'out/link'))
    const file = await staged(await opened(path.join(parent, 'out')), 'x')
    expect((await release(file, 'link/photo.jpg')).ok).toBe(false)
    expect(namesBelow(path.join(parent, 'other'))).toEqual(['.keep'])
  })

  test('a discarded file leaves nothing', async () => {
    const parent = testFolder()
    const folder = await opened(path.join(parent, 'out'))
    await (await staged(folder, 'x')).discard()
    await folder.close()
    expect(namesBelow(parent)).toEqual(['out'])
  })

  test('a dry run makes nothing', async () => {
    const parent = testFolder()
    const folder = await openOutputFolder({ output: path.join(parent, 'out'), inputs: [], dryRun: true })
    expect(folder.ok).toBe(true)
    expect(namesBelow(parent)).toEqual([])
  })
})

describe('the place of the output folder', () => {
  test('is neither inside an input nor around one', async () => {
    const folder = fill(testFolder(), { 'in/a.jpg': 'x', 'in/deep/b.jpg': 'x', 'other/c.jpg': 'x' })
    const at = (name: string): string => path.join(folder, name)
    const before = snapshot(folder)
    expect(await errorOf(at('in'), [at('in')])).toBe('output-inside-input')
    expect(await errorOf(at('in/deep'), [at('in')])).toBe('output-inside-input')
    expect(await errorOf(at('in/new'), [at('in')])).toBe('output-inside-input')
    expect(await errorOf(at('in'), [at('in/deep')])).toBe('input-inside-output')
    expect(await errorOf(at('in'), [at('in/a.jpg')])).toBe('input-inside-output')
    expect(snapshot(folder)).toEqual(before)
    expect(await errorOf(at('in-safe'), [at('in')])).toBe('opened')
    expect(await errorOf(at('in/safe'), [at('in/a.jpg')])).toBe('opened')
  })

  test.runIf(posix)('is found out through links', async () => {
    const folder = fill(testFolder(), { 'in/deep/b.jpg': 'x' })
    fs.symlinkSync('in/deep', path.join(folder, 'link'))
    expect(await errorOf(path.join(folder, 'link'), [path.join(folder, 'in')])).toBe('output-inside-input')
    expect(await errorOf(path.join(folder, 'link/new'), [path.join(folder, 'in')])).toBe('output-inside-input')
  })

  test('must be a folder, or missing in its last part only', async () => {
    const folder = fill(testFolder(), { file: 'x' })
    expect(await errorOf(path.join(folder, 'file'), [])).toBe('output-not-a-folder')
    expect(await errorOf(path.join(folder, 'file/below'), [])).toBe('output-not-a-folder')
    expect(await errorOf(path.join(folder, 'no/such/parent'), [])).toBe('output-unwritable')
  })

  test.skipIf(isRoot || !posix)('must be writable', async () => {
    const folder = fill(testFolder(), { 'out/.keep': '' })
    fs.chmodSync(path.join(folder, 'out'), 0o500)
    onTestFinished(() => fs.chmodSync(path.join(folder, 'out'), 0o700))
    expect(await errorOf(path.join(folder, 'out'), [])).toBe('output-unwritable')
  })

  test.skipIf(!isRoot || process.platform !== 'linux')('may be full or read-only, and says which', async () => {
    const folder = testFolder()
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,nr_inodes=64', 'tmpfs', folder])
    if (mounted.status !== 0) throw new Error(`cannot mount: ${mounted.stderr.toString()}`)
    onTestFinished(() => void spawnSync('umount', [folder]))
    const file = await staged(await opened(folder), 'x')
    fs.mkdirSync(path.join(folder, 'crowd'))
    fillDisk(path.join(folder, 'crowd'))
    expect(await release(file, 'new/photo.jpg')).toMatchObject({ ok: false, error: { error: { code: 'disk-full' } } })
    spawnSync('mount', ['-o', 'remount,ro', folder])
    const readOnly = await openOutputFolder({ output: folder, inputs: [], dryRun: false })
    expect(readOnly).toMatchObject({ ok: false, error: { code: 'output-unwritable', systemCode: 'EROFS' } })
    spawnSync('mount', ['-o', 'remount,rw', folder])
  })
})

/** Makes files until the system refuses. */
function fillDisk(folder: string): void {
  try {
    for (let number = 0; ; number++) fs.writeFileSync(path.join(folder, String(number)), '')
  } catch {
    return
  }
}

describe('an earlier run that was killed', () => {
  const module = new URL('../../../dist/engine/files/output-folder.js', import.meta.url).href
  const program = (output: string): string => `
    const { openOutputFolder } = await import(${JSON.stringify(module)})
    const folder = await openOutputFolder({ output: ${JSON.stringify(output)}, inputs: [], dryRun: false })
    const file = await folder.value.stage()
    console.log(file.value.path)
    setInterval(() => undefined, 1000)`

  test('leaves nothing that the next run does not remove; a run that goes on is not touched', async () => {
    const parent = testFolder()
    const output = path.join(parent, 'out')
    const running = spawn(process.execPath, ['--input-type=module', '-e', program(output)])
    onTestFinished(() => void running.kill('SIGKILL'))
    const [stagedPath] = (
      await new Promise<string>((resolve) => running.stdout.once('data', (data: Buffer) => resolve(data.toString())))
    ).split('\n')
    if (stagedPath === undefined) throw new Error('nothing staged')
    await (await opened(output)).close()
    expect(fs.existsSync(stagedPath)).toBe(true)
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await ended
    expect(fs.existsSync(stagedPath)).toBe(true)
    expect(namesBelow(output)).toEqual([])
    await (await opened(output)).close()
    expect(namesBelow(parent)).toEqual(['out'])
  })
})
