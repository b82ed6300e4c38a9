import type { Discovered } from '../../core/ports.js'
import type { ScanOptions } from './scan.js'
import { scan } from './scan.js'

/** What tells one state of a file from another. */
const stateOf = (entry: Discovered): string =>
  entry.kind === 'file' ? `${entry.source.sizeBytes} ${entry.source.modifiedMs}` : JSON.stringify(entry.failure)

const pathOf = (entry: Discovered): string => (entry.kind === 'file' ? entry.source.path : entry.path)

interface Waiting {
  readonly state: string
  readonly sinceMs: number
}

/** How a watched folder is looked through, in milliseconds. */
export interface WatchTiming {
  readonly pollMs: number
  readonly settledMs: number
}

/** A scan may take at most this share of the time, however many files there are. */
const scanShare = 0.2

/**
 * Every file that lies in the inputs or comes to lie there, until canceled. A file is taken when its size and
 * modification time have stayed the same for `settledMs`: one that is still being copied is left alone, and one that
 * changes after it was taken is taken again. The folders are looked through again and again rather than watched by the
 * system, whose notices do not reach network folders and get lost when many files arrive.
 */
export async function* watch(
  signal: AbortSignal,
  inputs: readonly string[],
  options: ScanOptions,
  timing: WatchTiming,
): AsyncGenerator<Discovered> {
  const waiting = new Map<string, Waiting>()
  const taken = new Map<string, string>()
  while (!signal.aborted) {
    const startMs = performance.now()
    const present = new Set<string>()
    const settled: Discovered[] = []
    for await (const entry of scan(signal, inputs, options)) {
      const file = pathOf(entry)
      const state = stateOf(entry)
      present.add(file)
      if (taken.get(file) === state) continue
      const before = waiting.get(file)
      if (before?.state !== state) waiting.set(file, { state, sinceMs: performance.now() })
      else if (performance.now() - before.sinceMs >= timing.settledMs) {
        waiting.delete(file)
        taken.set(file, state)
        settled.push(entry)
      }
    }
    forgetAbsent(waiting, present)
    forgetAbsent(taken, present)
    yield* settled
    await pause(signal, Math.max(timing.pollMs, (performance.now() - startMs) * (1 / scanShare - 1)))
  }
}

function forgetAbsent(known: Map<string, unknown>, present: ReadonlySet<string>): void {
  for (const file of [...known.keys()]) if (!present.has(file)) known.delete(file)
}

/** Resolves after the time, or at once on cancel. */
function pause(signal: AbortSignal, durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, durationMs)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
