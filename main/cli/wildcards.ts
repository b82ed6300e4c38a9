import fs from 'node:fs'
import type { PlatformPath } from 'node:path'
import ownPaths from 'node:path'

/** Where names come from and how this system writes them. */
export interface NameSource {
  readonly platform: NodeJS.Platform
  readonly paths: PlatformPath
  /** Throws where there is no such folder. */
  readonly namesIn: (folder: string) => readonly string[]
}

const ownSource: NameSource = {
  platform: process.platform,
  paths: ownPaths,
  namesIn: (folder) => fs.readdirSync(folder),
}

/**
 * The inputs with `*` and `?` in their last part replaced by the names they match, as every shell does but those of Windows. One that
 * matches nothing stays as it is and is told of as a file that is not there: no name on Windows holds these characters.
 */
export function expandWildcards(inputs: readonly string[], source: NameSource = ownSource): readonly string[] {
  return source.platform === 'win32' ? inputs.flatMap((input) => expanded(input, source)) : inputs
}

function expanded(input: string, { paths, namesIn }: NameSource): readonly string[] {
  const pattern = paths.basename(input)
  if (!/[*?]/.test(pattern)) return [input]
  const matcher = new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'iu',
  )
  const folder = paths.dirname(input)
  try {
    const matching = namesIn(folder).filter((name) => matcher.test(name))
    return matching.length > 0 ? matching.map((name) => paths.join(folder, name)) : [input]
  } catch {
    return [input]
  }
}
