import { describe, expect, it } from 'vitest'
import { createPatience } from '../../../main/engine/files/patience.js'
import type { ReleaseCalls } from '../../../main/engine/files/release-file.js'
import { releaseFile } from '../../../main/engine/files/release-file.js'

type Call = 'link' | 'rename' | 'remove' | 'claim'

/** A folder in memory that answers some calls with an error, as many times as codes are given; then it does what is asked. */
function system(platform: NodeJS.Platform, answers: Partial<Record<Call, string[]>> = {}) {
  const files = new Map([['staged', 'finished']])
  const calls: string[] = []
  const pausesMs: number[] = []
  const make =
    (name: Call, act: (first: string, second: string) => void) =>
    (first: string, second = ''): Promise<void> => {
      calls.push(name)
      const code = answers[name]?.shift()
      if (code !== undefined) return Promise.reject(Object.assign(new Error(code), { code }))
      act(first, second)
      return Promise.resolve()
    }
  const move = (from: string, to: string): void => {
    files.set(to, files.get(from) ?? '')
    files.delete(from)
  }
  const release: ReleaseCalls = {
    link: make('link', (from, to) => files.set(to, files.get(from) ?? '')),
    rename: make('rename', move),
    remove: make('remove', (file) => files.delete(file)),
    claim: make('claim', (file) => files.set(file, '')),
    patiently: createPatience(platform, (ms) => Promise.resolve(pausesMs.push(ms))),
  }
  return { files, calls, pausesMs, release }
}

const again = (code: string, times: number): string[] => Array.from({ length: times }, () => code)

describe('releasing on Windows', () => {
  it('waits for a virus scanner that holds the finished file', async () => {
    const { files, calls, release } = system('win32', { link: ['EBUSY', 'EBUSY'], remove: ['EPERM', 'EBUSY'] })
    await releaseFile('staged', 'final', release)
    expect([...files]).toEqual([['final', 'finished']])
    expect(calls).toEqual(['link', 'link', 'link', 'remove', 'remove', 'remove'])
  })

  it.each(['EISDIR', 'UNKNOWN'])('does so where there are no hard links, which answer %s', async (code) => {
    const { files, release } = system('win32', { link: [code], rename: ['EPERM', 'EACCES', 'EBUSY'] })
    await releaseFile('staged', 'final', release)
    expect([...files]).toEqual([['final', 'finished']])
  })

  it('does not call a file failed that has its name already', async () => {
    const { files, release } = system('win32', { remove: again('EBUSY', 100) })
    await releaseFile('staged', 'final', release)
    expect(files.get('final')).toBe('finished')
  })

  it('gives up after some seconds and leaves no empty file', async () => {
    const { files, pausesMs, release } = system('win32', {
      link: ['EISDIR'],
      rename: again('EPERM', 100),
      remove: ['EBUSY'],
    })
    await expect(releaseFile('staged', 'final', release)).rejects.toMatchObject({ code: 'EPERM' })
    expect([...files]).toEqual([['staged', 'finished']])
    expect(pausesMs.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(6_000)
  })

  it('never waits where a file of that name exists', async () => {
    const { calls, pausesMs, release } = system('win32', { link: ['EEXIST'] })
    await expect(releaseFile('staged', 'final', release)).rejects.toMatchObject({ code: 'EEXIST' })
    expect([calls, pausesMs]).toEqual([['link'], []])
  })
})

describe('releasing elsewhere', () => {
  it('takes a refusal at its word', async () => {
    const { calls, pausesMs, release } = system('linux', { link: ['EPERM'], rename: ['EACCES'] })
    await expect(releaseFile('staged', 'final', release)).rejects.toMatchObject({ code: 'EACCES' })
    expect([calls, pausesMs]).toEqual([['link', 'claim', 'rename', 'remove'], []])
  })
})
