import type { PlatformPath } from 'node:path'
import ownPaths from 'node:path'
import { stagingPrefix } from '../core/naming/staging-name.js'

/**
 * Where an export writes, in the patterns of Node's permission model: its folder, and the hidden folder beside it in which files wait to
 * be examined. `output` is absolute and without links.
 *
 * On Windows the model cannot name a place on a network drive: it takes the beginning of such a path away where it asks, and leaves it where it
 * grants (`\\\\server\\share`, nodejs/node, src/permission/fs_permission.cc). Exporting there is not bound by the model.
 */
export function writablePlaces(output: string, paths: PlatformPath = ownPaths): readonly string[] {
  if (paths.sep === '\\' && output.startsWith('\\\\')) return ['*']
  return [output, paths.join(output, '*'), paths.join(paths.dirname(output), `${stagingPrefix}*`)]
}
