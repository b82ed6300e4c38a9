import type { Dispatch } from '../../core/contract/dispatch.js'
import type { EngineCall, FromEngine, ToEngine } from '../../core/contract/engine-protocol.js'
import { err } from '../../core/result.js'

/** The channel to the parent process. */
export interface EngineChannel {
  send(message: FromEngine): void
  onMessage(listener: (message: ToEngine) => void): void
  onDisconnect(listener: () => void): void
  /** Ends this process after the engine's own. */
  end(): Promise<void>
}

/** Answers the calls of the engine protocol. Several may be under way; every one gets one answer, also after a defect. */
export function serveEngine(dispatch: Dispatch, channel: EngineChannel): void {
  const running = new Map<number, AbortController>()
  const answer = async ({ id, method, request }: Extract<ToEngine, { type: 'call' }>): Promise<void> => {
    const controller = new AbortController()
    running.set(id, controller)
    const onProgress = (value: unknown): void => channel.send({ type: 'progress', id, value })
    try {
      const result = await call(dispatch, method, controller.signal, request, onProgress)
      channel.send({ type: 'answer', id, result })
    } catch (error) {
      const detail = error instanceof Error ? error.name : 'unknown'
      channel.send({ type: 'answer', id, result: err({ code: 'internal', detail }) })
    } finally {
      running.delete(id)
    }
  }
  const end = (): void => {
    for (const controller of running.values()) controller.abort()
    void channel.end()
  }
  channel.onMessage((message) => {
    if (message.type === 'call') void answer(message)
    else if (message.type === 'cancel') running.get(message.id)?.abort()
    else end()
  })
  channel.onDisconnect(end)
  channel.send({ type: 'ready' })
}

function call(
  dispatch: Dispatch,
  method: EngineCall,
  signal: AbortSignal,
  request: unknown,
  onProgress: (value: unknown) => void,
): Promise<unknown> {
  switch (method) {
    case 'discover':
      return dispatch.discover(signal, request, onProgress)
    case 'find':
      return dispatch.find(signal, request, onProgress)
    case 'preview':
      return dispatch.preview(signal, request)
    case 'findPeople':
      return dispatch.findPeople(signal, request)
    case 'recognize':
      return dispatch.recognize(signal, request, onProgress)
    case 'release':
      return dispatch.release(signal, request, onProgress)
    case 'inspect':
      return dispatch.inspect(signal, request, onProgress)
    case 'verify':
      return dispatch.verify(signal, request, onProgress)
  }
}
