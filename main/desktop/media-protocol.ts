import type { Session } from 'electron'
import type { BridgeError } from '../core/contract/bridge.js'
import type { LookError, Preview } from '../core/contract/engine.js'
import type { PreviewAddress } from '../core/contract/preview-address.js'
import { parsePreviewUrl, previewScheme } from '../core/contract/preview-address.js'
import type { Result } from '../core/result.js'
import { createPreviewCache } from './preview-cache.js'
import { createPreviewQueue } from './preview-queue.js'

export type MakePreview = (
  signal: AbortSignal,
  address: PreviewAddress,
) => Promise<Result<Preview, BridgeError | LookError>>

/** Enough for the pictures of several screens. */
const cacheBytes = 96 * 2 ** 20
const atOnce = 3

const headers = { 'Content-Type': 'image/jpeg', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }

/** What is forgotten when the session is cleared: what is kept, and what is being made. */
export interface ServedPreviews {
  forget(): void
}

/**
 * Serves previews over `media://` and nothing else. The answer begins at once and its bytes come when the engine has made
 * them, so that a picture that scrolled out of sight can be given up: that is told to a stream alone.
 */
export function servePreviews(session: Session, makePreview: MakePreview): ServedPreviews {
  const cache = createPreviewCache(cacheBytes)
  const queue = createPreviewQueue(atOnce)
  const underWay = new Set<AbortController>()
  const make = async (signal: AbortSignal, url: string, address: PreviewAddress): Promise<Uint8Array | undefined> => {
    const kept = cache.get(url)
    if (kept) return kept
    const made = await queue.run(signal, () => makePreview(signal, address))
    // The engine may have finished before it heard that nobody wants the picture: what was forgotten stays forgotten.
    if (!made.ok || signal.aborted) return undefined
    cache.set(url, made.value.jpeg)
    return made.value.jpeg
  }
  session.protocol.handle(previewScheme, ({ method, url }) => {
    const address = method === 'GET' ? parsePreviewUrl(url) : undefined
    if (!address) return new Response(undefined, { status: 404, headers })
    const given = new AbortController()
    underWay.add(given)
    const bytes = (): Promise<Uint8Array | undefined> =>
      make(given.signal, url, address).finally(() => underWay.delete(given))
    return new Response(streamOf(given, bytes), { headers })
  })
  const forget = (): void => {
    cache.clear()
    for (const given of underWay) given.abort()
    underWay.clear()
  }
  return { forget }
}

function streamOf(given: AbortController, make: () => Promise<Uint8Array | undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (stream) => {
      const bytes = await make().catch(() => undefined)
      if (bytes && !given.signal.aborted) {
        stream.enqueue(bytes)
        stream.close()
      }
      // Of a stream that its reader gave up this tells nobody anything.
      else stream.error(new Error('no preview'))
    },
    cancel: () => given.abort(),
  })
}
