import fs from 'node:fs'
import path from 'node:path'
import { parseStagingName } from '../core/naming/staging-name.js'

/** Removes what a process that was ended at once had staged in or beside an output folder. */
export function removeStagedBy(processId: number, output: string): void {
  for (const folder of [path.dirname(output), output]) {
    for (const name of namesIn(folder)) {
      if (parseStagingName(name)?.processId !== processId) continue
      try {
        fs.rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
      } catch {
        // The next export into this folder tries again.
      }
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder)
  } catch {
    return []
  }
}
