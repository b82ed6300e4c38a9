import { ascii, u16be, u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import type { HuffmanTable } from './jpeg-huffman.js'
import { buildHuffmanTable } from './jpeg-huffman.js'
import { isTypicalQuantization } from './jpeg-quantization.js'

/** The quantisation and Huffman tables in force while a JPEG is walked. */
export interface JpegTables {
  quantization(payload: Uint8Array, offset: number): void
  huffman(payload: Uint8Array, offset: number): void
  useQuantization(destination: number, offset: number): void
  dc(destination: number): HuffmanTable | undefined
  ac(destination: number): HuffmanTable | undefined
  /** At the end of the file: tables, and symbols of tables, that nothing needed. */
  reportUnused(): void
}

/** The typical tables of T.81 K.3, counts and symbols, which encoders write without looking at what occurs. */
export const typicalHuffmanTables: ReadonlySet<string> = new Set([
  'AAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKCw==',
  'AAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+g==',
  'AAMBAQEBAQEBAQEAAAAAAAABAgMEBQYHCAkKCw==',
  'AAIBAgQEAwQHBQQEAAECdwABAgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkjM1LwFWJy0QoWJDThJfEXGBkaJicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+g==',
])

interface QuantizationTable {
  readonly offset: number
  used: boolean
}

interface PlacedTable {
  readonly table: HuffmanTable
  readonly offset: number
  readonly typical: boolean
}

export function createTables(findings: FindingList): JpegTables {
  const quantization = new Map<number, QuantizationTable>()
  /** Key: class (0 DC, 1 AC) × 16 + destination. */
  const huffman = new Map<number, PlacedTable>()

  const retire = ({ table, offset, typical }: PlacedTable) => {
    const complete = table.symbols.every((symbol) => table.occurred[symbol] === 1)
    if (!table.used || (!typical && !complete)) findings.malformedPart('DHT', offset)
  }
  const placeHuffman = (payload: Uint8Array, at: number, offset: number): number | undefined => {
    const destination = u8(payload, at)
    const counts = payload.subarray(at + 1, at + 17)
    const total = counts.reduce((sum, count) => sum + count, 0)
    const symbols = payload.subarray(at + 17, at + 17 + total)
    const table = buildHuffmanTable(counts, symbols)
    if (counts.length !== 16 || symbols.length !== total || total === 0 || total > 256) return undefined
    if (!table || (destination & 0xec) !== 0 || new Set(symbols).size !== total) return undefined
    const former = huffman.get(destination)
    if (former) retire(former)
    const typical = typicalHuffmanTables.has(Buffer.from(payload.subarray(at + 1, at + 17 + total)).toString('base64'))
    huffman.set(destination, { table, offset, typical })
    return at + 17 + total
  }

  return {
    quantization(payload, offset) {
      if (payload.length === 0 || payload.length % 65 !== 0) findings.malformedPart('DQT', offset)
      for (let at = 0; at + 65 <= payload.length; at += 65) {
        const destination = u8(payload, at)
        const legal = destination <= 3 && isTypicalQuantization(payload.subarray(at + 1, at + 65))
        if (!legal || quantization.has(destination)) findings.malformedPart('DQT', offset)
        quantization.set(destination, { offset, used: false })
      }
    },
    huffman(payload, offset) {
      let at = 0
      while (at < payload.length) {
        const next = placeHuffman(payload, at, offset)
        if (next === undefined) {
          findings.malformedPart('DHT', offset)
          return
        }
        at = next
      }
    },
    useQuantization(destination, offset) {
      const table = quantization.get(destination)
      if (table) table.used = true
      else findings.malformedPart('SOF', offset)
    },
    dc: (destination) => huffman.get(destination)?.table,
    ac: (destination) => huffman.get(0x10 | destination)?.table,
    reportUnused() {
      for (const table of quantization.values()) if (!table.used) findings.malformedPart('DQT', table.offset)
      for (const placed of huffman.values()) retire(placed)
    },
  }
}

/** JFIF 1.01 or 1.02 without a thumbnail, with no density or the usual 72 dpi: 14 bytes that say nothing. */
export function isPlainJfif(payload: Uint8Array): boolean {
  if (payload.length !== 14 || ascii(payload, 0, 5) !== 'JFIF\0') return false
  const density = u16be(payload, 8)
  const usual = u8(payload, 7) === 0 ? density === 1 : u8(payload, 7) === 1 && density === 72
  return (
    u8(payload, 5) === 1 && u8(payload, 6) <= 2 && usual && u16be(payload, 10) === density && u16be(payload, 12) === 0
  )
}

/** Adobe's segment in its exact 12-byte form; only the colour transform may vary. */
export const isPlainAdobe = (payload: Uint8Array): boolean =>
  payload.length === 12 &&
  ascii(payload, 0, 5) === 'Adobe' &&
  u16be(payload, 5) === 100 &&
  u16be(payload, 7) === 0 &&
  u16be(payload, 9) === 0 &&
  u8(payload, 11) <= 2
