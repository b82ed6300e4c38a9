import nodeFs from 'node:fs'
import fs from 'node:fs/promises'
import { promisify } from 'node:util'
import { pathFromBytes } from '../../core/naming/path-bytes.js'
import { nativePath } from './native-path.js'

/** The two ways to a path without links. */
export interface PathResolvers {
  /** Asks the system for the path of the file that it finds there. */
  readonly system: (absolute: string) => Promise<string>
  /** Follows the links part by part. */
  readonly stepwise: (absolute: string) => Promise<string>
}

const ownResolvers: PathResolvers = {
  system: async (absolute) => pathFromBytes(await fs.realpath(nativePath(absolute), { encoding: 'buffer' })),
  stepwise: promisify(nodeFs.realpath),
}

/**
 * The path without links, in the notation of [Note: Names that are not UTF-8]. Windows cannot tell it (`EISDIR`) on drives that its
 * mount manager does not know, as those of some encrypted containers and disks in memory; there the links are followed part by part.
 */
export async function realPath(
  absolute: string,
  resolvers: PathResolvers = ownResolvers,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  try {
    return await resolvers.system(absolute)
  } catch (error) {
    if (platform !== 'win32') throw error
    return resolvers.stepwise(absolute).catch(() => Promise.reject(error as Error))
  }
}
