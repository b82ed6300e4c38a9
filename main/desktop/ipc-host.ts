import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import { ipcMain } from 'electron'
import { z } from 'zod'
import type {
  BridgeAnswers,
  BridgeError,
  BridgeEvent,
  BridgeMethod,
  BridgeRequest,
  InspectedFile,
} from '../core/contract/bridge.js'
import { bridgeRequests } from '../core/contract/bridge.js'
import type { Result } from '../core/result.js'
import { err } from '../core/result.js'
import { pageUrl } from './app-protocol.js'
import { createEventBatch } from './event-batch.js'

type Answer<Value> = Result<Value, BridgeError> | Promise<Result<Value, BridgeError>>

/** What carries out each request of the window. */
export type BridgeHandlers = {
  readonly [Method in BridgeMethod]: (request: BridgeRequest<Method>) => Answer<BridgeAnswers[Method]>
}

/** What carries out a drop, with the paths that the preload script read of the files. */
export interface DropHandlers {
  readonly add: (paths: readonly string[]) => Answer<undefined>
  readonly verify: (paths: readonly string[]) => Answer<string | undefined>
  readonly inspect: (paths: readonly string[]) => Answer<InspectedFile | undefined>
}

const droppedSchema = z.strictObject({
  type: z.literal('dropped'),
  purpose: z.enum(['add', 'verify', 'inspect']),
  paths: z.array(z.string().min(1)).max(100_000),
})
const requestSchema = z.strictObject({
  type: z.literal('request'),
  method: z.string().refine((name): name is BridgeMethod => Object.hasOwn(bridgeRequests, name)),
  request: z.unknown(),
})
const messageSchema = z.discriminatedUnion('type', [droppedSchema, requestSchema])

export interface IpcHost {
  /** Sends an event to the window, with others of the same frame. */
  emit(event: BridgeEvent): void
}

/** The one channel between page and app. Only the window's own page is answered, and never with an exception. */
export function openIpcHost(window: BrowserWindow, handlers: BridgeHandlers, drops: DropHandlers): IpcHost {
  const { webContents } = window
  const batch = createEventBatch((event) => {
    if (!webContents.isDestroyed()) webContents.send('bridge-event', event)
  })
  ipcMain.handle('bridge', async (event, message: unknown): Promise<unknown> => {
    if (!isFromOwnPage(event, window)) return err(internal('sender'))
    const parsed = messageSchema.safeParse(message)
    if (!parsed.success) return err(invalid(parsed.error))
    try {
      // What has happened is told before the answer that may follow from it.
      const answer = await carryOut(parsed.data, handlers, drops)
      batch.flush()
      return answer
    } catch (error) {
      return err(internal(error instanceof Error ? error.name : 'unknown'))
    }
  })
  return { emit: (event) => batch.add(event) }
}

function carryOut(
  message: z.infer<typeof messageSchema>,
  handlers: BridgeHandlers,
  drops: DropHandlers,
): Answer<unknown> {
  if (message.type === 'dropped') return drops[message.purpose](message.paths)
  const valid = bridgeRequests[message.method].safeParse(message.request)
  if (!valid.success) return err(invalid(valid.error))
  // The schema of a method and its handler are of the same request, which the compiler cannot follow through the index.
  return (handlers[message.method] as (request: unknown) => Answer<unknown>)(valid.data)
}

const isFromOwnPage = ({ senderFrame }: IpcMainInvokeEvent, { webContents }: BrowserWindow): boolean =>
  senderFrame !== null && senderFrame === webContents.mainFrame && senderFrame.url === pageUrl

const internal = (detail: string): BridgeError => ({ code: 'internal', detail })

function invalid(error: z.ZodError): BridgeError {
  const issue = error.issues[0]
  return { code: 'invalid-request', path: issue?.path.join('.') ?? '', detail: issue?.message ?? '' }
}
