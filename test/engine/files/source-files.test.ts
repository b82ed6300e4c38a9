import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Discovered } from '../../../main/core/ports.js'
import { nativePath } from '../../../main/engine/files/native-path.js'
import { createSourceFiles } from '../../../main/engine/files/source-files.js'
import { fill, snapshot, testFolder } from '../../support/folders.js'

const { signal } = new AbortController()
const posix = process.platform !== 'win32'
const isRoot = process.getuid?.() === 0

async function discover(
  inputs: readonly string[],
  options: { recursive?: boolean; ignore?: string } = {},
): Promise<readonly Discovered[]> {
  const found: Discovered[] = []
  const { recursive = false, ignore } = options
  const all = { recursive, watch: false, ...(ignore === undefined ? {} : { ignore }) }
  for await (const entry of createSourceFiles().discover(signal, inputs, all)) found.push(entry)
  return found
}

/** `relative path` of a file, or `name: code` of a refusal. */
const described = (found: readonly Discovered[]): readonly string[] =>
  found.map((entry) =>
    entry.kind === 'file'
      ? entry.source.relativePath
      : `${path.basename(entry.path)}: ${entry.failure.kind === 'refused' ? entry.failure.reason.code : entry.failure.kind}`,
  )

describe('discovery', () => {
  test('brings the files of a folder, and those of folders inside it only when asked', async () => {
    const folder = fill(testFolder(), { 'b.jpg': 'b', 'a.jpg': 'aa', 'deep/er/c.jpg': 'c' })
    expect(described(await discover([folder]))).toEqual(['a.jpg', 'b.jpg'])
    expect(described(await discover([folder], { recursive: true }))).toEqual(['a.jpg', 'b.jpg', 'deep/er/c.jpg'])
  })

  test('tells size and time of a file, and its path in full', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'four' })
    fs.utimesSync(path.join(folder, 'a.jpg'), 1_000, 2_000.5)
    const [entry] = await discover([path.join(folder, 'a.jpg')])
    expect(entry).toEqual({
      kind: 'file',
      source: { path: path.join(folder, 'a.jpg'), relativePath: 'a.jpg', sizeBytes: 4, modifiedMs: 2_000_500 },
    })
  })

  test.each([-86_400.75, 0, 1_596_931_200.999_999, 1_700_000_000.000_999])(
    'tells the time %d as stat does, before 1970 and next to the following millisecond',
    async (seconds) => {
      const file = path.join(fill(testFolder(), { 'a.jpg': 'x' }), 'a.jpg')
      fs.utimesSync(file, seconds, seconds)
      const [entry] = await discover([file])
      expect(entry).toMatchObject({ source: { modifiedMs: Math.floor(fs.statSync(file).mtimeMs) } })
    },
  )

  test('leaves out what systems put into folders, silently', async () => {
    const folder = fill(testFolder(), {
      '.DS_Store': 'x',
      'Thumbs.db': 'x',
      'desktop.ini': 'x',
      '.VolumeIcon.icns': 'x',
      '.apdisk': 'x',
      '._a.jpg': 'x',
      'a.jpg': 'x',
      '@eaDir/a.jpg': 'x',
      '.DocumentRevisions-V100/a.jpg': 'x',
      [`.zaslona-0000-1-1-${'0'.repeat(32)}/unfinished`]: 'x',
    })
    expect(described(await discover([folder], { recursive: true }))).toEqual(['a.jpg'])
  })

  test('mentions sidecars', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'x', 'a.xmp': 'x', 'a.AAE': 'x', 'a.thm': 'x' })
    expect(described(await discover([folder]))).toEqual(['a.AAE: sidecar', 'a.jpg', 'a.thm: sidecar', 'a.xmp: sidecar'])
  })

  test('names what does not exist', async () => {
    expect(described(await discover([path.join(testFolder(), 'gone.jpg')]))).toEqual(['gone.jpg: vanished'])
  })

  test('brings a file once, however often and by whatever name it is given', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'x' })
    const file = path.join(folder, 'a.jpg')
    expect(described(await discover([file, folder, `${folder}/./a.jpg`]))).toEqual(['a.jpg'])
  })

  test('stops when canceled', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'x', 'b.jpg': 'x' })
    const controller = new AbortController()
    const found: Discovered[] = []
    for await (const entry of createSourceFiles().discover(controller.signal, [folder], {
      recursive: false,
      watch: false,
    })) {
      found.push(entry)
      controller.abort()
    }
    expect(found).toHaveLength(1)
  })

  test('never enters the folder it is told to ignore', async () => {
    const folder = fill(testFolder(), { 'in/a.jpg': 'x', 'out/b.jpg': 'x' })
    const ignore = path.join(folder, 'out')
    expect(described(await discover([folder], { recursive: true, ignore }))).toEqual(['in/a.jpg'])
  })

  test('changes nothing in the folders it reads', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'x', 'deep/b.jpg': 'y' })
    const before = snapshot(folder)
    await discover([folder], { recursive: true })
    expect(snapshot(folder)).toEqual(before)
  })
})

