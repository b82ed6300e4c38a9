import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { releasedModifiedMs } from '../../main/core/naming/released-date.js'
import { fill, namesBelow, snapshot, testFolder } from '../support/folders.js'
import { picture, plantedName } from '../support/pictures.js'
import { commandFile, follow, recordsOf, start, zaslona } from './run-command.js'

const posix = process.platform !== 'win32'
let jpeg: Buffer
let planted: Buffer

beforeAll(async () => {
  jpeg = await picture()
  planted = await picture({ planted: true })
})

const at = (...parts: readonly string[]): string => path.join(...parts)

/** A folder with `in` full of pictures, and the name of an `out` that does not exist yet. */
function place(files: Readonly<Record<string, string | Uint8Array>>): { root: string; input: string; output: string } {
  const root = testFolder()
  fs.mkdirSync(at(root, 'in'))
  fill(at(root, 'in'), files)
  return { root, input: at(root, 'in'), output: at(root, 'out') }
}

describe('redact', () => {
  test('leaves safe copies in the output folder, nothing else anywhere, and the originals as they were', async () => {
    const { root, input, output } = place({
      'a.jpg': planted,
      'b.png': await picture({ format: 'png' }),
      'deep/c.jpg': jpeg,
    })
    const before = snapshot(input)
    const ended = await zaslona('redact', input, '--out', output, '--json')
    expect(ended).toMatchObject({ code: 0 })
    const records = recordsOf(ended.stdout)
    expect(Object.keys(records).sort()).toEqual(['a.jpg', 'b.png'])
    const outputs = Object.values(records).map((record) => record.output ?? '')
    expect(namesBelow(output)).toEqual(outputs.map((file) => path.basename(file)).sort())
    for (const file of outputs) {
      expect(path.basename(file)).toMatch(/^photo-[0-9a-z]{8}\.(jpg|png)$/)
      expect(fs.statSync(file).mtimeMs).toBe(releasedModifiedMs)
      expect(fs.readFileSync(file).includes(plantedName)).toBe(false)
      expect(await sharp(file).metadata()).toMatchObject({ width: 160, height: 120 })
    }
    expect(fs.readdirSync(root).sort()).toEqual(['in', 'out'])
    expect(snapshot(input)).toEqual(before)
  })

  test('is silent on standard output and has no control characters when nobody watches', async () => {
    const { input, output } = place({ 'a.jpg': jpeg })
    const ended = await zaslona('redact', input, '--out', output)
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr).toContain('1 file is safe to publish')
    expect(ended.stderr).not.toMatch(/[^\P{Cc}\n]/u)
  })

  test('names every bad input and harms no other', async () => {
    const { input, output } = place({
      'good.jpg': jpeg,
      'png-named.jpg': await picture({ format: 'png' }),
      'empty.jpg': '',
      'text.jpg': 'this is no picture',
      'truncated.jpg': jpeg.subarray(0, Math.floor(jpeg.length / 2)),
      'svg.jpg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      'bomb.png': await picture({ format: 'png', width: 400, height: 400 }),
      'good.xmp': '<x:xmpmeta/>',
      '🕯️.jpg': jpeg,
      'فرح.jpg': jpeg,
      ...(posix ? { 'line\nbreak.jpg': jpeg } : {}),
    })
    const before = snapshot(input)
    const ended = await zaslona('redact', input, '--out', output, '--json', '--max-pixels', '100000')
    const records = recordsOf(ended.stdout)
    expect(ended.code).toBe(1)
    const safe = Object.keys(records).filter((name) => records[name]?.status === 'safe')
    expect(safe.sort()).toEqual(
      ['good.jpg', 'png-named.jpg', '🕯️.jpg', 'فرح.jpg', ...(posix ? ['line\nbreak.jpg'] : [])].sort(),
    )
    expect(records['png-named.jpg']?.output).toMatch(/\.png$/)
    expect(records['empty.jpg']?.reason?.code).toBe('empty-file')
    expect(records['text.jpg']?.reason?.code).toBe('not-a-picture')
    expect(records['truncated.jpg']?.reason?.code).toMatch(/^(truncated|corrupt)$/)
    expect(records['svg.jpg']?.status).toBe('refused')
    expect(records['bomb.png']?.reason).toMatchObject({ code: 'too-many-pixels', pixels: 160_000, limit: 100_000 })
    expect(records['good.xmp']?.reason?.code).toBe('sidecar')
    expect(namesBelow(output)).toHaveLength(safe.length)
    expect(ended.stderr).not.toMatch(/[^\P{Cc}\n]/u)
    expect(snapshot(input)).toEqual(before)
  })

  test.runIf(posix)('names pipes, devices and links that lead nowhere or in circles', async () => {
    const { input, output } = place({ 'good.jpg': jpeg })
    execFileSync('mkfifo', [at(input, 'pipe.jpg')])
    fs.symlinkSync('/dev/zero', at(input, 'zero.jpg'))
    fs.symlinkSync('nowhere', at(input, 'dangling.jpg'))
    fs.symlinkSync('.', at(input, 'circle'))
    const ended = await zaslona('redact', input, '--out', output, '--json', '--recursive')
    const records = recordsOf(ended.stdout)
    expect(ended.code).toBe(1)
    expect(Object.fromEntries(Object.entries(records).map(([name, { reason }]) => [name, reason?.code]))).toEqual({
      'good.jpg': undefined,
      'pipe.jpg': 'not-a-regular-file',
      'zero.jpg': 'not-a-regular-file',
      'dangling.jpg': 'vanished',
      circle: 'link-loop',
    })
  })

  test.runIf(process.platform === 'linux')('takes a file whose name is not UTF-8 from the command line', async () => {
    const { root, output } = place({})
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/in/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]), jpeg)
    const script = 'exec "$0" "$1" redact "$(printf "$2/in/caf\\351.jpg")" --out "$3" --json'
    const shell = spawn('sh', ['-c', script, process.execPath, commandFile, root, output])
    const ended = await follow(shell).ended
    expect(ended.code).toBe(0)
    expect(recordsOf(ended.stdout)['caf\udce9.jpg']?.status).toBe('safe')
  })

  test('gives two inputs of one name two names, and replaces nothing on a second run', async () => {
    const { input, output } = place({
      'one/a.jpg': jpeg,
      'two/a.jpg': jpeg,
      'three/a.png': await picture({ format: 'png' }),
    })
    const args = ['redact', input, '--out', output, '--recursive', '--names', 'keep', '--json']
    expect((await zaslona(...args)).code).toBe(0)
    expect(namesBelow(output)).toEqual(['a-2.jpg', 'a.jpg', 'a.png'].sort())
    const before = snapshot(output)
    const again = await zaslona(...args)
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('never replaced')
    expect(snapshot(output)).toEqual(before)
  })

  test('a dry run tells what would be covered and writes nothing', async () => {
    const { root, input, output } = place({ 'a.jpg': jpeg })
    const ended = await zaslona('redact', input, '--out', output, '--dry-run', '--json')
    expect(ended.code).toBe(0)
    expect(recordsOf(ended.stdout)['a.jpg']).toMatchObject({ status: 'planned', output: null })
    expect(fs.readdirSync(root)).toEqual(['in'])
  })

  test('names a file that vanished during the run', async () => {
    const { input, output } = place({ 'a.jpg': jpeg, 'b.jpg': jpeg, 'c.jpg': jpeg, 'd.jpg': jpeg })
    const args = ['redact', input, '--out', output, '--json', '--jobs', '1']
    let removed = false
    const ended = await start(args, () => {
      if (!removed) fs.rmSync(at(input, 'd.jpg'))
      removed = true
    }).ended
    expect(ended.code).toBe(1)
    expect(recordsOf(ended.stdout)['d.jpg']?.reason?.code).toBe('vanished')
    expect(namesBelow(output)).toHaveLength(3)
  })
})

