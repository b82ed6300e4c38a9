import { followGifLzw } from '../structure/gif-lzw.js'
import { corrupt } from './media-failure.js'

/** The entries of a colour table that starts at `start`, and which of them a pixel uses. */
interface ColorTable {
  readonly start: number
  readonly entries: number
  readonly used: Uint8Array
}

/**
 * Blackens, in place, the entries of colour tables that no pixel uses (GIF89a, 19 and 21): the palette maker leaves
 * colours there that it considered, which tell of pixels that dithering or a cover has replaced.
 */
export function blackenUnusedColors(gif: Buffer): Buffer {
  const global = tableAt(gif, 13, gif.readUInt8(10))
  const tables: ColorTable[] = [global]
  let at = 13 + global.entries * 3
  for (;;) {
    const kind = gif.readUInt8(at)
    if (kind === 0x3b) break
    if (kind === 0x21) {
      at = skipBlocks(gif, at + 2)
      continue
    }
    if (kind !== 0x2c) throw corrupt()
    const local = tableAt(gif, at + 10, gif.readUInt8(at + 9))
    if (local.entries > 0) tables.push(local)
    const data = at + 10 + local.entries * 3
    const pixels = gif.readUInt16LE(at + 5) * gif.readUInt16LE(at + 7)
    const outcome = followGifLzw(gif, data, pixels, local.entries > 0 ? local.used : global.used)
    if (outcome.kind !== 'exact') throw corrupt()
    at = skipBlocks(gif, data + 1)
  }
  for (const { start, entries, used } of tables) {
    for (let entry = 0; entry < entries; entry++) {
      if (used[entry] !== 1) gif.fill(0, start + entry * 3, start + entry * 3 + 3)
    }
  }
  return gif
}

function tableAt(gif: Buffer, start: number, flags: number): ColorTable {
  const entries = (flags & 0x80) === 0 ? 0 : 2 << (flags & 7)
  if (start + entries * 3 > gif.length) throw corrupt()
  return { start, entries, used: new Uint8Array(256) }
}

function skipBlocks(gif: Buffer, from: number): number {
  let at = from
  while (gif.readUInt8(at) !== 0) at += 1 + gif.readUInt8(at)
  return at + 1
}
