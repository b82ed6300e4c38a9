import type { ItemFailure, RefusalReason } from '../../core/job/reasons.js'
import { canceled, failed, refused } from '../../core/job/reasons.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'

/** Carries an `ItemFailure` up to the port, where `settle` turns it into a `Result`. Never leaves the worker. */
export class MediaFailure extends Error {
  readonly failure: ItemFailure
  constructor(failure: ItemFailure) {
    super(failure.kind)
    this.name = 'MediaFailure'
    this.failure = failure
  }
}

export const refuse = (reason: RefusalReason): MediaFailure => new MediaFailure(refused(reason))
export const corrupt = (): MediaFailure => refuse({ code: 'corrupt' })
export const truncated = (): MediaFailure => refuse({ code: 'truncated' })

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new MediaFailure(canceled)
}

/** Runs `task`; whatever it throws becomes a failure of this one file. */
export async function settle<Value>(
  signal: AbortSignal,
  place: string,
  task: () => Promise<Value>,
): Promise<Result<Value, ItemFailure>> {
  try {
    throwIfAborted(signal)
    return ok(await task())
  } catch (error) {
    if (error instanceof MediaFailure) return err(error.failure)
    if (signal.aborted) return err(canceled)
    return err(failed({ code: 'internal', detail: `${place}: ${kindOf(error)}` }))
  }
}

/** What may be told of an unexpected error: its class and system code; its message could hold a path. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' ? `${error.name} ${code}` : error.name
}

/** Reading past the end of a buffer means the file ends too early; any other error is passed on. */
export function readingHeaders<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw truncated()
    throw error
  }
}
