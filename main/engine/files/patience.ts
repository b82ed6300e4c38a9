import { setTimeout as wait } from 'node:timers/promises'
import { systemCodeOf } from './system-error.js'

/** Repeats a call that fails because another program has the file open. */
export type Patience = <Value>(call: () => Promise<Value>, heldCodes?: ReadonlySet<string>) => Promise<Value>

/** Three seconds in all: a virus scanner takes less for a picture, and a video that was just written it has seen in parts. */
const pausesMs = [10, 20, 40, 80, 150, 300, 600, 800, 1_000]

/** What Windows answers while somebody else has a file open. */
const held: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES'])

/**
 * Virus scanners and search on Windows open every new file for a moment, and for as long it can be neither renamed nor removed. Other
 * systems never answer so: there a refusal is final, and told at once.
 */
export function createPatience(platform: NodeJS.Platform, pause: (ms: number) => Promise<unknown> = wait): Patience {
  return async (call, heldCodes = held) => {
    for (const pauseMs of platform === 'win32' ? pausesMs : []) {
      try {
        return await call()
      } catch (error) {
        if (!heldCodes.has(systemCodeOf(error))) throw error
        await pause(pauseMs)
      }
    }
    return call()
  }
}

/** The patience that this system takes. */
export const patiently: Patience = createPatience(process.platform)
