import type { BridgeError, BridgeEvent, InspectedFile, VerifiedFile } from '../contract/bridge.js'
import type { WindowEngine } from '../contract/engine-protocol.js'
import type { FailureReason, ItemFailure, RefusalReason } from '../job/reasons.js'
import { printable } from '../messages/printable.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import { reviewLimits } from './find-queue.js'

/** Examines folders and files that do not belong to the session. */
export class Examinations {
  readonly #engine: Pick<WindowEngine, 'inspect' | 'verify'>
  readonly #onEvent: (event: BridgeEvent) => void
  #running: AbortController | undefined

  constructor(engine: Pick<WindowEngine, 'inspect' | 'verify'>, onEvent: (event: BridgeEvent) => void) {
    this.#engine = engine
    this.#onEvent = onEvent
  }

  /** Begins to examine a folder, in place of the one before; what is found comes as events. */
  verify(path: string): void {
    this.cancel()
    const controller = new AbortController()
    this.#running = controller
    void this.#verify(controller, path)
  }

  cancel(): void {
    this.#running?.abort()
    this.#running = undefined
  }

  async inspect(signal: AbortSignal, path: string): Promise<Result<InspectedFile, BridgeError>> {
    let file: InspectedFile | undefined
    const request = { inputs: [path], recursive: false, thoroughness: 'balanced', limits: reviewLimits } as const
    const result = await this.#engine.inspect(signal, { ...request, inputs: [...request.inputs] }, (item) => {
      const name = nameBelow(undefined, item.input)
      file ??= { name, outcome: item.ok ? ok(item.inspection) : err(reasonOf(item.failure)) }
    })
    if (!result.ok) return result
    return file ? ok(file) : err({ code: 'unknown-item' })
  }

  async #verify(controller: AbortController, path: string): Promise<void> {
    const request = { inputs: [path], recursive: true, thoroughness: 'balanced', limits: reviewLimits } as const
    const outcome = await this.#engine.verify(controller.signal, { ...request, inputs: [path] }, (item) => {
      if (controller.signal.aborted) return
      const file: VerifiedFile = {
        name: nameBelow(path, item.input),
        outcome: item.ok ? ok({ findings: item.findings, remarks: item.remarks }) : err(reasonOf(item.failure)),
      }
      this.#onEvent({ type: 'verification', files: [file] })
    })
    if (!controller.signal.aborted) this.#onEvent({ type: 'verification-ended', outcome })
  }
}

function nameBelow(folder: string | undefined, path: string): string {
  const isBelow = folder !== undefined && path.startsWith(folder) && path.length > folder.length
  const shown = isBelow ? path.slice(folder.length) : (path.split(/[/\\]/).at(-1) ?? path)
  return printable(shown.replaceAll('\\', '/').replace(/^\/+/, ''))
}

type Reason = RefusalReason | FailureReason | { readonly code: 'canceled' }

function reasonOf(failure: ItemFailure): Reason {
  if (failure.kind === 'refused') return failure.reason
  return failure.kind === 'failed' ? failure.error : { code: 'canceled' }
}
