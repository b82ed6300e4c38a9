import type { FileHandle } from 'node:fs/promises'

/** A file that is too large for memory, read piece by piece. */
export interface ByteSource {
  readonly sizeBytes: number
  /** The bytes at the offset; fewer than asked for at the end of the file. Valid until the next call. */
  read(offsetBytes: number, lengthBytes: number): Promise<Buffer>
}

const windowBytes = 1 << 20

/** Reads through a window that is filled ahead, for callers that go through a file from its start to its end. */
export function createByteSource(handle: FileHandle, sizeBytes: number): ByteSource {
  let window = Buffer.alloc(0)
  let windowStart = 0
  return {
    sizeBytes,
    async read(offsetBytes, lengthBytes) {
      const isInside = offsetBytes >= windowStart && offsetBytes + lengthBytes <= windowStart + window.length
      if (!isInside) {
        const wanted = Math.max(0, Math.min(Math.max(lengthBytes, windowBytes), sizeBytes - offsetBytes))
        const filled = Buffer.allocUnsafeSlow(wanted)
        let length = 0
        while (length < wanted) {
          const { bytesRead } = await handle.read(filled, length, wanted - length, offsetBytes + length)
          if (bytesRead === 0) break
          length += bytesRead
        }
        window = filled.subarray(0, length)
        windowStart = offsetBytes
      }
      return window.subarray(
        offsetBytes - windowStart,
        Math.min(window.length, offsetBytes - windowStart + lengthBytes),
      )
    },
  }
}
