import { EventEmitter } from 'node:events'
import { expect } from 'vitest'
import { runProgram } from '../../main/cli/program.js'
import { createTerminal } from '../../main/cli/terminal.js'
import { english } from '../../main/core/messages/english.js'
import type { Script } from './fake-engine.js'
import { scriptedDispatch } from './fake-engine.js'

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly closed: boolean
  readonly hardExits: readonly number[]
}

export interface Setting {
  readonly tty?: boolean
  readonly environment?: Record<string, string>
  readonly process?: EventEmitter
}

/** Runs the program in this process with a scripted engine; nothing may go on listening for signals. */
export async function run(args: readonly string[], script: Script = {}, setting: Setting = {}): Promise<Run> {
  const written = { stdout: '', stderr: '' }
  const emitter = setting.process ?? new EventEmitter()
  const hardExits: number[] = []
  let closed = false
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: setting.tty ?? false,
    columns: 80,
    write: (text: string) => (written[name] += text),
  })
  const code = await runProgram(
    {
      terminal: createTerminal({
        stdout: stream('stdout'),
        stderr: stream('stderr'),
        environment: setting.environment ?? {},
      }),
      messages: english,
      version: '1.2.3',
      signals: {
        on: (name, listener) => emitter.on(name, listener),
        off: (name, listener) => emitter.off(name, listener),
        exit: (status) => hardExits.push(status),
      },
      onRunning: () => undefined,
      openEngine: () =>
        Promise.resolve({
          dispatch: scriptedDispatch(script),
          close: () => {
            closed = true
            return Promise.resolve()
          },
        }),
    },
    args,
  )
  expect(emitter.listenerCount('SIGINT')).toBe(0)
  return { code, ...written, closed, hardExits }
}

export const redact = (script: Script, setting?: Setting, ...more: string[]): Promise<Run> =>
  run(['redact', 'in', '--out', 'out', ...more], script, setting)
