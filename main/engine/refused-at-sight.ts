import { open } from 'node:fs/promises'
import type { ItemFailure } from '../core/job/reasons.js'
import { refused } from '../core/job/reasons.js'
import type { SourceFile } from '../core/ports.js'
import { nativePath } from './files/native-path.js'
import { readFlags } from './files/read-flags.js'
import { identify, identifyBytes } from './image/identify.js'
import { recognizeContainer } from './video/container.js'

/**
 * Why a listed file is no photo or video, where its first bytes tell already; undefined where it has to be opened to know, and
 * where it cannot be read: that is said when its turn comes.
 */
export async function refusedAtSight({ path, sizeBytes }: SourceFile): Promise<ItemFailure | undefined> {
  if (sizeBytes === 0) return refused({ code: 'empty-file' })
  const head = await firstBytes(path).catch(() => undefined)
  if (head === undefined || recognizeContainer(head) !== undefined) return undefined
  const identified = identify(head)
  if (identified.kind === 'unknown') return refused({ code: 'not-a-picture' })
  return identified.kind === 'unsupported'
    ? refused({ code: 'unsupported-format', format: identified.name })
    : undefined
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(nativePath(path), readFlags)
  try {
    const head = Buffer.alloc(identifyBytes)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
