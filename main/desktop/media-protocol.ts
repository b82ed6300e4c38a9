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

/** What is forgotten when the session is cleared. */
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
  const make = async (signal: AbortSignal, url: string, address: PreviewAddress): Promise<Uint8Array | undefined> => {
    const kept = cache.get(url)
    if (kept) return kept
    const made = await queue.run(signal, () => makePreview(signal, address))
    if (!made.ok) return undefined
    cache.set(url, made.value.jpeg)
    return made.value.jpeg
  }
  session.protocol.handle(previewScheme, ({ method, url }) => {
    const address = method === 'GET' ? parsePreviewUrl(url) : undefined
    if (!address) return new Response(undefined, { status: 404, headers })
    return new Response(
      streamOf((signal) => make(signal, url, address)),
      { headers },
    )
  })
  return { forget: () => cache.clear() }
}

function streamOf(make: (signal: AbortSignal) => Promise<Uint8Array | undefined>): ReadableStream<Uint8Array> {
  const given = new AbortController()
  return new ReadableStream({
    pull: async (stream) => {
      const bytes = await make(given.signal).catch(() => undefined)
      if (given.signal.aborted) return
      if (bytes) {
        stream.enqueue(bytes)
        stream.close()
      } else stream.error(new Error('no preview'))
    },
    cancel: () => given.abort(),
  })
}
