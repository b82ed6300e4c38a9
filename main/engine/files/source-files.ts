import type { SourceFiles } from '../../core/ports.js'
import { scan } from './scan.js'
import type { WatchTiming } from './watch.js'
import { watch } from './watch.js'

/** A slow camera import pauses for less than two seconds between writes to one file. */
const defaultTiming: WatchTiming = { pollMs: 1_000, settledMs: 2_000 }

export function createSourceFiles(timing: WatchTiming = defaultTiming): SourceFiles {
  return {
    discover: (signal, inputs, options) =>
      options.watch ? watch(signal, inputs, options, timing) : scan(signal, inputs, options),
  }
}