describe('the output folder', () => {
  test('is refused inside an input, around an input, as a file, and without a place', async () => {
    const { root, input } = place({ 'a.jpg': jpeg, 'deep/b.jpg': jpeg })
    const before = snapshot(root)
    const codes = []
    for (const output of ['in', 'in/deep', 'in/new', '.', 'in/a.jpg/out', 'no/such/folder'])
      codes.push((await zaslona('redact', input, '--out', at(root, output))).code)
    expect(codes).toEqual([2, 2, 2, 2, 3, 3])
    expect(snapshot(root)).toEqual(before)
  })
})

describe('verify and inspect', () => {
  test('verify passes what redact released, and finds what an original tells', async () => {
    const { input, output } = place({ 'a.jpg': planted })
    await zaslona('redact', input, '--out', output)
    expect(await zaslona('verify', output)).toMatchObject({ code: 0 })
    const original = await zaslona('verify', input)
    expect(original.code).toBe(1)
    expect(original.stdout).toContain('a.jpg')
  })

  test('inspect tells the planted name and changes nothing', async () => {
    const { input } = place({ 'a.jpg': planted })
    const before = snapshot(input)
    const ended = await zaslona('inspect', at(input, 'a.jpg'))
    expect(ended.code).toBe(0)
    expect(ended.stdout).toContain(plantedName)
    expect(snapshot(input)).toEqual(before)
  })
})
