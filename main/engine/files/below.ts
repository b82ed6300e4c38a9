import type { PlatformPath } from 'node:path'
import ownPaths from 'node:path'

/**
 * True where an absolute path lies in the folder or deeper. Comparing beginnings would not do: the root of a drive already ends
 * with a separator (`E:\`), other folders do not, and Windows sees no difference between upper and lower case.
 */
export function isBelow(folder: string, file: string, paths: PlatformPath = ownPaths): boolean {
  const relative = paths.relative(folder, file)
  if (relative === '' || paths.isAbsolute(relative)) return false
  return relative !== '..' && !relative.startsWith(`..${paths.sep}`)
}
