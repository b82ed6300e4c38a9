import { u16be, u32be } from './bytes.js'
import type { Box } from './iso-boxes.js'

/** Where one coded picture or piece of sound lies in the file. */
export interface Sample {
  readonly offset: number
  readonly sizeBytes: number
}

/** The tables of a track that tell where its samples lie (ISO/IEC 14496-12, 8.7), as boxes inside `stbl`. */
export interface SampleTables {
  readonly sizes: Box
  readonly chunks: Box
  /** First chunk, samples in each chunk, sample entry. */
  readonly chunkMap: Box
}

/** More samples than this no file of a sane size has. */
const maxSamples = 20_000_000

const u64be = (bytes: Uint8Array, offset: number): number => u32be(bytes, offset) * 2 ** 32 + u32be(bytes, offset + 4)

/** The samples in the order of the file's chunks, or undefined where the tables contradict each other. */
export function* locateSamples(bytes: Uint8Array, tables: SampleTables): Generator<Sample, boolean, undefined> {
  const { sizes, chunks, chunkMap } = tables
  const fixedSize = u32be(bytes, sizes.body + 4)
  const sampleCount = u32be(bytes, sizes.body + 8)
  const chunkBytes = chunks.type === 'co64' ? 8 : 4
  const chunkCount = u32be(bytes, chunks.body + 4)
  const mapCount = u32be(bytes, chunkMap.body + 4)
  const isSound =
    sampleCount <= maxSamples &&
    sizes.end - sizes.body === 12 + (fixedSize === 0 ? sampleCount * 4 : 0) &&
    chunks.end - chunks.body === 8 + chunkCount * chunkBytes &&
    chunkMap.end - chunkMap.body === 8 + mapCount * 12
  if (!isSound) return false
  let sample = 0
  let entry = 0
  for (let chunk = 1; chunk <= chunkCount; chunk++) {
    while (entry + 1 < mapCount && u32be(bytes, chunkMap.body + 8 + (entry + 1) * 12) <= chunk) entry++
    const perChunk = u32be(bytes, chunkMap.body + 12 + entry * 12)
    const at = chunks.body + 8 + (chunk - 1) * chunkBytes
    let offset = chunkBytes === 8 ? u64be(bytes, at) : u32be(bytes, at)
    for (let index = 0; index < perChunk; index++) {
      if (sample >= sampleCount) return false
      const sizeBytes = fixedSize || u32be(bytes, sizes.body + 12 + sample * 4)
      yield { offset, sizeBytes }
      offset += sizeBytes
      sample++
    }
  }
  return sample === sampleCount
}

/** The three tables among the children of `stbl`. */
export function findTables(children: readonly Box[]): SampleTables | undefined {
  const sizes = children.find(({ type }) => type === 'stsz')
  const chunks = children.find(({ type }) => type === 'stco' || type === 'co64')
  const chunkMap = children.find(({ type }) => type === 'stsc')
  return sizes && chunks && chunkMap ? { sizes, chunks, chunkMap } : undefined
}

/** Entries of a table of `entryBytes` each after version, flags and their number fill the box exactly. */
export const isExactTable = (bytes: Uint8Array, box: Box, entryBytes: number): boolean =>
  box.end - box.body === 8 + u32be(bytes, box.body + 4) * entryBytes

export const isUnd = (bytes: Uint8Array, offset: number): boolean => u16be(bytes, offset) === 0x55c4
