import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The built command, as it ships. */
export const commandFile = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  /** Resolves with everything when the command has ended. */
  readonly ended: Promise<Ended>
}

/** Starts the command; `onStdout` gets the text so far whenever more of it comes. */
export function start(
  args: readonly string[],
  onStdout: (text: string, child: ChildProcess) => void = () => undefined,
): Running {
  return follow(spawn(process.execPath, [commandFile, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }), onStdout)
}

/** Follows a started command to its end. */
export function follow(
  child: ChildProcess,
  onStdout: (text: string, child: ChildProcess) => void = () => undefined,
): Running {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    onStdout(stdout, child)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
  return { child, ended }
}

export const zaslona = (...args: readonly string[]): Promise<Ended> => start(args).ended

/** The records of a `--json` run by the name of the input. */
export function recordsOf(stdout: string): Readonly<Record<string, Outcome>> {
  const records: Record<string, Outcome> = {}
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const record = JSON.parse(line) as Outcome
    records[record.input.slice(record.input.lastIndexOf('/') + 1)] = record
  }
  return records
}

export interface Outcome {
  readonly input: string
  readonly status: string
  readonly output: string | null
  readonly faces: number | null
  readonly reason: { readonly code: string } | null
  readonly verdict: { readonly sha256: string } | null
}