describe.runIf(posix)('discovery among links and special files', () => {
  test('follows a link to a file once, under the own name of the file', async () => {
    const folder = fill(testFolder(), { 'z.jpg': 'x' })
    fs.symlinkSync('z.jpg', path.join(folder, 'a-link.jpg'))
    expect(described(await discover([folder]))).toEqual(['z.jpg'])
    expect(described(await discover([path.join(folder, 'a-link.jpg')]))).toEqual(['a-link.jpg'])
  })

  test('names links that lead nowhere, to themselves, or to a folder they lie in', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'x', 'deep/b.jpg': 'x' })
    fs.symlinkSync('nowhere', path.join(folder, 'dangling.jpg'))
    fs.symlinkSync('self.jpg', path.join(folder, 'self.jpg'))
    fs.symlinkSync('..', path.join(folder, 'deep/up'))
    fs.symlinkSync('.', path.join(folder, 'here'))
    expect(described(await discover([folder], { recursive: true }))).toEqual([
      'a.jpg',
      'deep/b.jpg',
      'up: link-loop',
      'dangling.jpg: vanished',
      'here: link-loop',
      'self.jpg: link-loop',
    ])
    expect(described(await discover([path.join(folder, 'here')]))).toEqual(['here: link-loop'])
  })

  test('takes a folder that several links lead to once', async () => {
    const folder = fill(testFolder(), { 'in/.keep': '', 'elsewhere/a.jpg': 'x' })
    fs.symlinkSync('../elsewhere', path.join(folder, 'in/one'))
    fs.symlinkSync('../elsewhere', path.join(folder, 'in/two'))
    expect(described(await discover([path.join(folder, 'in')], { recursive: true }))).toEqual(['.keep', 'one/a.jpg'])
  })

  test('refuses pipes, devices and sockets without opening them', async () => {
    const folder = testFolder()
    execFileSync('mkfifo', [path.join(folder, 'pipe.jpg')])
    fs.symlinkSync('/dev/zero', path.join(folder, 'zero.jpg'))
    const server = net.createServer().listen(path.join(folder, 'socket.jpg'))
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    expect(described(await discover([folder]))).toEqual([
      'pipe.jpg: not-a-regular-file',
      'socket.jpg: not-a-regular-file',
      'zero.jpg: not-a-regular-file',
    ])
  })

  test.skipIf(isRoot)('names files and folders that may not be read', async () => {
    const folder = fill(testFolder(), { 'closed/a.jpg': 'x', 'b.jpg': 'x' })
    fs.chmodSync(path.join(folder, 'closed'), 0)
    fs.chmodSync(path.join(folder, 'b.jpg'), 0)
    onTestFinished(() => fs.chmodSync(path.join(folder, 'closed'), 0o700))
    expect(described(await discover([folder], { recursive: true }))).toEqual([
      'b.jpg: unreadable',
      'closed: unreadable',
    ])
  })

  test('keeps names with emoji, right-to-left text and line breaks', async () => {
    const names = ['🕯️.jpg', 'فرح.jpg', 'a\nb.jpg', '\u202Egpj.exe.jpg']
    const folder = fill(testFolder(), Object.fromEntries(names.map((name) => [name, 'x'])))
    expect([...described(await discover([folder]))].sort()).toEqual([...names].sort())
  })
})

describe.runIf(process.platform === 'linux')('names that are not UTF-8', () => {
  test('are found, and opened by the path that was found', async () => {
    const folder = testFolder()
    const bytes = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9, 0xff]), Buffer.from('.jpg')])
    fs.writeFileSync(bytes, 'content')
    const [entry] = await discover([folder])
    if (entry?.kind !== 'file') throw new Error('not found')
    expect(entry.source.relativePath).toBe('caf\udce9\udcff.jpg')
    expect(fs.readFileSync(nativePath(entry.source.path), 'utf8')).toBe('content')
    expect(JSON.parse(JSON.stringify(entry.source.path))).toBe(entry.source.path)
    expect(described(await discover([entry.source.path]))).toEqual(['caf\udce9\udcff.jpg'])
  })
})

describe('watching', () => {
  const watching = createSourceFiles({ pollMs: 10, settledMs: 40 })

  /** The next `count` entries of a watched folder; `onFound` may add more files. */
  async function watched(folder: string, count: number, onFound: (found: number) => void): Promise<readonly string[]> {
    const controller = new AbortController()
    const found: Discovered[] = []
    const options = { recursive: true, watch: true }
    for await (const entry of watching.discover(controller.signal, [folder], options)) {
      found.push(entry)
      if (found.length === count) controller.abort()
      else onFound(found.length)
    }
    return described(found)
  }

  test('brings what is there and what comes, each once', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'x' })
    const found = await watched(folder, 3, (count) => fill(folder, { [`new/${count}.jpg`]: 'y' }))
    expect(found).toEqual(['a.jpg', 'new/1.jpg', 'new/2.jpg'])
  })

  test('brings a file again when it was replaced', async () => {
    const folder = fill(testFolder(), { 'a.jpg': 'x' })
    expect(await watched(folder, 2, () => fill(folder, { 'a.jpg': 'other' }))).toEqual(['a.jpg', 'a.jpg'])
  })

  test('leaves a file alone while it grows', async () => {
    const folder = fill(testFolder(), { 'growing.jpg': '' })
    let writes = 0
    const writing = setInterval(() => {
      fs.appendFileSync(path.join(folder, 'growing.jpg'), 'more')
      if (++writes === 20) clearInterval(writing)
    }, 5)
    onTestFinished(() => clearInterval(writing))
    const sizes: number[] = []
    const controller = new AbortController()
    const options = { recursive: false, watch: true }
    for await (const entry of createSourceFiles({ pollMs: 10, settledMs: 400 }).discover(
      controller.signal,
      [folder],
      options,
    )) {
      if (entry.kind === 'file') sizes.push(entry.source.sizeBytes)
      controller.abort()
    }
    expect(sizes).toEqual([80])
  })
})
