import { u32be } from './bytes.js'
import type { Box } from './iso-boxes.js'

/**
 * Whether the tables of a track (ISO/IEC 14496-12, 8.6 and 8.7) speak of its samples and chunks and of nothing else. An entry
 * for no sample, or for a chunk without any, is read by nobody and could hold anything.
 */
export function speakOfSamples(bytes: Uint8Array, boxes: readonly Box[], sampleCount: number): boolean {
  const chunks = boxes.find(({ type }) => type === 'stco' || type === 'co64')
  return boxes.every((box) => {
    switch (box.type) {
      case 'stts':
      case 'ctts':
        return countsEach(bytes, box, sampleCount)
      case 'stss':
        return rises(column(bytes, box, 4, 0), sampleCount)
      case 'stsc':
        return mapsChunks(bytes, box, chunks ? u32be(bytes, chunks.body + 4) : 0)
      case 'sbgp':
        return u32be(bytes, box.body + 12) === sampleCount
      default:
        return true
    }
  })
}

/** One number of every entry of a table, `at` bytes into it. */
function column(bytes: Uint8Array, box: Box, entryBytes: number, at: number): readonly number[] {
  const count = Math.min(u32be(bytes, box.body + 4), Math.floor((box.end - box.body - 8) / entryBytes))
  return Array.from({ length: count }, (_, index) => u32be(bytes, box.body + 8 + index * entryBytes + at))
}

/** Times of decoding and of showing (8.6.1): so many samples with so much each; all samples, in no more entries than needed. */
function countsEach(bytes: Uint8Array, box: Box, sampleCount: number): boolean {
  const amounts = column(bytes, box, 8, 4)
  let total = 0
  for (const [index, samples] of column(bytes, box, 8, 0).entries()) {
    if (samples === 0 || (index > 0 && amounts[index] === amounts[index - 1])) return false
    total += samples
  }
  return total === sampleCount
}

function rises(numbers: readonly number[], most: number): boolean {
  return numbers.every((number, index) => number > (numbers[index - 1] ?? 0) && number <= most)
}

/** First chunk, samples in each, sample entry (8.7.4): no run without samples, none that goes on with as many. */
function mapsChunks(bytes: Uint8Array, box: Box, chunkCount: number): boolean {
  const [first, samples, description] = [0, 4, 8].map((at) => column(bytes, box, 12, at)) as [
    readonly number[],
    readonly number[],
    readonly number[],
  ]
  return (
    first[0] === 1 &&
    rises(first, chunkCount) &&
    samples.every((number, index) => number > 0 && number !== samples[index - 1]) &&
    description.every((number) => number === 1)
  )
}
