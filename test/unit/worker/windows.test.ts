import { describe, expect, it } from 'vitest'
import { isParentGone } from '../../../main/engine/worker/parent.js'
import { defectExitCode, endedForMemory, memorySignalOn } from '../../../main/engine/worker/protocol.js'

/** All that Node can send on Windows (https://nodejs.org/api/process.html#signal-events). */
const windowsCanSend = ['SIGINT', 'SIGTERM', 'SIGKILL', 'SIGQUIT']

describe('a worker over its memory limit', () => {
  it('ends itself by what the system has, and its parent knows why', () => {
    expect(windowsCanSend).toContain(memorySignalOn('win32'))
    // TerminateProcess leaves the code 1 and no signal.
    expect(endedForMemory(1, null, 'win32')).toBe(true)
    for (const platform of ['linux', 'darwin'] as const)
      expect(endedForMemory(null, memorySignalOn(platform), platform)).toBe(true)
  })

  it.each([
    ['a defect of its own', defectExitCode, null],
    ['an access violation', 0xc0000005, null],
    ['an ordinary end', 0, null],
    ['somebody else’s kill', null, 'SIGKILL'],
  ] as const)('is not meant by %s', (_what, code, signal) => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(endedForMemory(code, signal, platform)).toBe(false)
  })

  it('is not meant by the code 1 where there are signals', () => {
    expect(endedForMemory(1, null, 'linux')).toBe(false)
  })
})

describe('a parent that ended', () => {
  const refusing = (code: string) => () => {
    throw Object.assign(new Error(code), { code })
  }

  it('is noticed by the new parent', () => {
    expect(isParentGone(7, { platform: 'linux', ppid: 7, kill: refusing('ESRCH') })).toBe(false)
    expect(isParentGone(7, { platform: 'linux', ppid: 1, kill: () => true })).toBe(true)
  })

  it('is looked for on Windows, where its number stays', () => {
    expect(isParentGone(7, { platform: 'win32', ppid: 7, kill: () => true })).toBe(false)
    expect(isParentGone(7, { platform: 'win32', ppid: 7, kill: refusing('ESRCH') })).toBe(true)
    expect(isParentGone(7, { platform: 'win32', ppid: 7, kill: refusing('EPERM') })).toBe(false)
  })
})
