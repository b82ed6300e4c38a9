import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Places } from './places.js'

/** How the engine's process is started. */
export interface EngineCommand {
  readonly node: string
  /** Node's own flags; `writableAt` are folders or patterns that end with `*`, all that the process may write to. */
  readonly flags: (writableAt: readonly string[]) => readonly string[]
  readonly main: string
}

/**
 * [Note: What the engine may do]
 *
 * The engine runs under Node's permission model (https://nodejs.org/api/permissions.html): it reads files and starts its
 * workers, it has no network, and it writes nowhere but where an export goes; while faces are looked for it cannot write at
 * all. The model binds JavaScript: native code in a codec is bound by nothing but the operating system.
 *
 * A Node before 24 does not have the model without experiments, one before 25 does not keep the network shut. The packaged
 * app brings its own Node; a checkout has whichever the developer has.
 */
export async function findEngineCommand({ node, engineMain }: Places): Promise<EngineCommand> {
  if (node !== undefined) return { node, flags: permissions, main: engineMain }
  const found = process.env['npm_node_execpath'] ?? 'node'
  const major = await majorVersionOf(found)
  return { node: found, flags: major >= 24 ? permissions : () => [], main: engineMain }
}

const permissions = (writableAt: readonly string[]): readonly string[] => [
  '--permission',
  '--allow-fs-read=*',
  ...writableAt.map((place) => `--allow-fs-write=${place}`),
  '--allow-addons',
  '--allow-child-process',
  '--allow-worker',
  // Node warns that these flags widen what is allowed; there is nobody to read it.
  '--disable-warning=SecurityWarning',
]

async function majorVersionOf(node: string): Promise<number> {
  const { stdout } = await promisify(execFile)(node, ['-p', 'process.versions.node'])
  return Number(stdout.split('.')[0])
}
