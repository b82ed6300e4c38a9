import { ascii, u32be } from './bytes.js'

/** One box of an ISO base media file (ISO/IEC 14496-12); offsets count from the start of the file. */
export interface Box {
  readonly type: string
  readonly start: number
  /** First byte after size and type. */
  readonly body: number
  readonly end: number
}

/** The boxes between two offsets, and where reading stopped: before `end` when what follows is no box. */
export function readBoxes(bytes: Uint8Array, start: number, end: number): { boxes: readonly Box[]; stopped: number } {
  const boxes: Box[] = []
  let offset = start
  while (offset + 8 <= end) {
    let sizeBytes = u32be(bytes, offset)
    let body = offset + 8
    if (sizeBytes === 1 && offset + 16 <= end) {
      sizeBytes = u32be(bytes, offset + 8) * 2 ** 32 + u32be(bytes, offset + 12)
      body += 8
    } else if (sizeBytes === 0) sizeBytes = end - offset
    if (sizeBytes < body - offset || offset + sizeBytes > end) break
    boxes.push({ type: ascii(bytes, offset + 4, 4), start: offset, body, end: offset + sizeBytes })
    offset += sizeBytes
  }
  return { boxes, stopped: offset }
}
