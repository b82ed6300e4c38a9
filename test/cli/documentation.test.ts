import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { run } from './run-program.js'

interface DocumentedOption {
  readonly flags: string
  readonly commands: readonly string[]
  readonly row: string
}

/** The rows of the table of options in docs/command.md. */
function documentedOptions(): readonly DocumentedOption[] {
  const text = fs.readFileSync(new URL('../../docs/command.md', import.meta.url), 'utf8')
  return text.split('\n').flatMap((row) => {
    const [, flags, commands] = /^\| `(-[^`]+)` +\| ([^|]+?) *\|/.exec(row) ?? []
    return flags === undefined || commands === undefined ? [] : [{ flags, commands: commands.split(', '), row }]
  })
}

interface ProgramOption {
  readonly flags: string
  /** What the values can be, and what they are where nothing is said. */
  readonly values: readonly string[]
}

/** What `--help` lists below its heading of options. */
async function programOptions(command: readonly string[]): Promise<readonly ProgramOption[]> {
  const { stdout } = await run([...command, '--help'])
  const [, options] = /\nOptions:\n([\s\S]*?)(?:\n\n|$)/.exec(stdout) ?? []
  return (options ?? '').split(/^ {2}(?=-)/m).flatMap((entry) => {
    const [, flags, meaning] = /^(.+?) {2,}([\s\S]+)$/.exec(entry) ?? []
    return flags === undefined || meaning === undefined
      ? []
      : [{ flags, values: meaning.match(/(?<=")[\w-]+(?=")/g) ?? [] }]
  })
}

describe('docs/command.md has every option', () => {
  const everywhere = '-h, --help'

  test.each([
    ['zaslona', []],
    ['redact', ['redact']],
    ['inspect', ['inspect']],
    ['verify', ['verify']],
    ['models', ['models']],
    ['models list', ['models', 'list']],
    ['models add', ['models', 'add']],
    ['models remove', ['models', 'remove']],
  ])('of %s, and no other', async (name, command) => {
    const options = await programOptions(command)
    const documented = documentedOptions().filter(
      ({ flags, commands }) => commands.includes(name) || flags === everywhere,
    )
    expect(options.map(({ flags }) => flags).sort()).toEqual(documented.map(({ flags }) => flags).sort())
    for (const { flags, values } of options) {
      const row = documented.find((option) => option.flags === flags)?.row
      for (const value of values) expect(row, flags).toContain(`\`${value}\``)
    }
  })

  test('of commands that exist', () => {
    const names = new Set(documentedOptions().flatMap(({ commands }) => commands))
    expect([...names].sort()).toEqual(
      ['every command', 'inspect', 'models add', 'models list', 'redact', 'verify', 'zaslona'].sort(),
    )
  })
})
