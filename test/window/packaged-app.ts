import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const release = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../release')

/** What `npm run package` made. */
export const packagedApp = path.join(release, 'linux-unpacked')
/**
 * The same with one byte changed: the fuse that shuts the inspector, through which Playwright speaks to the main process.
 * All other files are the packaged ones.
 */
export const inspectableApp = path.join(release, 'linux-inspectable')

export const programOf = (app: string): string => path.join(app, 'zaslona-window')
export const commandOf = (app: string): string => path.join(app, 'resources/bin/zaslona')

/** Order of the fuses in the wire of version 1 (https://www.electronjs.org/docs/latest/tutorial/fuses). */
const fuseNames = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'browserSnapshot',
  'fileProtocolPrivileges',
] as const
export type FuseName = (typeof fuseNames)[number]

/** Offset of the first fuse: after the sentinel, the version and the number of fuses. */
function fusesOffset(program: Buffer): number {
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const at = program.indexOf(sentinel)
  if (at < 0 || program.indexOf(sentinel, at + 1) >= 0) throw new Error('the program has no fuses, or several')
  const first = at + sentinel.length
  if (program[first] !== 1) throw new Error('the fuses are of another version')
  return first + 2
}

/** The fuses as they stand in the program. */
export function readFuses(file: string): Readonly<Record<FuseName, boolean>> {
  const program = fs.readFileSync(file)
  const first = fusesOffset(program)
  return Object.fromEntries(
    fuseNames.map((name, index) => [name, program[first + index] === '1'.charCodeAt(0)]),
  ) as Record<FuseName, boolean>
}

/** Makes `inspectableApp`; its files are hard links, but for the program. */
export function makeInspectable(): void {
  fs.rmSync(inspectableApp, { recursive: true, force: true })
  for (const name of fs.readdirSync(packagedApp, { recursive: true, encoding: 'utf8' })) {
    const [from, to] = [path.join(packagedApp, name), path.join(inspectableApp, name)]
    if (fs.statSync(from).isDirectory()) fs.mkdirSync(to, { recursive: true })
    else {
      fs.mkdirSync(path.dirname(to), { recursive: true })
      if (from !== programOf(packagedApp)) fs.linkSync(from, to)
    }
  }
  writeInspectable(programOf(packagedApp), programOf(inspectableApp))
}

/** Changes that byte of a program, which may be the one that is written. */
export function writeInspectable(from: string, to: string): void {
  const program = fs.readFileSync(from)
  program[fusesOffset(program) + fuseNames.indexOf('nodeCliInspect')] = '1'.charCodeAt(0)
  fs.writeFileSync(to, program, { mode: 0o755 })
}
