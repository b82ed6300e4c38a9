import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The models that belong to the product. */
export const productModelsFolder = (): string => fileURLToPath(new URL('../../../models', import.meta.url))

/**
 * Where the models that a user added are kept: with the user's other data, as the system has it (XDG Base Directory on
 * Linux). Nothing else is ever written there; there are no settings and no list of recent files.
 */
export function userModelsFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const home = os.homedir()
  if (platform === 'win32')
    return path.join(environment['APPDATA'] ?? path.join(home, 'AppData/Roaming'), 'zaslona/models')
  if (platform === 'darwin') return path.join(home, 'Library/Application Support/zaslona/models')
  const data = environment['XDG_DATA_HOME']
  return path.join(data && path.isAbsolute(data) ? data : path.join(home, '.local/share'), 'zaslona/models')
}
