import type { Session } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import type { PreviewAddress } from '../../main/core/contract/preview-address.js'
import { previewUrl } from '../../main/core/contract/preview-address.js'
import { mediaId } from '../../main/core/job/item-state.js'
import { ok } from '../../main/core/result.js'
import type { MakePreview } from '../../main/desktop/media-protocol.js'
import { servePreviews } from '../../main/desktop/media-protocol.js'

const address: PreviewAddress = {
  id: mediaId(1),
  kind: 'original',
  sidePx: 256,
  at: { unit: 'frame', frame: 0 },
  version: 0,
}

/** The previews of a session whose protocol is called by the test. */
function served(makePreview: MakePreview) {
  const handlers: ((request: { readonly method: string; readonly url: string }) => Response)[] = []
  const protocol = { handle: (_scheme: string, handler: (typeof handlers)[number]) => handlers.push(handler) }
  const previews = servePreviews({ protocol } as unknown as Session, makePreview)
  const ask = async (): Promise<Uint8Array> => {
    const response = handlers[0]?.({ method: 'GET', url: previewUrl(address) })
    return new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer())
  }
  return { previews, ask }
}

const preview = (byte: number) => ok({ jpeg: Uint8Array.of(byte), width: 1, height: 1 })

describe('previews', () => {
  it('are made once', async () => {
    let made = 0
    const { ask } = served(() => Promise.resolve(preview(++made)))
    expect([...(await ask()), ...(await ask())]).toEqual([1, 1])
  })

  it('that finish after they were forgotten are neither shown nor kept, and those under way are told', async () => {
    const signals: AbortSignal[] = []
    let finish: () => void = () => undefined
    const finished = new Promise<void>((resolve) => (finish = resolve))
    const { previews, ask } = served(async (signal) => {
      signals.push(signal)
      if (signals.length > 1) return preview(2)
      await finished
      return preview(1)
    })
    const first = ask()
    await vi.waitFor(() => expect(signals).toHaveLength(1))
    previews.forget()
    expect(signals[0]?.aborted).toBe(true)
    finish()
    await expect(first).rejects.toThrow()
    expect([...(await ask())]).toEqual([2])
  })
})
