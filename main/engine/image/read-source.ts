import { open, type FileHandle } from 'node:fs/promises'
import { nativePath } from '../files/native-path.js'
import { readFlags } from '../files/read-flags.js'
import type { DecodeLimits, SourceFile } from '../../core/ports.js'
import { MediaFailure, refuse } from './media-failure.js'

/**
 * The whole file in memory, read once through one descriptor. Opening never blocks on a FIFO, and what is read is the
 * file that was listed: same size and modification time before and after.
 */
export async function readSource(source: SourceFile, limits: DecodeLimits): Promise<Buffer> {
  const file = await openForReading(source.path)
  try {
    const before = await file.stat()
    if (!before.isFile()) throw refuse({ code: 'not-a-regular-file' })
    if (!isSame(before, source)) throw refuse({ code: 'changed' })
    if (before.size === 0) throw refuse({ code: 'empty-file' })
    if (before.size > limits.maxFileBytes) {
      throw refuse({ code: 'file-too-large', sizeBytes: before.size, limitBytes: limits.maxFileBytes })
    }
    const bytes = await readExactly(file, before.size)
    if (!isSame(await file.stat(), source)) throw refuse({ code: 'changed' })
    return bytes
  } catch (error) {
    throw asRefusal(error)
  } finally {
    await file.close()
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(nativePath(path), readFlags)
  } catch (error) {
    throw asRefusal(error)
  }
}

const isSame = (stat: { size: number; mtimeMs: number }, source: SourceFile): boolean =>
  stat.size === source.sizeBytes && Math.floor(stat.mtimeMs) === Math.floor(source.modifiedMs)

async function readExactly(file: FileHandle, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes)
  let filled = 0
  while (filled < sizeBytes) {
    const { bytesRead } = await file.read(bytes, filled, Math.min(sizeBytes - filled, 1 << 30), filled)
    if (bytesRead === 0) throw refuse({ code: 'changed' })
    filled += bytesRead
  }
  return bytes
}

function asRefusal(error: unknown): Error {
  if (error instanceof MediaFailure) return error
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return refuse({ code: 'vanished' })
  if (code === 'ELOOP') return refuse({ code: 'link-loop' })
  if (code === 'ENXIO' || code === 'EISDIR') return refuse({ code: 'not-a-regular-file' })
  return refuse({ code: 'unreadable', systemCode: typeof code === 'string' ? code : 'EIO' })
}
