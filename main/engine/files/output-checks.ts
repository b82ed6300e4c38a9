import fs from 'node:fs/promises'
import path from 'node:path'
import type { EngineError } from '../../core/contract/engine.js'
import { isWindowsName } from '../../core/naming/file-name.js'
import { identitiesOf } from '../../core/naming/file-identity.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { nativePath } from './native-path.js'
import { realPath } from './real-path.js'
import { systemCodeOf } from './system-error.js'

/** Where the output folder lies, or would lie. */
export interface OutputPlace {
  /** Absolute, without links. */
  readonly path: string
  readonly exists: boolean
}

/** Finds out whether the folder can take the output of these inputs; makes nothing. */
export async function checkOutput(
  output: string,
  inputs: readonly string[],
): Promise<Result<OutputPlace, EngineError>> {
  const place = await locate(path.resolve(output))
  if (!place.ok) return place
  const outputFolders = await selfAndAncestors(place.value.exists ? place.value.path : path.dirname(place.value.path))
  const ownIdentities = place.value.exists ? outputFolders[0] : undefined
  for (const input of inputs) {
    const real = await realPath(path.resolve(input)).catch(() => undefined)
    if (real === undefined) continue
    const inputFolders = await selfAndAncestors(real)
    if (isAmong(inputFolders[0], outputFolders)) return err({ code: 'output-inside-input', output, input })
    if (isAmong(ownIdentities, inputFolders)) return err({ code: 'input-inside-output', output, input })
  }
  return place
}

async function locate(absolute: string): Promise<Result<OutputPlace, EngineError>> {
  try {
    const stats = await fs.stat(nativePath(absolute))
    if (!stats.isDirectory()) return err({ code: 'output-not-a-folder', output: absolute })
    await fs.access(nativePath(absolute), fs.constants.W_OK | fs.constants.X_OK)
    return ok({ path: await realPath(absolute), exists: true })
  } catch (error) {
    const systemCode = systemCodeOf(error)
    if (systemCode === 'ENOTDIR') return err({ code: 'output-not-a-folder', output: absolute })
    if (systemCode !== 'ENOENT') return err({ code: 'output-unwritable', output: absolute, systemCode })
  }
  if (process.platform === 'win32' && !isWindowsName(path.basename(absolute)))
    return err({ code: 'output-unwritable', output: absolute, systemCode: 'EINVAL' })
  try {
    const parent = await realPath(path.dirname(absolute))
    return ok({ path: path.join(parent, path.basename(absolute)), exists: false })
  } catch (error) {
    return err({ code: 'output-unwritable', output: absolute, systemCode: systemCodeOf(error) })
  }
}

/** What the folder or file and every folder above it are known by, see [Note: Which folder is which]. */
async function selfAndAncestors(realPathOfFile: string): Promise<readonly (readonly string[])[]> {
  const identities: (readonly string[])[] = []
  for (let at = realPathOfFile; ; at = path.dirname(at)) {
    const stats = await fs.stat(nativePath(at), { bigint: true }).catch(() => undefined)
    if (stats) identities.push(identitiesOf(stats, at, process.platform))
    if (path.dirname(at) === at) return identities
  }
}

const isAmong = (own: readonly string[] | undefined, others: readonly (readonly string[])[]): boolean =>
  own !== undefined && others.some((other) => other.some((identity) => own.includes(identity)))
