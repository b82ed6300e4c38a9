import type { HuffmanTable, ScanBits } from './jpeg-huffman.js'
import { BrokenScan } from './jpeg-huffman.js'

/** One colour component of the frame. */
export interface FrameComponent {
  readonly id: number
  readonly horizontal: number
  readonly vertical: number
  readonly quantization: number
  /** Blocks that hold picture, across and down. */
  readonly blocksWide: number
  readonly blocksHigh: number
  /** Blocks in a row as interleaved scans code them: a multiple of the sampling factor. */
  readonly storedWide: number
  readonly storedHigh: number
  /** For each block and progressive files only: which of the 64 coefficients are not zero, two words a block. */
  readonly nonZero: Uint32Array
  /** For each coefficient the lowest bit coded so far, -1 for none (libjpeg's `coef_bits`). */
  readonly codedDownTo: Int8Array
}

export interface ScanComponent {
  readonly component: FrameComponent
  readonly dc: HuffmanTable | undefined
  readonly ac: HuffmanTable | undefined
}

export interface Scan {
  readonly components: readonly ScanComponent[]
  readonly spectralStart: number
  readonly spectralEnd: number
  readonly high: number
  readonly low: number
}

/** Reads a block; one beyond the picture's edges, which only fills its unit, must repeat the former and hold nothing. */
type BlockReader = (block: number, isBeyond: boolean) => void

/** What a whole file's scans may cost: a hostile file repeats nearly free scans over a huge frame. */
export interface WorkBudget {
  blocksLeft: number
}

/** Follows every bit of one scan; throws {@link BrokenScan} where that is impossible. */
export function followScan(
  bits: ScanBits,
  scan: Scan,
  progressive: boolean,
  mcusWide: number,
  mcusHigh: number,
  restartInterval: number,
  budget: WorkBudget,
): void {
  const state: ProgressiveState = { endOfBandRun: 0 }
  const readers = scan.components.map((item) =>
    progressive ? progressiveReader(bits, scan, item, state) : sequentialReader(bits, item),
  )
  const only = scan.components.length === 1 ? scan.components[0]?.component : undefined
  const units = only ? only.blocksWide * only.blocksHigh : mcusWide * mcusHigh
  for (let unit = 0; unit < units; unit++) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      if (state.endOfBandRun > 0) throw new BrokenScan()
      bits.restart((unit / restartInterval - 1) % 8)
    }
    if (--budget.blocksLeft < 0) throw new BrokenScan()
    if (only) {
      const row = Math.floor(unit / only.blocksWide)
      readers[0]?.(row * only.storedWide + (unit - row * only.blocksWide), false)
    } else followUnit(scan, readers, Math.floor(unit / mcusWide), unit % mcusWide)
  }
  if (state.endOfBandRun > 0) throw new BrokenScan()
}

/** One minimum coded unit of an interleaved scan (T.81, A.2.3). */
function followUnit(scan: Scan, readers: readonly BlockReader[], row: number, column: number): void {
  for (let index = 0; index < scan.components.length; index++) {
    const component = scan.components[index]?.component
    const reader = readers[index]
    if (!component || !reader) continue
    for (let down = 0; down < component.vertical; down++) {
      const blockRow = row * component.vertical + down
      const left = column * component.horizontal
      for (let across = 0; across < component.horizontal; across++) {
        const isBeyond = blockRow >= component.blocksHigh || left + across >= component.blocksWide
        reader(blockRow * component.storedWide + left + across, isBeyond)
      }
    }
  }
}

function tableOf(table: HuffmanTable | undefined): HuffmanTable {
  if (!table) throw new BrokenScan()
  table.used = true
  return table
}

/** T.81, F.2.2: a whole block at once. */
function sequentialReader(bits: ScanBits, { dc, ac }: ScanComponent): BlockReader {
  const dcTable = tableOf(dc)
  const acTable = tableOf(ac)
  return (_, isBeyond) => {
    const size = bits.symbol(dcTable)
    if (size > (isBeyond ? 0 : 11)) throw new BrokenScan()
    bits.bits(size)
    if (!isBeyond) bits.coefficients(acTable)
    else if (bits.symbol(acTable) !== 0) throw new BrokenScan()
  }
}

interface ProgressiveState {
  endOfBandRun: number
}

/** T.81, G.2: one of the four kinds of progressive scan. */
function progressiveReader(bits: ScanBits, scan: Scan, item: ScanComponent, state: ProgressiveState): BlockReader {
  if (scan.spectralStart === 0) {
    if (scan.high > 0) {
      let former = 0
      return (_, isBeyond) => {
        const bit = bits.bits(1)
        if (isBeyond && bit !== former) throw new BrokenScan()
        former = bit
      }
    }
    const table = tableOf(item.dc)
    return (_, isBeyond) => {
      const size = bits.symbol(table)
      if (size > (isBeyond ? 0 : 11)) throw new BrokenScan()
      bits.bits(size)
    }
  }
  const table = tableOf(item.ac)
  const { nonZero } = item.component
  return scan.high === 0
    ? (block) => firstBand(bits, table, scan, nonZero, block, state)
    : (block) => refineBand(bits, table, scan, nonZero, block, state)
}

function firstBand(
  bits: ScanBits,
  table: HuffmanTable,
  scan: Scan,
  nonZero: Uint32Array,
  block: number,
  state: ProgressiveState,
): void {
  if (state.endOfBandRun > 0) {
    state.endOfBandRun--
    return
  }
  let position = scan.spectralStart
  while (position <= scan.spectralEnd) {
    const symbol = bits.symbol(table)
    const run = symbol >> 4
    const size = symbol & 15
    if (size === 0) {
      if (run < 15) {
        state.endOfBandRun = (1 << run) + bits.bits(run) - 1
        return
      }
      position += 16
      if (position > scan.spectralEnd) throw new BrokenScan()
      continue
    }
    position += run
    if (position > scan.spectralEnd || size > 10) throw new BrokenScan()
    bits.bits(size)
    mark(nonZero, block, position)
    position++
  }
}

function refineBand(
  bits: ScanBits,
  table: HuffmanTable,
  scan: Scan,
  nonZero: Uint32Array,
  block: number,
  state: ProgressiveState,
): void {
  let position = scan.spectralStart
  while (state.endOfBandRun === 0 && position <= scan.spectralEnd) {
    const symbol = bits.symbol(table)
    let run = symbol >> 4
    const size = symbol & 15
    if (size > 1) throw new BrokenScan()
    if (size === 0 && run < 15) {
      state.endOfBandRun = (1 << run) + bits.bits(run)
      break
    }
    if (size === 1) bits.bits(1)
    while (position <= scan.spectralEnd) {
      if (isMarked(nonZero, block, position)) bits.bits(1)
      else if (run-- === 0) break
      position++
    }
    if (size === 1) {
      if (position > scan.spectralEnd) throw new BrokenScan()
      mark(nonZero, block, position)
    }
    position++
  }
  if (state.endOfBandRun === 0) return
  for (; position <= scan.spectralEnd; position++) if (isMarked(nonZero, block, position)) bits.bits(1)
  state.endOfBandRun--
}

const isMarked = (nonZero: Uint32Array, block: number, position: number): boolean =>
  (((nonZero[block * 2 + (position >> 5)] ?? 0) >>> (position & 31)) & 1) === 1

function mark(nonZero: Uint32Array, block: number, position: number): void {
  const word = block * 2 + (position >> 5)
  nonZero[word] = (nonZero[word] ?? 0) | (1 << (position & 31))
}
