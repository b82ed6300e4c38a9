import fs from 'node:fs'
import { createDispatch } from '../core/contract/dispatch.js'
import { english } from '../core/messages/english.js'
import type { EngineChoices, OpenEngine } from './command-context.js'
import type { SignalSource } from './interruption.js'
import { runProgram } from './program.js'
import { rawArguments } from './raw-arguments.js'
import { createTerminal } from './terminal.js'

/** The command, wired to this process. Sets the exit code and lets the process end by itself. */
export async function run(): Promise<void> {
  let interrupt: (() => void) | undefined
  // Nobody reads on (`zaslona … | head`): what was released stays, the rest is not begun.
  process.stdout.on('error', () => interrupt?.())
  // The terminal is gone; there is nobody left to tell.
  process.stderr.on('error', () => undefined)
  process.exitCode = await runProgram(
    {
      terminal: createTerminal({ stdout: process.stdout, stderr: process.stderr, environment: process.env }),
      messages: english,
      version: ownVersion(),
      signals: processSignals,
      onRunning: (running) => (interrupt = running),
      openEngine,
    },
    rawArguments(process.argv.slice(2)),
  )
}

const processSignals: SignalSource = {
  on: (name, listener) => process.on(name, listener),
  off: (name, listener) => process.off(name, listener),
  exit: (code) => process.exit(code),
}

/** Loaded only when a command needs it: `--help` answers without reading a model. */
async function openEngine(choices: EngineChoices = {}): Promise<OpenEngine> {
  const { createEngine, ordinaryOptions } = await import('../engine/create-engine.js')
  const engine = createEngine({ ...ordinaryOptions(), ...choices })
  return { dispatch: createDispatch(engine), close: () => engine.close() }
}

function ownVersion(): string {
  const manifest = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as unknown
  const version = typeof manifest === 'object' && manifest && 'version' in manifest ? manifest.version : undefined
  return typeof version === 'string' ? version : '0.0.0'
}
