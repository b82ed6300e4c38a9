import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { fill, namesBelow, snapshot, testFolder } from '../support/folders.js'
import { picture } from '../support/pictures.js'
import { recordsOf, start, zaslona } from './run-command.js'

const isRoot = process.getuid?.() === 0
/** How hard to look for faces is not what is tested here. */
const redact = ['redact', '--thoroughness', 'fast']
let pictures: Record<string, Buffer>

beforeAll(async () => {
  const jpeg = await picture({ width: 320, height: 240 })
  pictures = Object.fromEntries(Array.from({ length: 12 }, (_, number) => [`${number}.jpg`, jpeg]))
})

function place(): { root: string; input: string; output: string } {
  const root = testFolder()
  const input = path.join(root, 'in')
  fs.mkdirSync(input)
  fill(input, pictures)
  return { root, input, output: path.join(root, 'out') }
}

/** Every file in the folder is one whole picture of the size that was written; returns how many there are. */
async function countWhole(output: string): Promise<number> {
  const names = fs.existsSync(output) ? namesBelow(output) : []
  for (const name of names) {
    expect(name).toMatch(/^photo-[0-9a-z]{8}\.jpg$/)
    const { info } = await sharp(path.join(output, name), { failOn: 'warning' })
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 320, height: 240 })
  }
  return names.length
}

/** A small linear congruential generator: the moments are random, and the same in every run. */
function* seeded(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

describe('interruption', () => {
  test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    '%s during the run: what is finished stays, nothing else',
    async (signal) => {
      const { root, input, output } = place()
      const before = snapshot(input)
      const args = [...redact, input, '--out', output, '--json']
      let sent = false
      const ended = await start(args, (_, child) => {
        if (!sent) child.kill(signal)
        sent = true
      }).ended
      expect(ended.code).toBe(130)
      expect(ended.stderr).toContain('Stopping…')
      const records = Object.values(recordsOf(ended.stdout))
      const safe = records.filter(({ status }) => status === 'safe')
      expect(records.length).toBe(12)
      expect(records.filter(({ status }) => status === 'canceled').length).toBe(12 - safe.length)
      expect(safe.length).toBeLessThan(12)
      expect(await countWhole(output)).toBe(safe.length)
      expect(fs.readdirSync(root).sort()).toEqual(['in', 'out'])
      expect(snapshot(input)).toEqual(before)
    },
  )

  test('a reader of standard output that goes away ends the run', async () => {
    const { root, input, output } = place()
    const running = start([...redact, input, '--out', output, '--json'], (_, child) => child.stdout?.destroy())
    const ended = await running.ended
    expect(ended.code).toBe(130)
    expect(await countWhole(output)).toBeLessThan(12)
    expect(fs.readdirSync(root).sort()).toEqual(['in', 'out'])
  })

  test('kill -9 at any moment leaves only whole files, and the next run removes the rest', async () => {
    const { root, input, output } = place()
    const before = snapshot(input)
    const calibration = performance.now()
    expect((await zaslona(...redact, input, '--out', path.join(root, 'whole'))).code).toBe(0)
    const durationMs = performance.now() - calibration
    const moments = seeded(20_200_809)
    for (let round = 0; round < 6; round++) {
      const { child, ended } = start([...redact, input, '--out', output])
      const timer = setTimeout(() => child.kill('SIGKILL'), moments.next().value * durationMs)
      await ended
      clearTimeout(timer)
      await countWhole(output)
      expect(snapshot(input)).toEqual(before)
    }
    const finished = await countWhole(output)
    expect((await zaslona(...redact, input, '--out', output)).code).toBe(0)
    expect(await countWhole(output)).toBe(finished + 12)
    expect(fs.readdirSync(root).sort()).toEqual(['in', 'out', 'whole'])
  }, 300_000)
})

describe('watching', () => {
  test('takes files that come, until Ctrl-C', async () => {
    const root = testFolder()
    const input = path.join(root, 'in')
    fs.mkdirSync(input)
    const first = pictures['0.jpg']
    if (!first) throw new Error('no picture')
    fill(input, { 'a.jpg': first })
    const output = path.join(root, 'out')
    const ended = await start([...redact, input, '--out', output, '--watch', '--json'], (text, child) => {
      const lines = text.split('\n').length - 1
      if (lines === 1) fill(input, { 'b.jpg': first })
      if (lines === 2) child.kill('SIGINT')
    }).ended
    expect(ended.code).toBe(130)
    expect(Object.keys(recordsOf(ended.stdout))).toEqual(['a.jpg', 'b.jpg'])
    expect(await countWhole(output)).toBe(2)
  })
})

describe.skipIf(!isRoot || process.platform !== 'linux')('a full disk', () => {
  test('is named, ends in exit code 3 and leaves only whole files', async () => {
    const { root, input } = place()
    const disk = path.join(root, 'disk')
    fs.mkdirSync(disk)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    if (mounted.status !== 0) throw new Error(`cannot mount: ${mounted.stderr.toString()}`)
    onTestFinished(() => void spawnSync('umount', [disk]))
    const output = path.join(disk, 'out')
    const ended = await zaslona(...redact, input, '--out', output, '--json')
    expect(ended.code).toBe(3)
    const codes = Object.values(recordsOf(ended.stdout)).map(({ reason }) => reason?.code)
    expect(codes).toContain('disk-full')
    expect(await countWhole(output)).toBe(codes.filter((code) => code === undefined).length)
  })
})
