import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { snapshot, testFolder } from '../support/folders.js'
import { makeClip } from '../engine/video/clips.js'
import { recordsOf, start, zaslona } from './run-command.js'

const redact = ['redact', '--thoroughness', 'fast', '--audio', 'keep']
const sound = { encoder: 'aac', seconds: 1, beepSeconds: [0.2, 0.4] } as const

async function place(): Promise<{ root: string; input: string; output: string }> {
  const root = testFolder()
  const input = path.join(root, 'in')
  fs.mkdirSync(input)
  const timesMs = Array.from({ length: 30 }, (_, index) => index * 40)
  await makeClip(path.join(input, 'clip.mp4'), { width: 160, height: 120, timesMs, sound })
  return { root, input, output: path.join(root, 'out') }
}

/** Calls back as soon as the command has begun to write the redacted video. */
function onStaged(root: string, begun: () => void): void {
  const watcher = fs.watch(root, { recursive: true }, () => {
    const staging = fs.readdirSync(root).find((name) => name.startsWith('.zaslona-'))
    if (staging === undefined) return
    const isBegun = fs
      .readdirSync(path.join(root, staging))
      .some((name) => (fs.statSync(path.join(root, staging, name), { throwIfNoEntry: false })?.size ?? 0) > 0)
    if (!isBegun) return
    watcher.close()
    begun()
  })
}

describe.skipIf(process.platform !== 'linux')('the interruption of a video', () => {
  test('kill -9 while it is being written leaves nothing behind the next run, which starts it anew', async () => {
    const { root, input, output } = await place()
    const before = snapshot(input)
    const { child, ended } = start([...redact, input, '--out', output])
    onStaged(root, () => child.kill('SIGKILL'))
    expect((await ended).code).toBeNull()
    expect(fs.readdirSync(output)).toEqual([])
    const again = await zaslona(...redact, input, '--out', output, '--json')
    expect(again.code).toBe(0)
    expect(recordsOf(again.stdout)['clip.mp4']?.status).toBe('safe')
    expect(fs.readdirSync(output)).toHaveLength(1)
    expect(fs.readdirSync(root).sort()).toEqual(['in', 'out'])
    expect(snapshot(input)).toEqual(before)
  }, 120_000)

  test('Ctrl-C while it is being written ends it within a second', async () => {
    const { root, input, output } = await place()
    const { child, ended } = start([...redact, input, '--out', output, '--json'])
    let stoppedMs = 0
    onStaged(root, () => {
      stoppedMs = performance.now()
      child.kill('SIGINT')
    })
    const { code, stdout } = await ended
    expect(performance.now() - stoppedMs).toBeLessThan(1_000)
    expect(code).toBe(130)
    expect(recordsOf(stdout)['clip.mp4']?.status).toBe('canceled')
    expect(fs.readdirSync(root).sort()).toEqual(['in', 'out'])
    expect(fs.readdirSync(output)).toEqual([])
  }, 120_000)
})
