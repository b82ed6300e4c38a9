import { ascii, u16be, u16le, u32be, u32le } from '../structure/bytes.js'

/** One field of a TIFF structure: a TIFF file, a DNG, or an EXIF block. */
export interface TiffField {
  /** `IFD0`, `IFD1`, `Exif`, `GPS`, `Interop`, `SubIFD`. */
  readonly directory: string
  readonly tag: number
  readonly type: number
  readonly data: Uint8Array
  /** First value where the field holds whole numbers. */
  readonly number: number
}

const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
}
const subdirectories: Readonly<Record<number, string>> = {
  330: 'SubIFD',
  34665: 'Exif',
  34853: 'GPS',
  40965: 'Interop',
}
const maxFields = 5_000
const maxDepth = 4

/** All fields that can be reached, in damaged blocks as far as they can; reads nothing twice. */
export function readTiffFields(block: Uint8Array): readonly TiffField[] {
  const order = ascii(block, 0, 2)
  if (order !== 'II' && order !== 'MM') return []
  const u16 = order === 'II' ? u16le : u16be
  const u32 = order === 'II' ? u32le : u32be
  const fields: TiffField[] = []
  const seen = new Set<number>()
  const pending: { offset: number; directory: string; depth: number; index: number }[] = [
    { offset: u32(block, 4), directory: 'IFD0', depth: 0, index: 0 },
  ]
  for (let item = pending.shift(); item && fields.length < maxFields; item = pending.shift()) {
    const { offset, directory, depth, index } = item
    if (offset < 8 || offset + 2 > block.length || seen.has(offset)) continue
    seen.add(offset)
    const count = u16(block, offset)
    const end = offset + 2 + 12 * count
    for (let entry = offset + 2; entry + 12 <= Math.min(end, block.length) && fields.length < maxFields; entry += 12) {
      const type = u16(block, entry + 2)
      const sizeBytes = u32(block, entry + 4) * (typeBytes[type] ?? 1)
      const at = sizeBytes <= 4 ? entry + 8 : u32(block, entry + 8)
      const tag = u16(block, entry)
      const data = block.subarray(at, Math.min(block.length, at + sizeBytes))
      fields.push({ directory, tag, type, data, number: type === 3 ? u16(data, 0) : u32(data, 0) })
      const below = subdirectories[tag]
      if (below && depth < maxDepth)
        for (let place = 0; place + 4 <= Math.min(data.length, 256); place += 4)
          pending.push({ offset: u32(data, place), directory: below, depth: depth + 1, index: 0 })
    }
    if (depth === 0 && end + 4 <= block.length)
      pending.push({ offset: u32(block, end), directory: `IFD${index + 1}`, depth: 0, index: index + 1 })
  }
  return fields
}

/** Tags that only describe how the pixels lie in the file (TIFF 6.0); they tell nothing of where they come from. */
export const pixelTags: ReadonlySet<number> = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293,
  296, 297, 301, 317, 318, 319, 320, 322, 323, 324, 325, 330, 332, 334, 338, 339, 340, 341, 347, 513, 514, 529, 530,
  531, 532, 34665, 34853, 40965,
])
