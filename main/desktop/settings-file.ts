import fs from 'node:fs'
import path from 'node:path'
import type { Settings } from '../core/session/types.js'
import { settingsSchema } from '../core/session/types.js'

/** All that the window keeps on disk. */
export interface SettingsFile {
  readonly settings: () => Settings
  /** Where the disk refuses, the settings hold until the app quits. */
  change(settings: Settings): void
}

export function openSettingsFile(folder: string): SettingsFile {
  const file = path.join(folder, 'settings.json')
  let settings = read(file)
  return {
    settings: () => settings,
    change: (changed) => {
      settings = changed
      write(folder, file, changed)
    },
  }
}

/** The defaults where there is no file, or one that is not ours or of another version. */
function read(file: string): Settings {
  try {
    const parsed = settingsSchema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
  } catch {
    // The first start, or a damaged file.
  }
  return settingsSchema.parse({})
}

/** Written whole and renamed, so that a crash leaves the old file or the new one. */
function write(folder: string, file: string, settings: Settings): void {
  const part = `${file}.part`
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    fs.writeFileSync(part, JSON.stringify(settings), { mode: 0o600 })
    fs.renameSync(part, file)
  } catch {
    fs.rmSync(part, { force: true })
  }
}
